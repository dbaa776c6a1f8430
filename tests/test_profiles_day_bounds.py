"""My Day stays readable and fast however much there is, and whoever is absent."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .absence_common import AbsenceCommon
from .day_common import DayCommon

SHOWN = "odoo.addons.crm_playbook.models.profiles.playbook_day.SHOWN"
SHOWN_LEADS = "odoo.addons.crm_playbook.models.profiles.playbook_day_lead.SHOWN"


@tagged("post_install", "-at_install")
class TestDayBounds(DayCommon):
    def _get_with_room_for(self, count):
        with patch(SHOWN, count), patch(SHOWN_LEADS, count):
            return self._get()

    def _new_leads(self, count):
        return self.env["crm.lead"].create(
            [
                {
                    "name": f"New lead {number}",
                    "type": "lead",
                    "user_id": self.user_sales.id,
                }
                for number in range(count)
            ]
        )

    def test_an_old_base_of_leads_does_not_flood_it(self):
        self._new_leads(5)
        day = self._get_with_room_for(3)
        self.assertEqual(len(day["lines"]), 3)
        self.assertEqual((day["more"]["count"], day["more"]["text"]), (2, "and 2 more"))
        domain = day["more"]["action"]["domain"]
        self.assertEqual(self.env["crm.lead"].search_count(domain), 5)

    def test_the_newest_leads_are_shown(self):
        leads = self._new_leads(3)
        leads[0].date_open = "2020-01-01 08:00:00"
        shown = {line["id"] for line in self._get_with_room_for(2)["lines"]}
        self.assertEqual(shown, set(leads[1:].ids))

    def test_many_activities(self):
        customer = self._create_customer()
        for _number in range(4):
            self._plan(customer)
        day = self._get_with_room_for(3)
        self.assertEqual((len(day["lines"]), day["more"]["count"]), (3, 1))
        self.assertFalse(day["more"]["action"])

    def test_nothing_is_said_where_everything_has_room(self):
        self._new_leads(2)
        self.assertFalse(self._get()["more"])

    def test_a_day_that_is_none(self):
        customer = self._create_customer()
        key = f"activity-{self._plan(customer).id}"
        for when in (5, True, None, ["x"], {}, "", "soon", "2020-01-01"):
            with self.subTest(when=when):
                answer = self._day().postpone_line(key, when)
                self.assertFalse(answer["done"])
                self.assertIn("choose a later one", answer["message"])

    def test_what_could_be_done_when_nothing_is_due(self):
        self.env["crm.lead"].search([]).action_archive()
        self.env["crm.lead"].create({"name": "Fair", "type": "lead", "user_id": False})
        figures = self._get(self.user_marketing)["figures"]
        waiting = {figure["key"] for figure in figures if figure["waits"]}
        self.assertEqual(waiting, {"to_prepare"})

    def test_what_salespeople_make_is_not_handed_over_by_marketing(self):
        self.env.ref("base.group_user")._remove_group(
            self.env.ref("crm.group_use_lead")
        )
        self.env["crm.lead"].search([]).action_archive()
        values = {"name": "Deal", "user_id": self.user_sales.id}
        self.env["crm.lead"].with_user(self.user_sales).create(values)
        lead = self.env["crm.lead"].with_user(self.user_marketing)
        lead = lead.create({"name": "From Marketing", "user_id": False})
        lead.sudo().write({"user_id": self.user_sales.id})
        figures = self._get(self.user_marketing)["figures"]
        (figure,) = (each for each in figures if each["key"] == "handed_over")
        self.assertEqual(figure["value"], "1")


@tagged("post_install", "-at_install")
class TestDayWhileSomebodyIsAway(DayCommon, AbsenceCommon):
    def test_the_limit_holds_for_what_is_done_for_others(self):
        customer = self._create_customer()
        limit = self.env["res.users"]._get_daily_limit()
        for _number in range(limit + 4):
            self._plan(customer, automated=True)
        today = fields.Date.today()
        self._absent(self.user_sales, today, today, self.user_marketing)
        day = self._day(self.user_marketing)
        lines = self._lines(self.user_marketing)
        self.assertEqual(len(lines), limit)
        for line in lines[:3]:
            self.assertTrue(day.finish_line(line["key"])["done"])
        self.assertEqual(len(self._lines(self.user_marketing)), limit - 3)

    def test_the_leaders_own_substitute_is_followed(self):
        today = fields.Date.today()
        self._absent(self.user_sales, today, today)
        self._absent(self.user_team_leader, today, today, self.user_sales_management)
        acting = self.user_sales._get_acting_users()
        self.assertEqual(acting[self.user_sales.id], self.user_sales_management)

    def test_no_more_queries_with_somebody_away(self):
        customer = self._create_customer()
        for _number in range(3):
            self._plan(customer)
        today = fields.Date.today()
        self._absent(self.user_sales, today, today, self.user_marketing)
        counts = []
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._day(self.user_marketing).get_my_day()
            counts.append(self.env.cr.sql_log_count - before)
            for _number in range(20):
                self._plan(customer)
        self.assertLessEqual(counts[1], counts[0])
