"""What a workflow does, in a sentence."""

from odoo import api, fields, models

from .playbook_workflow import (
    CREATED,
    INACTIVE,
    OUTCOME,
    RFM_GROUP,
    SEGMENT,
    SOURCE,
    STALE,
    UNANSWERED,
    WON,
)
from .targets import LEAD, ORDER, PARTNER

# These have an end of their own; the others, when their record is closed.
ENDS = (STALE, UNANSWERED, INACTIVE, WON, SEGMENT, RFM_GROUP)


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    in_words = fields.Text(
        compute="_compute_in_words",
        help="When it does what, for whom, and when it stops.",
    )

    @api.depends_context("lang")
    @api.depends(
        *("count_days", "delay_days", "domain", "target", "trigger"),
        *("medium_ids.name", "outcome_ids.name", "source_ids.name"),
        *("purpose_ids.name", "rfm_group_ids.name", "segment_ids.name"),
        *("contact_days", "stop_on_meeting", "step_ids.asks_for", "step_ids.kind"),
        *("stop_domain", "stop_on_reply", "stop_outcome_ids.name"),
        *("reentry", "repeat_days", "step_ids.in_words", "step_ids.sequence"),
        *("step_ids.condition", "step_ids.delay", "step_ids.delay_unit"),
        "step_ids.domain",
    )
    def _compute_in_words(self):
        for workflow in self:
            workflow.in_words = " ".join(
                filter(
                    None,
                    [
                        workflow._tell_course(),
                        workflow._tell_condition(),
                        workflow._tell_end(),
                        workflow._tell_stops(),
                        workflow._tell_left_out(),
                        workflow._tell_reentry(),
                    ],
                )
            )

    def _tell_course(self):
        """When it happens, and its steps."""
        # The order in the form, where nothing is saved yet.
        steps = self.step_ids.sorted(lambda step: (step.sequence, step._origin.id))
        if not steps:
            return self.env._(
                "%(when)s: nothing yet. Add a step that says what is done.",
                when=self._tell_when(),
            )
        return self.env._(
            "%(when)s: %(steps)s.",
            when=self._tell_when(),
            steps="; ".join(
                step._tell(first=number == 0) for number, step in enumerate(steps)
            ),
        )

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------

    def _tell_when(self):
        return {
            CREATED: self._tell_created,
            SOURCE: self._tell_source,
            UNANSWERED: self._tell_unanswered,
            OUTCOME: self._tell_outcome,
            INACTIVE: self._tell_inactive,
            WON: self._tell_won,
            SEGMENT: self._tell_segment,
            RFM_GROUP: self._tell_rfm_group,
        }.get(self.trigger, self._tell_stale)()

    def _tell_days(self):
        if self.count_days == "working":
            if self.delay_days == 1:
                return self.env._("1 working day")
            return self.env._("%(days)s working days", days=self.delay_days)
        if self.delay_days == 1:
            return self.env._("1 day")
        return self.env._("%(days)s days", days=self.delay_days)

    def _tell_stale(self):
        return self.env._(
            "When an opportunity has had no stage change for %(time)s",
            time=self._tell_days(),
        )

    def _tell_created(self):
        if self.target == LEAD:
            return self.env._("When a lead is created")
        if self.target == PARTNER:
            return self.env._("When there is a new customer")
        if self.target == ORDER:
            return self.env._("When a quotation is created")
        return self.env._("When an opportunity is created")

    def _tell_source(self):
        names = [*self.source_ids.mapped("name"), *self.medium_ids.mapped("name")]
        if not names:
            return self.env._("When a lead comes in that has a source")
        return self.env._(
            "When a lead comes in from %(sources)s", sources=self._tell_any(names)
        )

    def _tell_unanswered(self):
        return self.env._(
            "When a quotation has been unanswered for %(time)s", time=self._tell_days()
        )

    def _tell_outcome(self):
        told = self._tell_outcome_of()
        purposes = self.purpose_ids.mapped("name")
        if not purposes:
            return told
        return self.env._(
            "%(when)s, where its purpose is %(purposes)s",
            when=told,
            purposes=self._tell_any(purposes),
        )

    def _tell_outcome_of(self):
        names = self._tell_any(self.outcome_ids.mapped("name"))
        if self.target == LEAD:
            return self.env._(
                "When an action on a lead is finished with %(outcomes)s", outcomes=names
            )
        if self.target == PARTNER:
            return self.env._(
                "When an action with a customer is finished with %(outcomes)s",
                outcomes=names,
            )
        if self.target == ORDER:
            return self.env._(
                "When an action on a quotation is finished with %(outcomes)s",
                outcomes=names,
            )
        return self.env._(
            "When an action on an opportunity is finished with %(outcomes)s",
            outcomes=names,
        )

    def _tell_inactive(self):
        return self.env._(
            "When a customer has been inactive for %(time)s", time=self._tell_days()
        )

    def _tell_any(self, names):
        """Any of ``names``, in quotes; … where none is chosen yet."""
        quoted = [self.env._("“%(name)s”", name=name) for name in names if name]
        if len(quoted) < 2:
            return quoted[0] if quoted else "…"
        return self.env._(
            "%(names)s or %(last)s", names=", ".join(quoted[:-1]), last=quoted[-1]
        )

    # ------------------------------------------------------------------
    # Which, until when, and again
    # ------------------------------------------------------------------

    def _has_condition(self, name):
        return bool((self[name] or "").strip("[]() \n"))

    def _tell_condition(self):
        if self._has_condition("domain"):
            return self.env._("Only for those that meet the condition.")
        return ""

    def _tell_end(self):
        """When its occasion is over, whatever else is asked for."""
        env = self.env
        if self.trigger in ENDS:
            return {
                **self._get_ends_of_customers(),
                STALE: env._(
                    "It stops when the opportunity moves, is won or lost, or its order "
                    "is confirmed."
                ),
                UNANSWERED: env._(
                    "It stops when the customer answers, orders or declines."
                ),
                INACTIVE: env._(
                    "It stops when there is a contact, an opportunity or an order."
                ),
            }[self.trigger]
        return {
            LEAD: env._("It stops when the lead is closed."),
            PARTNER: env._("It stops when the customer is archived."),
            ORDER: env._("It stops when the quotation is confirmed or cancelled."),
        }.get(
            self.target,
            env._(
                "It stops when the opportunity is won or lost, or its order is "
                "confirmed."
            ),
        )

    def _tell_stops(self):
        """When it stops besides."""
        stops = []
        if self.stop_on_reply:
            stops.append(self.env._("the customer writes"))
        if self.stop_outcome_ids:
            stops.append(
                self.env._(
                    "an action is finished with %(outcomes)s",
                    outcomes=self._tell_any(self.stop_outcome_ids.mapped("name")),
                )
            )
        if self._has_condition("stop_domain"):
            stops.append(self.env._("the condition to stop is met"))
        stops += self._tell_stops_of_customers()
        if not stops:
            return ""
        if len(stops) == 1:
            return self.env._("It also stops when %(what)s.", what=stops[0])
        return self.env._(
            "It also stops when %(what)s or %(last)s.",
            what=", ".join(stops[:-1]),
            last=stops[-1],
        )

    def _tell_reentry(self):
        if self.reentry == "once":
            return self.env._("Only once for each record.")
        if self.reentry == "repeat":
            if self.repeat_days == 1:
                return self.env._("As long as it lasts, it begins again after 1 day.")
            return self.env._(
                "As long as it lasts, it begins again after %(days)s days.",
                days=self.repeat_days,
            )
        return ""
