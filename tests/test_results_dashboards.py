"""Dashboards: who sees which, and that what they ask of the server can be answered."""

import io
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import file_open
from odoo.tools.translate import extract_spreadsheet_terms

from .common import INTERNAL, PROFILE_GROUPS
from .dashboards_common import DASHBOARDS, DashboardFigures
from .results_common import ResultsCase

MONTH = date(2019, 6, 1)
LANG = {"lang": "en_US"}


@tagged("post_install", "-at_install")
class TestDashboards(DashboardFigures, ResultsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            profile: new_test_user(cls.env, f"da_{profile}", f"{INTERNAL},{group}")
            for profile, group in PROFILE_GROUPS.items()
        }
        cls.nobody = new_test_user(cls.env, "da_nobody", INTERNAL)
        cls.Dashboard = cls.env["spreadsheet.dashboard"]
        cls.ours = cls.Dashboard.union(*(cls._dashboard(x) for x in DASHBOARDS))

    def _seen_by(self, user):
        found = self.Dashboard.with_user(user).search([("id", "in", self.ours.ids)])
        return set(found.ids)

    def test_each_profile_sees_its_own_and_management_all(self):
        for profile in DASHBOARDS[:3]:
            own = self._dashboard(profile)
            self.assertEqual(self._seen_by(self.users[profile]), {own.id})
        management = self.users["sales_management"]
        self.assertEqual(self._seen_by(management), set(self.ours.ids))
        self.assertFalse(self._seen_by(self.nobody))

    def test_the_menu_opens_that_of_the_profile(self):
        for profile in DASHBOARDS:
            action = self.Dashboard.with_user(
                self.users[profile]
            ).action_open_playbook()
            self.assertEqual(action["tag"], "action_spreadsheet_dashboard")
            self.assertEqual(
                action["params"], {"dashboard_id": self._dashboard(profile).id}
            )

    def test_without_a_dashboard_odoos_list_opens(self):
        action = self.Dashboard.with_user(self.nobody).action_open_playbook()
        self.assertNotIn("dashboard_id", action.get("params") or {})
        self._dashboard("sales").is_published = False
        action = self.Dashboard.with_user(self.users["sales"]).action_open_playbook()
        self.assertNotIn("dashboard_id", action.get("params") or {})

    def test_the_menu_is_there_for_the_four(self):
        menu = self.env.ref("crm_playbook.spreadsheet_dashboard_menu")
        for profile, user in self.users.items():
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            self.assertEqual(menu.id in visible, profile in DASHBOARDS, profile)
        server_action = self.env.ref("crm_playbook.spreadsheet_dashboard_action")
        with self.assertRaises(AccessError):
            server_action.with_user(self.nobody).run()

    def test_models_fields_and_menus_are_there(self):
        # As data is checked in tests: also what Odoo would find only in the browser.
        self.ours._check_spreadsheet_data()
        for dashboard in self.ours:
            with file_open(dashboard.sample_dashboard_file_path, "rb") as file:
                sample = self.Dashboard.create(
                    {
                        "name": "Sample",
                        "dashboard_group_id": dashboard.dashboard_group_id.id,
                        "spreadsheet_data": file.read().decode(),
                    }
                )
            self.assertFalse(sample.spreadsheet_data.count("PIVOT"))

    def test_every_text_can_be_translated(self):
        for name in DASHBOARDS:
            text = self._dashboard(name).spreadsheet_data.encode()
            found = {
                message
                for _line, _name, message, _comments in extract_spreadsheet_terms(
                    io.BytesIO(text), [], [], {}
                )
            }
            known = "Promises kept" if "service" in name else "Revenue won"
            self.assertIn(known, found)
            self.assertIn("no data", found, name)

    def test_the_server_answers_every_pivot_to_every_profile(self):
        self._write_figure("revenue_won", MONTH, 70, user_id=self.users["sales"].id)
        for name in DASHBOARDS:
            for pivot in self._spreadsheet(name)["pivots"].values():
                self._ask(pivot, self.users[name])

    def _ask(self, pivot, user):
        """What the browser asks for a pivot."""
        names = [
            ":".join(filter(None, (x["fieldName"], x.get("granularity"))))
            for x in (*pivot["rows"], *pivot["columns"])
        ]
        measures = [
            x["fieldName"] + (f":{x['aggregator']}" if "aggregator" in x else "")
            for x in pivot["measures"]
        ]
        sets = [names[:count] for count in range(len(names) + 1)]
        records = self.env[pivot["model"]].with_user(user)
        return records.formatted_read_grouping_sets(pivot["domain"], sets, measures)

    def test_what_is_shown_is_what_one_may_read(self):
        sales, other = self.users["sales"], self.users["sales_management"]
        self._write_figure("revenue_won", MONTH, 70, user_id=sales.id)
        self._write_figure("revenue_won", MONTH, 30, user_id=other.id)
        pivot = {
            "model": "playbook.measurement",
            "domain": [["date_from", "=", "2019-06-01"], ["kind", "=", "month"]],
            "rows": [{"fieldName": "indicator_code"}],
            "columns": [],
            "measures": [
                {"fieldName": x, "aggregator": "avg"} for x in ("value", "value_money")
            ],
        }
        for user, total in ((sales, 70), (other, 100)):
            _whole, rows = self._ask(pivot, user)
            self.assertEqual(
                [
                    (x["indicator_code"], x["value:avg"], x["value_money:avg"])
                    for x in rows
                ],
                [("revenue_won", total, total)],
            )

    def test_a_figure_of_money_has_a_currency(self):
        figure = self._write_figure("revenue_won", MONTH, 70)
        self.assertEqual(figure.value_money, 70)
        self.assertEqual(figure.currency_id, self.company.currency_id)

    def test_runs_are_found_by_code(self):
        self._write_figure("complaints", MONTH, 1)
        runs = self.env["playbook.measurement.run"].with_user(self.users["sales"])
        found = runs.search_count(
            [("indicator_code", "=", "complaints"), ("date_from", "=", MONTH)]
        )
        self.assertEqual(found, 1)


@tagged("post_install", "-at_install")
class TestSampleDashboards(DashboardFigures, HttpCase):
    def test_made_up_figures_until_there_are_some(self):
        self._forget_figures()
        user = new_test_user(
            self.env, "da_sample", f"{INTERNAL},{PROFILE_GROUPS['sales']}"
        )
        self.authenticate("da_sample", "da_sample")
        address = f"/spreadsheet/dashboard/data/{self._dashboard('sales').id}"
        answer = self.url_open(address).json()
        self.assertTrue(answer["is_sample"])
        self.assertIn("made up", str(answer["snapshot"]["sheets"][0]["cells"]))
        self._write_figure("revenue_won", MONTH, 70, user_id=user.id)
        answer = self.url_open(address).json()
        self.assertNotIn("is_sample", answer)
        self.assertTrue(answer["snapshot"]["pivots"])
