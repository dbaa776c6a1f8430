"""Objectives in a browser."""

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.crm_playbook.models.results.periods import MONTH, periods_back

from .common import INTERNAL


@tagged("post_install", "-at_install")
class TestObjectiveTour(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "tour_objective",
            groups=f"{INTERNAL},crm_playbook.group_sales_management",
            tour_enabled=False,
        )
        cls.env["playbook.objective"].search([])._note(active=False)
        cls._measure_churn()

    @classmethod
    def _measure_churn(cls):
        """20 percent in each of the three months that are over."""
        churn = cls.env.ref("crm_playbook.indicator_churn")
        periods = periods_back(MONTH, fields.Date.today(), 4)[1:]
        cls.env["playbook.measurement.run"].search(
            [("indicator_id", "=", churn.id)]
        ).unlink()
        runs = cls.env["playbook.measurement.run"]._ensure(
            churn, cls.env.company, periods
        )
        for run in runs:
            run.write(
                {
                    "state": "closed",
                    "date_measured": run.date_to + relativedelta(days=3),
                }
            )
        cls.env["playbook.measurement"].create(
            [
                {
                    "run_id": run.id,
                    "cut": "main",
                    "numerator": 20,
                    "denominator": 100,
                    **{name: run[name] for name in ("kind", "date_from", "date_to")},
                    "indicator_id": churn.id,
                    "company_id": run.company_id.id,
                }
                for run in runs
            ]
        )

    def test_reduce_churn_by_choosing(self):
        self.start_tour(
            "/odoo/objectives", "playbook_objective", login=self.manager.login
        )
        objective = self.env["playbook.objective"].search(
            [("create_uid", "=", self.manager.id)]
        )
        self.assertRecordValues(
            objective,
            [{"state": "active", "baseline_value": 20, "target_value": 15}],
        )
