"""How it goes: the last month that is over against the one before, and the course."""

import json

from odoo import api, fields, models
from odoo.tools import format_date

from .periods import MONTH, periods_back
from .playbook_indicator_own import DEFINITION
from .playbook_indicator_trend import BETTER, SAME, WORSE

COURSE_MONTHS = 13
# A line has two ends.
LEAST_POINTS = 2
NO_DATA = "no_data"
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
    change_text = fields.Char(string="Difference", compute="_compute_latest")
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
        if not self._reads_any_figure(company, months):
            # Nothing would look like zero.
            stored = self.browse()
        figures = stored._read_by_period(company, MONTH, months)
        for indicator in self:
            values = [
                figures[indicator.id, month.date_from].value
                if indicator in stored
                else None
                for month in months
            ]
            current, now, before = values[:3]
            text, trend = indicator._describe_change(before, now, company)
            indicator.now_text = indicator._format_value(now, company)
            indicator.before_text = indicator._format_value(before, company)
            indicator.current_text = indicator._format_value(current, company)
            indicator.change_text = text
            indicator.trend = trend
            # The month that goes on would look like a fall.
            indicator.course = indicator._prepare_course(months[1:], values[1:])

    @api.model
    def _reads_any_figure(self, company, months):
        """Whether there is anything of the months that the user may read."""
        if self.env["playbook.objective"]._reads_all_figures():
            return True
        first = min(month.date_from for month in months)
        asked = [
            ("company_id", "=", company.id),
            ("kind", "=", MONTH),
            ("date_from", ">=", first),
        ]
        return bool(self.env["playbook.measurement"].search(asked, limit=1))

    def _describe_change(self, before, now, company):
        """How it went from one value to the next, in words, and whether that is better.

        :param before: a number, or None; ``now``: the same.
        :param company: whose.
        :return: ``("up 12 %, better", "better")``; see ``_get_change``.
        """
        self.ensure_one()
        if before is None or now is None:
            return self.env._("no data"), NO_DATA
        change = self._get_change(now, before, company)
        return change.text, change.tone

    def _prepare_course(self, months, values):
        """What the small chart draws, from the oldest on: empty where that would be no
        line.
        """
        if sum(value is not None for value in values) < LEAST_POINTS:
            return False
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
            wrong = own.filtered("is_failed")[:1]
            lacking = own.filtered(
                lambda run: run.lack and not run.date_measured and run.state == "open"
            )[:1]
            if wrong:
                indicator.problem = self._tell_failed(wrong)
            elif lacking:
                indicator.problem = lacking.missing

    @api.model
    def _tell_failed(self, run):
        """That it cannot be measured; why, where one may read that."""
        if not run._has_field_access(run._fields["error"], "read"):
            return self.env._(
                "It cannot be measured. The figures are those of the last time; it is "
                "tried again by itself."
            )
        return self.env._(
            "It cannot be measured: %(error)s. The figures are those of the "
            "last time; it is tried again by itself.",
            error=run.error.rstrip("."),
        )
