from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..profiles.playbook_day import LATE
from .playbook_finding import BINDING


class PlaybookDay(models.AbstractModel):
    """Points to fix that are late, for who leads the team: all of a person's together.

    Of people without a leader, they are for who answers for the procedure.
    """

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "overdue"]

    @api.model
    def _get_late_domain(self):
        """What is late by a whole working day."""
        weekdays, day = self._get_weekdays(), self._today() - timedelta(days=1)
        while weekdays and day.weekday() not in weekdays:
            day -= timedelta(days=1)
        return (
            Domain("date_closed", "=", False)
            & Domain("requirement_id", "!=", False)
            & Domain("observed", "=", False)
            & Domain("procedure_id.state", "in", BINDING)
            & Domain("date_due", "<", day)
        )

    @api.model
    def _find_overdue(self):
        """From each person to the domain of what is late of theirs and for this user to
        see to.
        """
        covered = self.env.user._get_covered_users()
        # Who belongs to which team, and answers for what, is no secret.
        members = self.env["crm.team.member"].sudo()
        led = members.search([("crm_team_id.user_id", "in", covered.ids)]).user_id
        late = self._get_late_domain()
        late &= Domain("user_id", "not in", covered.ids)
        mine = Domain("user_id", "in", led.ids)
        answered_for = Domain("procedure_id.user_id", "in", covered.ids)
        rows = self.env["playbook.finding"]._read_group(
            late & (mine | answered_for), ["user_id"]
        )
        # As above.
        people = led.browse().union(*(person.sudo() for (person,) in rows))
        leaders = people._get_team_leaders() if people else {}
        found = {}
        for person in (*people, *(row for (row,) in rows if not row)):
            own = late & Domain("user_id", "=", person.id)
            leader = leaders.get(person)
            if not leader or not leader.active or leader == person:
                found[person.with_env(self.env)] = own & answered_for
            elif leader in covered:
                found[person.with_env(self.env)] = own
        return found

    @api.model
    def _lines_overdue(self):
        found = self._find_overdue()
        if not found:
            return []
        rows = self.env["playbook.finding"]._read_group(
            Domain.OR(found.values()), ["user_id"], ["__count", "date_due:min"]
        )
        return [
            self._make_line(
                "overdue",
                person or self.env.user,
                # What is nobody's has no id.
                key=f"overdue-{person.id or 0}",
                title=self._get_overdue_words(person, count, first),
                document=person.sudo().name or self.env._("Nobody's"),  # a colleague
                date=first,
                state=LATE,
                icon="fa-users",
                can_postpone=False,
                opens_by_finishing=True,
                finish_label=self.env._("Look at them"),
            )
            for person, count, first in rows
        ]

    @api.model
    def _get_overdue_words(self, person, count, first):
        day = format_date(self.env, first, date_format="d MMM")
        if not person:
            return self.env._(
                "%(count)s points to fix are late and nobody's, the oldest since "
                "%(day)s",
                count=count,
                day=day,
            )
        name = person.sudo().name  # a colleague
        if count == 1:
            return self.env._(
                "%(person)s: a point to fix is late, since %(day)s",
                person=name,
                day=day,
            )
        return self.env._(
            "%(person)s: %(count)s points to fix are late, the oldest since %(day)s",
            person=name,
            count=count,
            day=day,
        )

    @api.model
    def _finish_overdue(self, ids):
        """Open all of that person's."""
        overdue = self._find_overdue().items()
        found = {person.id or 0: domain for person, domain in overdue}
        if ids[0] not in found:
            raise UserError(self._get_changed_words())
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_finding_action_board"
        )
        action["domain"] = list(found[ids[0]])
        action["context"] = {}
        action["views"] = [(False, "list"), (False, "kanban")]
        return {"done": False, "message": "", "action": action}
