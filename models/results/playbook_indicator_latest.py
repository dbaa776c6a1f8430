"""How it goes: the last month that is over against the one before, and the course."""

import json

from odoo import api, fields, models
from odoo.tools import format_date

from .periods import MONTH, periods_back
from .playbook_indicator_own import DEFINITION

COURSE_MONTHS = 13
BETTER, WORSE, SAME, NO_DATA = "better", "worse", "same", "no_data"
TRENDS = [
    (BETTER, "Better"),
    (WORSE, "Worse"),
    (SAME, "The same"),
    (NO_DATA, "No data"),
]


class PlaybookIndicator(models.Model):
    """Figures of the current company, as far as the user may read them."""

    _inherit = "playbook.indicator"

    now_text = fields.Char(
        string="Last month", compute="_compute_latest", help="The last that is over."
    )
    before_text = fields.Char(string="Month before", compute="_compute_latest")
    change_text = fields.Char(string="Change", compute="_compute_latest")
    current_text = fields.Char(string="This month so far", compute="_compute_latest")
    trend = fields.Selection(TRENDS, compute="_compute_latest")
    course = fields.Text(compute="_compute_latest", string="Last 12 months")
    date_measured = fields.Datetime(string="Measured", compute="_compute_problem")
    problem = fields.Text(
        compute="_compute_problem", help="Why figures of it are lacking."
    )

    @api.depends("is_ratio", "unit", "better", *DEFINITION)
    @api.depends_context("company", "uid", "lang")
    def _compute_latest(self):
        company = self.env.company
        today = self.env["playbook.segment"]._get_day(company)
        months = periods_back(MONTH, today, COURSE_MONTHS)
        stored = self.filtered("id")
        figures = stored._read_by_period(company, MONTH, months)
        for indicator in self:
            values = [
                figures[indicator.id, month.date_from].value
                if indicator in stored
                else None
                for month in months
            ]
            current, now, before = values[:3]
            text, trend = indicator._describe_change(before, now)
            indicator.now_text = indicator._format_value(now, company)
            indicator.before_text = indicator._format_value(before, company)
            indicator.current_text = indicator._format_value(current, company)
            indicator.change_text = text
            indicator.trend = trend
            # The month that goes on would look like a fall.
            indicator.course = indicator._prepare_course(months[1:], values[1:])

    def _describe_change(self, before, now):
        """How it went from one value to the next, in words, and whether that is better.

        :param before: a number, or None; ``now``: the same.
        :return: ``("up 12.0 %", "better")``.
        """
        self.ensure_one()
        if before is None or now is None:
            return self.env._("no data"), NO_DATA
        difference = now - before
        # What is shown decides, not what is behind the last digit.
        if round(difference, 2) == 0:
            return self.env._("the same"), SAME
        better = (difference > 0) == (self.better == "higher")
        lang = self.env["res.lang"]._lang_get(self.env.lang or "en_US")
        if self.unit == "percent":
            amount = lang.format("%.1f", abs(difference), grouping=True)
            words = (
                self.env._("up %(amount)s points", amount=amount)
                if difference > 0
                else self.env._("down %(amount)s points", amount=amount)
            )
        elif not before:
            words = self.env._("up from 0") if now > 0 else self.env._("down from 0")
        else:
            share = abs(difference / before) * 100
            amount = lang.format("%.1f", share, grouping=True)
            words = (
                self.env._("up %(amount)s %%", amount=amount)
                if difference > 0
                else self.env._("down %(amount)s %%", amount=amount)
            )
        return words, BETTER if better else WORSE

    def _prepare_course(self, months, values):
        """What Odoo's small chart draws, from the oldest on."""
        points = [
            {
                "x": format_date(self.env, month.date_from, date_format="MMM y"),
                "y": None if value is None else round(value, 2),
            }
            for month, value in zip(months, values, strict=True)
        ]
        return json.dumps([{"key": self.name or "", "values": points[::-1]}])

    @api.depends("code", *DEFINITION)
    @api.depends_context("company", "lang")
    def _compute_problem(self):
        """From the newest periods of the current company."""
        self.problem = self.date_measured = False
        today = self.env["playbook.segment"]._get_day(self.env.company)
        (_current, last) = periods_back(MONTH, today, 2)
        runs = self.env["playbook.measurement.run"].search(
            [
                ("indicator_id", "in", self.ids),
                ("company_id", "=", self.env.company.id),
                ("date_to", ">=", last.date_from),
            ]
        )
        for indicator, own in runs.grouped("indicator_id").items():
            measured = own.filtered("date_measured").mapped("date_measured")
            indicator.date_measured = max(measured, default=False)
            wrong = own.filtered("error")[:1]
            lacking = own.filtered(
                lambda run: run.missing
                and not run.date_measured
                and run.state == "open"
            )[:1]
            if wrong:
                indicator.problem = self.env._(
                    "It cannot be measured: %(error)s. The figures are those of the "
                    "last time; it is tried again by itself.",
                    error=wrong.error.rstrip("."),
                )
            elif lacking:
                indicator.problem = lacking.missing
