"""Objectives and months that are not over, or whose figures are open."""

from odoo.tests import tagged

from .objective_common import ObjectiveCase


@tagged("post_install", "-at_install")
class TestObjectiveOpenMonths(ObjectiveCase):
    def test_a_month_that_goes_on_is_no_baseline(self):
        self._put(self.churn, 7, 3, 100, over=False)
        objective = self._write_objective(date_start="2025-08-01")
        self.assertNotIn("from", objective.sentence)
        self.assertIn("taken when July 2025 is closed", objective.clarity)
        self.assertTrue(objective.is_clear)
        objective.action_approve()
        self.assertRecordValues(
            objective, [{"state": "active", "has_baseline": False, "target_value": 0}]
        )
        self.assertIn("when July 2025 is closed", objective.baseline_words)
        self._update_on(objective, "2025-07-31")
        self.assertFalse(objective.has_baseline)
        run = self.Run.search(
            [("indicator_id", "=", self.churn.id), ("date_from", "=", "2025-07-01")]
        )
        self.Measurement.search([("run_id", "=", run.id)]).numerator = 24
        run.write({"date_measured": "2025-08-01 06:00:00"})
        self._update_on(objective, "2025-08-01")
        self.assertFalse(objective.has_baseline, "its figures are open")
        run.state = "closed"
        self._update_on(objective, "2025-08-04")
        self.assertRecordValues(
            objective,
            [{"has_baseline": True, "baseline_value": 24, "target_value": 18}],
        )

    def test_until_it_is_closed_the_month_before_is_waited_for(self):
        row = self._put(self.churn, 7, 3, 100, over=False)
        objective = self._write_objective(date_start="2025-08-01")
        with self._on("2025-08-01"):
            self.assertIn("taken when July 2025 is closed", objective.clarity)
            objective.action_approve()
            self.assertFalse(objective.has_baseline)
        with self._on("2025-08-04"):
            objective.invalidate_recordset(["baseline_words"])
            self.assertIn("is closed", objective.baseline_words)
        # Measured, and never closed: there is a figure.
        row.run_id.date_measured = "2025-08-01 12:00:00"
        for day in ("2025-08-05", "2025-09-10"):
            with self._on(day):
                objective.invalidate_recordset(["baseline_words"])
                draft = self._write_objective(date_start="2025-08-01")
                self.assertIn("when July 2025 is closed", objective.baseline_words)
                self.assertIn("when July 2025 is closed", draft.clarity)

    def test_a_month_before_that_was_not_measured_is_not_waited_for(self):
        objective = self._activate(date_start="2025-08-01")
        with self._on("2025-08-04"):
            objective.invalidate_recordset(["baseline_words"])
            self.assertIn("when July 2025 is closed", objective.baseline_words)
        with self._on("2025-08-05"):
            objective.invalidate_recordset(["baseline_words"])
            self.assertIn("No data yet", objective.baseline_words)

    def test_a_month_that_is_never_closed_is_the_baseline_in_the_end(self):
        self._put(self.churn, 7, 24, 100, closed=False)
        objective = self._activate(date_start="2025-08-01")
        self._put(self.churn, 8, 30, 100)
        self._update_on(objective, "2025-09-10")
        self.assertFalse(objective.has_baseline, "August is not the month before")
        self._put(self.churn, 9, 40, 100, over=False)
        self._update_on(objective, "2025-09-20")
        self.assertEqual(objective.baseline_value, 24)

    def test_a_month_that_was_not_measured_after_it_is_no_baseline(self):
        self._put(self.churn, 7, 3, 100, over=False)
        objective = self._activate(date_start="2025-08-01")
        self._put(self.churn, 8, 30, 100)
        self._update_on(objective, "2025-09-10")
        self.assertFalse(objective.has_baseline)
        self._update_on(objective, "2025-09-20")
        self.assertEqual(objective.baseline_value, 30)

    def test_the_first_month_after_is_waited_for_too(self):
        objective = self._activate(date_start="2025-08-01")
        self._put(self.churn, 8, 24, 100, closed=False)
        self._put(self.churn, 9, 30, 100)
        self._update_on(objective, "2025-10-10")
        self.assertFalse(objective.has_baseline)
        self._update_on(objective, "2025-10-21")
        self.assertEqual(objective.baseline_value, 24)

    def test_one_that_begins_later_is_not_judged_before(self):
        self._put(self.churn, 7, 3, 100, over=False)
        kept = self._activate(date_start="2025-09-01", goal="keep", amount=2)
        self.assertRecordValues(kept, [{"result": "no_data", "has_current": False}])

    def test_it_is_decided_when_the_figures_are_closed(self):
        objective = self._activate()
        row = self._put(self.churn, 12, 15, 100, closed=False)
        self.assertEqual(self._update_on(objective, "2026-01-02"), "on_track")
        self.assertRecordValues(objective, [{"state": "active", "reached_now": True}])
        with self._on("2026-01-02"):
            objective.invalidate_recordset(["standing_words"])
            self.assertIn("open until January 3, 2026", objective.standing_words)
        # Entered late.
        row.numerator = 16
        row.run_id.state = "closed"
        self.assertEqual(self._update_on(objective, "2026-01-04"), "missed")
        self.assertEqual(objective.state, "closed")
        self.assertNotIn("open until", objective.standing_words)

    def test_what_is_never_closed_is_decided_in_the_end(self):
        self.env["ir.config_parameter"].set_param("crm_playbook.close_days", "60")
        objective = self._activate()
        self._put(self.churn, 12, 15, 100, closed=False)
        self._update_on(objective, "2026-02-20")
        self.assertEqual(objective.state, "active", "its figures are open")
        self.assertEqual(self._update_on(objective, "2026-05-01"), "achieved")

    def test_closing_it_while_its_figures_are_open(self):
        objective = self._activate()
        self._put(self.churn, 12, 15, 100, closed=False)
        with self._on("2026-01-02"):
            objective.action_close()
        self.assertRecordValues(objective, [{"state": "closed", "result": "achieved"}])
        self.assertIn("figures were open", objective.sudo().message_ids[0].body)
