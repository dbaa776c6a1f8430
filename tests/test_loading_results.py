"""Deals that are loaded again when they are won, lost, or open once more."""

from odoo.tests import new_test_user, tagged

from .common import INTERNAL
from .loading_common import LoadingCase

GROUPS = "crm_playbook.group_marketing,sales_team.group_sale_salesman_all_leads"
HEADERS = ["ID", "Name", "Company name", "Stage", "Status", "Close date", "Probability"]
OPEN = {"Status": "Open"}
WON = {"Status": "Won", "Close date": "2020-03-02"}
LOST = {"Status": "Lost", "Close date": "2020-04-02"}


@tagged("post_install", "-at_install")
class TestResults(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, "loading_results", f"{INTERNAL},{GROUPS}", tz="UTC"
        )
        cls.first, cls.second, cls.won = cls.env["crm.stage"].create(
            [
                {"name": "Results first", "sequence": -40},
                {"name": "Results second", "sequence": -30},
                {"name": "Results won", "sequence": 90, "is_won": True},
            ]
        )
        cls.reason = cls.env["crm.lost.reason"].create({"name": "Results too dear"})

    def _rows(self, values):
        values = {"ID": "U-9", "Name": "Deal", "Company name": "Results Ltd"} | values
        headers = list(dict.fromkeys([*HEADERS, *values]))
        return [headers, [values.get(name, "") for name in headers]]

    def _load_deal(self, values, *verdicts, **settings):
        """Load the deal, and see that loading it again changes nothing."""
        rows = self._rows(values)
        load = self._load(rows, "lead", user=self.user, **settings)
        self.assertStates(load.line_ids, "loaded")
        if verdicts:
            self.assertVerdicts(load.line_ids, *verdicts)
        again = self._look(rows, "lead", user=self.user, **settings)
        self.assertVerdicts(again, "unchanged")
        return load.line_ids, self._get_records(load)

    def test_every_way(self):
        ways = [OPEN, WON, LOST, OPEN, LOST, WON, OPEN]
        self._load_deal(ways[0])
        for values in ways[1:]:
            line, lead = self._load_deal(values, "update")
            status = values["Status"].lower().replace("open", "pending")
            self.assertEqual(lead.won_status, status)
            self.assertEqual(lead.active, status != "lost")
            self.assertEqual(
                str(lead.date_closed)[:10], values.get("Close date", "False")
            )
            self.assertIn(
                "active" if status == "lost" else "probability",
                line.changes and line.values_after,
            )

    def test_won_without_date(self):
        self._load_deal(OPEN)
        line, lead = self._load_deal({"Status": "Won"}, "update")
        self.assertTrue(lead.date_closed)
        self.assertIn("date_closed", line.values_after)
        self.assertEqual(line.values_before["date_closed"], False)

    def test_lost_goes_back_to_its_stage(self):
        self._load_deal({"Stage": "Results second", **OPEN})
        _line, lead = self._load_deal({"Status": "Won"}, "update")
        self.assertTrue(lead.stage_id.is_won)
        line, lead = self._load_deal(LOST, "update")
        self.assertEqual((lead.stage_id, lead.won_status), (self.second, "lost"))
        self.assertEqual(line.values_after["stage_id"], self.second.id)
        self.assertEqual(line.values_before["probability"], 100)

    def test_lost_goes_to_the_stage_that_it_says(self):
        self._load_deal({"Stage": "Results first", **WON})
        _line, lead = self._load_deal({"Stage": "Results second", **LOST})
        self.assertEqual((lead.stage_id, lead.won_status), (self.second, "lost"))

    def test_by_its_stage_alone(self):
        headers = ["ID", "Name", "Company name", "Stage"]
        for stage, status in [
            ("Results second", "pending"),
            ("Lost", "lost"),
            ("Results second", "pending"),
            ("Results won", "won"),
            ("Results first", "pending"),
        ]:
            rows = [headers, ["S-1", "Deal", "Results Ltd", stage]]
            load = self._load(rows, "lead", user=self.user)
            self.assertStates(load.line_ids, "loaded")
            self.assertEqual(self._get_records(load).won_status, status)
            self.assertVerdicts(self._look(rows, "lead", user=self.user), "unchanged")

    def test_reopened(self):
        self._load_deal(LOST | {"Lost reason": "Results too dear"})
        line, lead = self._load_deal(OPEN | {"Lost reason": ""}, "update")
        self.assertFalse(lead.lost_reason_id)
        self.assertFalse(lead.date_closed)
        self.assertTrue(lead.is_automated_probability)
        self.assertEqual(line.values_before["lost_reason_id"], self.reason.id)
        self.assertEqual(line.values_after["lost_reason_id"], False)
        self.assertIn("2020-04-02", line.values_before["date_closed"])
        self.assertIn("Results too dear", line.changes)
        self.assertEqual(
            line.values_after.get("probability", 0), lead.automated_probability
        )

    def test_reopened_in_odoo(self):
        """The file says what it said: what somebody did in Odoo stays."""
        _line, lead = self._load_deal(LOST)
        lead.action_restore()
        self._load_deal(LOST, "unchanged")
        self.assertEqual(lead.won_status, "pending")
        lines = self._look(self._rows(WON), "lead", user=self.user)
        self.assertVerdicts(lines, "conflict")

    def test_filled_in_only(self):
        self._load_deal(OPEN)
        _line, lead = self._load_deal({"Status": "Won"}, on_match="fill")
        self.assertEqual(lead.won_status, "pending")

    def test_probability_of_won(self):
        self._load_deal(WON | {"Probability": "80"})
        _line, lead = self._load_deal(WON | {"Probability": "70"}, "unchanged")
        self.assertEqual(lead.probability, 100)
        self._load_deal(LOST | {"Probability": "30"})
