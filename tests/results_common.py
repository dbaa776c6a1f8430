from datetime import date

from odoo.tests import TransactionCase, new_test_user

from odoo.addons.crm_playbook.models.results.periods import MONTH, Period, period_of
from odoo.addons.crm_playbook.models.results.playbook_measurement_run_rfm import (
    ASKING,
)

from .common import PROFILE_GROUPS


class ResultsCase(TransactionCase):
    """A company without figures: nothing is measured unless a test asks for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(tracking_disable=True).env
        cls.company = cls.env.company
        cls.Indicator = cls.env["playbook.indicator"]
        cls.Run = cls.env["playbook.measurement.run"]
        cls.Measurement = cls.env["playbook.measurement"]
        cls.manager = new_test_user(
            cls.env, "re_manager", PROFILE_GROUPS["sales_management"]
        )
        cls.salesperson = new_test_user(
            cls.env, "re_sales", PROFILE_GROUPS["sales"], name="Sam Sales"
        )

    @classmethod
    def _indicator(cls, code):
        return cls.env.ref(f"crm_playbook.indicator_{code}")

    @classmethod
    def _measure(cls, indicators, *periods, company=None):
        """Measure ``indicators`` for ``periods`` of the company, as the scheduled
        action does it.
        """
        company = company or cls.company
        if not ASKING.isdisjoint(indicators.mapped("code")):
            cls._tell_rfm_past(company)
        runs = cls.Run._ensure(indicators, company, periods)
        runs._measure()
        return runs

    @classmethod
    def _tell_rfm_past(cls, company):
        while not company._tell_rfm_past():
            pass

    def _figure(self, indicator, period, *, user=None, company=None, **how):
        """The figure of a period, as ``user`` reads it."""
        indicator = indicator.with_user(user or self.env.user)
        figures = indicator._read_figures(
            company or self.company,
            period.kind,
            period.date_from,
            period.date_to,
            **how,
        )
        return figures if how.get("groupby") else figures[indicator.id,]

    @staticmethod
    def _month(year, month) -> Period:
        return period_of(MONTH, date(year, month, 1))
