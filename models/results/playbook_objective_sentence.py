"""The sentence of an objective: of what was chosen, in the language of who reads."""

import re

from odoo import api, fields, models
from odoo.tools import format_date

from .objective_figures import find_target
from .playbook_indicator import keep_together
from .playbook_objective import AMOUNT, KEEP, PERCENT

VAGUE = "crm_playbook.vague_words"
DEFAULT_VAGUE = (
    "improve, improved, improvement, better, best, more, less, optimise, optimize, "
    "enhance, strengthen, grow, relationship, relationships, quality, excellence, "
    "mejorar, mejora, mejor, más, menos, optimizar, potenciar, fortalecer, crecer, "
    "relación, relaciones, calidad, excelencia"
)


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

    sentence = fields.Char(compute="_compute_sentence")
    title_warning = fields.Char(compute="_compute_title_warning")

    @api.depends(
        *("indicator_id.name", "goal", "amount", "date_start", "date_deadline"),
        *("team_id.name", "figures_user_id.name", "segment_id.name", "company_id"),
        *("window", "state", "has_baseline", "baseline_value", "target_value"),
    )
    @api.depends_context("lang")
    def _compute_sentence(self):
        known = self._find_known_baselines()
        for objective in self:
            objective.sentence = objective._make_sentence(known.get(objective))

    @api.depends("title", "sentence")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for objective in self:
            objective.display_name = objective.title or objective.sentence

    def _find_known_baselines(self):
        """From each of these to its baseline: the one that was taken, or, before that,
        what it would be today; None where there are no figures.
        """
        drafts = self.filtered(lambda each: not each.has_baseline)
        series = drafts._read_series()
        found = {}
        for objective in self:
            if objective.has_baseline:
                found[objective] = objective.baseline_value
            elif objective in series:
                known = objective._find_baseline(series[objective])
                found[objective] = known and known.value
        return found

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _make_sentence(self, baseline):
        """:param baseline: a number, or None."""
        if not self.indicator_id:
            return self.env._("What is to be reached?")
        parts = [self._get_verb_words()]
        figures = self._get_figure_words(baseline)
        when = "…"
        if self.date_deadline:
            when = self._format_day(self.date_deadline)
        if self.goal == KEEP:
            parts.append(self.env._("until %(day)s", day=when))
        else:
            parts += [figures] if figures else []
            parts.append(self.env._("by %(day)s", day=when))
        return ", ".join([" ".join(parts), *self._get_scope_words()])

    def _get_verb_words(self):
        words = {
            "indicator": self._get_indicator_words(),
            "amount": self._get_amount_words(),
        }
        higher = self.better != "lower"
        if self.goal == KEEP and higher:
            return self.env._("Keep %(indicator)s at %(amount)s at least", **words)
        if self.goal == KEEP:
            return self.env._("Keep %(indicator)s at %(amount)s at most", **words)
        if self.goal in (PERCENT, AMOUNT) and higher:
            return self.env._("Increase %(indicator)s by %(amount)s", **words)
        if self.goal in (PERCENT, AMOUNT):
            return self.env._("Reduce %(indicator)s by %(amount)s", **words)
        if higher:
            return self.env._("Increase %(indicator)s to %(amount)s", **words)
        return self.env._("Reduce %(indicator)s to %(amount)s", **words)

    def _get_indicator_words(self):
        # What an indicator is called is no secret.
        name = self.indicator_id.sudo().name or "…"
        # German writes nouns with a capital; other words may be abbreviations.
        as_it_is = (self.env.lang or "").startswith("de") or not name[1:2].islower()
        return name if as_it_is else name[0].lower() + name[1:]

    def _get_amount_words(self):
        if not self.indicator_id or (
            not self.amount and self.goal in (PERCENT, AMOUNT)
        ):
            return "…"
        if self.goal == PERCENT:
            number = self._format_number(self.amount)
            return keep_together(self.env._("%(number)s %%", number=number))
        if self.goal == AMOUNT and self.unit == "percent":
            number = self._format_number(self.amount)
            return self.env._("%(number)s points", number=number)
        return self._format(self.amount)

    def _get_figure_words(self, baseline):
        """From what to what it is to go, where both are known."""
        if baseline is None or not self.indicator_id:
            return ""
        target = find_target(self.goal, self.better, baseline, self.amount)
        words = {"now": self._format(baseline), "target": self._format(target)}
        if self.goal in (PERCENT, AMOUNT):
            if not self.amount:
                return ""
            return self.env._("(from %(now)s to %(target)s)", **words)
        return self.env._("(from %(now)s)", **words)

    def _get_scope_words(self):
        # What teams, colleagues and segments are called is no secret.
        known = self.sudo()
        words = []
        if known.team_id:
            words.append(self.env._("for the team %(team)s", team=known.team_id.name))
        if known.figures_user_id:
            words.append(self.env._("for %(whose)s", whose=known.figures_user_id.name))
        if known.segment_id:
            name = known.segment_id.name
            words.append(self.env._("for the segment %(segment)s", segment=name))
        return words

    def _format(self, value):
        """A figure of the indicator; a total is told a month."""
        if value is None:
            return self.env._("no data")
        # What an indicator is, is no secret.
        indicator = self.indicator_id.sudo()
        text = indicator._format_value(value, self.company_id)
        if indicator.unit == "count" and value % 1 and not indicator.is_ratio:
            # An average of months.
            text = self._format_number(round(value, 1))
        if indicator.is_ratio or indicator.is_state:
            return text
        return self.env._("%(figure)s a month", figure=text)

    def _format_number(self, number):
        lang = self.env["res.lang"]._lang_get(self.env.lang or "en_US")
        digits = 0 if number == round(number) else 1 if number * 10 % 1 < 1e-9 else 2
        return lang.format(f"%.{digits}f", number, grouping=True)

    def _format_day(self, day):
        return format_date(self.env, day, date_format="long")

    def _get_baseline_months(self):
        """The months that the baseline rests on, in words."""
        return self._format_months(self.baseline_from, self.baseline_to)

    def _format_months(self, date_from, date_to):
        last = fields.Date.subtract(date_to, days=1)
        names = [
            format_date(self.env, day, date_format="MMMM y")
            for day in (date_from, last)
        ]
        return names[0] if names[0] == names[1] else " – ".join(names)

    # ------------------------------------------------------------------
    # Vague words
    # ------------------------------------------------------------------

    @api.depends("title")
    @api.depends_context("lang")
    def _compute_title_warning(self):
        vague = self._get_vague_words()
        for objective in self:
            found = objective._find_vague_words(vague)
            objective.title_warning = bool(found) and self.env._(
                "The title promises something that nobody can measure: %(words)s. Say "
                "it with a number, or leave the title empty: the sentence says it all.",
                words=", ".join(found),
            )

    @api.model
    def _get_vague_words(self):
        # A setting that is no secret.
        text = self.env["ir.config_parameter"].sudo().get_param(VAGUE) or DEFAULT_VAGUE
        return {word.strip().casefold() for word in text.split(",") if word.strip()}

    def _find_vague_words(self, vague):
        title = self.title or ""
        if re.search(r"\d", title):
            return []
        words = dict.fromkeys(re.findall(r"\w+", title))
        return [word for word in words if word.casefold() in vague]
