"""From a draft to what is enforced: who asks, who decides, and who is told."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .standards_common import StandardsCase


class ApprovalCase(StandardsCase):
    """``author`` writes procedures and decides nothing; ``manager`` decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.author = new_test_user(
            cls.env,
            "st_author",
            PROFILE_GROUPS["configurator"],
            name="Ada Author",
            email="author@example.com",
        )
        cls.decision = cls.env.ref("crm_playbook.decision_procedure")

    def _make_draft(self, user=None, **vals):
        own = self.Procedure.with_user(user or self.author).with_context(
            mail_create_nosubscribe=True
        )
        requirement = {
            "field_name": "expected_revenue",
            "zero_counts": False,
            "reason": "The forecast",
        }
        return own.create(
            {
                "name": "Standard",
                "moment": "stage_entered",
                "stage_ids": [Command.set(self.proposal.ids)],
                "instruction": "<p>Do it well.</p>",
                "example": "20 chairs",
                "requirement_ids": [Command.create(requirement)],
                **vals,
            }
        )

    def _lines(self, user, source="procedure_approval"):
        lines = self.env["playbook.day"].with_user(user).get_my_day()["lines"]
        return [line for line in lines if line["source"] == source]

    def _finish(self, user, line, choice=False):
        Day = self.env["playbook.day"].with_user(user)
        return Day.finish_line(line["key"], choice)

    def _set_four_eyes(self):
        self.env["ir.config_parameter"].set_param("crm_playbook.four_eyes", "True")


