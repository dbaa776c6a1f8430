"""Why a workflow has not taken up a record, in words."""

from odoo import fields, models
from odoo.fields import Domain

from .panel_dates import tell_day
from .playbook_workflow import (
    DRAFT,
    INACTIVE,
    OUTCOME,
    RFM_GROUP,
    SEGMENT,
    SIMULATION,
    SOURCE,
    STALE,
    UNANSWERED,
    WON,
)


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _get_mode_words(self):
        env = self.env
        if self.mode == DRAFT:
            return env._("It is a draft: it does nothing yet.")
        if self.mode == SIMULATION:
            return env._("It is in simulation: it only writes down what it would do.")
        return env._("It is paused: it takes nothing up until it goes on.")

    def _get_condition_words(self):
        """What is said where a column of :meth:`_find_facts` is not true."""
        env = self.env
        # In whose name it acts, and for whom, is shown with the workflow.
        workflow_sudo = self.sudo()
        return {
            "in_company": env._(
                "It is only for the company %(company)s.",
                company=workflow_sudo.company_id.name,
            ),
            "readable": env._(
                "It acts in the name of %(person)s, who may not read this record.",
                person=workflow_sudo.run_as_id.name,
            ),
            "in_pilot": env._("It is a pilot, and this is not one of its teams."),
            "somebody": env._("Nobody looks after this record: name a salesperson."),
            "not_loaded": env._(
                "It was loaded, and has not been moved since: workflows leave it alone."
            ),
            "chosen": env._("It does not meet the condition of the workflow."),
        }

    def _get_closed_words(self, ending):
        endings = dict(
            self.env["playbook.enrollment"]
            ._fields["ending"]
            ._description_selection(self.env)
        )
        return self.env._("It is closed: %(how)s.", how=endings.get(ending, ending))

    def _get_nothing_words(self, document):
        """There is no occasion at all."""
        if self.trigger == OUTCOME:
            return self._get_outcome_words()
        if self.trigger in {SEGMENT, RFM_GROUP}:
            return self._get_group_words()
        if self.trigger == STALE and document.type == "lead":
            return self.env._("It is a lead, and the workflow is for opportunities.")
        return self.env._("What it waits for has not happened.")

    # ------------------------------------------------------------------
    # What the trigger waits for
    # ------------------------------------------------------------------

    def _get_trigger_words(self, document, facts):
        """Why its trigger does not match, or not yet."""
        tell = {
            STALE: self._get_stale_words,
            UNANSWERED: self._get_unanswered_words,
            INACTIVE: self._get_inactive_words,
            OUTCOME: self._get_past_words,
            SOURCE: self._get_source_words,
            WON: self._get_won_words,
            SEGMENT: self._get_member_words,
            RFM_GROUP: self._get_member_words,
        }.get(self.trigger, self._get_past_words)
        return tell(document, facts)

    def _get_stale_words(self, document, facts):
        env = self.env
        if self._is_too_early(facts):
            if facts["days"] == 1:
                return env._(
                    "In its stage for 1 day of %(delay)s.", delay=facts["delay"]
                )
            return env._(
                "In its stage for %(days)s days of %(delay)s.",
                days=facts["days"],
                delay=facts["delay"],
            )
        return self._get_planned_words(document) or env._("It is not stale.")

    def _get_planned_words(self, document):
        planned = self._find_planned(document)
        return planned and self.env._(
            "An activity is planned for %(day)s.",
            day=tell_day(self.env, planned.date_deadline),
        )

    def _get_unanswered_words(self, document, facts):
        env = self.env
        if document.state != "sent" or not facts["since"]:
            return env._("The quotation has not been sent.")
        if facts["answered"]:
            return env._("The customer has answered since it was sent.")
        if self._is_too_early(facts):
            if facts["days"] == 1:
                return env._("Sent 1 day ago of %(delay)s.", delay=facts["delay"])
            return env._(
                "Sent %(days)s days ago of %(delay)s.",
                days=facts["days"],
                delay=facts["delay"],
            )
        return env._("Its opportunity is closed, or has a confirmed order.")

    def _get_inactive_words(self, document, facts):
        env = self.env
        if document.customer_state not in ("customer", "inactive"):
            return env._("It is not a customer who has bought.")
        if self._is_too_early(facts):
            if facts["days"] == 1:
                return env._(
                    "The last that happened was 1 day ago of %(delay)s.",
                    delay=facts["delay"],
                )
            return env._(
                "The last that happened was %(days)s days ago of %(delay)s.",
                days=facts["days"],
                delay=facts["delay"],
            )
        return self._get_planned_words(document) or env._(
            "There is an open opportunity, or something is planned."
        )

    def _get_past_words(self, document, facts):
        since = self.since_date or fields.Datetime.subtract(
            fields.Datetime.now(), days=self.lookback_days
        )
        if facts["since"] and facts["since"] <= since.date():
            return self.env._(
                "It happened on %(day)s: the workflow looks back only to %(since)s.",
                day=tell_day(self.env, facts["since"]),
                since=tell_day(self.env, since),
            )
        if document._name == "res.partner":
            return self.env._("It is not a customer yet.")
        return self.env._("It is not open any more.")

    def _get_source_words(self, document, facts):
        # What a source is called is no secret.
        names = [
            *self.sudo().source_ids.mapped("name"),
            *self.sudo().medium_ids.mapped("name"),
        ]
        env = self.env
        # As above.
        lead_sudo = document.sudo()
        meant = lead_sudo.source_id in self.sudo().source_ids or (
            lead_sudo.medium_id and lead_sudo.medium_id in self.sudo().medium_ids
        )
        if meant or (not names and lead_sudo.source_id):
            return self._get_past_words(document, facts)
        if not names:
            return env._("It has no source.")
        return env._("It comes from none of these: %(names)s.", names=", ".join(names))

    def _get_won_words(self, document, facts):
        if document.won_status != "won":
            return self.env._("It has not been won.")
        return self._get_past_words(document, facts)

    def _get_group_words(self):
        # How a segment or a group is called is no secret.
        every_sudo = self.sudo().with_context(active_test=False)
        if self.trigger == SEGMENT:
            return self.env._(
                "It has come into none of these segments: %(names)s.",
                names=", ".join(every_sudo.segment_ids.mapped("name")),
            )
        return self.env._(
            "It has moved to none of these RFM groups: %(names)s.",
            names=", ".join(every_sudo.rfm_group_ids.mapped("name")),
        )

    def _get_member_words(self, document, facts):
        if not facts["has_left"]:
            return self._get_past_words(document, facts)
        if self.trigger == SEGMENT:
            return self.env._("It has left the segment again.")
        return self.env._("It has left the RFM group again.")

    def _get_outcome_words(self):
        # What an outcome is called is no secret.
        names = self.sudo().with_context(active_test=False).outcome_ids.mapped("name")
        words = self.env._(
            "No action was finished with one of these outcomes: %(names)s.",
            names=", ".join(names),
        )
        # As above.
        purposes = self.sudo().with_context(active_test=False).purpose_ids
        if not purposes:
            return words
        meant = self.env._(
            "Only actions for this are meant: %(names)s.",
            names=", ".join(purposes.mapped("name")),
        )
        return f"{words} {meant}"

    def _is_too_early(self, facts):
        """Whether too few days have passed, calendar days or working days."""
        if facts["days"] is None:
            return False
        if facts["days"] < facts["delay"]:
            return True
        return self.count_days == "working" and not facts["matches"]

    def _find_planned(self, document):
        """The next activity that is planned on the record."""
        today = fields.Date.context_today(self)
        domain = Domain("res_model", "=", document._name)
        domain &= Domain("res_id", "=", document.id)
        domain &= Domain("date_deadline", ">=", today)
        # Odoo keeps what others have planned from some; that it is, is no secret here.
        activities = self.env["mail.activity"].sudo()
        return activities.search(domain, order="date_deadline, id", limit=1)
