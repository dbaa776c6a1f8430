"""Who acts for whom."""

from datetime import date
from itertools import pairwise

from odoo.tests import freeze_time, tagged

from .absence_common import AbsenceCommon

DAYS = ("2031-03-03", "2031-03-07")
DAY = date(2031, 3, 5)


@tagged("post_install", "-at_install")
class TestActingUsers(AbsenceCommon):
    def _acting(self, user, day=DAY):
        return user._get_acting_users(day)[user.id]

    def _chain(self, *users):
        """Each is absent and has the next one as substitute, whatever is refused."""
        for user, substitute in pairwise(users):
            absence = self._absent(user, *DAYS)
            self.env.cr.execute(
                "UPDATE playbook_absence SET substitute_id = %s WHERE id = %s",
                [substitute.id, absence.id],
            )
        self.env.invalidate_all()

    def test_who_is_there_acts_for_themselves(self):
        self.assertEqual(self._acting(self.user_sales), self.user_sales)
        self._absent(self.user_sales, *DAYS, self.user_marketing)
        for day, acting in (
            (date(2031, 3, 2), self.user_sales),
            (date(2031, 3, 3), self.user_marketing),
            (date(2031, 3, 7), self.user_marketing),
            (date(2031, 3, 8), self.user_sales),
        ):
            self.assertEqual(self._acting(self.user_sales, day), acting)

    def test_chain(self):
        self._chain(self.user_sales, self.user_marketing, self.user_configurator)
        for user in (self.user_sales, self.user_marketing):
            self.assertEqual(self._acting(user), self.user_configurator)

    def test_circle_leads_to_the_team_leader(self):
        self._chain(self.user_sales, self.user_marketing, self.user_sales)
        self.assertEqual(self._acting(self.user_sales), self.user_team_leader)
        # Marketing is in no team.
        self.assertEqual(self._acting(self.user_marketing), self.user_marketing)

    def test_the_team_leader_where_there_is_no_substitute(self):
        self._absent(self.user_sales, *DAYS)
        self.assertEqual(self._acting(self.user_sales), self.user_team_leader)
        self._absent(self.user_team_leader, *DAYS)
        self.assertEqual(self._acting(self.user_sales), self.user_sales)
        self.assertEqual(self._acting(self.user_team_leader), self.user_team_leader)

    def test_archived(self):
        self._absent(self.user_sales, *DAYS, self.user_marketing)
        self.user_marketing.action_archive()
        self.assertEqual(self._acting(self.user_sales), self.user_team_leader)
        self.assertEqual(self._acting(self.user_marketing), self.user_marketing)
        self.user_sales.action_archive()
        self.assertEqual(self._acting(self.user_sales), self.user_team_leader)
        self.user_team_leader.action_archive()
        self.assertEqual(self._acting(self.user_sales), self.user_sales)

    def test_today_is_that_of_each_person(self):
        self.user_sales.tz, self.user_marketing.tz = "Pacific/Auckland", "America/Lima"
        for user in (self.user_sales, self.user_marketing):
            self._absent(user, "2031-03-02", "2031-03-02", self.user_configurator)
        users = self.user_sales | self.user_marketing
        for now, acting in (
            ("2031-03-01 10:00:00", users),
            ("2031-03-01 12:00:00", self.user_configurator | self.user_marketing),
            ("2031-03-02 12:00:00", self.user_sales | self.user_configurator),
            ("2031-03-03 04:00:00", self.user_sales | self.user_configurator),
            ("2031-03-03 06:00:00", users),
        ):
            with freeze_time(now), self.subTest(now):
                found = users._get_acting_users()
                self.assertEqual([found[user.id] for user in users], list(acting))

    def test_covered_users(self):
        self._chain(self.user_sales, self.user_marketing, self.user_configurator)
        self._absent(self.user_other_team, *DAYS, self.user_sales_management)
        with freeze_time("2031-03-05 12:00:00"):
            covered = self.user_configurator._get_covered_users()
            self.assertEqual(
                set(covered),
                {self.user_configurator, self.user_sales, self.user_marketing},
            )
            self.assertEqual(self.user_sales._get_covered_users(), self.user_sales)
        with freeze_time("2031-03-10 12:00:00"):
            covered = self.user_configurator._get_covered_users()
            self.assertEqual(covered, self.user_configurator)

    def test_as_the_least_privileged(self):
        self._absent(self.user_sales, *DAYS, self.user_without_profile)
        user = self.user_without_profile.with_user(self.user_without_profile)
        with freeze_time("2031-03-05 12:00:00"):
            covered = user._get_covered_users()
            self.assertEqual(covered, user | self.user_sales)
            self.assertEqual(covered.env.uid, user.id)

    def test_cost_does_not_grow_with_the_number(self):
        everybody = self.env["res.users"].search([("share", "=", False)])
        costs = [
            self._count_queries(lambda some=some: some._get_acting_users(DAY))
            for some in (self.user_sales, everybody)
        ]
        self._chain(self.user_sales, self.user_marketing, self.user_configurator)
        for user in (self.user_other_team, self.user_customer_service):
            self._absent(user, *DAYS)
        costs.append(self._count_queries(lambda: everybody._get_acting_users(DAY)))
        self.assertLessEqual(costs[1], costs[0] + 1)
        self.assertLessEqual(costs[2], 8)
