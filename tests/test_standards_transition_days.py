from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged, users

from .transition_common import TransitionCommon

NOW = datetime(2026, 6, 15, 10, 0)


@tagged("post_install", "-at_install")
class TestDaysInStage(TransitionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_time_zone(cls.env.company, "UTC")
        cls.old, cls.older, cls.lost = (cls._create_own() for _number in range(3))
        cls.older.stage_id = cls.second
        cls.lost.action_set_lost()
        cls.leads = cls.lead | cls.old | cls.older | cls.lost
        cls.domain = [("id", "in", cls.leads.ids)]

    def setUp(self):
        super().setUp()
        self._age(self.lead, "2026-06-15 09:00:00")
        self._age(self.old, "2026-06-10 23:00:00")
        self._age(self.older, "2026-06-05 01:00:00")
        self.enterContext(self._now(NOW))

    @contextmanager
    def _now(self, moment):
        with freeze_time(moment), patch.object(self.env.cr, "now", lambda: moment):
            self.env.invalidate_all()
            yield

    @classmethod
    def _set_time_zone(cls, company, zone):
        company.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": zone, "tz": zone, "company_id": company.id}
        )

    def _search(self, *condition):
        Lead = self.env["crm.lead"].with_context(active_test=False)
        return Lead.search([*self.domain, ("days_in_stage", *condition)])

    @users("playbook_sales")
    def test_value(self):
        days = self.leads.with_env(self.env).mapped("days_in_stage")
        self.assertEqual(days, [0, 5, 10, 0])

    def test_value_of_a_new_lead(self):
        self.assertEqual(self.env["crm.lead"].new({}).days_in_stage, 0)

    def test_value_after_a_move_of_the_same_transaction(self):
        self.assertEqual(self.older.days_in_stage, 10)
        self.older.stage_id = self.third
        self.assertEqual(self.older.days_in_stage, 0)

    @users("playbook_sales")
    def test_searched_by(self):
        for condition, expected in (
            (("<", 5), self.lead),
            (("<=", 5), self.lead | self.old),
            ((">", 5), self.older),
            ((">=", 5), self.old | self.older),
            (("=", 5), self.old),
            (("!=", 5), self.lead | self.older | self.lost),
            (("in", [0, 10]), self.lead | self.older),
            (("not in", [0, 10]), self.old | self.lost),
            (("in", []), self.env["crm.lead"]),
            (("=", False), self.lost),
            (("!=", False), self.lead | self.old | self.older),
            (("in", [False, 5]), self.old | self.lost),
            (("not in", [False, 5]), self.lead | self.older),
        ):
            with self.subTest(condition):
                self.assertEqual(self._search(*condition), expected)

    @users("playbook_sales")
    def test_searched_by_its_opposite(self):
        """A deal that is closed has been in its stage neither long nor short."""
        Lead = self.env["crm.lead"].with_context(active_test=False)
        found = Lead.search([*self.domain, "!", ("days_in_stage", "<", 5)])
        self.assertLessEqual(self.old | self.older, found)
        self.assertNotIn(self.lead, found)

    @users("playbook_sales")
    def test_searched_through_another_model(self):
        stays = self.env["playbook.transition"].search(
            [("lead_id", "in", self.leads.ids), ("lead_id.days_in_stage", ">", 5)]
        )
        self.assertEqual(stays.lead_id, self.older)

    @users("playbook_sales")
    def test_sorted_by(self):
        Lead = self.env["crm.lead"]
        found = Lead.search(self.domain, order="days_in_stage desc")
        self.assertEqual(found, self.older | self.old | self.lead)
        found = Lead.search(self.domain, order="days_in_stage, id", limit=2)
        self.assertEqual(found, self.lead | self.old)

    @users("playbook_sales")
    def test_averaged_and_grouped_by(self):
        Lead = self.env["crm.lead"].with_context(active_test=False)
        groups = Lead._read_group(self.domain, ["stage_id"], ["days_in_stage:avg"])
        averages = dict(groups)
        # The lost one, also in the first stage, does not count.
        self.assertEqual(averages[self.first], 2.5)
        self.assertEqual(averages[self.second], 10)
        counts = Lead._read_group(self.domain, ["days_in_stage"], ["__count"])
        self.assertCountEqual(
            map(str, counts), ["(0, 1)", "(5, 1)", "(10, 1)", "(False, 1)"]
        )
        for group in Lead.formatted_read_group(
            self.domain, ["days_in_stage"], ["__count"]
        ):
            found = Lead.search([*self.domain, *group["__extra_domain"]])
            self.assertEqual(len(found), group["__count"], group)

    def test_two_companies_in_different_time_zones(self):
        """23:30 UTC is the next day in Madrid, and still the same in New York."""
        self._set_time_zone(self.env.company, "Europe/Madrid")
        self._set_time_zone(self.company_other, "America/New_York")
        there = self._create_own(
            user_id=self.user_other_company.id,
            team_id=False,
            company_id=self.company_other.id,
        )
        self.old.company_id = self.env.company
        self.assertEqual(there.company_id, self.company_other)
        self._age(there | self.old, "2026-06-10 23:30:00")
        self.assertEqual((there | self.old).mapped("days_in_stage"), [5, 4])
        Lead = self.env["crm.lead"].with_context(
            allowed_company_ids=(self.env.company | self.company_other).ids
        )
        domain = [("id", "in", (there | self.old).ids)]
        self.assertEqual(Lead.search([*domain, ("days_in_stage", "=", 5)]), there)
        self.assertEqual(Lead.search([*domain, ("days_in_stage", "=", 4)]), self.old)

    def test_a_lead_of_no_company_goes_by_its_salespersons(self):
        self._set_time_zone(self.env.company, "Europe/Madrid")
        self._set_time_zone(self.company_other, "America/New_York")
        theirs, nobodys = (
            self._create_own(user_id=user and user.id, team_id=False, company_id=False)
            for user in (self.user_other_company, None)
        )
        leads = theirs | nobodys | self.old
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET company_id = NULL WHERE id IN %s", [tuple(leads.ids)]
        )
        self._age(leads, "2026-06-10 23:30:00")
        # Nobody's day is that of UTC.
        self.assertEqual(leads.mapped("days_in_stage"), [5, 5, 4])

    def test_the_day_turns_at_the_companys_midnight(self):
        self._set_time_zone(self.env.company, "Asia/Tokyo")
        self.old.company_id = self.env.company
        for moment, days in (
            (datetime(2026, 6, 15, 14, 59), 4),
            (datetime(2026, 6, 15, 15, 1), 5),
        ):
            with self._now(moment):
                self.assertEqual(self.old.days_in_stage, days)

    def test_costs_the_same_for_few_and_for_many(self):
        leads = self.env["crm.lead"].create([{"name": str(n)} for n in range(30)])
        leads.mapped("days_in_stage")
        few = self._count_queries(lambda: leads[:3].mapped("days_in_stage"))
        many = self._count_queries(lambda: leads.mapped("days_in_stage"))
        self.assertEqual(few, many)

    def test_refused_to_who_reads_no_leads(self):
        for user in (self.user_portal, self.user_public, self.user_without_profile):
            Lead = self.env["crm.lead"].with_user(user)
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    Lead.search([("days_in_stage", ">", 5)])
                with self.assertRaises(AccessError):
                    Lead._read_group([], ["days_in_stage"], ["__count"])
                with self.assertRaises(AccessError):
                    Lead.browse(self.old.id).read(["days_in_stage"])
