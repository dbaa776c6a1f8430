from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Meetings are asked about so many days after they ended.
ASKED_DAYS = 7
# Nobody has more of them.
ASKED = 200


class PlaybookDay(models.AbstractModel):
    """My Day asks how activities went, and meetings that are over; and what nobody
    planned is logged from it.
    """

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        sources = super()._get_sources()
        at = sources.index("activity") + 1
        return [*sources[:at], "meeting", *sources[at:]]

    @api.model
    def _get_log_action(self):
        action = self.env["playbook.action.log"]._open_log()
        return action if self._may_log() else False

    @api.model
    def _may_log(self):
        """Whether there is anything on which this user may log a contact."""
        return self.env["crm.lead"].has_access("read") or self.env[
            "res.partner"
        ].has_access("write")

    # ------------------------------------------------------------------
    # Activities
    # ------------------------------------------------------------------

    @api.model
    def _lines_activity(self):
        lines = super()._lines_activity()
        activities = self.env["mail.activity"].browse(line["id"] for line in lines)
        for line, activity in zip(lines, activities, strict=True):
            line["choices"] = activity.playbook_choices or []
            line["choice_required"] = activity.playbook_required
        return lines

    @api.model
    def _finish_activity(self, ids, choice=False):
        activities = self._find_due_activities(ids)
        self._check_unchanged(activities, ids)
        if not activities.playbook_choices:
            return super()._finish_activity(ids)
        return activities.action_playbook_finish(choice)

    # ------------------------------------------------------------------
    # Meetings that are over
    # ------------------------------------------------------------------

    @api.model
    def _find_meetings(self, ids=None):
        """The user's meetings on opportunities or with customers that are over and of
        which nobody has said how they went.

        An activity of a meeting stands in My Day as such.
        """
        Event = self.env["calendar.event"]
        now = fields.Datetime.now()
        begin = max(now - timedelta(days=ASKED_DAYS), Event._get_playbook_since())
        domain = Domain("user_id", "=", self.env.uid)
        domain &= Domain("stop", ">=", begin) & Domain("stop", "<=", now)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        events = Event.search(domain, order="stop desc, id", limit=ASKED).filtered(
            lambda event: event.opportunity_id or event._get_playbook_customers()
        )
        if not events:
            return events
        return events - events._get_playbook_told() - events._get_playbook_planned()

    @api.model
    def _lines_meeting(self):
        question = self.env._("How did it go?")
        return [
            self._make_line(
                "meeting",
                event,
                event.opportunity_id._filtered_access("read") or None,
                title=f"{event.name} · {question}",
                document=event.opportunity_id.sudo().name or event.name,  # in its title
                date=self._local_day(event.stop),
                icon="fa-calendar-check-o",
                finish_label=question,
                can_postpone=False,
            )
            for event in self._find_meetings()
        ]

    @api.model
    def _finish_meeting(self, ids, choice=False):
        events = self._find_meetings(ids)
        self._check_unchanged(events, ids)
        return {"done": False, "message": "", "action": events._open_playbook_log()}
