from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..profiles.playbook_day import LATE
from .playbook_acknowledgement import SALES_MANAGEMENT
from .playbook_finding import BINDING


class PlaybookDay(models.AbstractModel):
    """Points to fix that are late, for who leads the team: all of a person's together.

    Of people without a leader, they are for who answers for the procedure; where that
    is themselves, or nobody, for Sales Management.
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
        """From each person to what is late of theirs and for this user to see to: rows
        of a sales team, a procedure, how many, and the first day.
        """
        covered = self.env.user._get_covered_users()
        last_resort = self.env.user.has_group(SALES_MANAGEMENT)
        late = self._get_late_domain() & Domain("user_id", "not in", covered.ids)
        if not last_resort:
            late &= self._get_reach_domain(covered)
        rows = self.env["playbook.finding"]._read_group(
            late,
            ["user_id", "team_id", "procedure_id"],
            ["__count", "date_due:min"],
        )
        # Who belongs to which team, and answers for what, is no secret.
        people = covered.browse().union(*(row[0] for row in rows)).sudo()
        leaders = people._get_team_leaders() if people else {}
        found = {}
        for person, *row in rows:
            overseer = self._get_overseer(person, *row[:2], leaders, covered)
            if overseer in covered if overseer else last_resort:
                found.setdefault(person, []).append(row)
        return found

    @api.model
    def _get_reach_domain(self, covered):
        """What may be for these to see to."""
        # As above.
        teams = self.env["crm.team"].sudo().search([("user_id", "in", covered.ids)])
        return (
            Domain("team_id", "in", teams.ids)
            | Domain("user_id", "in", teams.member_ids.ids)
            | Domain("procedure_id.user_id", "in", covered.ids)
        )

    @api.model
    def _get_overseer(self, person, team, procedure, leaders, covered):
        """Who sees to what is late of ``person``: who leads the team of the deal, or
        else theirs, or else who answers for the procedure. Empty where that is nobody
        but them.
        """
        answering = procedure.sudo().user_id  # no secret
        asked = [answering]
        if person:
            asked = [team.sudo().user_id, leaders.get(person), answering]  # as above
        for each in asked:
            if each and each != person and (each.active or each in covered):
                return each
        return covered.browse()

    @api.model
    def _lines_overdue(self):
        lines = []
        for person, rows in self._find_overdue().items():
            count = sum(row[2] for row in rows)
            first = min(row[3] for row in rows)
            lines.append(
                self._make_line(
                    "overdue",
                    person or self.env.user,
                    # What is nobody's has no id.
                    key=f"overdue-{person.id or 0}",
                    title=self._get_overdue_words(count, first),
                    # A colleague.
                    document=person.sudo().name or self.env._("Nobody's"),
                    date=first,
                    state=LATE,
                    icon="fa-users",
                    can_postpone=False,
                    opens_by_finishing=True,
                    finish_label=self.env._("Look at them"),
                )
            )
        return lines

    @api.model
    def _get_overdue_words(self, count, first):
        day = format_date(self.env, first, date_format="d MMM")
        if count == 1:
            return self.env._("A point to fix is late, since %(day)s", day=day)
        return self.env._(
            "%(count)s points to fix are late, the oldest since %(day)s",
            count=count,
            day=day,
        )

    @api.model
    def _finish_overdue(self, ids):
        """Open all of that person's."""
        overdue = self._find_overdue().items()
        found = {person.id or 0: rows for person, rows in overdue}
        if ids[0] not in found:
            raise UserError(self._get_changed_words())
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_finding_action_board"
        )
        of_teams = {}
        for team, procedure, *_figures in found[ids[0]]:
            of_teams.setdefault(team.id, []).append(procedure.id)
        domain = Domain.OR(
            Domain("team_id", "=", team_id) & Domain("procedure_id", "in", procedures)
            for team_id, procedures in of_teams.items()
        )
        domain &= self._get_late_domain() & Domain("user_id", "=", ids[0] or False)
        action["domain"] = list(domain)
        action["context"] = {}
        action["views"] = [(False, "list"), (False, "kanban")]
        return {"done": False, "message": "", "action": action}
