"""A step up is shown before it is taken."""

from odoo import api, fields, models


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    impact_problem = fields.Text(
        string="What cannot be asked", compute="_compute_impact_problem"
    )

    @api.depends("domain", "moment", "stage_ids", "requirement_ids")
    @api.depends_context("lang")
    def _compute_impact_problem(self):
        """As ``problem``, before it is in force."""
        for procedure in self:
            procedure.impact_problem = procedure._get_problem()

    def _open_impact(self, state):
        """Show which live records and people it touches; whoever reads it goes on.

        :param state: the one that it would have then.
        """
        self.ensure_one()
        dialog = self.env["playbook.procedure.impact"].create(
            {"procedure_id": self.id, "state": state}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Before it begins: %(name)s", name=self.name),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }
