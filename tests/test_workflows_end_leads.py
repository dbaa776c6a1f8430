"""End to end: leads from the web, and opportunities that do not move."""

from odoo.tests import freeze_time, tagged

from .end_common import EndCommon
from .engine_common import DAY

WELCOME = "Thank you for your message"


@tagged("post_install", "-at_install")
class TestEndWebLead(EndCommon):
    def setUp(self):
        super().setUp()
        self._use_leads()
        self._live("web_leads")

    def _ask(self, **values):
        """Somebody asks on the website, on Monday."""
        medium = self.env["utm.medium"]._fetch_or_create_utm_medium("website")
        with freeze_time(DAY):
            lead = self._create_lead(
                name="Question about desks",
                type="lead",
                contact_name="Ann",
                email_from="ann@web.example.com",
                medium_id=medium.id,
                user_id=self.user_sales.id,
                team_id=self.team.id,
                **values,
            )
            self._born(lead)
        return lead

    def test_nobody_is_reached(self):
        lead = self._ask()
        text = self.assertToCustomer(self._day(), WELCOME, "ann@web.example.com")
        self.assertIn("Hello Ann", text)
        self.assertIn(self.user_sales.name, text)
        call = self._planned(lead)
        self.assertEqual(
            (call.user_id, str(call.date_deadline)), (self.user_sales, "2031-03-04")
        )
        with freeze_time(self._after(hours=4)):
            self._report(call, "not_reached")
        self.assertFalse(self._day(1, hours=1), "welcomed once")
        self.assertFalse(self._planned(lead), "called: nobody is asked")
        self._day(2, hours=2)
        again = self._planned(lead)
        self.assertEqual(again.summary, "Call again: nobody was reached")
        # It waits for the report, however long.
        self._day(9, hours=3)
        self.assertEqual(lead.won_status, "pending")
        self.assertIn("not done and reported", self._enrollment(lead).held_reason)
        with freeze_time(self._after(days=9, hours=4)):
            self._report(again, "not_reached")
        self._day(10, hours=3)
        self.assertEqual(lead.won_status, "lost")
        reason = self.env.ref("crm_playbook.lost_reason_unreachable")
        self.assertEqual(lead.lost_reason_id, reason)
        self.assertEqual(self._enrollment(lead).state, "done")

    def test_late_first_call_and_not_reached(self):
        lead = self._ask()
        self._day()
        call = self._planned(lead)
        for days in (1, 2, 3):
            self._day(days, hours=1)
        self.assertIn("not done and reported", self._enrollment(lead).held_reason)
        with freeze_time(self._after(days=3, hours=2)):
            self._report(call, "not_reached")
        # The leader's reminder is still open: nobody is kept waiting by it.
        self._day(4, hours=3)
        again = self._planned(lead).filtered(lambda a: a.user_id == self.user_sales)
        self.assertEqual(again.summary, "Call again: nobody was reached")
        self._day(14, hours=4)
        self.assertEqual(lead.won_status, "pending", "the second call is not made")
        with freeze_time(self._after(days=14, hours=5)):
            self._report(again, "not_reached")
        self._day(15, hours=6)
        self.assertEqual(lead.won_status, "lost")

    def test_one_call_alone_closes_nothing(self):
        lead = self._ask()
        self._day()
        with freeze_time(self._after(hours=4)):
            self._report(self._planned(lead), "not_reached")
        self._day(1, hours=1)
        with freeze_time(self._after(days=1, hours=2)):
            self._enrollment(lead).with_user(self.user_sales)._change("skip", "Later.")
        for days in (2, 8, 9, 10, 20):
            self._day(days, hours=3)
        self.assertEqual(lead.won_status, "pending")
        self.assertEqual(self._enrollment(lead).state, "done")

    def test_nobody_calls(self):
        lead = self._ask()
        self._day()
        self._day(1, hours=1)
        self.assertEqual(
            self._planned(lead).user_id, self.user_sales | self.user_team_leader
        )
        for days in (2, 3, 9, 10, 20):
            self._day(days, hours=2)
        self.assertEqual(lead.won_status, "pending", "nobody has reported a call")

    def test_somebody_is_reached(self):
        lead = self._ask()
        self._day()
        with freeze_time(self._after(hours=4)):
            self._report(self._planned(lead), "later")
        for days in (1, 2, 3, 9, 10):
            self._day(days, hours=5)
        self.assertEqual(self._enrollment(lead).state, "done")
        self.assertEqual(lead.won_status, "pending")
        self.assertEqual(
            self._done(lead),
            ["carried_out", "finished", "skipped", "skipped", "skipped"],
        )

    def test_it_becomes_an_opportunity(self):
        lead = self._ask()
        self._day()
        with freeze_time(self._after(hours=4)):
            self._report(self._planned(lead), "interested")
        self.assertEqual(lead.type, "opportunity")
        self._day(1)
        self.assertEqual(self._enrollment(lead).ending, "converted")

    def test_without_an_address_only_the_mail_is_left_out(self):
        lead = self._ask()
        lead.email_from = False
        self.assertFalse(self._day())
        self.assertEqual(self._done(lead), ["skipped", "planned"])
        self.assertTrue(self._planned(lead))


@tagged("post_install", "-at_install")
class TestEndStale(EndCommon):
    def test_from_the_activity_to_the_question(self):
        self._live("stale_opportunities")
        with freeze_time(DAY):
            lead = self._create_stale(
                days=13, partner_id=self.customer.id, contact_name="Ann"
            )
            self._run()
        self.assertFalse(self._enrollment(lead))
        self._day(1)
        self.assertEqual(self._planned(lead).user_id, self.user_sales)
        self._day(8, hours=1)
        self.assertEqual(
            self._planned(lead).user_id, self.user_sales | self.user_team_leader
        )
        # A Tuesday: it is announced, and sent a working day later.
        self.assertFalse(self._day(15, hours=2))
        mail = self._mails_of(lead)
        self.assertEqual((mail.state, mail.user_id), ("announced", self.user_sales))
        self.assertToCustomer(self._day(16, hours=3), "Are you still interested?")
        self.assertEqual(self._mails_of(lead).state, "sent")
        self.assertFalse(self._day(30), "once")

    def test_it_moves_before_it_is_sent(self):
        self._live("stale_opportunities")
        with freeze_time(DAY):
            lead = self._create_stale(days=13, partner_id=self.customer.id)
        for days in (1, 8, 15):
            self._day(days, hours=days)
        with freeze_time(self._after(days=15, hours=20)):
            lead.stage_id = self.stage_next
            self._age(lead, 0)
        self.assertFalse(self._day(17))
        self.assertEqual(self._mails_of(lead).state, "left_out")
        self.assertEqual(self._enrollment(lead).ending, "moved")
