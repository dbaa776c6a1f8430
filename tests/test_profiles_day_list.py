"""My Day: what stands in the list, for whom, and in which order."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import PROFILE_GROUPS
from .day_common import DayCommon


@tagged("post_install", "-at_install")
class TestDayList(DayCommon):
    def test_nothing_is_due(self):
        day = self._get()
        self.assertEqual(day["lines"], [])
        self.assertFalse(day["waiting"] or day["later"] or day["next"])

    def test_everybody_with_a_profile_has_it(self):
        customer = self._create_customer()
        for profile in PROFILE_GROUPS:
            user = getattr(self, f"user_{profile}")
            activity = self._plan(customer, user=user)
            with self.subTest(profile):
                self.assertEqual(self._keys(user), [f"activity-{activity.id}"])

    def test_nobody_else_has_it(self):
        for user in (
            self.user_without_profile,
            self.user_salesperson,
            self.user_portal,
            self.user_public,
        ):
            day = self._day(user)
            calls = (
                day.get_my_day,
                lambda day=day: day.finish_line("activity-1"),
                lambda day=day: day.postpone_line("activity-1", "tomorrow"),
            )
            for call in calls:
                with self.subTest(user.login), self.assertRaises(AccessError):
                    call()

    def test_late_first_then_what_the_customer_is_worth_then_the_day(self):
        big, small = self._create_customer("Big"), self._create_customer("Small")
        deal_big = self._deal(big, expected_revenue=900)
        deal_small = self._deal(small, expected_revenue=100)
        today_big = self._plan(deal_big)
        late_small = self._plan(deal_small, -1)
        later_late_small = self._plan(deal_small, -3)
        late_big = self._plan(deal_big, -2)
        today_small = self._plan(deal_small)
        expected = [late_big, later_late_small, late_small, today_big, today_small]
        self.assertEqual(self._keys(), [f"activity-{each.id}" for each in expected])

    def test_a_line_says_what_there_is_to_do(self):
        customer = self._create_customer("Lumber Inc")
        deal = self._deal(customer, name="Desks", expected_revenue=1200)
        activity = self._plan(deal, -3, summary="Ask for the budget")
        line = self._line(activity)
        expected = {
            "source": "activity",
            "res_model": "crm.lead",
            "res_id": deal.id,
            "title": "Ask for the budget",
            "document": "Desks",
            "customer": "Lumber Inc",
            "date": str(fields.Date.today() - timedelta(days=3)),
            "days_late": 3,
            "badge": "3 days late",
            "state": "late",
            "automatic": False,
            "responsible": "",
            "can_finish": True,
            "can_postpone": True,
        }
        self.assertEqual({name: line[name] for name in expected}, expected)
        self.assertIn("1,200", line["worth_text"])
        self.assertIn("Open expected revenue", line["worth_help"])

    def test_later_ones_are_counted(self):
        customer = self._create_customer()
        self._plan(customer, 2)
        self._plan(customer, 1, summary="Write")
        day = self._get()
        self.assertEqual(day["lines"], [])
        self.assertEqual(day["later"]["text"], "2 planned for later")
        self.assertIn("Write", day["next"])
        Activity = self.env["mail.activity"].with_user(self.user_sales)
        action = day["later"]["action"]
        self.assertEqual(Activity.search_count(action["domain"]), 2)

    def test_on_any_document_or_none(self):
        customer = self._create_customer()
        on_order = self._plan(self._create_order(customer, user_id=self.user_sales.id))
        free = self.env["mail.activity"].create(
            {"summary": "Tidy up", "user_id": self.user_sales.id}
        )
        self.assertEqual(self._line(on_order)["customer"], customer.name)
        line = self._line(free)
        self.assertEqual(
            (line["res_model"], line["res_id"]), ("mail.activity", free.id)
        )
        self.assertEqual(line["title"], "Tidy up")

    def test_on_a_document_that_is_not_read(self):
        """The activity is the user's; Odoo shows it, and what it is about."""
        deal = self._deal(user_id=self.user_other_team.id, team_id=self.team_other.id)
        activity = self._plan(deal)
        line = self._line(activity)
        self.assertEqual(line["res_model"], "mail.activity")
        self.assertEqual(line["document"], deal.name)
        self.assertFalse(line["worth_text"])

    def test_of_what_was_deleted(self):
        deal = self._deal()
        activity = self._plan(deal)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [deal.id])
        self.env.invalidate_all()
        self.assertEqual(self._line(activity)["res_model"], "mail.activity")

    def test_several_activities_of_a_deal_are_several_lines(self):
        deal = self._deal()
        self._plan(deal)
        self._plan(deal, summary="Write")
        self.assertEqual(len(self._lines()), 2)

    def test_what_is_uploaded_is_not_finished_by_a_tap(self):
        deal = self._deal()
        activity = self._plan(deal)
        activity.activity_type_id = self.env.ref(
            "mail.mail_activity_data_upload_document"
        )
        line = self._line(activity)
        self.assertFalse(line["can_finish"])
        self.assertTrue(line["can_postpone"])

    @freeze_time("2026-06-15 22:30:00")
    def test_today_is_the_users(self):
        customer = self._create_customer()
        activity = self._plan(customer, 1)
        for zone, badge in (
            ("UTC", ""),
            ("Europe/Madrid", "Today"),
            ("Pacific/Kiritimati", "Today"),
        ):
            with self.subTest(zone):
                badges = [line["badge"] for line in self._lines(tz=zone)]
                self.assertEqual(badges, [badge] if badge else [])
        activity.date_deadline = "2026-06-15"
        for zone, state in (("UTC", "today"), ("Europe/Madrid", "late")):
            with self.subTest(zone):
                self.assertEqual(self._line(activity, tz=zone)["state"], state)

    def test_the_zone_is_that_of_the_user(self):
        """Without one in the context, which the web client sends."""
        customer = self._create_customer()
        with freeze_time("2026-06-15 22:30:00"):
            activity = self._plan(customer, 1)
            self.user_sales.tz = "Europe/Madrid"
            self.assertEqual(self._line(activity)["badge"], "Today")

    def test_the_same_queries_for_3_lines_and_30(self):
        def plan(count):
            for number in range(count):
                customer = self._create_customer(f"Customer {number}")
                self._plan(self._deal(customer, expected_revenue=number), -number)
                self._create_raw_lead(name=f"New {number}")

        plan(3)
        self._get()
        few = self._count_queries(self._day().get_my_day)
        plan(27)
        self._get()
        self.assertEqual(self._count_queries(self._day().get_my_day), few)
        self.assertEqual(len(self._lines()), 60)


