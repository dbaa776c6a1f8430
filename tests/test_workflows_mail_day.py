"""E-mails to customers in My Day: what goes out by itself is not overlooked."""

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models.workflows.playbook_workflow_step_mail_room import Later
from .mail_common import DAY, MailCommon

LIMIT = "crm_playbook.daily_limit"
BAD = "<p t-if=\"object.name == 'Bad'\" t-out='1 / 0'/><p t-else=''>Hello</p>"


@tagged("post_install", "-at_install")
class TestWorkflowMailDay(MailCommon):
    def _day(self, **delta):
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(self._after(**delta)):
            return self.env["playbook.day"].with_user(self.user_sales).get_my_day()

    def _ids(self, **delta):
        """The e-mails that My Day shows."""
        lines = self._day(**delta)["lines"]
        return [line["id"] for line in lines if line["source"] == "customer_mail"]

    def _announced(self, mode="announce", count=1, **values):
        self._switch_on_mail(mode, **values)
        deals = self._come_in(count)
        self._at(DAY)
        return self._customer_mails(deals)

    def _ask_for(self, count, **values):
        """The software asks for something else, of customers who are worth more."""
        customer = self._create_customer()
        for _number in range(count):
            customer.activity_schedule(
                "mail.mail_activity_data_todo",
                self._after().date(),
                user_id=self.user_sales.id,
                automated=True,
                **values,
            )

    def test_they_are_never_cut_and_come_first(self):
        mails = self._announced(count=2)
        # Nothing but one more has room.
        self.env["ir.config_parameter"].set_param(LIMIT, "3")
        self._ask_for(4)
        day = self._day(hours=1)
        keys = [line["source"] for line in day["lines"]]
        self.assertEqual(keys[:2], ["customer_mail"] * 2)
        self.assertEqual(sum(line["automatic"] for line in day["lines"]), 3)
        self.assertGreaterEqual(day["waiting"]["count"], 3)
        self.env["ir.config_parameter"].set_param(LIMIT, "1")
        self.assertCountEqual(self._ids(hours=1), mails.ids)

    def test_deciding_is_work_done(self):
        mails = self._announced(count=2)
        self.env["ir.config_parameter"].set_param(LIMIT, "3")
        self._ask_for(4)
        with freeze_time(self._after(hours=2)):
            mails.with_user(self.user_sales).action_skip()
        day = self._day(hours=3)
        self.assertEqual(len(day["lines"]), 1)
        self.assertIn("finished 2", day["waiting"]["help"])
        tomorrow = self._day(days=1)
        self.assertEqual(len(tomorrow["lines"]), 3, "another day")

    def _put_off(self, mail, **days):
        later = Later(self._after(**days), "No room")
        mail._put_off({mail.enrollment_id.id: later})

    def test_what_was_put_off_is_shown_before_it_goes(self):
        mail = self._announced()
        self.assertEqual(self._ids(hours=1), mail.ids)
        self._put_off(mail, days=4)  # on Friday
        for days, shown in ((0, False), (2, False), (3, True), (4, True)):
            with self.subTest(days=days):
                self.assertEqual(bool(self._ids(days=days, minutes=-5)), shown)
        self._put_off(mail, days=7)  # on Monday
        self.assertFalse(self._ids(days=3))
        self.assertTrue(self._ids(days=4), "the last working day before")

    def test_what_is_sent_at_once_and_waits_is_not_asked(self):
        mail = self._announced("ask")
        self.assertTrue(self._ids(days=1))
        mail.write({"mode": "send", "state": "announced", "date_due": self._after()})
        self.assertFalse(self._ids(days=1))

    def test_what_is_held_up_takes_nobodys_room(self):
        mails = self._announced("ask", count=3)
        with freeze_time(DAY):
            paused = mails[0].enrollment_id.with_user(self.user_sales)
            paused._change("pause", "Away")
        self.assertCountEqual(self._ids(hours=1), mails[1:].ids)
        self.workflow.with_user(self.user_sales_management).mode = "paused"
        self.assertFalse(self._ids(hours=1))

    def test_what_is_announced_can_be_read(self):
        mail = self._announced()
        shown = mail.with_user(self.user_sales)
        self.assertIn(f"Hello {mail.lead_id.name}", str(shown.coming_body))
        self.assertFalse(shown.coming_problem)
        self.template.body_html = BAD
        mail.lead_id.name = "Bad"
        self.env.flush_all()
        self.env.invalidate_all()
        with mute_logger("odoo.addons.mail.models.mail_render_mixin"):
            self.assertTrue(shown.coming_problem)
        self.assertFalse(shown.coming_body)
