"""Points to fix: made, shown, answered, closed by themselves."""

from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.standards.gate_error import PlaybookGateError

from .standards_common import StandardsCase


@tagged("post_install", "-at_install")
class TestFindings(StandardsCase):
    def _day(self, user=None):
        return self.env["playbook.day"].with_user(user or self.salesperson)

    def _lines(self, user=None):
        lines = self._day(user).get_my_day()["lines"]
        return [each for each in lines if each["source"] == "finding"]

    def _fall_short(self, **vals):
        self.procedure = self._make_procedure(state="warn", **vals)
        lead = self._make_lead()
        lead.stage_id = self.proposal
        return lead

    def test_due(self):
        requirement = {"field_name": "date_deadline", "grace_days": 4}
        with freeze_time("2026-03-05 09:00:00"):  # a Thursday
            lead = self._fall_short(requirements=[requirement])
            finding = self._get_findings(lead)
            # In four days, on a Monday.
            self.assertEqual(finding.date_due, date(2026, 3, 9))

    def test_once(self):
        lead = self._fall_short()
        lead.stage_id = self.begin
        lead.stage_id = self.proposal
        self.assertEqual(len(self._get_findings(lead)), 1)

    def test_in_my_day_until_mended(self):
        lead = self._fall_short(
            requirements=[
                {"field_name": "expected_revenue", "zero_counts": False},
                {"field_name": "date_deadline"},
            ]
        )
        line = self._lines()[0]
        self.assertEqual(line["res_id"], lead.id)
        for word in ("Expected Revenue", "Expected Closing"):
            self.assertIn(word, line["title"])
        self.assertFalse(self._lines(self.colleague))
        lead.expected_revenue = 5
        self.assertNotIn("Expected Revenue", self._lines()[0]["title"])
        lead.date_deadline = date(2026, 12, 1)
        self.assertFalse(self._lines())
        self.assertFalse(self._get_findings(lead))

    def test_answered_from_my_day(self):
        lead = self._fall_short()
        key = self._lines()[0]["key"]
        with self.assertRaises(PlaybookGateError) as caught, self.cr.savepoint():
            self._day().finish_line(key)
        payload = caught.exception.context["playbook"]
        self.assertEqual(payload["documents"][0]["id"], lead.id)
        answered = self._answer(self._day(), expected_revenue=8)
        answer = answered.finish_line(key)
        self.assertTrue(answer["done"])
        self.assertEqual(lead.expected_revenue, 8)
        self.assertFalse(self._lines())

    def test_postponed(self):
        self._fall_short()
        line = self._lines()[0]
        answer = self._day().postpone_line(line["key"], "2099-01-01")
        self.assertFalse(answer["done"])
        self._day().postpone_line(line["key"], "tomorrow")
        self.assertFalse(self._lines())
        with freeze_time(fields.Date.add(fields.Date.today(), days=5)):
            # Whoever owes it does not change by when.
            self.assertEqual(self._lines()[0]["date"], line["date"])

    def test_closed_by_the_scheduled_action(self):
        lead, other = self._fall_short(), self._make_lead()
        other.stage_id = self.proposal
        lead.expected_revenue = 5
        with self.enter_registry_test_mode():
            self.env.ref("crm_playbook.ir_cron_close_findings").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(self._get_findings(lead))
        self.assertTrue(self._get_findings(other))

    def test_lost_deals_are_left_alone(self):
        lead = self._fall_short()
        finding = self._get_findings(lead)
        lead.action_set_lost()
        self.assertFalse(self._lines())
        self.assertEqual(finding.ending, "let_go")

    def test_retiring_and_lowering_frees_at_once(self):
        for state in ("retired", "draft", "observe"):
            with self.subTest(state=state):
                lead = self._fall_short()
                self.procedure.state = "enforce"
                self.assertTrue(self._get_findings(lead))
                self.procedure.state = state
                self.assertFalse(self._get_findings(lead))
                self.assertFalse(self._lines())
                lead.stage_id = self.begin
                lead.stage_id = self.proposal

    def test_editing_frees_at_once(self):
        self.procedure = self._make_procedure()
        lead = self._make_lead()
        with self.assertRaises(PlaybookGateError), self.cr.savepoint():
            lead.stage_id = self.proposal
        self.procedure.requirement_ids.write({"field_name": "name"})
        lead.stage_id = self.proposal
        self.assertEqual(lead.stage_id, self.proposal)

    def test_raised_to_warn_shows_nothing_of_before(self):
        self.procedure = self._make_procedure(state="observe")
        lead = self._make_lead()
        lead.stage_id = self.proposal
        self.procedure.state = "warn"
        self.assertFalse(self._lines())
        lead.stage_id = self.begin
        lead.stage_id = self.proposal
        self.assertEqual(len(self._lines()), 1)

    def test_merged(self):
        lead, kept = self._fall_short(), self._make_lead()
        kept.sudo().probability = 90
        merged = (kept | lead).merge_opportunity()
        self.assertEqual(self._get_findings(merged).procedure_id, self.procedure)

    def test_seen_by_who_reads_the_record(self):
        finding = self._get_findings(self._fall_short())
        self.assertEqual(finding.with_user(self.salesperson).user_id, self.salesperson)
        own = finding.with_user(self.colleague)
        self.assertFalse(own.search([("id", "=", finding.id)]))
        with self.assertRaises(AccessError):
            own.invalidate_recordset()
            own.read(["user_id"])
        for vals in ({"date_closed": "2026-01-01 00:00:00"}, {"user_id": 1}):
            with self.assertRaises(AccessError):
                finding.with_user(self.salesperson).write(vals)

    def test_opened(self):
        lead = self._fall_short()
        action = self._get_findings(lead).with_user(self.salesperson).action_open()
        self.assertEqual((action["res_model"], action["res_id"]), ("crm.lead", lead.id))
