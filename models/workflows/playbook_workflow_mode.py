"""How a workflow is switched on and off."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .playbook_enrollment import BACKLOG, WAITING
from .playbook_workflow import DRAFT, LIVE, SIMULATION


class PlaybookWorkflow(models.Model):
    """Going live is writing the mode: by the button, an import or a program alike.

    Whatever matches at that moment becomes backlog, taken only when somebody says so;
    whatever matches later is taken then.
    """

    _inherit = "playbook.workflow"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_run_as(vals_list)
        modes = [vals.get("mode") for vals in vals_list]
        drafts = [
            {**vals, "mode": DRAFT} if vals.get("mode") == LIVE else vals
            for vals in vals_list
        ]
        workflows = super().create(drafts)
        live = [
            workflow.id
            for workflow, mode in zip(workflows, modes, strict=True)
            if mode == LIVE
        ]
        self.browse(live).write({"mode": LIVE})
        return workflows

    def write(self, vals):
        self._check_run_as([vals])
        if vals.get("mode") != LIVE:
            return super().write(vals)
        going_live = self.filtered(lambda workflow: workflow.mode != LIVE)
        going_live._check_can_go_live()
        result = super().write(vals)
        started = {
            "run_as_id": vals.get("run_as_id") or self.env.uid,
            "live_date": self.env.cr.now(),
        }
        super(PlaybookWorkflow, going_live).write(started)
        for workflow in going_live:
            workflow._enter(BACKLOG)
        return result

    @api.model
    def _check_run_as(self, vals_list):
        """A workflow acts with the rights of who switched it live, and of nobody
        else's choosing.
        """
        allowed = {False, None, self.env.uid}
        chosen = {vals.get("run_as_id") for vals in vals_list}
        if chosen <= allowed or self.env.su or self.env.is_system():
            return
        raise AccessError(
            self.env._(
                "A workflow acts as whoever switches it live. Only a Settings "
                "administrator can have it act as somebody else."
            )
        )

    def _check_can_go_live(self):
        for workflow in self:
            if not workflow.step_ids:
                raise UserError(
                    self.env._(
                        "“%(workflow)s” has no step yet: say first what it does.",
                        workflow=workflow.name,
                    )
                )
        if not self.env["crm.lead"].has_access("read"):
            raise UserError(
                self.env._(
                    "A workflow acts as whoever switches it live, and you may not read "
                    "opportunities. Ask somebody with the profile Sales Management, or "
                    "have a profile given to you that reads them."
                )
            )

    def action_simulate(self):
        """Let it write down what it would do, and do nothing."""
        self.write({"mode": SIMULATION})

    def action_set_draft(self):
        """Let it do nothing at all."""
        self.write({"mode": DRAFT})

    def action_go_live(self):
        """Show how many each person would get, and ask what becomes of them."""
        return self._open_start("live")

    def action_take_backlog(self):
        """Show how many each person would get, then take them."""
        return self._open_start("backlog")

    def _open_start(self, purpose):
        self.ensure_one()
        self.check_access("write")
        wizard = self.env["playbook.workflow.start"].create(
            {"workflow_id": self.id, "purpose": purpose}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _take_backlog(self, starting_limit=None):
        """Have the next runs take what is stale now, beyond the daily limit.

        :param starting_limit: at most so many for each person, the most valuable first;
            None for all.
        :return: how many.
        """
        self.ensure_one()
        self.check_access("write")
        self.env["playbook.enrollment"].flush_model()
        taken = self.env.execute_query(
            SQL(
                """
                UPDATE playbook_enrollment
                   SET state = %(waiting)s, limit_lifted = TRUE
                  FROM (%(due)s) due
                 WHERE due.enrollment_id = playbook_enrollment.id
                   AND (%(limit)s::integer IS NULL OR due.place <= %(limit)s)
             RETURNING playbook_enrollment.id
                """,
                waiting=WAITING,
                due=self._due_sql((BACKLOG, WAITING)),
                limit=starting_limit,
            )
        )
        self.env["playbook.enrollment"].invalidate_model(
            ["state", "limit_lifted"], flush=False
        )
        self.invalidate_recordset()
        # Whoever may switch workflows may have the next run come at once; that is all
        # that is done with the scheduled action.
        self.env.ref("crm_playbook.ir_cron_run_workflows").sudo()._trigger()
        return len(taken)
