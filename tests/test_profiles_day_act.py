"""My Day: finishing and postponing, in one tap and with the user's own rights."""

from datetime import date

from odoo import fields
from odoo.tests import freeze_time, tagged

from .day_common import DayCommon

CHANGED = "This has changed meanwhile"


@tagged("post_install", "-at_install")
class TestDayActs(DayCommon):
    def _finish(self, key, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self._day(user).finish_line(key)

    def _postpone(self, key, when="tomorrow", user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self._day(user).postpone_line(key, when)

    def _assert_changed(self, answer):
        self.assertFalse(answer["done"])
        self.assertIn(CHANGED, answer["message"])
        self.assertIn("lines", answer["day"])

    # ------------------------------------------------------------------
    # Activities
    # ------------------------------------------------------------------

    def test_an_activity_is_finished(self):
        deal = self._deal()
        activity = self._plan(deal)
        answer = self._finish(f"activity-{activity.id}")
        self.assertTrue(answer["done"])
        self.assertEqual(answer["day"]["lines"], [])
        self.assertFalse(activity.active)
        message = deal.message_ids[0]
        self.assertEqual(message.author_id, self.user_sales.partner_id)
        self.assertEqual(message.mail_activity_type_id, activity.activity_type_id)

    def test_what_follows_is_told(self):
        kind = self.env["mail.activity.type"].create(
            {
                "name": "Offer",
                "chaining_type": "trigger",
                "triggered_next_type_id": self.env.ref(
                    "mail.mail_activity_data_call"
                ).id,
            }
        )
        activity = self._plan(self._deal())
        activity.activity_type_id = kind
        self.assertIn("Next: ", self._finish(f"activity-{activity.id}")["message"])

    def test_ones_own_is_finished_where_the_document_is_not_read(self):
        deal = self._deal(user_id=self.user_other_team.id, team_id=self.team_other.id)
        activity = self._plan(deal)
        self.assertTrue(self._finish(f"activity-{activity.id}")["done"])
        self.assertFalse(activity.active)

    @freeze_time("2026-06-19 10:00:00")
    def test_tomorrow_skips_the_weekend(self):
        """The 19th is a Friday."""
        activity = self._plan(self._create_customer())
        self.assertTrue(self._postpone(f"activity-{activity.id}")["done"])
        self.assertEqual(activity.date_deadline, date(2026, 6, 22))
        labels = [each["label"] for each in self._get()["postpone"]]
        self.assertEqual(labels, ["Next working day", "Next week"])

    @freeze_time("2026-06-17 10:00:00")
    def test_tomorrow_next_week_or_a_day(self):
        for when, day in (
            ("tomorrow", 18),
            ("next_week", 22),
            ("2026-06-28", 28),
        ):
            activity = self._plan(self._create_customer(), -2)
            answer = self._postpone(f"activity-{activity.id}", when)
            with self.subTest(when):
                self.assertTrue(answer["done"], answer["message"])
                self.assertEqual(activity.date_deadline, date(2026, 6, day))

    def test_not_to_a_day_that_has_come(self):
        activity = self._plan(self._create_customer(), -2)
        for when in (str(fields.Date.today()), "2020-01-01", "soon", False):
            answer = self._postpone(f"activity-{activity.id}", when)
            with self.subTest(when):
                self.assertFalse(answer["done"])
                self.assertIn("choose a later one", answer["message"])

    # ------------------------------------------------------------------
    # New leads
    # ------------------------------------------------------------------

    def test_the_first_contact_is_recorded(self):
        lead = self._create_raw_lead()
        answer = self._finish(f"new-{lead.id}")
        self.assertTrue(answer["done"])
        self.assertEqual(answer["day"]["lines"], [])
        activity = lead.with_context(active_test=False).activity_ids
        self.assertRecordValues(
            activity,
            [
                {
                    "summary": "First contact",
                    "automated": False,
                    "active": False,
                    "user_id": self.user_sales.id,
                }
            ],
        )

    def test_the_first_contact_is_planned(self):
        lead = self._create_raw_lead()
        self.assertTrue(self._postpone(f"new-{lead.id}", "next_week")["done"])
        self.assertRecordValues(
            lead.activity_ids,
            [{"summary": "First contact", "user_id": self.user_sales.id}],
        )
        self.assertEqual(self._keys(), [])

    def test_by_who_reads_leads_and_writes_none(self):
        lead = self._create_raw_lead(user_id=self.user_sales_management.id)
        key = f"new-{lead.id}"
        self.assertTrue(self._finish(key, self.user_sales_management)["done"])

    # ------------------------------------------------------------------
    # What has changed meanwhile
    # ------------------------------------------------------------------

    def test_activities_that_have_changed(self):
        customer = self._create_customer()
        done, moved, given, deleted = (self._plan(customer) for _number in range(4))
        done.action_feedback()
        moved.date_deadline = date(2099, 1, 1)
        given.user_id = self.user_team_leader
        keys = [f"activity-{each.id}" for each in (done, moved, given, deleted)]
        deleted.unlink()
        for key in keys:
            with self.subTest(key):
                self._assert_changed(self._finish(key))
                self._assert_changed(self._postpone(key))
        self.assertEqual(moved.date_deadline, date(2099, 1, 1))
        self.assertEqual(given.user_id, self.user_team_leader)

    def test_leads_that_have_changed(self):
        given, contacted = self._create_raw_lead(), self._create_raw_lead()
        given.user_id = self.user_other_team
        self._plan(contacted, 5)
        for lead in (given, contacted):
            key = f"new-{lead.id}"
            with self.subTest(key):
                self._assert_changed(self._finish(key))
                self._assert_changed(self._postpone(key))
        self.assertEqual(len(contacted.activity_ids), 1)
        self.assertFalse(given.activity_ids)

    def test_what_is_no_line(self):
        for key in ("", "activity", "activity-x", "figures-1", "activity-0", None, 7):
            with self.subTest(key):
                self._assert_changed(self._finish(key))

    # ------------------------------------------------------------------
    # How it ended
    # ------------------------------------------------------------------

    def test_a_choice_reaches_who_offers_it(self):
        """A later room offers them, and may ask for more before it is done."""
        key = f"activity-{self._plan(self._deal()).id}"
        action = {"type": "ir.actions.act_window", "res_model": "res.partner"}
        calls = []

        def finish(day, ids, *choice):
            calls.append(choice)
            if not choice:
                return "Done."
            return {"done": False, "message": "Tell more.", "action": action}

        self.patch(type(self.env["playbook.day"]), "_finish_activity", finish)
        day = self._day()
        answers = [day.finish_line(key, choice) for choice in (7, False)]
        self.assertEqual(calls, [(7,), ()])
        for answer in answers:
            self.assertIn("lines", answer.pop("day"))
        self.assertEqual(
            answers,
            [
                {"done": False, "message": "Tell more.", "action": action},
                {"done": True, "message": "Done.", "action": False},
            ],
        )

    def test_a_choice_where_none_is_offered(self):
        lead = self._create_raw_lead()
        self._assert_changed(self._day().finish_line(f"new-{lead.id}", 7))
        self.assertFalse(lead.with_context(active_test=False).activity_ids)

    def test_other_peoples_lines(self):
        activity = self._plan(self._deal(), user=self.user_team_leader)
        self._assert_changed(self._finish(f"activity-{activity.id}"))
        self.assertTrue(activity.active)

    def test_what_the_user_may_not_do(self):
        """A colleague's, on a document that the user reads and may not plan for."""
        customer = self._create_customer()
        order = self._create_order(customer, user_id=self.user_other_team.id)
        activity = self._plan(order, user=self.user_other_team)
        reader = self.user_sales_management
        with self._covering(self.user_other_team, user=reader):
            line = self._line(activity, reader) if self._lines(reader) else None
            if line:
                self.assertFalse(line["can_finish"] or line["can_postpone"])
            answer = self._finish(f"activity-{activity.id}", reader)
            self._assert_changed(answer)
        self.assertTrue(activity.active)


@tagged("post_install", "-at_install")
class TestDayLimit(DayCommon):
    """What the software asks, beyond the daily limit, waits."""

    def test_beyond_it_they_wait_and_are_counted(self):
        customer = self._create_customer()
        activities = [self._plan(customer, automated=True) for _each in range(12)]
        asked = self._plan(customer, -1)
        lead = self._create_raw_lead()
        day = self._get()
        self.assertEqual(len(day["lines"]), 12)
        self.assertEqual(day["waiting"]["text"], "2 more wait their turn")
        self.assertIn("at most 10", day["waiting"]["help"])
        keys = {line["key"] for line in day["lines"]}
        self.assertLessEqual({f"activity-{asked.id}", f"new-{lead.id}"}, keys)
        # Those that are finished today count.
        for activity in activities[:3]:
            activity.with_user(self.user_sales).action_feedback()
        day = self._get()
        self.assertEqual(len(day["lines"]), 7 + 2)
        self.assertEqual(day["waiting"]["count"], 2)
        self.assertIn("finished 3", day["waiting"]["help"])

    def test_one_more(self):
        customer = self._create_customer()
        for _each in range(11):
            self._plan(customer, automated=True)
        self.assertEqual(self._get()["waiting"]["text"], "1 more waits its turn")

    def test_what_was_finished_yesterday_does_not_count(self):
        customer = self._create_customer()
        with freeze_time("2026-06-15 12:00:00"):
            self._plan(customer, automated=True).action_feedback()
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE mail_activity SET write_date = '2026-06-15 12:00:00'"
                " WHERE NOT active"
            )
            for _each in range(10):
                self._plan(customer, automated=True)
        with freeze_time("2026-06-16 09:00:00"):
            self.assertFalse(self._get()["waiting"])

    def test_the_most_worth_come_first(self):
        big, small = self._create_customer("Big"), self._create_customer("Small")
        self._deal(big, expected_revenue=1000)
        for _each in range(10):
            self._plan(small, automated=True)
        activity = self._plan(big, automated=True)
        keys = self._keys()
        self.assertEqual((keys[0], len(keys)), (f"activity-{activity.id}", 10))

    def test_two_people_have_a_limit_each(self):
        customer = self._create_customer()
        for user in (self.user_sales, self.user_team_leader):
            for _each in range(10):
                self._plan(customer, user=user, automated=True)
            self.assertFalse(self._get(user)["waiting"])