@tagged("post_install", "-at_install")
class TestApproval(ApprovalCase):
    def test_the_whole_way(self):
        draft = self._make_draft()
        self.assertFalse(draft.may_decide)
        draft.action_observe()
        self.assertEqual((draft.state, draft.approval), ("draft", "asked"))
        for user in (self.author, self.salesperson):
            self.assertFalse(self._lines(user))
        [line] = self._lines(self.manager)
        self.assertEqual(line["responsible"], "Ada Author")
        answer = self._finish(self.manager, line, 1)
        self.assertTrue(answer["done"], answer["message"])
        self.assertEqual((draft.state, draft.approval), ("observe", "approved"))
        self.assertEqual(draft.approved_by_id, self.manager)
        self.assertFalse(self._lines(self.manager))
        own = draft.with_user(self.manager)
        self._take_step(own, "warn")
        self._take_step(own, "enforce")
        self.assertEqual(draft.state, "enforce")
        self.assertFalse(draft.activity_ids)

    def test_who_asked_is_told_by_the_bell_alone(self):
        draft = self._make_draft()
        draft.action_ask_approval()
        mails = self.env["mail.mail"].search_count([])
        draft.with_user(self.manager).action_approve()
        told = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.author.partner_id.id)]
        )
        self.assertEqual(told.mapped("notification_type"), ["inbox"])
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertIn("approved", draft.message_ids[:1].body)

    def test_refused_with_a_comment(self):
        draft = self._make_draft()
        draft.action_ask_approval()
        [line] = self._lines(self.manager)
        action = self._finish(self.manager, line, 2)["action"]
        dialog = self.env[action["res_model"]].with_user(self.manager)
        dialog = dialog.browse(action["res_id"])
        for comment in (False, "  "):
            dialog.comment = comment
            with self.assertRaises(UserError), self.cr.savepoint():
                dialog.action_refuse()
        dialog.comment = "Too much at once"
        dialog.action_refuse()
        self.assertEqual((draft.state, draft.approval), ("draft", "refused"))
        self.assertEqual(draft.approval_comment, "Too much at once")
        self.assertIn("Too much at once", draft.message_ids[:1].body)
        draft.action_ask_approval()
        self.assertEqual(draft.approval, "asked")

    def test_several_at_once(self):
        drafts = self._make_draft() | self._make_draft(name="Other")
        drafts.action_ask_approval()
        drafts.with_user(self.manager).action_approve()
        self.assertEqual(drafts.mapped("state"), ["observe", "observe"])
        with self.assertRaises(UserError):
            drafts.with_user(self.manager).action_approve()

    def test_changed_after_it_was_asked(self):
        draft = self._make_draft()
        draft.action_ask_approval()
        draft.requirement_ids.grace_days = 3
        self.assertEqual(draft.approval, "none")
        with self.assertRaises(UserError):
            draft.with_user(self.manager).action_approve()

    def test_who_may_not_decide(self):
        draft = self._make_draft()
        draft.action_ask_approval()
        for user in (self.author, self.salesperson, self.leader):
            own = draft.with_user(user)
            for act in (
                own.action_approve,
                own.action_open_refuse,
                lambda own=own: own._go("observe"),
                lambda own=own: own.write({"state": "observe"}),
                lambda own=own: own.write({"approval": "approved"}),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    act()
        dialog = self.env["playbook.procedure.decide"].with_user(self.author)
        dialog = dialog.create({"procedure_ids": draft.ids, "comment": "No"})
        with self.assertRaises(AccessError):
            dialog.action_refuse()
        self.assertEqual(draft.state, "draft")

    def test_not_created_in_force(self):
        for vals in (
            {"state": "enforce"},
            {"approval": "approved"},
            {"author_id": self.manager.id},
            {"version": 9},
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self._make_draft(**vals)
        own = self._make_draft(self.manager, state="warn")
        self.assertEqual((own.state, own.approval), ("warn", "approved"))

    def test_stepping_up_is_handed_over(self):
        procedure = self._make_draft()
        procedure.with_user(self.manager)._go("observe")
        action = procedure.action_warn()
        self.assertEqual(action["res_model"], "playbook.decision.handover")
        handover = self.env[action["res_model"]].browse(action["res_id"])
        handover = handover.with_user(self.author)
        handover.user_id = self.manager
        handover.action_confirm()
        self.assertEqual(procedure.activity_ids.user_id, self.manager)
        self.assertEqual(procedure.state, "observe")
        self._take_step(procedure.with_user(self.manager), "warn")
        self.assertEqual(procedure.state, "warn")
        self.assertFalse(procedure.activity_ids)

    def test_stepping_down_needs_nobody(self):
        procedure = self._make_draft()
        procedure.with_user(self.manager).write({"state": "enforce"})
        procedure.action_warn()
        procedure.action_observe()
        procedure.action_draft()
        self.assertEqual((procedure.state, procedure.approval), ("draft", "none"))

    def test_unarchiving_is_stepping_up(self):
        procedure = self._make_draft()
        procedure.with_user(self.manager).write({"state": "enforce"})
        procedure.action_archive()
        with self.assertRaises(AccessError), self.cr.savepoint():
            procedure.action_unarchive()
        procedure.with_user(self.manager).action_unarchive()

    def test_four_eyes(self):
        self._set_four_eyes()
        second = new_test_user(
            self.env, "st_second", PROFILE_GROUPS["sales_management"]
        )
        own = self._make_draft(self.manager)
        own.with_user(self.author).action_ask_approval()
        self.assertFalse(self._lines(self.manager))
        self.assertTrue(self._lines(second))
        for act in (own.action_approve, lambda: own.write({"state": "observe"})):
            with self.assertRaises(AccessError), self.cr.savepoint():
                act()
        # Nor by changing it on the way.
        theirs = self._make_draft().with_user(self.manager)
        with self.assertRaises(AccessError), self.cr.savepoint():
            theirs.write({"state": "observe", "example": "Mine"})
        theirs.write({"state": "observe"})

    def test_nobody_could_decide(self):
        self._set_four_eyes()
        with self.assertRaises(UserError):
            self._make_draft(self.manager).action_ask_approval()

    def test_decided_by_who_writes_where_it_is_asked_no_longer(self):
        self.decision.active = False
        draft = self._make_draft()
        self.assertTrue(draft.may_decide)
        self.assertFalse(draft.with_user(self.salesperson).may_decide)
        self._take_step(draft, "observe")
        self.assertEqual(draft.state, "observe")

    def test_who_does_not_write_approves_nothing_where_it_is_asked_no_longer(self):
        draft = self._make_draft()
        draft.action_ask_approval()
        self.decision.active = False
        own = draft.with_user(self.salesperson)
        for act in (own.action_approve, own.action_open_refuse):
            with self.assertRaises(AccessError), self.cr.savepoint():
                act()
        self.assertEqual((draft.state, draft.approval), ("draft", "asked"))
        draft.action_approve()
        self.assertEqual(draft.state, "observe")

    def test_of_another_company(self):
        theirs = self.env["res.company"].create({"name": "Theirs"})
        draft = self._make_draft(company_id=False)
        draft.sudo().write({"stage_ids": [], "moment": "won", "company_id": theirs.id})
        draft.sudo().approval = "asked"
        self.assertFalse(self._lines(self.manager))
        with self.assertRaises(AccessError):
            draft.with_user(self.manager).action_approve()

    def test_cost(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._lines(self.salesperson)
            return self.cr.sql_log_count - before

        count()
        few = count()
        for number in range(5):
            self._make_draft(name=f"S{number}").action_ask_approval()
        count()
        self.assertLessEqual(count(), few + 8)
