"""By when a promise is to be kept, and where that is told."""

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.crm_playbook.models.standards.working_hours import WorkingHours

from .promise_common import PromiseCase, at


@tagged("post_install", "-at_install")
class TestWorkingHours(PromiseCase):
    def test_added(self):
        hours = WorkingHours(self.calendar)
        for begin, count, end in (
            # Madrid is an hour ahead of UTC, in summer two.
            ("03-05 08:00", 2, "03-05 10:00"),
            ("03-05 10:00", 4, "03-05 15:00"),  # with lunch
            ("03-05 15:00", 4, "03-06 10:00"),  # the next day
            ("03-06 15:30", 4, "03-09 10:30"),  # over the weekend
            ("03-07 12:00", 4, "03-09 11:00"),
            ("03-05 02:00", 1, "03-05 08:00"),
            ("03-27 15:30", 4, "03-30 09:30"),  # the clocks change
            ("03-05 08:00", 80, "03-19 08:00"),
        ):
            with self.subTest(begin=begin, count=count):
                self.assertEqual(hours.add(at(begin), count), at(end))

    def test_between(self):
        hours = WorkingHours(self.calendar)
        for begin, end, count in (
            ("03-05 10:00", "03-05 15:00", 4),
            ("03-06 15:30", "03-09 10:30", 4),
            ("03-07 12:00", "03-08 12:00", 0),
            ("03-05 10:00", "03-05 09:00", 0),
            ("03-05 08:00", "03-19 08:00", 80),
        ):
            with self.subTest(begin=begin):
                self.assertAlmostEqual(hours.between(at(begin), at(end)), count)

    def test_holidays_and_no_hours(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": "2026-03-05 23:00:00",
                "date_to": "2026-03-06 23:00:00",
            }
        )
        hours = WorkingHours(self.calendar)
        self.assertEqual(hours.add(at("03-05 15:00"), 4), at("03-09 10:00"))
        always = WorkingHours(self.calendar.browse())
        self.assertEqual(always.add(at("03-07 12:00"), 4), at("03-07 16:00"))
        self.assertEqual(always.between(at("03-07 12:00"), at("03-07 16:00")), 4)


@tagged("post_install", "-at_install")
class TestShown(PromiseCase):
    def _lines(self, user=None):
        day = self.env["playbook.day"].with_user(user or self.salesperson)
        return day.get_my_day()["lines"]

    def test_in_the_panel(self):
        self._promise()
        lead = self._receive().with_user(self.salesperson)

        def promise():
            return lead.get_playbook_guidance()["procedures"][0]["promise"]

        self.assertEqual(promise()["until"], "")
        with freeze_time("2026-03-05 11:00:00"):
            self._measure("2026-03-05 11:00:00")
            self.assertEqual(promise()["text"], "Answer within 4 working hours")
            self.assertRegex(promise()["until"], "until 4:00.PM")
        with freeze_time("2026-03-06 11:00:00"):
            self._measure("2026-03-06 11:00:00")
            self.assertEqual(promise()["state"], "broken")
            self.assertIn("Thu 5 Mar, 16:00", promise()["until"])

    def test_first_in_my_day(self):
        self._promise()
        lead = self._receive()
        self._measure("2026-03-05 10:10:00")
        with freeze_time("2026-03-05 12:00:00"):
            line = self._lines()[0]
            self.assertEqual((line["source"], line["res_id"]), ("promise", lead.id))
            self.assertEqual(line["title"], "Promised: Answer within 4 working hours")
            self.assertIn("until 4:00", line["badge"])
            about = [each for each in self._lines() if each["res_id"] == lead.id]
            self.assertNotIn("new", {each["source"] for each in about})
            day = self.env["playbook.day"].with_user(self.salesperson)
            answer = day.finish_line(line["key"])
            self.assertEqual(answer["action"]["res_model"], "playbook.action.log")
            for user in (self.colleague, self.leader):
                found = {each["source"] for each in self._lines(user)}
                self.assertNotIn("promise", found)
            # Answered: at once, without waiting for the scheduled action.
            self._act(lead, "2026-03-05 11:30:00")
            found = {each["source"] for each in self._lines()}
            self.assertNotIn("promise", found)
        self.assertEqual(self._keeping(lead).state, "kept")

    def test_late(self):
        self._promise()
        self._receive()
        self._measure()
        with freeze_time("2026-03-06 11:00:00"):
            self.assertEqual(self._lines()[0]["state"], "late")
        with freeze_time("2026-04-06 11:00:00"):
            found = {each["source"] for each in self._lines()}
            self.assertNotIn("promise", found)
