"""The screens of workflows: forms, lists, the dialog that switches one on."""

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models.standards.gate_error import PlaybookGateError
from ..models.workflows.playbook_enrollment_advice import kind_of_error
from .workflow_common import WorkflowCommon

SHAPING = ("marketing", "sales_management", "configurator")
ACTIONS = {
    "playbook_workflow_action": ("list", "kanban", "form"),
    "playbook_enrollment_action": ("list", "kanban", "form"),
    "playbook_enrollment_action_quarantine": ("list", "kanban", "form"),
    "playbook_workflow_event_action": ("list", "kanban", "pivot", "graph"),
}


@tagged("post_install", "-at_install")
class TestWorkflowScreens(WorkflowCommon):
    def test_built_without_code(self):
        """By each of those who may, with the steps in one go."""
        for who in SHAPING:
            user = getattr(self, f"user_{who}")
            with (
                self.subTest(who),
                Form(self.env["playbook.workflow"].with_user(user)) as form,
            ):
                form.name = "New customers"
                form.trigger = "created"
                form.target = "partner"
                self.assertTrue(form.may_shape)
                with form.step_ids.new() as step:
                    step.summary = "Complete the address"
                    step.delay = 3
                with form.step_ids.new() as step:
                    step.kind = "notify"
                    step.summary = "It is still incomplete"
                    step.assign_to = "leader"
                    step.delay = 4
            workflow = form.record
            self.assertEqual(len(workflow.step_ids), 2)
            self.assertIn(
                "When there is a new customer: 3 days later, plan", workflow.in_words
            )
            workflow.action_simulate()
            self.assertEqual(workflow.mode, "simulation")

    def test_the_sentence_changes_with_the_form(self):
        workflow = self.workflow.with_user(self.user_sales_management)
        with Form(workflow) as form:
            form.delay_days = 21
            self.assertIn("for 21 days", form.in_words)
            form.count_days = "working"
            self.assertIn("for 21 working days", form.in_words)
            with form.step_ids.edit(0) as step:
                step.summary = "Ask why"
                self.assertIn("“Ask why”", step.in_words)
            self.assertIn("“Ask why”", form.in_words)

    def test_an_outcome_is_asked_for(self):
        self.workflow.write({"trigger": "outcome"})
        with self.assertRaisesRegex(UserError, "names none: choose at least one"):
            self._go_live()

    def test_who_reads_changes_nothing(self):
        for who in ("sales", "customer_service"):
            workflow = self.workflow.with_user(getattr(self, f"user_{who}"))
            with self.subTest(who):
                self.assertFalse(workflow.may_shape)
                self.assertTrue(workflow.in_words)
                self.assertTrue(workflow.step_ids.mapped("moment"))

    def test_who_may_not_write_is_shown_nothing_to_write(self):
        manager = self.user_sales_management
        marketing = self.workflow.with_user(self.user_marketing)
        self.assertFalse(marketing.may_change)
        for name in ("name", "delay_days", "domain", "stop_domain"):
            with self.subTest(name), self.assertRaisesRegex(AssertionError, "readonly"):
                setattr(Form(marketing), name, self.workflow[name])
        mine = self.workflow.with_user(manager)
        self.assertTrue(mine.may_change)
        self._go_live()
        others = self.workflow.with_user(self.user_configurator)
        self.env.invalidate_all()
        self.assertTrue(mine.may_change)
        self.assertEqual((others.may_shape, others.may_change), (True, False))

    def test_who_reads_no_opportunities_writes_conditions_as_text(self):
        workflow = self.workflow.with_user(self.user_configurator)
        self.assertFalse(workflow.reads_records)
        self.assertTrue(self.workflow.with_user(self.user_sales).reads_records)
        with Form(workflow) as form:
            form.target = "lead"
            self.assertFalse(form.reads_records)
            form.target = "opportunity"

    def test_a_step_offers_what_goes_with_it(self):
        user = self.user_sales_management
        with (
            Form(self.workflow.with_user(user)) as form,
            form.step_ids.new() as step,
        ):
            step.summary = "Give it away"
            self.assertNotIn("server", step.offered_kinds)
            self.assertNotIn("profiles", step.offered_people)
            step.kind = "reassign"
            self.assertEqual(step.assign_to, "leader")
            step.kind = "notify"
            self.assertIn("profiles", step.offered_people)
        self.assertIn("server", self.workflow.step_ids[0].offered_kinds)

    def test_who_sees_which_lists(self):
        for xmlid in ACTIONS:
            menus = self.env["ir.ui.menu"].search(
                [("action", "=", f"ir.actions.act_window,{self._action(xmlid).id}")]
            )
            self.assertTrue(menus)
            for who in SHAPING:
                shown = menus.with_user(getattr(self, f"user_{who}"))
                with self.subTest(xmlid, who=who):
                    self.assertTrue(shown._filter_visible_menus())

    def test_every_view_opens(self):
        for xmlid, kinds in ACTIONS.items():
            action = self._action(xmlid)
            Model = self.env[action.res_model]
            views = [(view_id, kind) for view_id, kind in action.views]
            self.assertEqual(tuple(kind for _id, kind in views), kinds)
            for who in ("sales", "customer_service", *SHAPING):
                user = getattr(self, f"user_{who}")
                with self.subTest(xmlid, who=who):
                    found = Model.with_user(user).get_views([*views, (False, "search")])
                    self.assertEqual(set(found["views"]), {*kinds, "search"})

    def _action(self, xmlid):
        return self.env.ref(f"crm_playbook.{xmlid}")

    # ------------------------------------------------------------------
    # The dialog
    # ------------------------------------------------------------------

    def _open_start(self, workflow, purpose):
        Start = self.env["playbook.workflow.start"]
        return Start.with_user(self.user_sales_management).create(
            {"workflow_id": workflow.id, "purpose": purpose}
        )

    def test_the_dialog_says_what_it_does(self):
        self.workflow.step_ids = [
            Command.create({"summary": "Again", "sequence": 20, "delay": 3})
        ]
        start = self._open_start(self.workflow, "live")
        self.assertEqual(start.in_words, self.workflow.in_words)
        self.assertIn(
            "One more step follows for each of them (Day 3, counted", start.later_words
        )
        self.workflow.step_ids = [
            Command.create({"summary": "More", "sequence": 30, "delay": 4})
        ]
        start = self._open_start(self.workflow, "live")
        self.assertIn("2 more steps follow", start.later_words)
        self.assertIn("(the last one: Day 7, counted", start.later_words)

    def test_why_nobody_gets_them(self):
        leads = self._create_stale(user_id=False, count=2)
        start = self._open_start(self.workflow, "live")
        self.assertEqual(start.without_salesperson_count, 2)
        self.assertIn("goes to nobody", start.nobodys_words)
        action = start.action_open_nobodys()
        found = start.env[action["res_model"]].search(action["domain"])
        self.assertEqual(set(found.ids), set(leads.ids))

    def test_who_switches_it_live_gets_what_is_nobodys(self):
        """Where nobody answers for it, they do."""
        self.team.user_id = False
        self.workflow.write({"unassigned_to": "leader", "responsible_id": False})
        self._create_stale(user_id=False)
        start = self._open_start(self.workflow, "live")
        self.assertFalse(start.without_salesperson_count)
        self.assertEqual(start.line_ids.user_id, self.user_sales_management)
        start.action_confirm()
        self.assertEqual(self.workflow.responsible_id, self.user_sales_management)

    def test_nothing_is_said_of_steps_that_are_not_there(self):
        self.assertFalse(self._open_start(self.workflow, "live").later_words)

    def test_the_pilot_says_of_whom(self):
        self.workflow.pilot_team_ids = self.team
        self.workflow.pilot_user_ids = self.user_other_team
        start = self._open_start(self.workflow, "pilot")
        self.assertEqual(
            start.pilot_words, f"{self.team.name}, {self.user_other_team.name}"
        )
        told = start.action_confirm()
        self.assertEqual(self.workflow.mode, "pilot")
        self.assertIn("The pilot has begun", told["params"]["message"])

    def test_told_in_the_words_of_what_it_is_for(self):
        for values, words in (
            ({}, "3 opportunities are"),
            ({"target": "lead", "trigger": "created"}, "3 leads are"),
            ({"target": "partner", "trigger": "created"}, "3 customers are"),
            ({"target": "order", "trigger": "unanswered"}, "3 quotations are"),
        ):
            self.workflow.write({"domain": "[]", **values})
            start = self.env["playbook.workflow.start"].new(
                {"workflow_id": self.workflow.id, "purpose": "backlog"}
            )
            self.assertIn(words, start._tell_taken(3))
            self.assertIn("One record is", start._tell_taken(1))
        self.assertIn("Nothing matched", start._tell_none())

    # ------------------------------------------------------------------
    # What to do about what is in quarantine
    # ------------------------------------------------------------------

    def test_every_kind_of_error_has_its_advice(self):
        lead = self._create_lead()
        enrollment = self.env["playbook.enrollment"].create(
            {
                "workflow_id": self.workflow.id,
                "lead_id": lead.id,
                "step_id": self.workflow.step_ids.id,
                "occurrence": lead.id,
                "state": "quarantined",
                "error": "No",
                "date_entered": fields.Datetime.now(),
            }
        )
        self.workflow.run_as_id = self.user_sales_management
        mine = enrollment.with_user(self.user_sales_management)
        for error, words in (
            (AccessError("No"), f"acts as {self.user_sales_management.name}, who"),
            (MissingError("No"), "What step “Call” needs is gone"),
            (PlaybookGateError("No", {}), "The stage asks for information"),
            (ValidationError("No"), "does not fit this record"),
            (ValueError("No"), "does not fit this record"),
            (UserError("No"), "The record did not allow it"),
            (KeyError("No"), "Try again once"),
        ):
            enrollment.error_kind = kind_of_error(error)
            with self.subTest(type(error).__name__):
                self.assertIn(words, mine.advice)
                self.assertRegex(mine.advice, "try again.$|^Try again")
        enrollment.error_kind = False
        self.assertIn("Try again once", mine.advice)
        enrollment.state = "waiting"
        self.assertFalse(mine.advice)
