"""What else changed meanwhile: other figures, and other teams."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .objective_common import ObjectiveCase


@tagged("post_install", "-at_install")
class TestObjectiveTradeoff(ObjectiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.revenue = cls._indicator("revenue_won")
        cls.satisfaction = cls._indicator("satisfaction")

    def _make(self, satisfied, revenue=1200, size=100):
        """Revenue goes up, and satisfaction from 4 to ``satisfied``."""
        for month, money, score in ((6, 1000, 4), (7, revenue, satisfied)):
            self._put(self.revenue, month, money)
            self._put(self.satisfaction, month, score * size, size)
        objective = self._activate(indicator_id=self.revenue.id, amount=30)
        self._update_on(objective, "2025-08-05")
        return objective

    def test_paid_by_satisfaction(self):
        objective = self._make(satisfied=3)
        ((indicator, before, now),) = objective._find_tradeoffs()[objective]
        self.assertEqual(indicator, self.satisfaction)
        self.assertEqual((before.value, now.value), (4, 3))
        self.assertIn("4.0 before, 3.0 now", objective.tradeoffs)
        # Who reads their own figures alone learns no others.
        self.assertFalse(objective.with_user(self.salesperson).tradeoffs)

    def test_the_worst_of_each_dimension(self):
        promises = self._indicator("promises_kept")
        for month, kept in ((6, 80), (7, 70)):
            self._put(promises, month, kept, 100)
        objective = self._make(satisfied=3)
        self.assertEqual(promises.dimension, self.satisfaction.dimension)
        found = [each[0] for each in objective._find_tradeoffs()[objective]]
        self.assertEqual(found, [self.satisfaction])

    def test_nothing_to_say(self):
        for how in (
            {"satisfied": 3.9},
            {"satisfied": 5},
            {"satisfied": 3, "revenue": 1010},
            {"satisfied": 3, "size": 5},
        ):
            with self.subTest(**how):
                objective = self._make(**how)
                self.assertFalse(objective.tradeoffs)
                objective.action_close()
                self.Measurement.search([]).unlink()

    def test_the_other_teams(self):
        teams = self.env["crm.team"].create([{"name": "Ours"}, {"name": "Theirs"}])
        ours, theirs = teams
        for month, own, others in ((6, 20, 20), (7, 15, 20)):
            self._put(self.churn, month, own, 100, team=ours)
            self._put(self.churn, month, others, 100, team=theirs)
        # What setUpClass measured is nobody's.
        self.Measurement.search([("team_id", "=", False)]).unlink()
        objective = self._activate(team_id=ours.id)
        self._update_on(objective, "2025-08-05")
        self.assertIn("−25 % here, and by +0 %", objective.others_words)
        self.assertIn("more happened here", objective.others_words)
        own = self.Measurement.search(
            [("team_id", "=", theirs.id), ("date_from", "=", "2025-07-01")]
        )
        own.numerator = 15
        objective.invalidate_recordset()
        self.assertIn("may not be what is done here", objective.others_words)
        own.write({"numerator": 1, "denominator": 5})
        objective.invalidate_recordset()
        self.assertIn("too few figures", objective.others_words)

    def test_side_by_side(self):
        self._put(self.revenue, 1, 1000)
        for month in range(2, 7):
            self._put(self.revenue, month, 1000 + 100 * month)
            self._put(self.satisfaction, month, 500 - month * 30, 100)
        Comparison = self.env["playbook.comparison"].with_user(self.manager)
        page = Comparison.create(
            {"indicator_ids": (self.revenue | self.satisfaction | self.churn).ids}
        )
        table = page.side_by_side
        self.assertEqual(table["months"][-1], "Jun 25", "the month that is over")
        rows = {row["id"]: row for row in table["rows"]}
        revenue, satisfaction = rows[self.revenue.id], rows[self.satisfaction.id]
        self.assertEqual(revenue["total"]["trend"], "better")
        self.assertEqual(satisfaction["total"]["trend"], "worse")
        self.assertEqual(satisfaction["cells"][0]["text"], "no data")
        self.assertEqual(rows[self.churn.id]["total"]["arrow"], "")
        (warning,) = table["warnings"]
        self.assertIn("became worse while these became better", warning)

    def test_side_by_side_in_ones_own_scope(self):
        self._put(self.revenue, 5, 100, user=self.salesperson)
        self._put(self.revenue, 5, 900, user=self.manager)
        self._put(self.revenue, 4, 50, user=self.manager)
        texts = {}
        for user in (self.salesperson, self.manager):
            page = (
                self.env["playbook.comparison"]
                .with_user(user)
                .create({"indicator_ids": self.revenue.ids})
            )
            texts[user] = page.side_by_side["rows"][0]["cells"][-2]["text"]
            cells = page.side_by_side["rows"][0]["cells"]
            self.assertNotEqual(cells[-3]["text"], "no data", "0: it was measured")
            self.assertEqual(cells[0]["text"], "no data")
        self.assertIn("100", texts[self.salesperson])
        self.assertIn("1,000", texts[self.manager])
        with self.assertRaises(AccessError):
            page.with_user(self.salesperson).read(["side_by_side"])

    def test_side_by_side_says_the_change(self):
        tell = self.env["playbook.comparison"]._tell_change
        for indicator, before, now, words in (
            (self.revenue, 1000, 1100, "+10 %"),
            (self.revenue, 1000, 999, "0 %"),
            (self.revenue, 0, 10, ""),
            (self.churn, 20, 22.5, "+2.5 points"),
            (self.churn, 20, 19.99, "0 points"),
        ):
            with self.subTest(words=words):
                self.assertEqual(tell(indicator, before, now), words)

    def test_side_by_side_begins_with_one_of_each_dimension(self):
        self._put(self.revenue, 6, 100)
        self._put(self.satisfaction, 6, 400, 100)
        self._activate()
        page = self.env["playbook.comparison"].with_user(self.manager).create({})
        self.assertEqual(
            page.indicator_ids, self.revenue | self.satisfaction | self.churn
        )

    def test_side_by_side_a_change_is_what_the_settings_say(self):
        for month in range(1, 7):
            self._put(self.revenue, month, 1000 + 20 * month)
        page = (
            self.env["playbook.comparison"]
            .with_user(self.manager)
            .create({"indicator_ids": self.revenue.ids})
        )
        key = "crm_playbook.objective_tradeoff"
        for least, trend in (("5", "better"), ("20", "")):
            self.env["ir.config_parameter"].set_param(key, least)
            page.invalidate_recordset()
            (row,) = page.side_by_side["rows"]
            self.assertEqual(row["total"]["trend"], trend)
