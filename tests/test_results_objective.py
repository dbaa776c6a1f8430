"""Writing objectives: their sentence, what they must say, and their baseline."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .objective_common import ObjectiveCase

SENTENCES = [
    (
        {},
        "Reduce customer churn by 2.5 points (from 30.0\xa0% to 27.5\xa0%) by "
        "December 31, "
        "2025, for the team Europe",
    ),
    (
        {"goal": "value", "amount": 10},
        "Reduce customer churn to 10.0\xa0% (from 30.0\xa0%) by "
        "December 31, 2025, for the "
        "team Europe",
    ),
    (
        {"goal": "keep", "amount": 25, "team_id": False},
        "Keep customer churn at 25.0\xa0% at most until December 31, 2025",
    ),
    (
        {"indicator_id": "retention"},
        "Keep customer retention at 25.0\xa0% at least until December 31, 2025",
    ),
    (
        {"goal": "percent", "figures_user_id": "me"},
        "Increase customer retention by 25\xa0% by December 31, 2025, for Sam Sales",
    ),
    (
        {"indicator_id": "new_customers", "figures_user_id": False},
        "Increase new customers by 25\xa0% (from 12 a month to 15 a month) by December "
        "31, 2025",
    ),
]


@tagged("post_install", "-at_install")
class TestObjective(ObjectiveCase):
    def test_reduce_churn_by_choosing(self):
        """The issue's own: choosing fields, baseline, path and state."""
        with Form(self.Objective) as form:
            form.indicator_id = self.churn
            self.assertEqual(form.window, "1", "a state is looked at a month")
            form.amount = 25
            form.date_deadline = self.Objective._fields["date_deadline"].to_date(
                "2025-12-31"
            )
            self.assertEqual(
                form.sentence,
                "Reduce customer churn by 25\xa0% (from 20.0\xa0% to 15.0\xa0%) by "
                "December 31, "
                "2025",
            )
            self.assertTrue(form.is_clear)
        objective = form.record
        self.assertEqual(objective.user_id, self.manager)

    def test_baseline_path_and_state(self):
        objective = self._activate()
        self.assertRecordValues(
            objective,
            [
                {
                    "state": "active",
                    "result": "on_track",
                    "baseline_value": 20,
                    "baseline_numerator": 20,
                    "baseline_denominator": 100,
                    "baseline_estimated": False,
                    "target_value": 15,
                    "current_value": 20,
                    "progress": 0,
                }
            ],
        )
        self.assertEqual(str(objective.baseline_from), "2025-06-01")
        self.assertEqual(str(objective.baseline_to), "2025-07-01")
        self.assertEqual(objective.baseline_words, "20.0\xa0% (June 2025)")
        points = {point["month"]: point for point in objective.course["points"]}
        self.assertEqual(len(points), 9, "three before, six to come")
        self.assertEqual(points["June 2025"]["measured"], 20)
        self.assertAlmostEqual(points["June 2025"]["expected"], 20)
        self.assertIsNone(points["May 2025"]["expected"])
        self.assertAlmostEqual(points["December 2025"]["expected"], 15)
        self.assertIsNone(points["December 2025"]["measured"])
        self.assertEqual(objective.course["target"], "15.0\xa0%")

    def test_what_is_missing_is_named(self):
        objective = self._write_objective(
            amount=0, date_deadline=False, user_id=False, indicator_id=self.churn.id
        )
        self.assertFalse(objective.is_clear)
        self.assertIn("…", objective.sentence)
        for missing in ("Amount", "Deadline", "Responsible"):
            with self.assertRaisesRegex(ValidationError, missing):
                objective.action_approve()
        with self.assertRaises(ValidationError):
            objective.action_ask_approval()
        self.assertEqual(objective.state, "draft")

    def test_sentences_of_every_goal(self):
        team = self.env["crm.team"].create({"name": "Europe"})
        for month in range(1, 7):
            self._put(self.churn, month, 3, 10, team=team)
        ids = {x: self._indicator(x) for x in ("retention", "new_customers")}
        self._put(ids["new_customers"], 6, 12)
        ids["me"] = self.salesperson
        objective = self._write_objective(goal="amount", amount=2.5, team_id=team.id)
        for values, sentence in SENTENCES:
            objective.write(
                {
                    name: ids[value].id if value in ids else value
                    for name, value in values.items()
                }
            )
            self.assertEqual(objective.sentence, sentence)
            self.assertEqual(objective.display_name, sentence)
        objective.title = "Europe keeps its customers"
        self.assertEqual(objective.display_name, "Europe keeps its customers")

    def test_what_cannot_be_reached_is_refused(self):
        lower = [
            ({"goal": "value", "amount": 30}, "is no better"),
            ({"goal": "percent", "amount": 120}, "below zero"),
            ({"goal": "amount", "amount": 40}, "below zero"),
            ({"goal": "amount", "amount": -4}, "above zero"),
            ({"goal": "percent", "amount": 0}, "by how much"),
            ({"date_deadline": "2025-07-20"}, "No month is over"),
            (
                {"date_start": "2025-01-01", "date_deadline": "2025-06-30"},
                "It is over",
            ),
        ]
        for values, words in lower:
            with self.subTest(values=values):
                objective = self._write_objective(**values)
                self.assertIn(words, objective.clarity)
                with self.assertRaises(ValidationError):
                    objective.action_approve()
        for code, amount in (("retention", 150), ("satisfaction", 5.5)):
            objective = self._write_objective(
                indicator_id=self._indicator(code).id, goal="value", amount=amount
            )
            self.assertIn("there is no more than", objective.clarity)
        # Nothing at all may be the aim.
        complaints = self._write_objective(goal="value", amount=0)
        self.assertTrue(complaints.is_clear)
        with self.assertRaisesRegex(ValidationError, "not after its beginning"):
            self._write_objective(date_deadline="2025-07-01")

    def test_a_percentage_of_nothing_is_refused(self):
        new = self._indicator("new_customers")
        self._put(new, 6, 0)
        objective = self._write_objective(indicator_id=new.id)
        self.assertIn("changes nothing", objective.clarity)

    def test_vague_titles_are_named(self):
        vague = self._write_objective(title="Mejorar las Relaciones")
        self.assertIn("Mejorar, Relaciones", vague.title_warning)
        self.assertTrue(vague.is_clear, "a warning, no more")
        for title in ("25 % better", "Keep our customers", False):
            vague.title = title
            self.assertFalse(vague.title_warning)
        self.env["ir.config_parameter"].set_param("crm_playbook.vague_words", "keep")
        vague.title = "Keep our customers"
        self.assertIn("Keep", vague.title_warning)

    def test_what_was_agreed_stays(self):
        objective = self._activate()
        for values in (
            {"indicator_id": self._indicator("retention").id},
            {"date_start": "2025-06-01"},
            {"window": "12"},
            {"figures_user_id": self.salesperson.id},
        ):
            with self.assertRaisesRegex(UserError, "has its baseline"):
                objective.write(values)
        self.churn.sudo().name = "Lost customers"
        self.assertIn("lost customers", objective.sentence)
        with self.assertRaisesRegex(UserError, "was agreed"):
            objective.unlink()

    def test_changing_the_target_is_logged_and_counts_from_then_on(self):
        objective = self._activate().with_context(tracking_disable=False)
        # Its creation is over: what is new is not tracked.
        self.env.cr.flush()
        objective.write({"amount": 50, "date_deadline": "2025-09-30"})
        self.assertEqual(objective.target_value, 10)
        self.env.flush_all()
        self.env.cr.flush()
        self.env.invalidate_all()
        tracked = objective.sudo().message_ids.tracking_value_ids
        changes = {
            value.field_id.name: (value.old_value_float, value.new_value_float)
            for value in tracked
        }
        self.assertEqual(changes["amount"], (25, 50))
        self.assertIn("date_deadline", changes)
        with self.assertRaises(ValidationError):
            objective.amount = 500

    def test_one_for_the_same_figures(self):
        first = self._activate()
        second = self._write_objective(amount=10)
        self.assertIn("Already there", second.clarity)
        with self.assertRaisesRegex(ValidationError, "about the same figure"):
            second.action_approve()
        second.figures_user_id = self.salesperson
        self.assertNotIn("Already there", second.clarity)
        first.action_close()
        second.figures_user_id = False
        self.assertTrue(second.is_clear)

    def test_a_copy_begins_anew(self):
        objective = self._activate()
        copy = objective.copy()
        self.assertRecordValues(
            copy, [{"state": "draft", "has_baseline": False, "result": "not_active"}]
        )

    def test_levels_make_a_tree(self):
        company = self._activate()
        strategy = self._write_objective(
            level="strategy", parent_id=company.id, figures_user_id=self.salesperson.id
        )
        initiative = self._write_objective(level="initiative", parent_id=strategy.id)
        self.assertEqual(company.child_count, 1)
        self.assertEqual(initiative.tree_name[:2], "\u2003\u2003")
        for child, parent in ((company, strategy), (strategy, initiative)):
            with self.assertRaises(UserError):
                child.parent_id = parent
        other = self._write_objective(level="strategy")
        with self.assertRaisesRegex(ValidationError, "cannot serve"):
            other.parent_id = strategy
        with self.assertRaisesRegex(ValidationError, "cannot serve"):
            company.level = "initiative"
        for month in (5, 6):
            self._put(self.churn, month, 10, 50, user=self.salesperson)
        strategy.action_approve()
        self.assertEqual(company.children_words, "1 on track")

    def test_settings_are_checked(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(settings.playbook_objective_tolerance, 20)
        settings.playbook_objective_tolerance = 120
        with self.assertRaisesRegex(UserError, "from 0 to 100"):
            settings.set_values()
        self.env["ir.config_parameter"].set_param(
            "crm_playbook.objective_tolerance", "many"
        )
        self.assertEqual(self.Objective._get_tolerance(), 20)

    def test_a_share_of_nothing_is_kept(self):
        settings = self.env["res.config.settings"]
        shares = {"playbook_objective_tolerance": 0, "playbook_objective_tradeoff": 0}
        settings.create(shares).set_values()
        self.assertEqual(self.Objective._get_tolerance(), 0)
        self.assertEqual(self.Objective._get_tradeoff(), 0)
        found = settings.create({})
        self.assertEqual([found[name] for name in shares], [0, 0])
