"""Where objectives stand, as months go by."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.crm_playbook.models.results import objective_figures as figures

from .objective_common import ObjectiveCase

RUN = "odoo.addons.crm_playbook.models.results.playbook_objective_run"


@tagged("post_install", "-at_install")
class TestObjectiveStanding(ObjectiveCase):
    def test_the_way_is_straight(self):
        stand = figures.stand
        ways = [
            # baseline, target, current, time over: progress, reached, behind
            ((20, 15, 20, 0), (0, False, False)),
            ((20, 15, 18, 0.5), (40, False, False)),
            ((20, 15, 18.6, 0.5), (28, False, True)),
            ((20, 15, 15, 0.5), (100, True, False)),
            ((20, 15, 14, 1), (120, True, False)),
            ((20, 15, 22, 0.1), (-40, False, True)),
        ]
        for (baseline, target, current, share), expected in ways:
            found = stand(
                baseline,
                target,
                current,
                share,
                higher=False,
                keeps=False,
                tolerance=20,
            )
            self.assertAlmostEqual(found.progress, expected[0])
            self.assertEqual((found.reached, found.behind), expected[1:])
        up = stand(100, 110, 105, 1, higher=True, keeps=False, tolerance=20)
        self.assertEqual((up.reached, up.behind, up.expected), (False, True, 110))
        kept = stand(None, 80, 79, 0.1, higher=True, keeps=True, tolerance=20)
        self.assertEqual((kept.reached, kept.behind), (False, True))

    def test_targets(self):
        find = figures.find_target
        self.assertEqual(find("percent", "lower", 20, 25), 15)
        self.assertEqual(find("percent", "higher", -100, 10), -90, "a loss")
        self.assertEqual(find("amount", "higher", 20, 5), 25)
        self.assertEqual(find("value", "higher", None, 5), 5)
        self.assertIsNone(find("percent", "higher", None, 5))

    def test_on_track_at_risk_achieved(self):
        objective = self._activate()
        self._put(self.churn, 7, 19, 100)
        self.assertEqual(self._update_on(objective, "2025-08-02"), "on_track")
        self.assertAlmostEqual(objective.progress, 20)
        self.assertEqual(str(objective.current_to), "2025-08-01")
        self._put(self.churn, 8, 20, 100)
        self.assertEqual(self._update_on(objective, "2025-09-02"), "at_risk")
        self.assertIn("20.0\xa0% now", objective.standing_words)
        self._put(self.churn, 9, 15, 100)
        self.assertEqual(self._update_on(objective, "2025-10-02"), "on_track")
        self.assertTrue(objective.reached_now, "but it is decided at the deadline")
        self._put(self.churn, 10, 20, 100)
        self._put(self.churn, 11, 16, 100)
        self.assertEqual(self._update_on(objective, "2025-12-31"), "on_track")
        self._put(self.churn, 12, 15, 100)
        self.assertEqual(self._update_on(objective, "2026-01-04"), "achieved")
        self.assertEqual(objective.state, "closed")

    def test_missed(self):
        objective = self._activate()
        self._put(self.churn, 12, 16, 100)
        self.assertEqual(self._update_on(objective, "2026-01-04"), "missed")
        self.assertEqual(objective.state, "closed")

    def test_the_month_that_goes_on_counts_for_a_state_only(self):
        state, ratio = self._activate(), self._indicator("win_rate")
        for month in (5, 6):
            self._put(ratio, month, 30, 100)
        other = self._activate(indicator_id=ratio.id)
        for indicator in (self.churn, ratio):
            self._put(indicator, 7, 10, 100, over=False)
        (state | other)._update_standing()
        self.assertEqual((state.current_value, other.current_value), (10, 30))
        self.assertEqual(str(state.current_to), "2025-07-10")
        self.assertTrue(state.reached_now)
        self.assertEqual(state.result, "on_track")

    def test_totals_are_told_a_month(self):
        new = self._indicator("new_customers")
        for month, count in ((4, 10), (5, 20), (6, 30)):
            self._put(new, month, count)
        objective = self._activate(indicator_id=new.id, window="3", amount=50)
        self.assertEqual(objective.baseline_value, 20)
        self.assertEqual(objective.target_value, 30)
        self.assertEqual(str(objective.baseline_from), "2025-04-01")
        self._put(new, 7, 40)
        self._update_on(objective, "2025-08-05")
        self.assertEqual(objective.current_value, 30)
        self.assertTrue(objective.reached_now)

    def test_a_month_in_which_nothing_happened_is_none_of_no_data(self):
        new = self._indicator("new_customers")
        for month in (5, 6):
            self._put(new, month, 4)
        objective = self._activate(indicator_id=new.id)
        row = self._put(new, 7, 4)
        row.unlink()
        self._update_on(objective, "2025-08-05")
        self.assertEqual((objective.has_current, objective.current_value), (True, 0))
        self.assertEqual(objective.result, "at_risk")

    def test_the_baseline_comes_with_the_first_month(self):
        ratio = self._indicator("win_rate")
        self._put(ratio, 1, 1, 10)
        ratio_runs = self.Run.search([("indicator_id", "=", ratio.id)])
        objective = self._activate(indicator_id=ratio.id)
        self.assertTrue(ratio_runs)
        self.assertRecordValues(
            objective, [{"has_baseline": False, "result": "no_data", "state": "active"}]
        )
        self.assertIn("No data yet", objective.baseline_words)
        self._put(ratio, 7, 30, 100, estimated=True)
        self._update_on(objective, "2025-08-05")
        self.assertRecordValues(
            objective,
            [
                {
                    "baseline_value": 30,
                    "target_value": 37.5,
                    "baseline_estimated": True,
                    "result": "on_track",
                }
            ],
        )
        self.assertEqual(str(objective.baseline_to), "2025-08-01")
        self.assertIn("measured afterwards", objective.baseline_words)
        baseline = objective.baseline_value
        self.Measurement.search([("indicator_id", "=", ratio.id)]).write(
            {"numerator": 90}
        )
        self._update_on(objective, "2025-08-06")
        self.assertEqual(objective.baseline_value, baseline, "it is frozen")

    def test_without_figures_it_ends_without_a_result(self):
        objective = self._activate()
        self.assertEqual(self._update_on(objective, "2026-01-20"), "on_track")
        self.assertEqual(objective.state, "active", "the last month may still come")
        self.assertEqual(self._update_on(objective, "2026-03-01"), "no_data")
        self.assertEqual(objective.state, "closed")

    def test_a_ratio_of_nothing_is_no_data(self):
        ratio = self._indicator("win_rate")
        self._put(ratio, 6, 0, 0)
        objective = self._activate(indicator_id=ratio.id, goal="keep", amount=30)
        self.assertEqual(objective.result, "no_data")
        self.assertEqual(objective.standing_words, "No data yet")

    def test_keeping(self):
        objective = self._activate(goal="keep", amount=21)
        self.assertEqual(objective.result, "on_track")
        self._put(self.churn, 7, 22, 100)
        self.assertEqual(self._update_on(objective, "2025-08-05"), "at_risk")
        self._put(self.churn, 12, 21, 100)
        self.assertEqual(self._update_on(objective, "2026-01-05"), "achieved")

    def test_a_deadline_within_a_month_is_decided_by_the_months_before(self):
        objective = self._write_objective(date_deadline="2025-09-15")
        self.assertIn("until August 2025", objective.clarity)
        objective.action_approve()
        self._put(self.churn, 8, 15, 100)
        self.assertEqual(self._update_on(objective, "2025-09-16"), "achieved")

    def test_closing_before_the_deadline(self):
        objective = self._activate()
        self._put(self.churn, 7, 14, 100)
        with self._on("2025-08-05"):
            objective.action_close()
        self.assertRecordValues(objective, [{"state": "closed", "result": "achieved"}])

        action = objective.action_write_next()
        following = self.Objective.browse(action["res_id"])
        self.assertEqual(str(following.date_start), "2026-01-01")
        self.assertEqual(str(following.date_deadline), "2026-06-30")

    def test_the_next_of_a_short_one_lasts_a_month(self):
        objective = self._activate(date_start="2025-07-25", date_deadline="2025-08-05")
        objective.sudo().state = "closed"
        following = self.Objective.browse(objective.action_write_next()["res_id"])
        self.assertEqual(str(following.date_start), "2025-08-06")
        self.assertEqual(str(following.date_deadline), "2025-09-05")

    def test_own_company_own_figures(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.company_ids += other
        for month in range(1, 7):
            self._put(self.churn, month, 50, 100, company=other)
        objectives = self._activate() | self._activate(company_id=other.id)
        self.assertEqual(objectives.mapped("baseline_value"), [20, 50])

    def test_the_schedule_computes_all_and_one_error_stops_no_other(self):
        objectives = self._activate() | self._activate(
            figures_user_id=self.salesperson.id, goal="value", amount=5
        )
        self._put(self.churn, 7, 19, 100)
        broken = objectives[1]
        cron = type(self.env["ir.cron"])
        self.patch(cron, "_commit_progress", lambda *_args, **_kwargs: 60)
        stand = type(broken)._find_standing

        def fail(record, *args):
            if record.id == broken.id:
                raise ValueError("nothing fits")
            return stand(record, *args)

        with (
            self._on("2025-08-05"),
            mute_logger(RUN),
            patch.object(type(broken), "_find_standing", fail),
        ):
            self.env["playbook.objective"]._cron_update(batch=1)
        self.assertEqual(objectives[0].current_value, 19)
        self.assertEqual(broken.problem, "nothing fits")
        with self._on("2025-08-05"):
            self.env["playbook.objective"]._cron_update()
        self.assertFalse(broken.problem)

    def test_updating_measures_first(self):
        objective = self._activate().with_user(self.salesperson)
        asked = []
        self.patch(
            type(self.Run), "_measure_periods", lambda _self, *args: asked.append(args)
        )
        objective.action_update()
        ((indicators, company, kind, *_rest),) = asked
        self.assertEqual((indicators, company), (self.churn, self.company))
        self.assertEqual(kind, "month")
        self.assertTrue(objective.date_computed)

    def test_as_many_queries_for_many_as_for_one(self):
        users = self.env["res.users"].search([("share", "=", False)], limit=4)
        template = self._activate()

        indicators = self.env["playbook.indicator"].search([], limit=8)

        def make(users):
            return self.env["playbook.objective"].create(
                [
                    {
                        "indicator_id": indicator.id,
                        "goal": "value",
                        "amount": 3,
                        "date_start": "2025-07-01",
                        "date_deadline": "2025-12-31",
                        "figures_user_id": user.id,
                    }
                    for indicator in indicators
                    for user in users
                ]
            )

        few, many = make(users[:1]), make(users)
        names = ["sentence", "course", "standing_words", "children_words", "clarity"]
        names += ["tradeoffs", "others_words", "corrective_count", "display_name"]

        def count(records):
            self.env.invalidate_all()
            template.read(["display_name"])
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            records.with_user(self.manager).read(names)
            reading = self.env.cr.sql_log_count - before
            records._read_series()
            return reading, self.env.cr.sql_log_count - before - reading

        count(many)
        self.assertEqual(count(few), count(many))
