"""Running a server action: shaped and switched live by Settings administrators."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .playbook_workflow_step import SERVER
from .playbook_workflow_step_run import Done


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    server_action_id = fields.Many2one(
        "ir.actions.server",
        ondelete="restrict",
        index="btree_not_null",
        help="Only Settings administrators choose it, and switch the workflow live.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        # Looked at afterwards: it may also be copied, or come as a default.
        if steps.server_action_id:
            self._check_may_choose_action()
        return steps

    def write(self, vals):
        moved = vals.get("kind") == SERVER or "workflow_id" in vals
        if vals.get("server_action_id") or (moved and self.server_action_id):
            self._check_may_choose_action()
        return super().write(vals)

    @api.model
    def _check_may_choose_action(self):
        if not self.env.su and not self.env.user._is_system():
            raise AccessError(
                self.env._(
                    "A server action can do anything: only a Settings administrator "
                    "adds a step that runs one, or copies it. Ask one of them, or "
                    "choose another kind of step."
                )
            )

    def _find_faults_server(self):
        # What it is called and for is told to who shapes the workflow.
        action_sudo = self.server_action_id.sudo()
        if not action_sudo:
            yield self.env._("choose the server action.")
        elif action_sudo.model_id.model != self._get_model_name():
            yield self.env._(
                "“%(action)s” is for other records. Choose a server action for "
                "%(records)s.",
                action=action_sudo.name,
                records=self._get_target_words(),
            )

    def _run_server(self, rows, env):
        """Run the server action on all records at once, as the run-as user.

        Odoo reads what the action says past the access rules, and runs it, with the
        check of its groups, as that user.
        """
        for problem in self._find_refusals(env.user):
            raise UserError(self._tell_problem(problem))
        record_ids = [row["record_id"] for row in rows]
        action = env["ir.actions.server"].browse(self.server_action_id.id)
        action.with_context(
            active_id=record_ids[0],
            active_ids=record_ids,
            active_model=self._get_model_name(),
        ).run()
        detail = self.env._(
            "Ran “%(action)s”",
            # Its name alone, for who reads what the workflow did.
            action=self.server_action_id.sudo().name,
        )
        return {row["enrollment_id"]: Done(detail=detail) for row in rows}
