"""What the printed reports are made of: sections with a table each."""

from datetime import datetime
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from odoo.addons.base.models import ir_actions_report
from odoo.addons.crm_playbook.models.results.periods import (
    MONTH,
    Period,
    period_of,
    to_moment,
)
from odoo.addons.crm_playbook.models.results.playbook_indicator_trend import (
    BETTER,
    WORSE,
)

GOOD, BAD, PLAIN = "text-success", "text-danger", ""
# More columns than any section has.
ALL = 99
TONES = {BETTER: GOOD, WORSE: BAD}


class Cell(NamedTuple):
    """``text``, a class for its colour, and a bar under it: a share of 100, or None."""

    text: str
    tone: str = PLAIN
    bar: float = None


class Section(NamedTuple):
    """A title, a sentence (or nothing), labels of columns, rows of :class:`Cell`; the
    first ``words`` columns are text, the others are numbers. Without rows ``empty`` is
    shown.
    """

    title: str
    columns: tuple
    rows: list
    text: str = ""
    empty: str = ""
    words: int = 1


class PlaybookPrintedMixin(models.AbstractModel):
    """Reports on paper, made of what the user who prints them may read."""

    _name = "playbook.printed.mixin"
    _description = "Printed report"

    @api.model
    def _get_docs(self, model, docids, data):
        """What is to be printed.

        :raise AccessError: who holds no profile, or may not read it.
        """
        if not (self.env.su or self.env.user.has_group("crm_playbook.group_user")):
            raise AccessError(
                self.env._("Only who holds a profile of the playbook prints this.")
            )
        asked = docids or (data or {}).get("playbook_ids") or []
        docs = self.env[model].browse(int(each) for each in asked).exists()
        if not docs:
            raise UserError(
                self.env._("There is nothing to print: choose a record, and try again.")
            )
        docs.check_access("read")
        return docs

    @api.model
    def _make_values(self, docs, pages):
        """What the template gets.

        :param pages: a dictionary for each of ``docs``.
        """
        return {
            "doc_ids": docs.ids,
            "doc_model": docs._name,
            "docs": pages,
            # Debian's wkhtmltopdf prints none; Odoo knows which one is there.
            "has_headers": ir_actions_report._wkhtml().is_patched_qt,
        }

    @api.model
    def _of_company(self, company):
        """This, with the records of one company alone: so that all figures of a page
        are of the same company, and in its currency. Odoo refuses whoever does not
        work there.
        """
        return self.with_context(allowed_company_ids=company.ids)

    @api.model
    def _get_month(self, company, data) -> Period:
        """The month that is asked for; the last one that is over."""
        asked = (data or {}).get("playbook_month")
        if asked:
            return period_of(MONTH, fields.Date.to_date(asked))
        zone = self.env["playbook.segment"]._get_time_zone(company)
        today = fields.Date.context_today(self.with_context(tz=zone))
        return period_of(MONTH, today - relativedelta(months=1))

    @api.model
    def _get_moments(self, company, period):
        """The domain on ``date`` of what happened in the period."""
        zone = self.env["playbook.segment"]._get_time_zone(company)
        return Domain("date", ">=", to_moment(period.date_from, zone)) & Domain(
            "date", "<", to_moment(period.date_to, zone)
        )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    @api.model
    def _month_words(self, period):
        return format_date(self.env, period.date_from, date_format="MMMM y")

    @api.model
    def _date(self, value):
        if isinstance(value, datetime):
            value = fields.Datetime.context_timestamp(self, value).date()
        return Cell(format_date(self.env, value) if value else "")

    @api.model
    def _money(self, value, tone=PLAIN, bar=None):
        currency = self.env.company.currency_id
        return Cell(format_amount(self.env, value or 0, currency), tone, bar)

    @api.model
    def _number(self, value, digits=0, bar=None):
        lang = self.env["res.lang"]._lang_get(self.env.lang or "en_US")
        return Cell(lang.format(f"%.{digits}f", value or 0, grouping=True), PLAIN, bar)

    @api.model
    def _percent(self, value):
        """A share of 100; in words where there is none."""
        if value is None or value is False:
            return Cell(self.env._("no data"))
        text = self._number(value).text
        return Cell(self.env._("%(number)s %%", number=text))

    @staticmethod
    def _share(value, most):
        """How long a bar is."""
        return max(0, min(100, 100 * (value or 0) / most)) if most else 0

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    @api.model
    def _get_indicators(self, codes):
        """The built-in indicators of these codes that are in use, in that order."""
        found = self.env["playbook.indicator"].search([("code", "in", list(codes))])
        return found.sorted(lambda each: codes.index(each.code))

    @api.model
    def _get_figures(self, title, indicators, company, period, domain=()):
        """A section: each indicator now, the month before, and a year before; of which
        nothing is known, the names alone.
        """
        year = relativedelta(years=1)
        month = relativedelta(months=1)
        now, before, then = (
            indicators._read_figures(
                company,
                MONTH,
                period.date_from - back,
                period.date_to - back,
                domain=domain,
            )
            for back in (relativedelta(), month, year)
        )
        rows, silent = [], []
        for indicator in indicators:
            values = [found[indicator.id,].value for found in (now, before, then)]
            if all(value is None for value in values):
                silent.append(indicator.name)
                continue
            texts = [indicator._format_value(value, company) for value in values]
            change = self._print_change(indicator, *values[:2], company)
            rows.append(
                [Cell(indicator.name), *map(Cell, texts[:2]), change, Cell(texts[2])]
            )
        columns = (
            self.env._("Indicator"),
            self._month_words(period),
            self.env._("Month before"),
            self.env._("Difference"),
            self.env._("A year before"),
        )
        if silent:
            names = ", ".join(silent)
            text = self.env._("No data: %(indicators)s.", indicators=names)
            return Section(title, columns, rows, text)
        empty = self.env._("No indicator is in use.")
        return Section(title, columns, rows, empty=empty)

    @api.model
    def _print_change(self, indicator, now, before, company):
        """How much it changed, green where that is better."""
        change = indicator._get_change(now, before, company)
        return Cell(change.text, TONES.get(change.tone, PLAIN))

    @api.model
    def _get_parts(self, title, indicators, company, period, **how):
        """A section: a row for each part (person, team, source), a column for each
        indicator; a bar for the first one.

        :param how: ``groupby``, ``label``, ``domain`` and ``cut``.
        """
        found = indicators._read_figures(
            company,
            MONTH,
            period.date_from,
            period.date_to,
            groupby=[how["groupby"]],
            domain=how.get("domain", ()),
            cut=how.get("cut", "main"),
        )
        parts = {part for _indicator, part in found}
        first = indicators[:1].id
        sizes = {
            part: found[first, part].value or 0 if (first, part) in found else 0
            for part in parts
        }
        most = max(sizes.values(), default=0)
        rows = []
        for part in sorted(parts, key=lambda each: (-sizes[each], each.id or 0)):
            # What a figure is of is no secret to who reads the figure.
            name = part.sudo().display_name or self.env._("Nobody, or not known")
            cells = [Cell(name, PLAIN, self._share(sizes[part], most))]
            for indicator in indicators:
                figure = found.get((indicator.id, part))
                value = figure.value if figure else None
                if value is None and not indicator.is_ratio:
                    value = 0
                cells.append(Cell(indicator._format_value(value, company)))
            rows.append(cells)
        columns = (how["label"], *indicators.mapped("name"))
        return Section(
            title, columns, rows, empty=self.env._("No data for this month.")
        )

    @api.model
    def _get_objectives(self, domain):
        """A section of active objectives, where the user may read any."""
        Objective = self.env["playbook.objective"]
        if not Objective.has_access("read"):
            return []
        asked = Domain("state", "=", "active") & Domain(domain)
        tones = {"on_track": GOOD, "achieved": GOOD, "at_risk": BAD, "missed": BAD}
        results = dict(Objective._fields["result"]._description_selection(self.env))
        rows = [
            [
                Cell(each.display_name),
                Cell(results.get(each.result, ""), tones.get(each.result, PLAIN)),
                Cell(each.user_id.name or ""),
                self._date(each.date_deadline),
            ]
            for each in Objective.search(asked)
        ]
        columns = (
            self.env._("Objective"),
            self.env._("State"),
            self.env._("Responsible"),
            self.env._("Until"),
        )
        empty = self.env._("There is no active objective.")
        title = self.env._("Objectives")
        return [Section(title, columns, rows, empty=empty, words=ALL)]
