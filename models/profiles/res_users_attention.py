from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

DAILY_LIMIT = "crm_playbook.daily_limit"
DEFAULT_DAILY_LIMIT = 10
MAX_DAILY_LIMIT = 1000


class ResUsers(models.Model):
    """How much may be asked of a person, and who stands in for whom."""

    _inherit = "res.users"

    # ------------------------------------------------------------------
    # How much
    # ------------------------------------------------------------------

    @api.model
    def _get_daily_limit(self):
        """How many automatic items a person gets on one day, at most (1 to 1,000).

        A parameter that is no such number counts as 10.
        """
        # Asked by whoever plans something; the parameter holds nothing secret.
        value = self.env["ir.config_parameter"].sudo().get_param(DAILY_LIMIT)
        try:
            limit = int(value or DEFAULT_DAILY_LIMIT)
        except ValueError:
            limit = 0
        return limit if 1 <= limit <= MAX_DAILY_LIMIT else DEFAULT_DAILY_LIMIT

    @api.model
    def _get_automatic_sources(self, since):
        """What has been asked of people by itself, from ``since`` on: a hook.

        Whatever comes by itself and counts against the daily limit stands here. What
        somebody has taken on purpose beyond the limit does not.

        :param since: a moment, naive UTC.
        :return: a list of queries with the rows ``(user_id, date)``, one for each item.
        """
        return []

    @api.model
    def _get_automatic_taken_sql(self, sources=None):
        """How many automatic items each person has got today.

        The day is that of the calendar of the person's company.

        :param sources: queries as of :meth:`_get_automatic_sources`; all by default.
        :return: a query with the rows ``(user_id, taken)``.
        """
        starts = self._get_day_starts()
        if sources is None:
            sources = self._get_automatic_sources(min(starts.values()))
        nothing = SQL("SELECT NULL::integer, NULL::timestamp WHERE FALSE")
        return SQL(
            """
            SELECT got.user_id, COUNT(*) AS taken
              FROM (%s) got (user_id, date)
              JOIN res_users person ON person.id = got.user_id
              JOIN (VALUES %s) today (company_id, start)
                ON today.company_id = person.company_id
             WHERE got.date >= today.start
          GROUP BY got.user_id
            """,
            SQL(" UNION ALL ").join(sources or [nothing]),
            SQL(", ").join(
                SQL("(%s, %s::timestamp)", company_id, start)
                for company_id, start in starts.items()
            ),
        )

    def _get_automatic_taken(self):
        """How many automatic items these people have got today.

        :return: a dictionary from a user's id to a number.
        """
        taken = dict(self.env.execute_query(self._get_automatic_taken_sql()))
        return {user.id: taken.get(user.id, 0) for user in self}

    @api.model
    def _get_day_starts(self):
        """When today began: a dictionary from a company's id to a moment, naive UTC."""
        # When people work is no secret; somebody may be of any company.
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        now = pytz.utc.localize(fields.Datetime.now())
        starts = {}
        for company in companies.search([], order="id", limit=None):
            zone = pytz.timezone(company.resource_calendar_id.tz or "UTC")
            midnight = datetime.combine(now.astimezone(zone).date(), time.min)
            start = zone.localize(midnight).astimezone(pytz.utc)
            starts[company.id] = start.replace(tzinfo=None)
        return starts

    # ------------------------------------------------------------------
    # Who is there
    # ------------------------------------------------------------------

    def _get_local_time(self):
        """What time it is for this user."""
        now = pytz.utc.localize(fields.Datetime.now())
        return now.astimezone(pytz.timezone(self.tz or "UTC"))

    def _get_local_day(self):
        """What day it is for this user."""
        return self._get_local_time().date()

    def _works_on(self, date):
        """Whether the company of this user works on a day, by its calendar."""
        self.ensure_one()
        # When people work is no secret.
        calendar = self.sudo().company_id.resource_calendar_id
        return not calendar.attendance_ids or calendar._works_on_date(date)

    def _get_acting_users(self, date=None):
        """Who does the work of each of these people.

        Whoever is absent is followed to the substitute, and on while that one is absent
        too. Where this leads nowhere, and for who is archived, it is the leader of the
        person's sales team, and without one who is there the person.

        :param date: a day; by default today, as it is for each person.
        :return: a dictionary from a user's id to a user.
        """
        away = self.env["playbook.absence"]._get_away(date)
        # Who works here, and for whom, is no secret among colleagues.
        people = self.sudo()
        acting = {user: user._follow_substitutes(away) for user in people}
        nobody = people.filtered(lambda user: not acting[user])
        leaders = nobody._get_team_leaders() if nobody else {}
        for user in nobody:
            leader = leaders.get(user)
            acting[user] = (leader and leader._follow_substitutes(away)) or user
        return {user.id: other.with_env(self.env) for user, other in acting.items()}

    def _follow_substitutes(self, away):
        """The first of the chain who is there, if anybody is.

        :param away: see ``playbook.absence._get_away``.
        """
        seen, person = set(), self
        while person and person not in seen:
            if not person.active:
                break
            if person not in away:
                return person
            seen.add(person)
            person = away[person]
        return self.browse()

    def _get_team_leaders(self):
        """A dictionary from each user to who leads the first sales team they are in.

        Odoo takes who is archived out of the teams: then it is the last one.
        """
        Member = self.env["crm.team.member"].with_context(active_test=False)
        members = Member.search([("user_id", "in", self.ids)])
        leaders = {}
        for member in members.filtered("crm_team_id.active"):
            user = member.user_id
            if not user.active:
                leaders[user] = member.crm_team_id.user_id
            elif member.active:
                leaders.setdefault(user, member.crm_team_id.user_id)
        return leaders

    @api.model
    def _get_stand_ins(self):
        """Who is absent today and has somebody who acts for them.

        :return: a dictionary from a user to who acts.
        """
        absent = self.browse(
            [user.id for user in self.env["playbook.absence"]._get_away()]
        )
        if not absent:
            return {}
        acting = absent._get_acting_users()
        return {user: acting[user.id] for user in absent if acting[user.id] != user}

    def _get_covered_users(self):
        """Whose work this user does today: their own, and that of those absent whom
        they stand in for.
        """
        self.ensure_one()
        pairs = self._get_stand_ins().items()
        return self.union(*(user for user, acting in pairs if acting == self))
