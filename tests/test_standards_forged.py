"""Nothing is decided past whoever decides, and nothing that they have not read."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .common import PROFILE_GROUPS
from .test_standards_approval import ApprovalCase
from .test_standards_versions import VersionsCase


@tagged("post_install", "-at_install")
class TestForged(VersionsCase):
    def _put_default(self, records, name, value):
        """By the context, and by what a user may set as a default of their own."""
        yield records.with_context(**{f"default_{name}": value})
        user = records.env.user
        default = self.env["ir.default"].with_user(user)
        default.set(records._name, name, value, user_id=True)
        yield records
        self.env["ir.default"].search([("user_id", "=", user.id)]).unlink()

    def test_a_requirement_of_what_is_in_force(self):
        Requirement = self.env["playbook.requirement"].with_user(self.author)
        vals = {"field_name": "description", "reason": "To know"}
        for given in self._put_default(Requirement, "procedure_id", self.procedure.id):
            with self.assertRaises(AccessError), self.cr.savepoint():
                given.create(vals)
        theirs = Requirement.with_user(self.manager)
        theirs.with_context(default_procedure_id=self.procedure.id).create(vals)
        self.assertIn("Notes", self._get_versions()[1:].changes)

    def test_what_the_addon_notes(self):
        for name, value in {
            "approval": "approved",
            "author_id": self.manager.id,
            "version": 9,
            "revises_id": self.procedure.id,
            "revised_version": 1,
            "date_enforced": "2020-01-01",
        }.items():
            own = self.Procedure.with_user(self.author)
            for given in self._put_default(own, name, value):
                draft = given.create({"name": "Draft", "moment": "won"})
                self.assertEqual(draft.approval, "none", name)
                self.assertEqual(draft.author_id, self.author, name)
                self.assertEqual(draft.version, 1, name)
                self.assertFalse(draft.revises_id or draft.revised_version, name)
                self.assertFalse(draft.date_enforced, name)
                with self.assertRaises(AccessError), self.cr.savepoint():
                    draft.write({name: value})

    def test_what_the_addon_notes_on_requirements(self):
        draft = self._make_draft(name="Other")
        vals = {"field_name": "description", "reason": "To know"}
        for name, value in {
            "only_warns": True,
            "date_answers_from": "2040-01-01",
            "origin_id": self.requirement.id,
        }.items():
            own = draft.requirement_ids.browse()
            for given in self._put_default(own, name, value):
                made = given.create({**vals, "procedure_id": draft.id})
                self.assertFalse(made[name], name)
            with self.assertRaises(AccessError), self.cr.savepoint():
                own.create({**vals, "procedure_id": draft.id, name: value})

    def test_the_row_of_a_version(self):
        own = self.own.with_context(default_date="2020-01-01", default_comment="Fine")
        own.example = "30 chairs"
        row = self._get_versions()[1:]
        self.assertFalse(row.comment)
        self.assertNotEqual(row.date.year, 2020)

    def test_unarchived_with_its_state(self):
        self.procedure.with_user(self.author).action_archive()
        theirs = self.procedure.with_user(self.author)
        for state in ("observe", "enforce"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                theirs.write({"active": True, "state": state})
        self.own.write({"active": True, "state": "enforce"})
        self.assertTrue(self.procedure.active)


@tagged("post_install", "-at_install")
class TestAsItStands(ApprovalCase):
    def _ask(self, draft, when):
        with freeze_time(when):
            draft.action_ask_approval()

    def test_approved_as_it_was_read(self):
        draft = self._make_draft()
        self._ask(draft, "2031-03-03 10:00:00")
        [line] = self._lines(self.manager)
        seen = {"playbook_seen": "2031-03-03 10:00:00"}
        with freeze_time("2031-03-03 10:30:00"):
            action = draft.with_user(self.manager).action_open_refuse()
        draft.example = "Another"
        self._ask(draft, "2031-03-03 11:00:00")
        for choice in (1, 2):
            answer = self._finish(self.manager, line, choice)
            self.assertFalse(answer["done"])
            self.assertIn("look at it again", answer["message"])
            self.assertFalse(answer["action"])
        own = draft.with_user(self.manager).with_context(**seen)
        dialog = self.env[action["res_model"]].with_user(self.manager)
        dialog = dialog.browse(action["res_id"])
        dialog.comment = "No"
        for act in (own.action_approve, own.action_open_refuse, dialog.action_refuse):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()
        self.assertEqual(draft.approval, "asked")
        own.with_context(playbook_seen="2031-03-03 11:00:00").action_approve()
        self.assertEqual(draft.state, "observe")

    def test_retired_and_asked_again(self):
        draft = self._make_draft()
        draft.sudo().write({"state": "observe"})
        draft.action_retire()
        draft.action_ask_approval()
        action = self.env.ref("crm_playbook.playbook_procedure_action_approval")
        domain = self.env["ir.actions.act_window"]._for_xml_id(action.xml_id)["domain"]
        self.assertIn("retired", domain)
        [line] = self._lines(self.manager)
        self.assertTrue(self._finish(self.manager, line, 1)["done"])
        self.assertEqual(draft.state, "observe")

    def test_archived_while_it_waits(self):
        draft = self._make_draft()
        draft.action_ask_approval()
        draft.action_archive()
        with self.assertRaises(UserError), self.cr.savepoint():
            draft.with_user(self.manager).action_approve()

    def test_a_dialog_left_open_steps_nothing_down(self):
        own = self._make_draft(self.manager)
        action = own.action_observe()
        dialog = own.env[action["res_model"]].browse(action["res_id"])
        own.write({"state": "enforce"})
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            dialog.action_go()
        self.assertIn("has changed", str(caught.exception))
        self.assertEqual(own.state, "enforce")

    def test_down_though_unclear(self):
        own = self._make_draft(self.manager, state="enforce")
        self.env.flush_all()
        self.cr.execute(
            "UPDATE playbook_procedure SET example = NULL, review_date = NULL "
            "WHERE id = %s",
            [own.id],
        )
        self.env.invalidate_all()
        own.action_warn()
        own.action_observe()
        self.assertEqual(own.state, "observe")
        with self.assertRaises(UserError), self.cr.savepoint():
            own.write({"state": "enforce"})
        own.example = "20 chairs"
        own.write({"state": "enforce"})
        self.assertTrue(own.review_date)
        self.proposal.unlink()
        own.action_observe()
        own.action_retire()
        own.company_id = self.env.company

    def test_decided_by_who_writes_procedures(self):
        marketing = self.env.ref("crm_playbook.profile_marketing")
        marketer = new_test_user(
            self.env, "st_marketer", PROFILE_GROUPS["marketing"], name="Mia"
        )
        self.decision.decider_ids = marketing
        draft = self._make_draft()
        self.assertFalse(draft.with_user(marketer).may_decide)
        with self.assertRaises(UserError), self.cr.savepoint():
            draft.action_ask_approval()
        draft.sudo().write({"state": "observe"})
        action = draft.action_warn()
        handover = self.env[action["res_model"]].browse(action["res_id"])
        self.assertNotIn(marketer, handover.decider_ids)
        self.decision.decider_ids |= self.env.ref(
            "crm_playbook.profile_sales_management"
        )
        action = draft.action_warn()
        handover = self.env[action["res_model"]].browse(action["res_id"])
        self.assertIn(self.manager, handover.decider_ids)


@tagged("post_install", "-at_install")
class TestNewVersion(VersionsCase):
    def _revise(self):
        theirs = self.procedure.with_user(self.author)
        draft = theirs.browse(theirs.action_revise()["res_id"])
        self._commit()
        return draft

    def _approve(self, draft):
        draft.action_ask_approval()
        draft.with_user(self.manager).action_approve()
        self.env.invalidate_all()

    def test_about_another_kind_of_record(self):
        draft = self._revise()
        draft.write(
            {
                "moment": "quotation_sent",
                "stage_ids": [Command.clear()],
                "requirement_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "model": "sale.order",
                            "field_name": "client_order_ref",
                            "reason": "To find it",
                        }
                    ),
                ],
            }
        )
        self._approve(draft)
        self.assertEqual(self.procedure.moment, "quotation_sent")
        self.assertEqual(self.procedure.requirement_ids.model, "sale.order")
        self.assertFalse(self.requirement.exists())
        self.assertFalse(self.procedure.requirement_ids.origin_id)

    def test_the_same_requirement_of_another_kind_of_record(self):
        draft = self._revise()
        requirement = {"model": "sale.order", "field_name": "client_order_ref"}
        draft.write(
            {
                "moment": "quotation_sent",
                "stage_ids": [Command.clear()],
                "requirement_ids": [
                    Command.update(draft.requirement_ids.id, requirement)
                ],
            }
        )
        self._approve(draft)
        self.assertEqual(self.procedure.requirement_ids, self.requirement)
        self.assertEqual(self.requirement.model, "sale.order")

    def test_what_else_was_set_on_the_draft(self):
        self.procedure.sudo().review_date = "2040-01-01"
        draft = self._revise()
        draft.user_id = self.manager
        draft.message_post(
            body="Is this enough?",
            message_type="comment",
            attachments=[("a.txt", b"a")],
        )
        self._approve(draft)
        self.assertEqual(self.procedure.user_id, self.manager)
        self.assertEqual(str(self.procedure.review_date), "2040-01-01")
        message = self.procedure.message_ids.filtered("attachment_ids")
        self.assertIn("Is this enough?", message.body)
        self.assertEqual(message.attachment_ids.res_id, self.procedure.id)
        draft = self._revise()
        draft.review_date = "2039-01-01"
        self._approve(draft)
        self.assertEqual(str(self.procedure.review_date), "2039-01-01")

    def test_of_what_is_in_force_no_more(self):
        draft = self._revise()
        draft.example = "30 chairs"
        draft.action_ask_approval()
        for let_go in ("action_retire", "action_archive"):
            getattr(self.own, let_go)()
            with self.assertRaises(UserError) as caught, self.cr.savepoint():
                draft.with_user(self.manager).action_approve()
            self.assertIn("not in force", str(caught.exception))
            self.own.write({"active": True, "state": "enforce"})
        draft.with_user(self.manager).action_approve()
        self.assertEqual(self.procedure.example, "30 chairs")

    def test_far_down_in_a_long_text(self):
        text = "Chairs and tables. " * 40
        self.own.example = text + "Red."
        self._commit()
        self.own.example = text + "Blue."
        row = self._get_versions()[2:]
        self.assertEqual(len(row), 1)
        self.assertIn("Red.", row.changes)
        self.assertIn("Blue.", row.changes)
        self.assertLess(len(row.changes), 800)

    def test_in_another_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.own.update_field_translations("example", {"es_ES": "20 sillas"})
        self.own.requirement_ids.update_field_translations(
            "reason", {"es_ES": "Previsión"}
        )
        row = self._get_versions()[1:]
        self.assertEqual(len(row), 1, row.mapped("changes"))
        lines = row.changes.split("\n")
        self.assertEqual(len(lines), 2, lines)
        self.assertRegex(lines[0], "^Example: changed in Spanish")
        self.assertRegex(lines[1], "Revenue.*: changed in Spanish")
        self.own.example = "30 chairs"
        row = self._get_versions()[2:]
        self.assertEqual(row.changes, "Example: 20 chairs → 30 chairs")
