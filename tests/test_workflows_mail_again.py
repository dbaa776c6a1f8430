"""E-mails that could not be made or sent, and another try."""

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .engine_common import TAKE
from .mail_common import DAY, MailCommon

RENDER = "odoo.addons.mail.models.mail_render_mixin"
BAD = "<p t-if=\"object.name == 'Bad'\" t-out='1 / 0'/><p t-else=''>Hello</p>"
RUN = "odoo.addons.crm_playbook.models.workflows.playbook_workflow_problem"


@tagged("post_install", "-at_install")
class TestWorkflowMailMended(MailCommon):
    """What is wrong with a step or a record is mended, and then it is sent."""

    def _announced(self, count=1):
        self._switch_on_mail("announce")
        deals = self._come_in(count)
        self._at(DAY)
        return deals

    def _failed(self):
        deals = self._announced(2)
        self.template.body_html = BAD
        deals[1].name = "Bad"
        self.env.flush_all()
        with mute_logger(TAKE, RENDER):
            self._at(self._after(hours=25))
        return deals[1]

    def test_fault_of_the_step_fails_nothing(self):
        deals = self._announced(2)
        mails = self._customer_mails(deals)
        editor = self.user_sales_management
        editor.group_ids |= self.env.ref("mail.group_mail_template_editor")
        unsafe = "<p t-out='object.expected_revenue'/>"
        self.template.with_user(editor).sudo(False).body_html = unsafe
        self.env.flush_all()
        self._at(self._after(hours=25))
        self.assertEqual(mails.mapped("state"), ["announced"] * 2)
        self.assertIn(editor.name, self.workflow.run_problem)
        self.assertEqual(self._events(deals[0]), [("Step 1", "planned")])
        self.template.body_html = "<p>Better</p>"
        self.env.flush_all()
        self._at(self._after(hours=26))
        self.assertEqual(mails.mapped("state"), ["queued"] * 2)
        self.assertFalse(self.workflow.run_problem)

    def test_it_is_tried_again_by_itself_twice(self):
        deal = self._failed()
        mail = self._customer_mails(deal)
        self.assertEqual(self._enrollment(deal).state, "running")
        for hours, tries in ((25.5, 1), (27, 2), (50, 2), (52, 3), (99, 3)):
            with mute_logger(TAKE, RENDER):
                self._at(self._after(hours=hours))
            self.assertRecordValues(mail, [{"state": "failed", "tries": tries}])
        self.assertEqual(self._events(deal), [("Step 1", "planned")])
        self.template.body_html = "<p>Better</p>"
        with freeze_time(self._after(days=6)):
            mail.with_user(self.user_sales).action_send_now()
        values = {"state": "queued", "tries": 0, "reason": False}
        self.assertRecordValues(mail, [values])
        self.assertEqual(self._events(deal), [("Step 1", "carried_out")])
        self._at(self._after(days=6, hours=1))
        self.assertEqual(self._enrollment(deal).state, "done")

    def test_once_it_is_mended_the_next_try_sends_it(self):
        deal = self._failed()
        deal.name = "Good"
        self._at(self._after(hours=27))
        self.assertEqual(self._customer_mails(deal).state, "queued")

    def test_it_ends_with_its_follow_up(self):
        deal = self._failed()
        deal.action_set_won()
        self._at(self._after(hours=30))
        values = {"state": "left_out", "reason": "Won"}
        self.assertRecordValues(self._customer_mails(deal), [values])


@tagged("post_install", "-at_install")
class TestWorkflowMailSentAgain(MailCommon):
    """What the mail server would not take."""

    def setUp(self):
        super().setUp()
        self._switch_on_mail("send")
        self.deal = self._come_in(partner_id=self.customer.id)
        self._at(DAY)
        self.mail = self._customer_mails(self.deal)
        self.queued = self._queued(self.deal)
        self._deliver(self.queued, ConnectionError("No route"))
        self.mine = self.mail.with_user(self.user_sales)

    def _refused(self, why):
        with (
            freeze_time(self._after(hours=2)),
            self.assertRaisesRegex(UserError, why),
        ):
            self.mine.action_send_now()
        self.assertEqual(self.mail.state, "failed")
        self.assertEqual(self.queued.state, "exception")

    def test_after_its_follow_up_is_done(self):
        self.assertEqual(self._enrollment(self.deal).state, "done")
        with freeze_time(self._after(hours=2)):
            self.mine.action_send_now()
        self.assertEqual(self.mail.state, "queued")
        self.assertEqual(self._queued(self.deal), self.queued)
        self.assertEqual(self.queued.state, "outgoing")

    def test_blacklist(self):
        self.env["mail.blacklist"]._add(self.mail.email)
        self._refused("blacklist|no such e-mails|over")

    def test_opted_out(self):
        self.env["playbook.opt.out"].create(
            {
                "email": "anna@example.com",
                "workflow_id": self.workflow.id,
                "date": self._after(days=-1),
            }
        )
        self._refused("wants no more")

    def test_lost(self):
        self.deal.action_set_lost()
        self._refused("over, or held up")

    def test_workflow_off(self):
        self.workflow.with_user(self.user_sales_management).mode = "paused"
        self._refused("switched off")

    def test_other_address(self):
        self.customer.email = "right@example.com"
        with freeze_time(self._after(hours=2)):
            self.mine.action_send_now()
        values = {"state": "queued", "email": "right@example.com"}
        self.assertRecordValues(self.mail, [values])
        self.assertEqual(self.queued.state, "cancel")
        [queued] = self._queued(self.deal) - self.queued
        self.assertIn("right@example.com", queued.email_to)

    def test_other_customer(self):
        other = self._create_customers(1, email="else@example.com")
        self.deal.partner_id = other
        self._refused("another customer")

    def test_taken_out_of_the_queue_is_made_again(self):
        self.queued.unlink()
        with freeze_time(self._after(hours=2)):
            self.mine.action_send_now()
        self.assertEqual(self.mail.state, "queued")
        self.assertEqual(len(self._queued(self.deal)), 1)

    def test_stop_and_skip_take_it_out_of_the_queue(self):
        for choice in ("stop", "skip"):
            self.mail.state = "failed"
            self.queued.state = "exception"
            with freeze_time(self._after(hours=2)):
                self.mine._decide(choice)
            self.assertEqual(self.mail.state, "left_out")
            self.assertEqual(self.queued.state, "cancel")
            self.assertEqual(
                self.mail.message_id.notification_ids.notification_status, "canceled"
            )
