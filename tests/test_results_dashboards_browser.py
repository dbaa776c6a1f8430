"""Dashboards in a browser: formulas say what the server says, and none is broken."""

import json
import random
from datetime import date

from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.crm_playbook.models.results.periods import MONTH, period_of

from .common import INTERNAL, PROFILE_GROUPS
from .dashboards_common import DASHBOARDS, DashboardFigures

# Of figures in which an objective changes the verdict of May, July, August and October.
YEAR, SEED = 2019, 671
# In May and October it says nothing.
BOUNDS = (7, 31), (8, 1)
READ = """
(async () => {
    const asked = %s;
    const pause = () => new Promise((done) => setTimeout(done, 50));
    const fail = (text) => { throw new Error(text); };
    // It comes with the code of dashboards, which is fetched when one is opened.
    const getLoader = () =>
        odoo.__WOWL_DEBUG__.root.env.services.spreadsheet_dashboard_loader;
    const getModel = () => getLoader()?.getActiveDashboard()?.model;
    const findErrors = (getters) => getters.getSheetIds().flatMap((sheet) =>
        Object.keys(getters.getCells(sheet))
            .map((id) => getters.getEvaluatedCell(getters.getCellPosition(id)))
            .filter((cell) => cell.type === "error")
            .map((cell) => `${cell.value} ${cell.message}`));
    const isLoading = (getters) => getters.getPivotIds()
        .some((id) => !getters.getPivot(id).isValid());
    const settle = async () => {
        for (let i = 0; i < 1200; i++) {
            const model = getModel();
            if (model && !isLoading(model.getters)
                && !findErrors(model.getters).length) {
                return model;
            }
            await pause();
        }
        fail(getModel() ? findErrors(getModel().getters)[0] : "nothing is loaded");
    };
    const number = (text) => parseFloat(text.replace(/[^0-9.-]/g, ""));
    for (const { month, label, figures } of asked.months) {
        const model = await settle();
        model.dispatch("SET_GLOBAL_FILTER_VALUE", {
            id: "period",
            value: { type: "month", year: asked.year, month },
        });
        await pause();
        const { getters } = await settle();
        const cards = getters.getFigures(getters.getActiveSheetId())
            .slice(0, 4).map((figure) => getters.getChartRuntime(figure.id).keyValue);
        if (cards[0] !== label) {
            fail(`month ${month}: ${cards[0]}, and not ${label}; ${cards}`);
        }
        figures.forEach((figure, index) => {
            const shown = cards[index + 1];
            const same = figure === null
                ? shown === "no data"
                : Math.abs(number(shown) - figure) < 0.06;
            if (!same) {
                fail(`month ${month}: ${shown}, and not ${figure}`);
            }
        });
    }
    for (const id of asked.dashboards) {
        getLoader().activateDashboard(id);
        await pause();
        await settle();
    }
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestDashboardsInBrowser(DashboardFigures, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._forget_figures()
        cls.manager = new_test_user(
            cls.env,
            "db_manager",
            f"{INTERNAL},{PROFILE_GROUPS['sales_management']}",
            tour_enabled=False,
        )
        cls._write_a_year()
        objective = cls.env["playbook.objective"].create(
            {
                "indicator_id": cls.env.ref("crm_playbook.indicator_revenue_won").id,
                "amount": 5,
                "date_start": date(YEAR, *BOUNDS[0]),
                "date_deadline": date(YEAR, *BOUNDS[1]),
            }
        )
        objective.write({"state": "active", "result": "on_track"})
        achieved = cls.env["playbook.objective"].create(
            {
                "indicator_id": cls.env.ref("crm_playbook.indicator_margin").id,
                "amount": 5,
                "date_start": date(YEAR, 1, 1),
                "date_deadline": date(YEAR, 6, 30),
            }
        )
        achieved.write({"state": "closed", "result": "achieved"})

    @classmethod
    def _write_a_year(cls):
        """Figures that go up and down, and are not always there."""
        chance = random.Random(SEED)  # noqa: S311 - no secret
        for month in range(1, 13):
            day = date(YEAR, month, 1)
            for code in ("margin", "revenue_won"):
                if chance.random() < 0.8:
                    number = chance.choice((-100, 0, 60, 98, 100, 102, 120))
                    cls._write_figure(code, day, number)
            if chance.random() < 0.8:
                total = chance.choice((70, 80, 81, 90))
                cls._write_figure("satisfaction", day, total, denominator=10)

    def _expect(self, month):
        indicators = self.env["playbook.indicator"].with_user(self.manager)
        period = period_of(MONTH, date(YEAR, month, 1))
        verdict = indicators._get_verdict(self.env.company, period)
        return {
            "month": month,
            "label": verdict.label,
            "figures": [ground.now for ground in verdict.grounds],
        }

    def test_the_verdict_is_that_of_the_server_and_nothing_is_broken(self):
        months = [self._expect(month) for month in range(2, 13)]
        # All of them are seen.
        self.assertLessEqual(
            {"Working", "Not yet", "Failing"}, {each["label"] for each in months}
        )
        asked = {
            "year": YEAR,
            "months": months,
            "dashboards": [self._dashboard(name).id for name in DASHBOARDS],
        }
        self.browser_js(
            "/odoo/playbook-dashboards",
            READ % json.dumps(asked),
            ready="!!odoo.__WOWL_DEBUG__",
            login="db_manager",
            timeout=180,
        )
