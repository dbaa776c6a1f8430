"""How a workflow is switched on and off."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .playbook_enrollment import BACKLOG, WAITING
from .playbook_workflow import ACTING, DRAFT, PILOT, SIMULATION, SUSPENDED
from .playbook_workflow_rules import REVIEW_MONTHS

DECISION = "crm_playbook.decision_workflow_live"
# What decides what is done in the name of who switched it live.
CHANGING = {
    *("company_id", "target", "trigger", "delay_days", "count_days", "domain"),
    *("source_ids", "medium_ids", "outcome_ids", "lookback_days", "unassigned_to"),
    *("purpose_ids", "rfm_group_ids", "segment_ids"),
    *("reentry", "repeat_days", "entry_limit", "daily_limit", "step_ids"),
    *("stop_domain", "stop_on_reply", "stop_outcome_ids"),
    *("contact_days", "stop_on_meeting"),
    *("calendar_id", "working_days_only", "quiet_from", "quiet_to"),
    *("pilot_team_ids", "pilot_user_ids", "responsible_id"),
}
# After these it is not what it was when somebody paused it.
OTHERWISE = CHANGING | {"active", "author_id", "mode", "run_as_id"}
# What the records that it has taken up are kept by.
KEPT_BY = {"target", "trigger"}


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
            {**vals, "mode": DRAFT}
            if vals.get("mode") in {*ACTING, SUSPENDED}
            else vals
            for vals in vals_list
        ]
        workflows = super().create(drafts)
        for workflow, vals in zip(workflows, vals_list, strict=True):
            if workflow.mode == SIMULATION:
                # What the engine notes, nobody else writes.
                workflow.sudo().write(workflow._get_look_back())
            if vals.get("mode") in ACTING:
                workflow.write(
                    {"mode": vals["mode"], "run_as_id": vals.get("run_as_id")}
                )
        return workflows

    def write(self, vals):
        self._check_run_as([vals])
        vals = self._prepare_shaping(vals)
        mode = vals.get("mode")
        going_live = self.browse()
        if mode in ACTING:
            going_live = self.filtered(lambda workflow: workflow.mode != mode)
        actor = self.env["res.users"].browse(vals.get("run_as_id") or self.env.uid)
        if going_live or vals.get("run_as_id"):
            self._check_can_go_live(actor, mode)
        for workflow in going_live:
            workflow._get_live_decision()._check_may_decide(
                workflow, author=workflow.author_id
            )
        if going_live:
            vals = {**vals, "run_as_id": actor.id}
        before = {workflow: workflow.mode for workflow in self}
        result = super().write(vals)
        self._note_pause(vals, before)
        for workflow in going_live:
            if before[workflow] != SUSPENDED or mode != workflow.paused_mode:
                anew = before[workflow] not in {*ACTING, SUSPENDED}
                workflow._set_out(anew=anew)
        return result

    def _prepare_shaping(self, vals):
        """What is written with ``vals``, by who may."""
        if not CHANGING.isdisjoint(vals):
            self._check_may_change()
            self._check_kept(vals)
            vals = {**vals, "author_id": self.env.uid}
        if vals.get("active") is False and any(each.mode in ACTING for each in self):
            # Whoever unarchives it switches it live anew.
            vals = {**vals, "mode": DRAFT}
        if vals.get("mode") == SIMULATION:
            vals = {**vals, **self._get_look_back()}
        return vals

    def _note_pause(self, vals, before):
        """Note what it goes on as, and whether somebody has changed it meanwhile.

        :param before: the modes before ``vals`` were written.
        """
        # What the engine notes, nobody else writes.
        noted = self.sudo()
        if vals.get("mode") == SUSPENDED:
            for workflow in noted:
                if before[workflow] in ACTING:
                    values = {"paused_mode": before[workflow], "paused_unchanged": True}
                    workflow.write(values)
        elif not OTHERWISE.isdisjoint(vals):
            noted.filtered("paused_unchanged").paused_unchanged = False

    def _check_kept(self, vals):
        """What has records in follow-up stays what it is for them."""
        for workflow in self:
            changed = {
                name
                for name in KEPT_BY
                if vals.get(name, workflow[name]) != workflow[name]
            }
            # Counts also what this user may not see.
            if changed and workflow.sudo().enrollment_ids:
                raise UserError(
                    self.env._(
                        "“%(workflow)s” has taken up records, for which it would no "
                        "longer mean anything. Duplicate it and change the copy; "
                        "archive this one when it is not needed any more.",
                        workflow=workflow.name,
                    )
                )

    def _get_look_back(self):
        """What it notes when it is switched on."""
        days = max(self.mapped("lookback_days"), default=0)
        return {
            "since_date": fields.Datetime.subtract(fields.Datetime.now(), days=days),
            "next_scan_date": False,
            "next_work_date": False,
            "problem": False,
            "run_problem": False,
        }

    def _set_out(self, *, anew):
        """Go live: whatever matches at this moment and is not known is backlog.

        :param anew: it has not acted before: what waits is backlog too.
        """
        now = fields.Datetime.now()
        values = self._get_look_back()
        if self.live_date and self.since_date:
            # What it has looked at before, as a pilot say, it goes on looking at.
            values["since_date"] = min(values["since_date"], self.since_date)
        if not self.responsible_id:
            # Nothing runs unattended.
            values["responsible_id"] = self.run_as_id.id
        if not self.review_date or self.review_date <= now.date():
            values["review_date"] = fields.Date.add(now.date(), months=REVIEW_MONTHS)
        # What the engine notes, nobody else writes.
        self.sudo().write({**values, "live_date": now})
        if anew:
            self._lay_back()
        self._enter(BACKLOG)
        self._get_live_decision()._record_decided(self)

    def _lay_back(self):
        """What waits for its turn is backlog again: who switches it on is asked."""
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
            if workflow.mode in ACTING and workflow.run_as_id != self.env.user:
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

    def _check_can_go_live(self, actor, mode=None):
        """:param actor: the user in whose name the workflows would act.
        :param mode: what they would be; as they are by default.
        """
        for workflow in self:
            if not workflow.step_ids or not workflow.active:
                raise UserError(
                    self.env._(
                        "“%(workflow)s” is archived or has no step yet: say first what "
                        "it does.",
                        workflow=workflow.name,
                    )
                )
            if (mode or workflow.mode) == PILOT:
                workflow._check_has_pilot()
            workflow._check_actor(actor)
            workflow.step_ids._check_can_run_as(actor)

    def _check_has_pilot(self):
        if not (self.pilot_team_ids or self.pilot_user_ids):
            raise UserError(
                self.env._(
                    "“%(workflow)s” has no pilot teams or users yet: choose for whom "
                    "it is tried out.",
                    workflow=self.name,
                )
            )

    def _check_actor(self, actor):
        """Somebody who works here and reads such records."""
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
        Document = self.env[self._get_target().model]
        if not Document.with_user(actor).has_access("read"):
            raise UserError(
                self.env._(
                    "A workflow acts in the name of whoever switches it live, and "
                    "%(person)s may not read what it is for. Somebody with the profile "
                    "Sales Management can do it.",
                    person=name,
                )
            )
