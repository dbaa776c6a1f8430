"""Who reads what was sent; and reports that somebody asks for."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import PROFILE_GROUPS
from .reports_common import ReportsCase
from .smtp_common import SmtpMixin

MONDAY = "2026-03-09 07:05:00"
SEND = "odoo.addons.crm_playbook.models.results.playbook_report_delivery_send"


@tagged("post_install", "-at_install")
class TestReportsRead(SmtpMixin, ReportsCase):
    def setUp(self):
        super().setUp()
        self._since("2026-01-01 00:00:00")

    def test_contents_are_the_recipients_alone(self):
        with freeze_time(MONDAY):
            row = self._send()
        own = row.with_user(self.salesperson)
        self.assertIn("secret", own.body)
        self.assertTrue(own.xlsx_file)
        self.assertEqual(own.xlsx_name, "Week 2026-03-02.xlsx")
        colleague = self._create_seller("re_colleague")
        configurator = new_test_user(
            self.env, "re_config", PROFILE_GROUPS["configurator"]
        )
        with self.assertRaises(AccessError):
            row.with_user(colleague).read(["name"])
        for user in (self.manager, configurator):
            others = row.with_user(user)
            self.assertEqual(others.state, "queued")
            self.assertFalse(others.body)
            self.assertFalse(others.xlsx_file)
            snapshots = self.env["playbook.report.snapshot"].with_user(user)
            self.assertFalse(snapshots.search([]))
            with self.assertRaises(AccessError):
                row.snapshot_ids.with_user(user).read(["body"])
            attachments = self.env["ir.attachment"].with_user(user)
            domain = [("res_model", "=", "playbook.report.snapshot")]
            domain.append(("res_field", "=", "xlsx_file"))
            self.assertFalse(attachments.search(domain))

    def test_from_whichever_company(self):
        other = self.env["res.company"].create({"name": "Reports other"})
        self.salesperson.company_ids |= other
        self.report.company_id = other
        with freeze_time(MONDAY):
            row = self._send()
        self.assertEqual(row.company_id, other)
        context = {"allowed_company_ids": self.company.ids}
        own = row.with_user(self.salesperson).with_context(**context)
        self.assertIn("secret", own.body)
        with self.assertRaises(AccessError):
            row.with_user(self.manager).with_context(**context).read(["name"])

    def test_opened(self):
        with freeze_time(MONDAY):
            row = self._send()
        row.with_user(self.manager).action_open()
        self.assertFalse(row.date_opened)
        self.assertEqual(self.report.opened_rate, 0)
        with freeze_time("2026-03-09 10:00:00"):
            action = row.with_user(self.salesperson).action_open()
            self.assertEqual(action["res_id"], row.id)
        with freeze_time("2026-03-09 11:00:00"):
            row.with_user(self.salesperson).action_open()
            self.assertEqual(str(row.date_opened), "2026-03-09 10:00:00")
            self.report.invalidate_recordset()
            self.assertEqual(
                (self.report.opened_rate, self.report.made_count), (100, 1)
            )
        ((rate,),) = self.Delivery._read_group(
            [("id", "in", row.ids)], [], ["opened_rate:avg"]
        )
        self.assertEqual(rate, 100)

    def test_old_contents_go_and_the_ledger_stays(self):
        with freeze_time(MONDAY):
            row = self._send()
        snapshot = row.snapshot_ids
        self.env["playbook.report.snapshot"]._gc_snapshots()
        self.assertTrue(snapshot.exists())
        self.env.cr.execute(
            "UPDATE playbook_report_snapshot SET create_date = '2024-01-01'"
        )
        self.env["playbook.report.snapshot"]._gc_snapshots()
        self.assertFalse(snapshot.exists())
        self.assertTrue(row.exists())

    # ------------------------------------------------------------------
    # At once
    # ------------------------------------------------------------------

    @freeze_time("2026-03-11 10:00:00")
    def test_to_me_now(self):
        seller = self._create_seller("re_asks")
        report = self.report.with_user(seller)
        report.action_send_me()
        row = self.Delivery.search([("user_id", "=", seller.id)])
        self.assertTrue(row.on_demand)
        self.assertEqual(str(row.date_from), "2026-03-02")
        self.assertEqual(row.state, "queued")
        report.action_send_me()
        messages = self._send_queue()
        self.assertEqual([m["Subject"] for m in messages], ["Week"])
        self.assertIn("re_asks@sales.x", messages[0]["To"])
        self.assertEqual(len(self.Delivery.search([("user_id", "=", seller.id)])), 1)
        report.action_send_me()
        self.assertEqual(row.state, "queued")
        (_report, recipient, _period) = self.rendering.made[-1]
        self.assertEqual(recipient, seller)

    @freeze_time("2026-03-11 10:00:00")
    def test_to_me_now_that_fails(self):
        self.rendering.failing = {self.salesperson}
        with mute_logger(SEND):
            action = self.report.with_user(self.salesperson).action_send_me()
        self.assertEqual(action["params"]["type"], "danger")
        row = self.Delivery.search([("user_id", "=", self.salesperson.id)])
        self.assertEqual(row.state, "failed")

    def test_nothing_to_send(self):
        empty = self._create_report("Empty", self.salesperson, line_ids=False)
        with self.assertRaisesRegex(UserError, "at least one part"):
            empty.with_user(self.salesperson).action_send_me()