@tagged("post_install", "-at_install")
class TestDayNewLeads(DayCommon):
    def _new(self, **values):
        return self._create_raw_lead(**values)

    def test_a_lead_that_nobody_did_anything_about(self):
        lead = self._new(contact_name="Laura", expected_revenue=70)
        line = self._line(lead)
        self.assertEqual((line["source"], line["state"]), ("new", "new"))
        self.assertEqual((line["badge"], line["automatic"]), ("New", False))
        self.assertEqual(line["customer"], "Laura")
        self.assertIn("70", line["worth_text"])

    def test_it_is_late_when_it_was_given_before_today(self):
        lead = self._new()
        lead.date_open = fields.Datetime.now() - timedelta(days=2)
        line = self._line(lead)
        self.assertEqual((line["state"], line["days_late"]), ("late", 2))

    def test_something_planned_or_done_ends_it(self):
        done, planned = self._new(), self._new()
        self._plan(done).action_feedback()
        self._plan(planned, 5)
        self.assertEqual(self._keys(), [])

    def test_something_due_wins(self):
        lead = self._new()
        activity = self._plan(lead)
        self.assertEqual(self._keys(), [f"activity-{activity.id}"])

    def test_only_open_ones_of_the_user(self):
        for values in (
            {"user_id": self.user_other_team.id},
            {"user_id": False},
            {"active": False},
        ):
            self._new(**values)
        self._new().action_set_lost()
        self.assertEqual(self._keys(), [])

    def test_opportunities_in_the_first_stage_are_new_too(self):
        for on in (True, False):
            self._switch_leads(on=on)
            first = self._create_lead(
                user_id=self.user_sales.id, stage_id=self.first.id
            )
            self._deal()
            with self.subTest(leads=on):
                self.assertEqual(self._keys(), [f"new-{first.id}"])
            first.action_archive()

    def test_who_reads_no_leads_has_none(self):
        self._new(user_id=self.user_configurator.id)
        self.assertEqual(self._keys(self.user_configurator), [])


@tagged("post_install", "-at_install")
class TestDayOfAnAbsentColleague(DayCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_sales.group_ids = [
            Command.link(cls.env.ref("sales_team.group_sale_salesman_all_leads").id)
        ]
        cls.absent = cls.user_other_team

    def test_their_work_is_there_with_their_name(self):
        lead = self._create_raw_lead(user_id=self.absent.id)
        activity = self._plan(self._deal(user_id=self.absent.id), user=self.absent)
        self._plan(self._deal(), user=self.user_team_leader)
        self.assertEqual(self._keys(), [])
        with self._covering(self.absent):
            keys = {f"activity-{activity.id}", f"new-{lead.id}"}
            self.assertEqual(set(self._keys()), keys)
            self.assertEqual(self._line(lead)["responsible"], self.absent.name)
            self.assertEqual(self._line(activity)["responsible"], self.absent.name)

    def test_what_the_substitute_may_not_see_is_not_there(self):
        free = self.env["mail.activity"].create(
            {"summary": "Private", "user_id": self.absent.id}
        )
        with self._covering(self.absent):
            self.assertNotIn(f"activity-{free.id}", self._keys())

    def test_it_is_finished_and_postponed_for_them(self):
        deal = self._deal(user_id=self.absent.id)
        lead = self._create_raw_lead(user_id=self.absent.id)
        done, later = (
            self._plan(deal, user=self.absent),
            self._plan(deal, user=self.absent),
        )
        with self._covering(self.absent):
            day = self._day()
            self.assertTrue(day.finish_line(f"activity-{done.id}")["done"])
            answer = day.postpone_line(f"activity-{later.id}", "next_week")
            self.assertTrue(answer["done"])
            self.assertTrue(day.postpone_line(f"new-{lead.id}", "tomorrow")["done"])
        self.assertFalse(done.active)
        self.assertGreater(later.date_deadline, fields.Date.today())
        self.assertEqual(lead.activity_ids.user_id, self.absent)
