"""Figures as cells of a report."""

from odoo import models
from odoo.fields import Domain

from .playbook_indicator_read import Figure
from .report_content import MONEY, NUMBER, PERCENT, make_cell

# How a spreadsheet shows what is counted, and what is measured.
NUMBER_FORMATS = {"count": "#,##0", "percent": "0.0%"}
ONE_DIGIT = "#,##0.0"


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    def _read_values(self, reading, indicators, days, **how):
        """What was measured of ``indicators`` between two days: as on screen, so far as
        the reader may read it.

        :param days: the first one, and the first one after.
        :param how: as for ``_read_figures``.
        """
        domain = Domain.TRUE
        if self.only_own:
            domain = Domain("user_id", "=", reading.env.uid)
        return indicators.with_env(reading.env)._read_figures(
            reading.company, reading.period.kind, *days, domain=domain, **how
        )

    def _make_value(self, reading, indicator, figure):
        """The cell of a figure.

        :param figure: a ``Figure``, or None where nothing was measured.
        """
        value = figure.value if figure else None
        details = {
            "type": self._get_type(indicator),
            "number_format": self._get_number_format(indicator, reading.company),
        }
        note = self._tell_basis(indicator, figure)
        if note:
            details["note"] = note
        text = self._tell_value(indicator, value, reading.company)
        return make_cell(value, text, **details)

    def _fill_total(self, indicator, figure, run):
        """``figure``; 0 for a total of what was measured, and of which nothing was
        counted.

        :param run: the row of the ledger, or None.
        """
        if figure or indicator.is_ratio or not run or not run.date_measured:
            return figure
        if run.error or run.lack:
            return figure
        return Figure(0, 0, 0)

    def _tell_value(self, indicator, value, company):
        return indicator.with_env(self.env)._format_value(
            value, company.with_env(self.env)
        )

    def _get_type(self, indicator):
        return {"money": MONEY, "percent": PERCENT}.get(indicator.unit, NUMBER)

    def _get_number_format(self, indicator, company):
        if indicator.unit == "money":
            # The currency of the company whose figures are shown.
            return make_money_format(company.sudo().currency_id)
        return NUMBER_FORMATS.get(indicator.unit, ONE_DIGIT)

    def _tell_basis(self, indicator, figure):
        """What a share or a mean rests on, in words; nothing for a total."""
        if not indicator.is_ratio or not figure or figure.value is None:
            return ""
        indicator = indicator.with_env(self.env)
        numerator, denominator = (
            indicator._format_number(number, 0 if number == int(number) else 1)
            for number in (figure.numerator, figure.denominator)
        )
        if indicator.unit == "percent":
            return self.env._("%(part)s of %(all)s", part=numerator, all=denominator)
        return self.env._("mean of %(number)s", number=denominator)

    def _is_comparable(self, indicator, reading):
        """Whether it can be compared with the period before: a total of a week that is
        not over cannot.
        """
        partial = self._is_partial(reading)
        return not partial or indicator.is_ratio or indicator.is_state

    def _is_partial(self, reading):
        """Whether the week or month whose figures are shown is not over yet."""
        return reading.today < reading.period.figures_to


def make_money_format(currency):
    """How a spreadsheet shows an amount of this currency."""
    number = "#,##0" + (
        "." + "0" * currency.decimal_places if currency.decimal_places else ""
    )
    symbol = '"%s"' % (currency.symbol or currency.name).replace('"', "")
    if currency.position == "before":
        return f"{symbol} {number}"
    return f"{number} {symbol}"
