"""Is this clear? Said where a procedure is used, answered by who answers for it."""

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .said_common import SaidCase
from .standards_common import PHONE


@tagged("post_install", "-at_install")
class TestSaid(SaidCase):
    def test_clear(self):
        self.assertTrue(self._voice()["asks"])
        activities = self.env["mail.activity"].search_count([])
        told = self._tell("clear")
        self.assertFalse(told["guidance"]["procedures"][0]["voice"]["asks"])
        self._tell("clear")
        self.assertEqual(len(self._said()), 1)
        self.assertEqual((self._said().lead_id, self._said().version), (self.lead, 1))
        self.assertFalse(self._points())
        self.assertEqual(self.env["mail.activity"].search_count([]), activities)
        # Of the next version it is asked again.
        self.procedure.version = 2
        self.assertTrue(self._voice()["asks"])
        self._tell("clear")
        self.assertEqual(self.procedure.clear_count, 1)

    def test_not_clear_is_answered(self):
        self._tell()
        point = self._points()
        self.assertEqual((point.user_id, point.lead_id.id), (self.owner, False))
        line = self._lines(self.owner)[0]
        self.assertEqual(line["title"], "Not clear: “Which amount?”")
        self.assertEqual(line["responsible"], "Sam Sales")
        self.assertFalse(self._lines(self.salesperson))
        day = self.env["playbook.day"].with_user(self.owner)
        answer = day.finish_line(line["key"])
        self.assertFalse(answer["done"])
        self.assertEqual(
            answer["action"]["res_model"], "playbook.acknowledgement.reply"
        )
        self._reply()
        self.assertFalse(self._points())
        self.assertEqual(point.ending, "answered")
        words = "Olga Owner answers: “The one they named”"
        self.assertEqual(self._voice()["reply"], words)
        line = self._lines(self.salesperson, "reply")[0]
        self.assertEqual(line["title"], words)
        day = self.env["playbook.day"].with_user(self.salesperson)
        self.assertTrue(day.finish_line(line["key"])["done"])
        self.assertFalse(self._lines(self.salesperson, "reply"))

    def test_went_wrong(self):
        with freeze_time("2026-03-04 09:00:00"):  # a Wednesday
            self._tell("went_wrong", "They were called twice", severity="customer")
            self.assertEqual(self._points().date_due, fields.Date.to_date("2026-03-05"))
            self.assertIn("(Hurt the customer)", self._lines(self.owner)[0]["title"])
        self.assertEqual(self.procedure.wrong_count, 1)
        self.assertEqual(self.procedure.clear_share, 0)

    def test_what_is_refused(self):
        for values in (
            {"comment": "  "},
            {"comment": False},
            {"comment": ["x"]},
            {"opinion": "went_wrong"},
            {"opinion": "went_wrong", "severity": "terrible"},
            {"opinion": "maybe"},
            {"opinion": ["clear"]},
            {"opinion": "went_wrong", "severity": {}},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._tell(**values)
        other = self._make_procedure("customer", requirements=[PHONE], state="warn")
        lead = self.lead.with_user(self.salesperson)
        for procedure_id in (other.id, 0, "1; DROP", [1], False):
            with self.assertRaises(UserError):
                lead.tell_playbook_procedure(procedure_id, "clear")
        with self.assertRaises(AccessError):
            self._tell(user=self.colleague)

    def test_length(self):
        self._tell(comment="x" * 5000)
        self.assertEqual(len(self._said().comment), 2000)

    def test_clear_after_all(self):
        self.assertFalse(self._voice()["may_clear"])
        self._tell()
        self.assertTrue(self._voice()["may_clear"])
        procedure = self.procedure
        self.assertEqual((procedure.clear_count, procedure.unclear_count), (0, 1))
        self._reply()
        self._tell("clear")
        self.assertFalse(self._voice()["may_clear"])
        self.assertEqual((procedure.clear_count, procedure.unclear_count), (1, 0))
        self.assertEqual(procedure.clear_share, 1)
        # The latest word counts, as often as it changes.
        self._tell()
        self.assertEqual((procedure.clear_count, procedure.unclear_count), (0, 1))
        self._tell("clear")
        self._tell("clear")
        self.assertEqual((procedure.clear_count, procedure.unclear_count), (1, 0))
        # What went wrong counts each time, and says nothing of clarity.
        for _number in range(2):
            self._tell("went_wrong", "Called twice", severity="cost")
        self.assertEqual((procedure.clear_count, procedure.wrong_count), (1, 2))
        self.assertEqual(procedure.said_count, 3)

    def test_only_went_wrong(self):
        self._tell("went_wrong", "Called twice", severity="cost")
        self.assertTrue(self._voice()["may_clear"])
        self._tell("clear")
        self.assertEqual(self.procedure.clear_share, 1)
