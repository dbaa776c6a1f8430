"""How a workflow is switched on and off."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .playbook_enrollment import BACKLOG, WAITING
from .playbook_workflow import DRAFT, LIVE, SIMULATION

DECISION = "crm_playbook.decision_workflow_live"
# What decides what is done in the name of who switched it live.
CHANGING = {"company_id", "daily_limit", "delay_days", "domain", "step_ids", "trigger"}


class PlaybookWorkflow(models.Model):
    """Going live is writing the mode: by the button, an import or a program alike.

    Whatever matches at that moment becomes backlog, taken only when somebody says so;
    whatever matches later is taken then.
    """

    _inherit = "playbook.workflow"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_run_as(vals_list)
        drafts = [
            {**vals, "mode": DRAFT} if vals.get("mode") == LIVE else vals
            for vals in vals_list
        ]
        workflows = super().create(drafts)
        for workflow, vals in zip(workflows, vals_list, strict=True):
            if vals.get("mode") == LIVE:
                workflow.write({"mode": LIVE, "run_as_id": vals.get("run_as_id")})
        return workflows

    def write(self, vals):
        self._check_run_as([vals])
        if not CHANGING.isdisjoint(vals):
            self._check_may_change()
            vals = {**vals, "author_id": self.env.uid}
        going_live = self.browse()
        if vals.get("mode") == LIVE:
            going_live = self.filtered(lambda workflow: workflow.mode != LIVE)
        actor = self.env["res.users"].browse(vals.get("run_as_id") or self.env.uid)
        if going_live or vals.get("run_as_id"):
            self._check_can_go_live(actor)
        for workflow in going_live:
            workflow._get_live_decision()._check_may_decide(
                workflow, author=workflow.author_id
            )
        if going_live:
            vals = {**vals, "run_as_id": actor.id}
        result = super().write(vals)
        for workflow in going_live:
            workflow._set_out()
        return result

    def _set_out(self):
        """Go live: whatever is stale or waits at this moment is backlog."""
        self.live_date = self.env.cr.now()
        self.env["playbook.enrollment"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_enrollment
                   SET state = %s, limit_lifted = FALSE
                 WHERE workflow_id = %s AND state = %s AND NOT simulated
                """,
                BACKLOG,
                self.id,
                WAITING,
            )
        )
        self._enter(BACKLOG)
        self._get_live_decision()._record_decided(self)

    @api.model
    def _get_live_decision(self):
        return self.env.ref(DECISION)

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

    def _check_may_change(self):
        """What acts in somebody's name is changed by that person alone."""
        if self.env.su or self.env.is_system():
            return
        for workflow in self:
            if workflow.mode == LIVE and workflow.run_as_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "“%(workflow)s” is live in the name of %(person)s. Take it "
                        "back to simulation, change it, and switch it live in your "
                        "own name.",
                        workflow=workflow.name,
                        person=workflow.run_as_id.name,
                    )
                )

    def _record_shaping(self):
        """Somebody changes what these do: it is their work from now on."""
        self._check_may_change()
        self.write({"author_id": self.env.uid})

    def _check_can_go_live(self, actor):
        """:param actor: the user in whose name the workflows would act."""
        for workflow in self:
            if not workflow.step_ids or not workflow.active:
                raise UserError(
                    self.env._(
                        "“%(workflow)s” is archived or has no step yet: say first what "
                        "it does.",
                        workflow=workflow.name,
                    )
                )
        self._check_actor(actor)

    @api.model
    def _check_actor(self, actor):
        """Somebody who works here and reads opportunities."""
        # The names of colleagues are no secret; they may work for another company.
        name, active = actor.sudo().name, actor.sudo().active
        if not active:
            raise UserError(
                self.env._(
                    "A workflow acts in the name of a person, and %(person)s is "
                    "archived. Switch it live in your own name.",
                    person=name,
                )
            )
        if not self.env["crm.lead"].with_user(actor).has_access("read"):
            raise UserError(
                self.env._(
                    "A workflow acts in the name of whoever switches it live, and "
                    "%(person)s may not read opportunities. Somebody with the profile "
                    "Sales Management can do it.",
                    person=name,
                )
            )

    def action_simulate(self):
        """Let it write down what it would do, and do nothing."""
        self.write({"mode": SIMULATION})

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
