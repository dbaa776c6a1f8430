from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # Its figures begin now, and are looked for in what is loaded of the past.
        self.env["playbook.measurement.run"]._measure_soon()
        return companies

    @api.ondelete(at_uninstall=True)
    def _unlink_figures(self):
        """Before its segments go, by which the figures are divided."""
        # Figures are the addon's; they go with the company.
        Run = self.env["playbook.measurement.run"].sudo()
        Run.search([("company_id", "in", self.ids)]).unlink()
