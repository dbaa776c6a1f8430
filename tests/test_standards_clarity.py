"""What a procedure must say before it binds, and what nobody could fulfil."""

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .standards_common import StandardsCase

NEVER = "[('type', '=', 'lead'), ('type', '=', 'opportunity')]"


@tagged("post_install", "-at_install")
class TestClarity(StandardsCase):
    def _make_draft(self, **vals):
        return self._make_procedure(state="draft", **vals)

    def _assert_unclear(self, word, draft):
        self.assertFalse(draft.is_clear)
        for state in ("observe", "warn", "enforce"):
            with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                draft.state = state
            self.assertIn(word, str(caught.exception))
        with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
            draft.with_user(self.manager).action_ask_approval()
        self.assertIn(word, str(caught.exception))

    def test_says_everything(self):
        draft = self._make_draft()
        self.assertTrue(draft.is_clear)
        self.assertIn("Proposal", draft.clarity)
        self.assertNotIn("fa-square-o", draft.clarity)

    def test_what_is_missing(self):
        reasons = [{"field_name": "expected_revenue", "reason": " "}]
        for word, vals in (
            ("Example", {"example": "  "}),
            ("What to do", {"instruction": "<p> </p>"}),
            ("Responsible", {"user_id": False}),
            ("Stages", {"stage_ids": []}),
            ("Requirements", {"requirements": []}),
            ("Expected Revenue", {"requirements": reasons}),
        ):
            with self.subTest(word):
                draft = self._make_draft(**vals)
                self.assertIn("fa-square-o", draft.clarity)
                self._assert_unclear(word, draft)

    def test_shown_while_it_is_written(self):
        with Form(self.Procedure.with_user(self.manager)) as form:
            form.name = "New"
            form.moment = "lead"
            self.assertFalse(form.is_clear)
            before = form.clarity
            form.example = "20 chairs"
            self.assertNotEqual(form.clarity, before)

    def test_what_nobody_can_fulfil(self):
        for words, vals in (
            ("Only if", {"domain": NEVER}),
            (
                "Good",
                {
                    "requirements": [
                        {"kind": "condition", "name": "Good", "condition": NEVER}
                    ]
                },
            ),
            (
                "can fulfil",
                {"requirements": [{"field_name": "description", "condition": NEVER}]},
            ),
        ):
            with self.subTest(words):
                self._assert_unclear(words, self._make_draft(**vals))

    def test_hints_do_not_stop_it(self):
        draft = self._make_draft(requirements=[{"field_name": "expected_revenue"}])
        self.assertIn("Always fulfilled", draft.clarity)
        draft.state = "observe"

    def test_stays_clear_while_in_force(self):
        procedure = self._make_procedure()
        for act in (
            lambda: procedure.write({"example": False}),
            lambda: procedure.requirement_ids.write({"reason": False}),
            procedure.requirement_ids.unlink,
            lambda: procedure.requirement_ids.write({"condition": NEVER}),
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                act()
        # One instead of the other, as a form saves it.
        old = procedure.requirement_ids
        new = {"field_name": "description", "reason": "To know"}
        procedure.requirement_ids = [Command.delete(old.id), Command.create(new)]
        self.assertEqual(procedure.requirement_ids.field_name, "description")

    def test_text_is_escaped(self):
        draft = self._make_draft(
            requirements=[{"field_name": "description", "name": "<b>x", "reason": ""}]
        )
        self.assertIn("&lt;b&gt;x", draft.clarity)

    def test_shipped_ones_are_clear(self):
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "crm_playbook"), ("model", "=", "playbook.procedure")]
        )
        for procedure in self.Procedure.browse(shipped.mapped("res_id")):
            if procedure.moment != "stage_entered":
                self.assertEqual(procedure._get_unclear(), [], procedure.name)
