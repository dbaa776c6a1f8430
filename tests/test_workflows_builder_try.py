"""A workflow is tried on one record: what it would do, and nothing is done."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .builder_common import BuilderCommon

COUNTED = (
    "mail.activity",
    "mail.mail",
    "mail.message",
    "playbook.customer.mail",
    "playbook.enrollment",
    "playbook.workflow.event",
)


@tagged("post_install", "-at_install")
class TestTry(BuilderCommon):
    def _try(self, record=None, user=None):
        record = self.lead if record is None else record
        user = user or self.user_sales_management
        return self.workflow.with_user(user)._try(record.with_user(user))

    def _statuses(self, **values):
        return [step["status"] for step in self._try(**values).steps]

    def test_what_it_would_do(self):
        trial = self._try()
        self.assertEqual((trial.reasons, trial.stops), ([], ""))
        call, mail = trial.steps
        self.assertEqual((call["status"], mail["status"]), ("would", "would"))
        self.assertEqual(call["person"], self.user_sales.name)
        self.assertEqual((mail["date"] - call["date"]).days, 3)
        self.assertEqual(mail["mail"]["email"], "office@lumber.example")
        self.assertFalse(call["mail"])

    def test_nothing_is_done(self):
        counts = [self.env[model].search_count([]) for model in COUNTED]
        self._try()
        self.env.flush_all()
        self.assertEqual(
            [self.env[model].search_count([]) for model in COUNTED], counts
        )

    def test_in_every_mode(self):
        """Also of a draft, which takes nothing up by itself."""
        for mode in ("draft", "simulation", "live"):
            with self.subTest(mode):
                if mode == "live":
                    other = self._create_stale(partner_id=self.customer.id)
                    self._go_live()
                    # What matched when it went live is backlog, and known.
                    self.assertIn("already", self._try(other).reasons[-1])
                    continue
                self.workflow.mode = mode
                self.assertEqual(self._try().reasons, [])

    def test_why_it_would_not_be_taken_up(self):
        fresh = self._create_lead(user_id=self.user_sales.id, stage_id=self.stage.id)
        fresh.name = "Stale deal that is not"
        self.assertIn("days of 14", self._try(fresh).reasons[0])
        self.workflow.domain = "[('name', '=', 'Another')]"
        self.assertIn("does not meet the condition", self._try().reasons[0])
        self.lead.action_set_won()
        self.assertIn("It is closed", self._try().reasons[0])

    def test_what_would_end_it(self):
        self.workflow.stop_domain = "[('priority', '=', '3')]"
        self.assertFalse(self._try().stops)
        self.lead.priority = "3"
        self.assertEqual(self._try().stops, "The condition to stop is met")

    def test_conditions_of_steps(self):
        """Each step before is taken for done in time."""
        self.mail_step.condition = "open"
        self.assertEqual(self._statuses(), ["would", "left_out"])
        note = self._try().steps[1]["note"]
        self.assertIn("Only if what was asked before is not done.", note)
        self.assertIn("taken for done", note)
        for condition in ("done", "logged"):
            self.mail_step.condition = condition
            with self.subTest(condition):
                self.assertEqual(self._statuses(), ["would", "would"])
                self.assertIn("what was asked before is done", self._note())
        self.mail_step.domain = "[('priority', '=', '3')]"
        self.assertEqual(self._statuses(), ["would", "left_out"])
        self.assertIn("does not meet the condition", self._note())
        self.lead.priority = "3"
        self.assertEqual(self._statuses(), ["would", "would"])
        self.mail_step.condition = "open"
        self.customer.email = self.lead.email_from = False
        self.assertIn("no e-mail address", self._note())

    def _note(self):
        return self._try().steps[1]["note"]

    def test_what_it_leaves_out_or_lets_wait(self):
        """As the step says when it is carried out."""
        Step = type(self.mail_step)
        for name, told, status in (
            ("_find_unfit", "No address.", "left_out"),
            ("_find_postponed", (None, "Too many of late."), "waits"),
        ):

            def answer(step, rows, env, told=told):
                return {row["enrollment_id"]: told for row in rows}

            with self.subTest(name), patch.object(Step, name, answer):
                steps = self._try().steps
                self.assertEqual(steps[1]["status"], status)
                words = told if isinstance(told, str) else told[1]
                self.assertIn(words, steps[1]["note"])

    def test_with_the_rights_of_who_looks(self):
        with self.assertRaises(AccessError):
            self._try(user=self.user_other_team)
        self.lead.user_id = False
        self.assertTrue(self._try().reasons)

    def test_for_other_records(self):
        self.customer.user_id = self.user_sales
        order = self._create_order(self.customer, user_id=self.user_sales.id)
        for target, record in (("partner", self.customer), ("order", order)):
            workflow = self.env["playbook.workflow"].create(
                {
                    "name": "Other",
                    "target": target,
                    "trigger": "created",
                    "step_ids": [
                        Command.create({"summary": "Call"}),
                        Command.create({"summary": "Ask", "kind": "escalate"}),
                    ],
                }
            )
            with self.subTest(target):
                trial = workflow._try(record)
                self.assertEqual(len(trial.steps), 2)
                self.assertEqual(trial.steps[0]["person"], self.user_sales.name)

    def test_the_dialog(self):
        manager = self.user_sales_management
        action = self.workflow.with_user(manager).action_test()
        Test = self.env["playbook.workflow.test"].with_user(manager)
        form = Form(Test.with_context(**action["context"]))
        self.assertFalse(form.is_chosen)
        form.lead_id = self.lead
        self.assertTrue(form.is_taken)
        self.assertEqual(len(form.line_ids), 2)
        test = Test.new({"workflow_id": self.workflow.id, "lead_id": self.lead.id})
        self.assertEqual(
            test.line_ids.mapped("mail_subject"), [False, f"About {self.lead.name}"]
        )
        self.lead.priority = "3"
        self.workflow.domain = "[('priority', '=', '0')]"
        form.lead_id = self.env["crm.lead"]
        form.lead_id = self.lead
        self.assertFalse(form.is_taken)
        self.assertIn("condition", form.kept_out_words)

    def test_who_may(self):
        Test = self.env["playbook.workflow.test"]
        for who, may in (
            ("marketing", True),
            ("sales_management", True),
            ("configurator", True),
            ("sales", False),
        ):
            user = getattr(self, f"user_{who}")
            with self.subTest(who):
                self.assertEqual(Test.with_user(user).has_access("create"), may)

    def test_many_steps_take_no_query_for_each(self):
        def cost(count):
            self.workflow.step_ids = [
                Command.create({"summary": "Call", "sequence": 90})
                for _number in range(count)
            ]
            return self._count_queries(self._try)

        cost(1)
        self.assertEqual(cost(1), cost(8))
