"""End to end: customers answer, each over HTTP, from the link in what they received."""

from contextlib import contextmanager

from odoo.tests import HttpCase, freeze_time, tagged

from .end_common import EndCommon
from .engine_common import DAY


@tagged("post_install", "-at_install")
class TestEndAnswers(EndCommon, HttpCase):
    @contextmanager
    def enter_registry_test_mode(self):
        """It is entered already: the server answers from this test's transaction."""
        self.env.flush_all()
        yield
        self.env.invalidate_all()

    def setUp(self):
        super().setUp()
        self._live("unanswered_quotations")
        with freeze_time(DAY):
            self.order = self._create_order(
                self.customer, user_id=self.user_sales.id, team_id=self.team.id
            )
            self.order.action_quotation_sent()
        self._day(3)
        self._day(7, hours=1)
        [message] = self._day(8, hours=2)
        self.path = self._get_answer_path(self._text(message))

    def _answer(self, choice, **values):
        """A mail scanner opens the link, then the customer does, and answers."""
        with freeze_time(self._after(days=9)):
            self.env.flush_all()
            for _who in range(2):
                page = self.url_open(self.path, params={"choice": choice})
                self.assertEqual(page.status_code, 200)
            self.env.invalidate_all()
            self.assertFalse(self._mails_of(self.order).customer_answer)
            done = self.url_open(self.path, data={"choice": choice, **values})
            self.assertEqual(done.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(self._mails_of(self.order).customer_answer, choice)

    def test_yes(self):
        self._answer("yes", comment="Please call me.")
        self.assertEqual(self._enrollment(self.order).ending, "said_yes")
        self.assertIn(self.user_sales, self._planned(self.order).user_id)
        self.assertFalse(self._day(14, hours=3))

    def test_later(self):
        self._answer("later", until="2031-04-07")
        enrollment = self._enrollment(self.order)
        self.assertEqual(
            (enrollment.state, str(enrollment.paused_until)), ("paused", "2031-04-07")
        )

    def test_no(self):
        self._answer("no")
        self.assertEqual(self._enrollment(self.order).ending, "said_no")
        self.assertTrue(self._mails_of(self.order).answer_open)
        self.assertEqual(self.order.state, "sent", "a person decides")
