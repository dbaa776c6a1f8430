"""Figures written as measuring would, for dashboards and verdicts."""

import json

from odoo import fields

from odoo.addons.crm_playbook.models.results.periods import MONTH, period_of

DASHBOARDS = ("sales", "marketing", "customer_service", "sales_management")


class DashboardFigures:
    """Beside a test case with ``env``."""

    @classmethod
    def _dashboard(cls, name):
        return cls.env.ref(f"crm_playbook.dashboard_{name}")

    @classmethod
    def _spreadsheet(cls, name):
        return json.loads(cls._dashboard(name).spreadsheet_data)

    @classmethod
    def _write_figure(cls, code, month, numerator, **how):
        """One row of an indicator in the month that begins at ``month``.

        :param how: ``denominator`` and other columns; ``company``.
        """
        company = how.pop("company", cls.env.company)
        indicator = cls.env.ref(f"crm_playbook.indicator_{code}")
        period = period_of(MONTH, month)
        run = cls.env["playbook.measurement.run"]._ensure(indicator, company, [period])
        run.write({"date_measured": fields.Datetime.now(), "state": "closed"})
        return cls.env["playbook.measurement"].create(
            {
                "run_id": run.id,
                "indicator_id": indicator.id,
                "company_id": company.id,
                "cut": "main",
                "version": 1,
                "numerator": numerator,
                **period._asdict(),
                **how,
            }
        )

    @classmethod
    def _forget_figures(cls):
        """As if nothing had been measured."""
        cls.env["playbook.measurement.run"].search([]).unlink()
