"""The next step that an outcome plans: for whom, when, what."""

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .actions_common import ActionsCommon


@tagged("post_install", "-at_install")
class TestNextStep(ActionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead.team_id = cls.team

    def _next_user(self, document=None, user=None, **values):
        outcome = self._make_outcome(next_type_id=self.kind_next.id, **values)
        activity = self._plan(document, user_id=(user or self.user_sales).id)
        return self._finish(outcome, activity, user).next_activity_id.user_id

    def test_for_whom_the_next_step_is(self):
        seller, leader = self.user_other_team, self.user_team_leader
        service = self.user_customer_service
        manager = self.user_all
        self.lead.write({"user_id": seller.id, "team_id": self.team.id})
        for person, user in (("same", manager), ("salesperson", seller)):
            found = self._next_user(user=manager, next_person=person)
            self.assertEqual(found, user)
        self.assertEqual(self._next_user(user=manager, next_person="leader"), leader)
        self.assertEqual(self._next_user(user=manager, next_person="service"), seller)
        self.customer.service_user_id = service
        self.assertEqual(self._next_user(user=manager, next_person="service"), service)

    def test_where_there_is_nobody_it_is_who_did_it(self):
        self.lead.write({"user_id": False, "team_id": False})
        for person in ("salesperson", "service", "leader"):
            self.assertEqual(self._next_user(next_person=person), self.user_sales)
            found = self._next_user(self.customer, next_person=person)
            self.assertEqual(found, self.user_sales)

    def test_nobody_who_has_left_gets_it(self):
        left = self.user_other_team
        self.lead.write({"user_id": left.id})
        left.active = False
        manager = self.user_all
        found = self._next_user(user=manager, next_person="salesperson")
        self.assertEqual(found, manager)

    def test_due_on_a_working_day(self):
        calendar = self.env.company.resource_calendar_id
        self.assertFalse(
            calendar.attendance_ids.filtered(lambda each: each.dayofweek in "56")
        )
        # A Thursday.
        with freeze_time("2030-05-16 10:00:00"):
            for delay, unit, due in (
                (0, "days", "2030-05-16"),
                (1, "days", "2030-05-17"),
                (2, "days", "2030-05-20"),
                (1, "weeks", "2030-05-23"),
                (1, "months", "2030-06-17"),
            ):
                with self.subTest(delay=delay, unit=unit):
                    outcome = self._make_outcome(
                        next_type_id=self.kind_next.id,
                        next_delay=delay,
                        next_delay_unit=unit,
                    )
                    action = self._finish(outcome)
                    self.assertEqual(
                        action.next_activity_id.date_deadline,
                        fields.Date.to_date(due),
                    )

    def test_summary_and_purpose_of_the_next_step(self):
        other = self.env["playbook.purpose"].create({"name": "Other"})
        for values, summary, purpose in (
            ({"next_summary": "Send it"}, "Send it", self.purpose),
            ({"next_purpose_id": other.id}, False, other),
        ):
            outcome = self._make_outcome(next_type_id=self.kind_next.id, **values)
            activity = self._plan(playbook_purpose_id=self.purpose.id)
            following = self._finish(outcome, activity).next_activity_id
            self.assertEqual(following.summary, summary)
            self.assertEqual(following.playbook_purpose_id, purpose)
            self.assertEqual(following.previous_activity_type_id, self.kind)
