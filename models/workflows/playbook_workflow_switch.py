"""The buttons that switch a workflow on and off, and its backlog."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .playbook_enrollment import BACKLOG, WAITING
from .playbook_workflow import ACTING, DRAFT, LIVE, SIMULATION, SUSPENDED

LANES = tuple(f"crm_playbook.ir_cron_workflow_lane_{lane}" for lane in range(1, 5))


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_simulate(self):
        """Let it write down what it would do, and do nothing."""
        self.write({"mode": SIMULATION})

    def action_pause(self):
        """Let it do nothing for a while; what it has begun waits."""
        self.filtered(lambda each: each.mode in ACTING).write({"mode": SUSPENDED})

    def action_resume(self):
        """Let it go on; it has missed nothing.

        In the name that it had, as long as nobody has changed it meanwhile; else in the
        name of who says so.
        """
        for workflow in self.filtered(lambda each: each.mode == SUSPENDED):
            mode = workflow.paused_mode or LIVE
            # What the engine notes, and whether a colleague is still there, is no
            # secret to whoever may let it go on.
            actor_sudo = workflow.sudo().run_as_id
            if workflow.paused_unchanged and actor_sudo.active:
                workflow._go_on_as(actor_sudo, mode)
            else:
                workflow.write({"mode": mode})

    def _go_on_as(self, actor, mode):
        """Go on in the name of ``actor``: it does what that person switched on."""
        self.check_access("write")
        self._get_live_decision()._check_may_decide(self, author=self.author_id)
        # Nobody chooses in whose name it acts: it is the one that it had, and the
        # current user may let it go on.
        self.sudo().write({"mode": mode, "run_as_id": actor.id})

    def _check_tries(self):
        """:raise UserError: when one of these would try nothing again now."""
        for workflow in self:
            if not workflow.active or workflow.mode not in ACTING:
                raise UserError(
                    self.env._(
                        "“%(workflow)s” is paused, archived or not live, and tries "
                        "nothing again: let it go on first, then try again.",
                        workflow=workflow.name,
                    )
                )

    def action_set_draft(self):
        """Let it do nothing at all."""
        self.write({"mode": DRAFT})

    def action_go_live(self):
        """Show how many each person would get, and ask what becomes of them.

        Who may not decide it hands it over to who may.
        """
        self.ensure_one()
        decision = self._get_live_decision()
        if not decision._may_decide(self, author=self.author_id):
            return decision._open_handover(self, author=self.author_id)
        return self._open_start("live")

    def action_start_pilot(self):
        """As :meth:`action_go_live`, for the pilot teams and users."""
        self.ensure_one()
        self._check_has_pilot()
        decision = self._get_live_decision()
        if not decision._may_decide(self, author=self.author_id):
            return decision._open_handover(self, author=self.author_id)
        return self._open_start("pilot")

    def action_take_backlog(self):
        """Show how many each person would get, then take them."""
        return self._open_start("backlog")

    def _open_start(self, purpose):
        self.ensure_one()
        self.check_access("write")
        self._check_can_go_live(self.env.user)
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
        if not self.env.su:
            self._check_actor(self.env.user)
        # What has become stale since the last run is stale at this moment too.
        self._enter(BACKLOG)
        taken = self.env.execute_query(
            SQL(
                """
                UPDATE playbook_enrollment
                   SET state = %(waiting)s, limit_lifted = TRUE,
                       next_date = GREATEST(next_date, %(now)s)
                  FROM (%(due)s) due
                 WHERE due.enrollment_id = playbook_enrollment.id
                   AND (%(limit)s::integer IS NULL OR due.place <= %(limit)s)
             RETURNING playbook_enrollment.id
                """,
                waiting=WAITING,
                now=fields.Datetime.now(),
                due=self._due_sql((BACKLOG, WAITING), ranked=True, any_time=True),
                limit=starting_limit,
            )
        )
        self.env["playbook.enrollment"].invalidate_model(
            ["state", "limit_lifted"], flush=False
        )
        self.invalidate_recordset()
        # What the engine notes, nobody else writes.
        self.sudo().next_work_date = False
        for lane in LANES:
            # Whoever may switch workflows may have the next run come at once; that is
            # all that is done with the scheduled action.
            self.env.ref(lane).sudo()._trigger()
        return len(taken)
