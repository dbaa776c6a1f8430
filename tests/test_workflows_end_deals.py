"""End to end: quotations without an answer, and what follows a won opportunity."""

from odoo.tests import freeze_time, tagged

from .end_common import EndCommon
from .engine_common import DAY


@tagged("post_install", "-at_install")
class TestEndDeals(EndCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._date_by_the_clock()

    def _quote(self):
        with freeze_time(DAY):
            order = self._create_order(
                self.customer, user_id=self.user_sales.id, team_id=self.team.id
            )
            order.action_quotation_sent()
        return order

    def test_a_quotation_after_3_7_and_14_days(self):
        self._live("unanswered_quotations")
        order = self._quote()
        received, planned = {}, []
        for day in range(17):
            messages = self._day(day, minutes=day)
            if messages:
                received[day] = messages
            for activity in self._planned(order):
                planned.append(day)
                with freeze_time(self._after(days=day, hours=1)):
                    self._report(activity, "not_reached")
        self.assertEqual(planned, [3, 14])
        # Announced on a Monday, sent the day after.
        self.assertEqual(list(received), [8])
        text = self.assertToCustomer(received[8], f"Our quotation {order.name}")
        self._get_answer_path(text)
        self.assertEqual(self._enrollment(order).state, "done")

    def test_a_quotation_that_is_ordered_before_the_reminder(self):
        self._live("unanswered_quotations")
        order = self._quote()
        for day in (3, 7):
            self._day(day, hours=day)
        self.assertEqual(self._mails_of(order).state, "announced")
        with freeze_time(self._after(days=7, hours=12)):
            self._confirm(order)
        self.assertFalse(self._day(8))
        self.assertEqual(self._enrollment(order).ending, "ordered")
        self.assertEqual(self._mails_of(order).state, "left_out")

    def test_after_an_opportunity_was_won(self):
        self._live("won")
        with freeze_time(DAY):
            lead = self._create_stale(
                days=0, partner_id=self.customer.id, contact_name="Ann"
            )
            lead.action_set_won()
        self.assertFalse(self._day(minutes=1))
        onboarding = self._planned(lead)
        self.assertIn("Onboarding", onboarding.summary)
        with freeze_time(self._after(days=1)):
            self._report(onboarding, "up_and_running")
        self._day(14, hours=1)
        self.assertIn("Review", self._planned(lead).summary)
        with freeze_time(self._after(days=15)):
            self._report(self._planned(lead), "up_and_running")
        self.assertFalse(self._day(29))
        text = self.assertToCustomer(self._day(30, hours=2), "How satisfied are you?")
        self.assertIn("/rate/", text)
        self.assertEqual(self._done(lead), ["finished", "finished", "carried_out"])

    def test_opened_again_before_they_are_asked(self):
        self._live("won")
        with freeze_time(DAY):
            lead = self._create_stale(days=0, partner_id=self.customer.id)
            lead.action_set_won()
        self._day(minutes=1)
        with freeze_time(self._after(hours=1)):
            lead.stage_id = self.stage
        self.assertFalse(self._day(31))
        self.assertEqual(self._enrollment(lead).ending, "reopened")
