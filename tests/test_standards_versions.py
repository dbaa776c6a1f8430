"""What is in force changes as a version: directly by who decides, or by approval."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .standards_common import MomentCase
from .test_standards_approval import ApprovalCase

VERSION = "playbook.procedure.version"


class VersionsCase(ApprovalCase, MomentCase):
    def setUp(self):
        super().setUp()
        self.procedure = self._make_draft()
        self.own = self.procedure.with_user(self.manager)
        self.own.write({"state": "enforce"})
        self.requirement = self.procedure.requirement_ids
        self._commit()

    def _commit(self):
        result = super()._commit()
        # As a commit does.
        self.cr.postcommit.clear()
        return result

    def _get_versions(self):
        self._commit()
        rows = self.env[VERSION].search([("procedure_id", "=", self.procedure.id)])
        return rows.sorted("number")


@tagged("post_install", "-at_install")
class TestChanges(VersionsCase):
    def test_the_first(self):
        row = self._get_versions()
        self.assertEqual((row.number, row.approved_by_id), (1, self.manager))
        self.assertFalse(row.changes)
        self.assertEqual(self.procedure.version, 1)

    def test_one_for_each_transaction(self):
        self.own.write({"example": "30 chairs", "customer_gain": "Fits"})
        self.own.requirement_ids.grace_days = 2
        self.own.requirement_ids = [
            Command.create({"field_name": "description", "reason": "To know"})
        ]
        row = self._get_versions()[1:]
        self.assertEqual((row.number, self.procedure.version), (2, 2))
        lines = row.changes.split("\n")
        self.assertEqual(len(lines), 4, lines)
        self.assertIn("Example: 20 chairs → 30 chairs", lines)
        self.assertIn("What the customer gains: (nothing) → Fits", lines)
        self.assertIn("“Expected Revenue”, Grace Days: 0 → 2", lines)
        self.assertIn("Required from now on: Notes", lines)
        self.own.requirement_ids[1:].unlink()
        row = self._get_versions()[2:]
        self.assertEqual(row.changes, "Required no longer: Notes")

    def test_what_binds_nobody_is_none(self):
        self.own.write({"sequence": 3, "review_date": "2040-01-01"})
        self.own.write({"example": "20 chairs"})
        self.own.requirement_ids.sequence = 5
        self.assertEqual(len(self._get_versions()), 1)

    def test_given_up_on_the_way(self):
        with self.assertRaises(ZeroDivisionError), self.cr.savepoint():
            self.own.example = "30 chairs"
            self.env.flush_all()
            self.assertTrue(1 / 0)
        self.env.invalidate_all()
        self.own.example = "40 chairs"
        row = self._get_versions()[1:]
        self.assertEqual(row.changes, "Example: 20 chairs → 40 chairs")
        self.assertEqual(self.procedure.version, 2)

    def test_who_does_not_decide_changes_nothing_in_force(self):
        theirs = self.procedure.with_user(self.author)
        for act in (
            lambda: theirs.write({"instruction": "<p>Other</p>"}),
            lambda: theirs.write({"profile_ids": [Command.clear()]}),
            lambda: theirs.requirement_ids.write({"reason": "Other"}),
            lambda: theirs.requirement_ids.copy(),
            theirs.requirement_ids.unlink,
            lambda: theirs.update_field_translations("example", {"en_US": "Other"}),
            lambda: theirs.requirement_ids.update_field_translations(
                "reason", {"en_US": "Other"}
            ),
        ):
            with self.assertRaises(AccessError) as caught, self.cr.savepoint():
                act()
            self.assertIn("New Version", str(caught.exception))
        other = self._make_draft(name="Other")
        with self.assertRaises(AccessError), self.cr.savepoint():
            other.requirement_ids.procedure_id = theirs
        theirs.write({"sequence": 4, "user_id": self.manager.id})

    def test_changed_while_it_was_retired(self):
        self.own.action_retire()
        self._commit()
        self.procedure.with_user(self.author).example = "50 chairs"
        self._commit()
        self.procedure.with_user(self.author).requirement_ids.grace_days = 1
        self._commit()
        self.assertEqual(self.procedure.version, 1)
        self.own.write({"state": "observe"})
        row = self._get_versions()[1:]
        self.assertEqual(len(row.changes.split("\n")), 2, row.changes)
        self.own.action_retire()
        self.own.write({"state": "observe"})
        self.assertEqual(len(self._get_versions()), 2)

    def test_nobody_writes_them(self):
        row = self._get_versions()
        for user in (self.manager, self.author, self.salesperson):
            own = row.with_user(user)
            self.assertEqual(own.number, 1)
            for act in (
                own.unlink,
                lambda own=own: own.write({"changes": "x"}),
                lambda own=own: own.copy(),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    act()


@tagged("post_install", "-at_install")
class TestRevision(VersionsCase):
    def _revise(self, user=None):
        theirs = self.procedure.with_user(user or self.author)
        draft = theirs.browse(theirs.action_revise()["res_id"])
        self._commit()
        return draft

    def test_takes_the_place(self):
        draft = self._revise()
        self.assertEqual(draft.revises_id, self.procedure)
        self.assertEqual(draft.name, self.procedure.name)
        self.assertEqual(draft.requirement_ids.origin_id, self.requirement)
        self.assertEqual(self._revise(), draft)
        new = {"field_name": "description", "reason": "To know"}
        draft.write(
            {
                "example": "30 chairs",
                "requirement_ids": [
                    Command.update(draft.requirement_ids.id, {"grace_days": 4}),
                    Command.create(new),
                ],
            }
        )
        self.assertEqual(self.procedure.example, "20 chairs")
        draft.action_ask_approval()
        own = draft.with_user(self.manager).with_context(playbook_in_form=True)
        # Whom it touches is shown first.
        shown = own.action_approve()
        dialog = own.env[shown["res_model"]].browse(shown["res_id"])
        action = dialog.action_approve()
        self.assertEqual(action["res_id"], self.procedure.id)
        self.assertFalse(draft.exists())
        procedure = self.procedure
        self.assertEqual((procedure.state, procedure.version), ("enforce", 2))
        self.assertEqual(procedure.example, "30 chairs")
        self.assertEqual(procedure.requirement_ids[:1], self.requirement)
        self.assertEqual(self.requirement.grace_days, 4)
        self.assertEqual(len(procedure.requirement_ids), 2)
        row = self._get_versions()[1:]
        self.assertEqual((row.user_id, row.approved_by_id), (self.author, self.manager))
        self.assertIn("Required from now on: Notes", row.changes)

    def test_records_in_flight(self):
        lead = self._make_lead(expected_revenue=5)
        lead.stage_id = self.proposal
        self.own.write({"state": "warn"})
        late = self._make_lead()
        late.stage_id = self.proposal
        points = self._get_findings(late)
        self.assertEqual(points.requirement_id, self.requirement)
        draft = self._revise(self.manager)
        draft.requirement_ids = [
            Command.create({"field_name": "description", "reason": "To know"})
        ]
        self._take_step(draft, "observe")
        self.assertEqual(self.procedure.state, "warn")
        self.own.write({"state": "enforce"})
        # Not asked again.
        lead.write({"referred": "x", "stage_id": self.proposal.id})
        self.assertEqual(self._get_findings(late), points)
        other = self._make_lead(expected_revenue=5)
        self._assert_refused(lambda: other.write({"stage_id": self.proposal.id}))
        # What is not asked for any more goes with its points.
        draft = self._revise(self.manager)
        draft.requirement_ids[:1].unlink()
        self._take_step(draft, "observe")
        self.assertFalse(self._get_findings(late))

    def test_must_be_clear_and_approved(self):
        draft = self._revise()
        draft.example = False
        with self.assertRaises(ValidationError), self.cr.savepoint():
            draft.action_ask_approval()
        draft.example = "30 chairs"
        for act in (
            lambda: draft._go("observe"),
            lambda: draft.with_user(self.manager).write({"state": "enforce"}),
            lambda: draft.sudo().write({"state": "enforce"}),
            lambda: draft.requirement_ids.write(
                {"origin_id": draft.requirement_ids.id}
            ),
            lambda: draft.write({"revises_id": False}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()
        self.assertEqual(self.procedure.example, "20 chairs")

    def test_the_other_has_changed_meanwhile(self):
        draft = self._revise()
        draft.example = "30 chairs"
        self.own.example = "25 chairs"
        self._commit()
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            draft.action_ask_approval()
        self.assertIn("version 2", str(caught.exception))
        with self.assertRaises(UserError), self.cr.savepoint():
            self._take_step(draft.with_user(self.manager), "observe")
        draft.unlink()
        self.assertEqual(self._revise().example, "25 chairs")

    def test_in_other_languages(self):
        self.env["res.lang"]._activate_lang("es_ES")
        spanish = {"lang": "es_ES"}
        self.requirement.sudo().with_context(**spanish).reason = "Previsión"
        self.procedure.sudo().with_context(**spanish).example = "20 sillas"
        self._commit()
        draft = self._revise()
        self.assertEqual(draft.with_context(**spanish).example, "20 sillas")
        draft.with_context(**spanish).example = "30 sillas"
        draft.requirement_ids.with_context(**spanish).reason = "Para prever"
        self._take_step(draft.with_user(self.manager), "observe")
        self.env.invalidate_all()
        there = self.procedure.with_context(**spanish)
        self.assertEqual(there.example, "30 sillas")
        self.assertEqual(there.requirement_ids.reason, "Para prever")
        self.assertEqual(self.procedure.example, "20 chairs")
        self.assertEqual(self.requirement.reason, "The forecast")

    def test_only_of_what_is_in_force(self):
        with self.assertRaises(UserError):
            self._make_draft(name="D").action_revise()
        with self.assertRaises(AccessError):
            self.procedure.with_user(self.salesperson).action_revise()

    def test_given_up(self):
        draft = self._revise()
        self.procedure.sudo().action_retire()
        self.procedure.sudo().unlink()
        self.assertFalse(draft.revises_id)
        self._take_step(draft.with_user(self.manager), "observe")
        self.assertEqual(draft.state, "observe")
