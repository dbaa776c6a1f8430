"""Where an objective stands, in words."""

from odoo import api, fields, models

from .playbook_objective import ACTIVE, AMOUNT, CLOSED, DRAFT, KEEP, PERCENT


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

    standing_words = fields.Char(
        string="Figures", compute="_compute_standing_words", exportable=False
    )
    baseline_words = fields.Char(
        string="Baseline, rests on", compute="_compute_standing_words", exportable=False
    )
    amount_unit = fields.Char(compute="_compute_amount_unit", exportable=False)
    tree_name = fields.Char(compute="_compute_tree_name", exportable=False)

    @api.depends(
        *("state", "has_current", "current_value", "current_to", "expected_value"),
        *("has_baseline", "baseline_value", "baseline_from", "target_value"),
        *("date_start", "date_deadline"),
        *("indicator_id", "company_id", "baseline_estimated", "result"),
    )
    @api.depends_context("lang")
    def _compute_standing_words(self):
        open_months = self._find_open_baseline_months()
        for objective in self:
            month = open_months.get(objective)
            objective.standing_words = objective._get_standing_words()
            objective.baseline_words = objective._get_baseline_words(month)

    def _get_standing_words(self):
        if self.state not in (ACTIVE, CLOSED):
            return False
        if not self.has_current:
            return self.env._("No data yet")
        figures = self._get_figures_words()
        if self.state == CLOSED or not self.date_deadline:
            return figures
        # The last day on which something may be entered late.
        last = fields.Date.subtract(self._get_closing_day(), days=1)
        over = fields.Date.add(self._get_last_month(), months=1)
        if over <= self._get_today() <= last:
            return self.env._(
                "%(figures)s; figures open until %(day)s",
                figures=figures,
                day=self._format_day(last),
            )
        return figures

    def _get_figures_words(self):
        words = {
            "now": self._format(self.current_value),
            "target": self._format(self.target_value),
            "expected": self._format(self.expected_value),
        }
        if not self.has_baseline and self.goal != KEEP:
            return self.env._("%(now)s now; the baseline is missing", **words)
        if self.state == CLOSED or self.goal == KEEP:
            return self.env._("%(now)s now; target %(target)s", **words)
        return self.env._(
            "%(now)s now, %(expected)s expected by now; target %(target)s", **words
        )

    def _get_baseline_words(self, open_month):
        """:param open_month: the one that is waited for, in words, or None."""
        if not self.has_baseline:
            if open_month:
                return self.env._(
                    "It is taken when %(month)s is closed", month=open_month
                )
            return self.env._("No data yet: the first measured month becomes it")
        words = {
            "value": self._format(self.baseline_value),
            "months": self._get_baseline_months(),
        }
        if self.baseline_estimated:
            return self.env._("%(value)s (%(months)s; measured afterwards)", **words)
        return self.env._("%(value)s (%(months)s)", **words)

    @api.depends("goal", "indicator_id", "company_id")
    @api.depends_context("lang")
    def _compute_amount_unit(self):
        for objective in self:
            objective.amount_unit = objective._get_amount_unit()

    def _get_amount_unit(self):
        if self.goal == PERCENT:
            return self.env._("% of the baseline")
        # What an indicator is, is no secret.
        indicator = self.indicator_id.sudo()
        units = {
            "money": self.company_id.currency_id.symbol or "",
            "percent": self.env._("points") if self.goal == AMOUNT else "%",
            "days": self.env._("days"),
            "hours": self.env._("hours"),
        }
        unit = units.get(indicator.unit, "")
        if indicator and not indicator.is_ratio and not indicator.is_state:
            return self.env._("%(unit)s a month", unit=unit).strip()
        return unit

    @api.depends("display_name", "parent_path")
    @api.depends_context("lang")
    def _compute_tree_name(self):
        for objective in self:
            depth = (objective.parent_path or "").count("/") - 1
            # Spaces that a browser does not take away.
            indent = "\u2003" * max(depth, 0)
            objective.tree_name = f"{indent}{objective.display_name}"

    @api.onchange("indicator_id")
    def _onchange_indicator_id(self):
        if self.indicator_id and self.state == DRAFT:
            # What is there at a moment needs no more months to be levelled out.
            self.window = "1" if self.indicator_id.is_state else "3"
