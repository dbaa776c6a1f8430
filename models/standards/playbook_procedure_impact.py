"""A step up is shown before it is taken."""

from odoo import api, fields, models

from .playbook_approval_mixin import ASKED
from .playbook_procedure import ENFORCE, OBSERVE, WARN


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

    def _open_impact(self, state, **vals):
        """Show which live records and people it touches; whoever reads it goes on.

        :param state: the one that it would have then.
        :param vals: more values of the dialog.
        """
        self.ensure_one()
        dialog = self.env["playbook.procedure.impact"].create(
            {"procedure_id": self.id, "state": state, **vals}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Before it begins: %(name)s", name=self.name),
            "res_model": dialog._name,
            "res_id": dialog.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _check_may_preview(self):
        """The numbers of the whole company are told to who may change it, and to who is
        asked for approval.

        :raise AccessError: for others.
        """
        for procedure in self:
            procedure.check_access("read")
            if procedure.approval != ASKED or not procedure._may_decide():
                procedure.check_access("write")

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_preview(self):
        """Show whom it would touch, to who is asked for approval."""
        self.ensure_one()
        return self._open_impact(OBSERVE, for_approval=True)

    def action_approve(self):
        """Approve these; in its form, a new version that binds at once is shown first
        with whom it touches.
        """
        in_form = self.env.context.get("playbook_in_form") and len(self) == 1
        if in_form and self.revises_id.state in (WARN, ENFORCE):
            self._check_asked()
            self._check_may_decide()
            return self.action_preview()
        return super().action_approve()
