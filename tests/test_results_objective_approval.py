"""Who writes, activates, changes and reads objectives."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .objective_common import ObjectiveCase


@tagged("post_install", "-at_install")
class TestObjectiveApproval(ObjectiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_manager = new_test_user(
            cls.env, "re_manager_2", PROFILE_GROUPS["sales_management"], name="Mae"
        )

    def _ask_four_eyes(self):
        self.env["ir.config_parameter"].set_param("crm_playbook.four_eyes", "True")

    def test_who_reads_and_who_writes(self):
        objective = self._activate()
        for user in (self.salesperson, self.configurator):
            theirs = objective.with_user(user)
            self.assertTrue(theirs.read(["sentence", "course", "result"]))
            self.assertFalse(theirs.may_decide)
            for refused in (
                lambda one=theirs: one.write({"amount": 1}),
                lambda one=theirs: one.action_close(),
                lambda one=theirs: one.unlink(),
                lambda one=theirs: one.copy(),
                lambda one=theirs: one.action_ask_approval(),
            ):
                with self.assertRaises(AccessError):
                    refused()
        draft = self._write_objective(goal="value", amount=4)
        with self.assertRaises(AccessError):
            draft.with_user(self.salesperson).action_approve()

    def test_what_the_addon_notes_nobody_writes(self):
        objective = self._activate()
        for name, value in (
            ("result", "achieved"),
            ("state", "closed"),
            ("baseline_value", 99),
            ("target_value", 99),
            ("current_value", 1),
            ("has_baseline", False),
            ("approved_by_id", self.manager.id),
        ):
            with self.assertRaisesRegex(AccessError, "Use the buttons"):
                objective.write({name: value})
        for name, value in (("state", "active"), ("result", "achieved")):
            with self.assertRaises(AccessError):
                self._write_objective(**{name: value})

    def test_four_eyes(self):
        self._ask_four_eyes()
        objective = self._write_objective()
        self.assertFalse(objective.may_decide)
        with self.assertRaisesRegex(AccessError, "four eyes"):
            objective.action_approve()
        objective.action_ask_approval()
        self.assertEqual(objective.state, "asked")
        theirs = objective.with_user(self.other_manager)
        self.assertTrue(theirs.may_decide)
        theirs.action_approve()
        self.assertEqual(objective.approved_by_id, self.other_manager)
        self.assertEqual(objective.state, "active")
        told = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.manager.partner_id.id)]
        )
        self.assertIn("is activated by Mae", told.mail_message_id.mapped("subject")[0])

    def test_refusing_needs_a_reason(self):
        self._ask_four_eyes()
        objective = self._write_objective()
        objective.action_ask_approval()
        theirs = objective.with_user(self.other_manager)
        action = theirs.action_open_refuse()
        Dialog = self.env["playbook.objective.decide"].with_user(self.other_manager)
        dialog = Dialog.browse(action["res_id"])
        with self.assertRaisesRegex(UserError, "Say why"):
            dialog.action_refuse()
        dialog.comment = "Too little"
        dialog.action_refuse()
        self.assertRecordValues(
            objective,
            [
                {
                    "state": "draft",
                    "approval_comment": "Too little",
                    "approved_by_id": self.other_manager.id,
                }
            ],
        )

    def test_what_is_asked_for_is_what_was_read(self):
        self._ask_four_eyes()
        objective = self._write_objective()
        objective.action_ask_approval()
        seen = objective.date_asked
        objective.amount = 30
        self.assertEqual(objective.state, "draft", "it is another thing now")
        with self._on("2025-07-11"):
            objective.action_ask_approval()
            theirs = objective.with_user(self.other_manager)
            with self.assertRaisesRegex(UserError, "has changed"):
                theirs.with_context(playbook_seen=seen).action_approve()
            theirs.action_approve()
            with self.assertRaisesRegex(UserError, "Open it again"):
                theirs.action_approve()

    def test_handing_the_decision_over(self):
        self._ask_four_eyes()
        objective = self._write_objective()
        objective.action_ask_approval()
        dialog = objective.action_hand_over()
        self.assertEqual(dialog["res_model"], "playbook.decision.handover")
        decision = objective._get_decision()
        activity = decision.with_user(self.manager)._hand_over(
            objective, self.other_manager
        )
        self.assertEqual(objective.corrective_count, 0, "no corrective action")
        objective.with_user(self.other_manager).action_approve()
        self.assertFalse(activity.active)

    def test_where_nobody_decides_whoever_writes_does(self):
        objective = self._write_objective()
        self.env.ref("crm_playbook.decision_objective").active = False
        with self.assertRaises(AccessError):
            objective.with_user(self.salesperson).action_approve()
        objective.action_approve()
        self.assertEqual(objective.state, "active")

    def test_another_profile_may_be_the_one_that_decides(self):
        self.env.ref("crm_playbook.decision_objective").decider_ids = [
            Command.set([self.env.ref("crm_playbook.profile_configurator").id])
        ]
        objective = self._write_objective()
        with self.assertRaises(AccessError):
            objective.action_approve()
        self.env["playbook.profile"].invalidate_model()
        objective.with_user(self.configurator).action_approve()
        self.assertEqual(objective.state, "active")
        with self.assertRaises(AccessError):
            objective.amount = 1

    def test_one_persons_figures_are_not_everybodys(self):
        colleague = new_test_user(self.env, "re_sales_2", PROFILE_GROUPS["sales"])
        for month in (5, 6):
            self._put(self.churn, month, 5, 20, user=colleague)
        objective = self._activate(figures_user_id=colleague.id)
        self.assertEqual(objective.baseline_value, 25)
        Objective = self.env["playbook.objective"]
        for user, seen in (
            (colleague, True),
            (self.salesperson, False),
            (self.other_manager, True),
            (self.configurator, False),
        ):
            found = Objective.with_user(user).search([("id", "=", objective.id)])
            self.assertEqual(bool(found), seen, user.login)
            self.assertEqual(objective.with_user(user).has_access("read"), seen)

    def test_the_parent_tells_of_children_only_what_one_may_read(self):
        parent = self._activate()
        colleague = new_test_user(self.env, "re_sales_3", PROFILE_GROUPS["sales"])
        self._put(self.churn, 6, 5, 20, user=colleague)
        self._activate(
            figures_user_id=colleague.id, level="strategy", parent_id=parent.id
        )
        self.assertEqual(parent.child_count, 1)
        parent.invalidate_recordset()
        self.assertEqual(parent.with_user(self.salesperson).child_count, 0)

    def test_another_companys_are_not_there(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        objective = self._write_objective(user=self.env.user, company_id=other.id)
        theirs = objective.with_user(self.manager)
        self.assertFalse(theirs.has_access("read"))
        with self.assertRaises(AccessError):
            theirs.action_approve()
        team = self.env["crm.team"].create({"name": "Theirs", "company_id": other.id})
        with self.assertRaises(UserError):
            self._write_objective(team_id=team.id)

    def test_dialogs_are_ones_own(self):
        dialog = (
            self.env["playbook.objective.decide"].with_user(self.manager).create({})
        )
        with self.assertRaises(AccessError):
            dialog.with_user(self.other_manager).read(["comment"])

    def test_somebody_answers_for_it(self):
        active, asked = self._activate(), self._write_objective(goal="value", amount=4)
        asked.team_id = self.env["crm.team"].create({"name": "Answering"})
        asked.action_ask_approval()
        for objective in active | asked:
            with self.assertRaisesRegex(ValidationError, "Nobody would answer"):
                objective.user_id = False
        self._write_objective().user_id = False

    def test_what_was_read_is_what_is_asked_for(self):
        company = self._activate()
        objective = self._write_objective(
            level="strategy", figures_user_id=self.salesperson.id, goal="keep"
        )
        for values in (
            {"title": "25 % less"},
            {"reason": "They stay"},
            {"user_id": self.other_manager.id},
            {"parent_id": company.id},
        ):
            objective.action_ask_approval()
            objective.write({"review_date": "2025-08-01"})
            self.assertEqual(objective.state, "asked")
            objective.write(values)
            self.assertEqual(objective.state, "draft", values)

    def test_writing_one_shows_no_figures_of_another_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        for month in range(1, 7):
            self._put(self.churn, month, 77, 100, company=elsewhere)
        theirs = self._activate(user=self.env.user, company_id=elsewhere.id)
        self.assertEqual(theirs.baseline_value, 77)
        names = ("sentence", "clarity", "course", "tradeoffs", "others_words")
        spec = {name: {} for name in names}
        values = {
            "indicator_id": self.churn.id,
            "goal": "percent",
            "amount": 25,
            "date_start": "2025-07-01",
            "date_deadline": "2025-12-31",
            "window": "1",
        }
        own = self._write_objective(goal="value", amount=1)
        for record in (self.Objective, own):
            for company, is_shown in ((self.company, "20.0"), (elsewhere, None)):
                asked = {**values, "company_id": company.id}
                found = str(record.onchange(asked, ["company_id"], spec))
                self.assertNotIn("77", found)
                if is_shown:
                    self.assertIn(is_shown, found)
