"""Reports that are made and sent: what becomes of each."""

from contextlib import suppress

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_playbook.models.profiles.halves import TRANSIENT

from .common import FULL
from .reports_common import ReportsCase
from .smtp_common import SmtpMixin

MONDAY = "2026-03-09 07:05:00"
SEND = "odoo.addons.crm_playbook.models.results.playbook_report_delivery_send"


@tagged("post_install", "-at_install")
class TestReportsSent(SmtpMixin, ReportsCase):
    def setUp(self):
        super().setUp()
        self._since("2026-01-01 00:00:00")

    def test_arrives(self):
        with freeze_time(MONDAY):
            row = self._send()
            (message,) = self._send_queue()
        self.assertEqual(message["To"], "Sam Sales <re_sales@sales.x>")
        self.assertEqual(message["Subject"], "Week")
        self.assertEqual(message["Auto-Submitted"], "auto-generated")
        (attached,) = message.iter_attachments()
        self.assertEqual(attached.get_filename(), "Week 2026-03-02.xlsx")
        self.assertIn(f"/crm_playbook/report/{row.id}", self._text(message))
        self.assertEqual(row.state, "sent")
        self.assertEqual(str(row.date_sent), MONDAY)
        self.assertFalse(row.queued_mail_id)

    def test_a_server_that_refuses(self):
        self.catcher.unknown = {"re_sales@sales.x"}
        self.addCleanup(self.catcher.unknown.clear)
        with freeze_time(MONDAY), mute_logger("odoo.addons.mail.models.mail_mail"):
            row = self._send()
            self.assertFalse(self._send_queue())
        self.assertEqual(row.state, "failed")
        self.assertTrue(row.error)
        self.assertIn("1 e-mail could not be sent", self.report.problem)
        self.catcher.unknown.clear()
        with freeze_time("2026-03-10 10:00:00"):
            row.with_user(self.manager).action_retry()
            self.assertEqual(row.state, "waiting")
            self.Report._cron_send()
            self.assertEqual(len(self._send_queue()), 1)
        self.assertEqual(row.state, "sent")

    def test_taken_out_of_the_queue(self):
        row = self.Delivery
        with freeze_time(MONDAY):
            row = self._send()
        row.queued_mail_id.state = "cancel"
        self.assertEqual(row.state, "failed")
        self.assertIn("mail queue", row.error)

    def _attachments(self):
        domain = [("mimetype", "like", "spreadsheet"), ("res_field", "=", False)]
        return self.env["ir.attachment"].search([*domain, ("name", "like", "Week 20")])

    def test_no_attachment_is_left(self):
        with freeze_time(MONDAY):
            row = self._send()
            attachment = self._attachments()
            message = row.queued_mail_id.mail_message_id
            self.assertEqual(attachment.res_model, "mail.message")
            self.assertEqual(attachment.res_id, message.id)
            row.queued_mail_id.state = "cancel"
            row.with_user(self.manager).action_retry()
            self.assertFalse(self._attachments())
            self.Report._cron_send()
            self.assertEqual(len(self._attachments()), 1)
            self._send_queue()
        self.assertEqual(row.state, "sent")
        self.assertFalse(self._attachments())

    def test_a_failed_mail_that_is_sent_later(self):
        with freeze_time(MONDAY):
            row = self._send()
            mail = row.queued_mail_id
            mail.state = "cancel"
            self.assertEqual(row.state, "failed")
            mail.mark_outgoing()
            self._send_queue()
        self.assertEqual((row.state, row.error), ("sent", False))

    def test_a_paused_report_is_not_sent(self):
        with freeze_time(MONDAY):
            row = self.report._claim()
            self.report.state = "paused"
            self.Report._cron_send()
            self.assertEqual(row.state, "skipped")
            self.report.state = "active"
            self.report.active = False
            row.with_user(self.manager).action_retry()
            self.Report._cron_send()
        self.assertEqual(row.state, "skipped")
        self.assertFalse(self.rendering.made)

    def test_asked_for_by_somebody_who_left(self):
        with freeze_time(MONDAY):
            row = self.report.with_user(self.salesperson)._prepare_for_me()
            self.salesperson.active = False
            self.Report._cron_send()
        self.assertEqual(row.state, "skipped")

    def test_the_problem_of_a_part_is_that_of_the_last_period(self):
        line = self.report.line_ids
        self.report.user_ids |= self.manager
        self._since("2026-01-01 00:00:00")
        with freeze_time(MONDAY):
            rows = self.report._claim()
            self.rendering.broken = {line.id: "Broken."}
            rows[0]._deliver()
            self.rendering.broken = {}
            rows[1]._deliver()
            self.report.with_user(self.manager).action_send_me()
            self.assertEqual(line.problem, "Broken.")
        line.name = "Mended"
        self.assertFalse(line.problem)
        self.rendering.broken = {line.id: "Broken."}
        with freeze_time(MONDAY):
            self.report.with_user(self.manager).action_send_me()
        self.assertFalse(line.problem)

    def test_what_stops_the_server_lets_others_come_first(self):
        self.report.user_ids |= self.manager
        self._since("2026-01-01 00:00:00")
        deliver = type(self.Delivery)._deliver

        def stop(rows, *args):
            if self.salesperson in rows.user_id:
                raise SystemExit
            return deliver(rows, *args)

        self.patch(type(self.Delivery), "_deliver", stop)
        with freeze_time(MONDAY):
            with suppress(SystemExit):
                self._send()
            rows = self.Delivery.search([("report_id", "=", self.report.id)])
            self.assertEqual(set(rows.mapped("tries")), {1})
            # It is tried later, each alone.
        for hour in ("09", "11", "13", "15"):
            with freeze_time(f"2026-03-09 {hour}:00:00"), suppress(SystemExit):
                self.Report._cron_send()
        states = {row.user_id: row.state for row in rows}
        self.assertEqual(states[self.manager], "queued")
        self.assertEqual(states[self.salesperson], "failed")

    def test_a_batch_ends_after_some_seconds(self):
        self.report.user_ids |= self.manager
        self._since("2026-01-01 00:00:00")
        with freeze_time(MONDAY):
            rows = self.report._claim()
            self.assertEqual(rows._deliver(seconds=0), rows[1:])

    def test_no_address(self):
        self.salesperson.partner_id.email = False
        with freeze_time(MONDAY):
            row = self._send()
            self.assertFalse(self._send_queue())
        self.assertEqual(row.state, "no_address")
        own = row.with_user(self.salesperson)
        self.assertIn("secret", own.body)
        self.assertIn("Without an e-mail address: 1", self.report.problem)

    def test_archived_meanwhile(self):
        with freeze_time(MONDAY):
            row = self.report._claim()
            self.salesperson.active = False
            self.Report._cron_send()
        self.assertEqual(row.state, "skipped")
        self.assertIn("Sam Sales", row.error)

    def test_one_that_cannot_be_made_stops_no_other(self):
        self.report.user_ids |= self.manager
        self.rendering.failing = {self.salesperson}
        with mute_logger(SEND):
            with freeze_time(MONDAY):
                rows = self._send()
            broken = rows.filtered(lambda row: row.user_id == self.salesperson)
            self.assertEqual((rows - broken).state, "queued")
            self.assertEqual((broken.state, broken.tries), ("waiting", 1))
            self.assertIn("Nothing can be made", broken.error)
            with freeze_time("2026-03-09 07:20:00"):
                self._send()
                self.assertEqual(broken.tries, 1)
            for hour in ("09", "11"):
                with freeze_time(f"2026-03-09 {hour}:00:00"):
                    self._send()
        self.assertEqual((broken.state, broken.tries), ("failed", 3))

    def test_made_in_time_the_second_try(self):
        self.rendering.failing = {self.salesperson}
        with freeze_time(MONDAY), mute_logger(SEND):
            row = self._send()
        self.rendering.failing = set()
        with freeze_time("2026-03-09 09:00:00"):
            self._send()
        self.assertEqual((row.state, row.error), ("queued", False))

    def test_a_part_that_cannot_be_shown(self):
        self.rendering.broken = {self.report.line_ids.id: "There is no such field."}
        with freeze_time(MONDAY):
            row = self._send()
        self.assertEqual(row.state, "queued")
        self.assertEqual(row.problems, "There is no such field.")
        self.assertEqual(self.report.line_ids.problem, "There is no such field.")
        self.assertIn("no such field", self.report.problem)
        self.rendering.broken = {}
        with freeze_time("2026-03-16 07:05:00"):
            self._send()
        self.assertFalse(self.report.problem)

    def test_somebody_else_was_faster(self):
        def fail(*_args):
            raise TRANSIENT[0]

        with freeze_time(MONDAY):
            row = self.report._claim()
            self.patch(type(self.Delivery), "_make", fail)
            rollbacks = []
            self.patch(self.env.cr, "rollback", lambda: rollbacks.append(1))
            self._send()
        self.assertEqual((row.state, row.tries), ("waiting", 0))
        self.assertTrue(rollbacks)

    def test_in_batches_that_go_on(self):
        count = 1000 if FULL else 60
        sellers = [self._create_seller(f"re_b{number}") for number in range(count)]
        self.report.user_ids = self.env["res.users"].union(*sellers)
        self._since("2026-01-01 00:00:00")
        self.patch(type(self), "stop_after", 6)
        with freeze_time(MONDAY):
            rows = self._send(batch=20)
            self.assertEqual(len(rows), count)
            self.assertEqual(
                [each for each in self.commits if each[0]],
                [(20, count - 20), (20, count - 40)],
            )
            self.patch(type(self), "stop_after", 1000)
            self._send(batch=20)
        self.assertEqual(set(rows.mapped("state")), {"queued"})
        self.assertEqual(len(self.rendering.made), count)
        self.assertEqual(max(done for done, _left in self.commits), 20)

    def test_queries_of_one_recipient(self):
        def count(number, name):
            sellers = [self._create_seller(f"re_{name}_{i}") for i in range(number)]
            self.report.user_ids = self.env["res.users"].union(*sellers)
            self._since("2026-01-01 00:00:00")
            with freeze_time(MONDAY):
                rows = self.report._claim()
                self.assertEqual(len(rows), number)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.Delivery._take(100)._deliver()
                self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1, "warm")
        few, many = count(3, "few"), count(30, "many")
        self.assertLess((many - few) / 27, 30)

    def test_figures_are_up_to_date_once(self):
        measured = []
        self.patch(type(self.Run), "_measure_now", lambda *args: measured.append(args))
        self.report.user_ids |= self.manager
        other = self._create_report("Other", self.manager)
        course = {"kind": "course", "indicator_id": self._indicator("win_rate").id}
        other.line_ids = [Command.create(course)]
        self._since("2026-01-01 00:00:00", self.report, other)
        with freeze_time(MONDAY):
            self._send(batch=1)
        (*what, first), (*same, second) = (args[1:] for args in measured)
        self.assertEqual(
            [*what[:2], str(what[2])], [self.company, "week", "2026-03-08"]
        )
        self.assertEqual(what, same)
        # Of what they show, and each once.
        self.assertEqual(first, self._indicator("new_customers"))
        self.assertEqual(second, self._indicator("win_rate"))

    def test_figures_that_cannot_be_measured(self):
        def fail(*_args):
            self.env.cr.execute("SELECT no_such_column")

        self.patch(type(self.Run), "_measure_now", fail)
        with freeze_time(MONDAY), mute_logger(SEND, "odoo.sql_db"):
            self.assertEqual(self._send().state, "queued")
