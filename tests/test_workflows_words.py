"""What a workflow does, in a sentence."""

from odoo.fields import Command
from odoo.tests import tagged

from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestWorkflowWords(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workflow = cls._create_workflow(domain="[]", stop_on_reply=False)
        cls.step = cls.workflow.step_ids
        cls.step.summary = "Follow up"

    def _add_step(self, **values):
        return self.env["playbook.workflow.step"].create(
            {
                "workflow_id": self.workflow.id,
                "sequence": 20,
                "summary": "Look at it",
                **values,
            }
        )

    def test_the_whole_sentence(self):
        self._add_step(kind="escalate", delay=7, condition="open")
        self.assertEqual(
            self.workflow.in_words,
            "When an opportunity has had no stage change for 14 days: plan “Follow up” "
            "for whoever looks after it; 7 days later, as long as it is not done, "
            "escalate “Look at it” to the team leader. It stops when the opportunity "
            "moves, is won or lost, or its order is confirmed.",
        )

    def assertTold(self, values, words):
        with self.subTest(values), self.cr.savepoint() as savepoint:
            self.workflow.write(values)
            self.assertIn(words, self.workflow.in_words)
            savepoint.rollback()
            self.env.invalidate_all()

    def test_every_moment(self):
        for values, words in (
            ({"count_days": "working", "delay_days": 1}, "for 1 working day:"),
            ({"count_days": "working", "delay_days": 3}, "for 3 working days:"),
            ({"delay_days": 1}, "for 1 day:"),
            ({"trigger": "created"}, "When an opportunity is created:"),
            ({"trigger": "created", "target": "lead"}, "When a lead is created:"),
            ({"trigger": "created", "target": "partner"}, "there is a new customer:"),
            ({"trigger": "created", "target": "order"}, "When a quotation is created:"),
            ({"trigger": "source", "target": "lead"}, "comes in that has a source:"),
            ({"trigger": "unanswered", "target": "order"}, "unanswered for 14 days:"),
            ({"trigger": "inactive", "target": "partner"}, "inactive for 14 days:"),
            ({"trigger": "outcome"}, "finished with …:"),
        ):
            self.assertTold(values, words)

    def test_sources_are_named(self):
        source = self.env["utm.source"].create({"name": "Fair of words"})
        medium = self.env["utm.medium"].create({"name": "Booth of words"})
        values = {
            "trigger": "source",
            "target": "lead",
            "source_ids": [Command.set(source.ids)],
            "medium_ids": [Command.set(medium.ids)],
        }
        self.assertTold(values, "comes in from “Fair of words” or “Booth of words”:")

    def test_outcomes_are_named(self):
        outcomes = self.env["playbook.outcome"].create(
            [{"name": "Asked"}, {"name": "Wrote"}]
        )
        for target, named in (
            ("opportunity", "on an opportunity"),
            ("lead", "on a lead"),
            ("partner", "with a customer"),
            ("order", "on a quotation"),
        ):
            values = {
                "trigger": "outcome",
                "target": target,
                "outcome_ids": [Command.set(outcomes.ids)],
            }
            self.assertTold(values, f"{named} is finished with “Asked” or “Wrote”:")

    def test_every_kind_and_person(self):
        person = self.user_team_leader
        profiles = self.env.ref("crm_playbook.profile_marketing")
        for values, words in (
            ({"assign_to": "leader"}, "plan “Follow up” for the team leader"),
            ({"assign_to": "responsible"}, "for who answers for the workflow"),
            (
                {"assign_to": "user", "assign_user_id": person.id},
                f"for {person.name}",
            ),
            (
                {
                    "kind": "notify",
                    "assign_to": "profiles",
                    "notify_profile_ids": [Command.set(profiles.ids)],
                },
                "notify everybody of Marketing: “Follow up”",
            ),
            (
                {"kind": "field", **self._set_priority()},
                "set Priority to “High”",
            ),
            ({"kind": "escalate"}, "escalate “Follow up” to the team leader"),
            (
                {
                    "kind": "reassign",
                    "assign_to": "user",
                    "assign_user_id": person.id,
                },
                f"give it to {person.name}",
            ),
        ):
            with self.subTest(values), self.cr.savepoint() as savepoint:
                self.step.write(values)
                self.assertIn(words, self.workflow.in_words)
                savepoint.rollback()
                self.env.invalidate_all()

    def _set_priority(self):
        """Sales sets it: somebody who may write it, and has the words for it."""
        return {"set_field": "crm.lead.priority", "set_value": "High"}

    def test_every_kind_has_words(self):
        kinds = self.step._fields["kind"].selection
        for kind, _label in kinds:
            step = self.step.new({"kind": kind, "summary": "Do it"})
            with self.subTest(kind):
                self.assertNotEqual(step.in_words, "Do it")
                self.assertTrue(step.in_words)

    def test_conditions_stops_and_again(self):
        outcome = self.env["playbook.outcome"].create({"name": "Enough"})
        workflow = self.workflow
        self.assertTrue(workflow.in_words.endswith("or its order is confirmed."))
        workflow.write(
            {
                "domain": "[('priority', '=', '3')]",
                "stop_on_reply": True,
                "reentry": "once",
            }
        )
        self.assertIn("Only for those that meet the condition.", workflow.in_words)
        self.assertIn("It also stops when the customer writes.", workflow.in_words)
        self.assertIn("Only once for each record.", workflow.in_words)
        workflow.write(
            {
                "stop_domain": "[('priority', '=', '0')]",
                "stop_outcome_ids": [Command.set(outcome.ids)],
                "reentry": "repeat",
            }
        )
        self.assertIn(
            "It also stops when the customer writes, an action is finished with "
            "“Enough” or the condition to stop is met.",
            workflow.in_words,
        )
        self.assertIn("it begins again after 7 days.", workflow.in_words)

    def test_every_end(self):
        for values, words in (
            ({"trigger": "created"}, "the opportunity is won or lost"),
            ({"trigger": "created", "target": "lead"}, "the lead is closed."),
            ({"trigger": "created", "target": "partner"}, "customer is archived."),
            ({"trigger": "created", "target": "order"}, "confirmed or cancelled."),
            ({"trigger": "unanswered", "target": "order"}, "answers, orders or"),
            ({"trigger": "inactive", "target": "partner"}, "is a contact, an oppor"),
        ):
            self.assertTold(values, words)

    def test_the_conditions_of_steps(self):
        second = self._add_step(condition="done", domain="[('priority', '=', '3')]")
        self.assertIn(
            "right after, if what was asked before is done, plan “Look at it” for "
            "whoever looks after it, for some of them only (see its condition)",
            self.workflow.in_words,
        )
        self.assertTrue(second.is_for_some)
        self.assertFalse(self.step.is_for_some)
        second.write({"delay": 2, "domain": "[]"})
        self.assertIn(
            "2 days later, if what was asked before is done, plan “Look at it”",
            self.workflow.in_words,
        )
        self.assertNotIn("see its condition", self.workflow.in_words)

    def test_a_card_does_not_say_twice_what_it_is(self):
        for kind, label in self.step._fields["kind"]._description_selection(self.env):
            step = self.step.new({"kind": kind, "summary": "Do it"})
            with self.subTest(kind):
                self.assertNotIn("Do it", step.in_short)
                self.assertTrue(step.in_short, label)

    def test_days_count_from_the_occasion(self):
        """A quotation that is asked after on the days 3, 7 and 14."""
        self.workflow.write(
            {"target": "order", "trigger": "unanswered", "delay_days": 3}
        )
        steps = self.step | self._add_step(delay=4) | self._add_step(delay=7)
        self.assertEqual(steps.mapped("moment"), ["Day 3", "Day 7", "Day 14"])
        self.assertEqual(steps[2]._get_moment_since_taken(), "Day 11")
        self.workflow.count_days = "working"
        self.assertEqual(self.step.moment, "Day 3 or later")

    def test_without_a_step(self):
        self.workflow.step_ids.unlink()
        self.assertIn("nothing yet. Add a step", self.workflow.in_words)

    def test_in_the_language_of_who_reads(self):
        """What has no translation is told in English, all the rest in their words."""
        self.env["res.lang"]._activate_lang("es_ES")
        self.step.with_context(lang="es_ES").summary = "Dar seguimiento"
        spanish = self.workflow.with_context(lang="es_ES")
        self.assertIn("Dar seguimiento", spanish.in_words)
        self.assertIn("14", spanish.in_words)
        self.assertIn("“Follow up”", self.workflow.in_words)

    def test_the_days_of_the_steps(self):
        self.workflow.trigger = "created"
        first, hours, days, working, again = (
            self.step,
            self._add_step(sequence=20, delay=6, delay_unit="hours"),
            self._add_step(sequence=30, delay=3),
            self._add_step(sequence=40, delay=2, delay_unit="working"),
            self._add_step(sequence=50, delay=30, delay_unit="hours"),
        )
        steps = first | hours | days | working | again
        self.assertEqual(
            steps.mapped("moment"),
            ["At once", "After 6 h", "Day 3", "Day 5 or later", "Day 6 or later"],
        )
        self.assertEqual(days[0].moment, "Day 3")
        days.sequence = 1
        self.assertEqual((days.moment, first.moment), ("Day 3", "Day 3"))

    def test_words_take_no_query_for_each(self):
        workflows = self._create_workflow()
        for _number in range(5):
            workflows |= self._create_workflow()
        few, many = (
            self._count_queries(lambda these=these: these.mapped("in_words"))
            for these in (workflows[:2], workflows)
        )
        self.assertEqual(few, many)
