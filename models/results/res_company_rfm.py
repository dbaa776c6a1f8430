from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    playbook_rfm_past_told = fields.Boolean(
        readonly=True,
        groups="base.group_system",
        help="That it was looked for in which RFM groups customers were before they "
        "were first scored.",
    )

    def _tell_rfm_past(self):
        """Tell it of those of these companies of which it has not been told yet."""
        # The groups of the past are worked out past the rules, as those of today are.
        for company in self.sudo().filtered(lambda one: not one.playbook_rfm_past_told):
            company.env["playbook.rfm.history"]._tell_past(company)
            company.playbook_rfm_past_told = True
