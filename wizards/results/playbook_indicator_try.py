from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...models.results.measurement_sql import total
from ...models.results.periods import MONTH, periods_back, to_moment

MONTHS = 3


class PlaybookIndicatorTry(models.TransientModel):
    """What an indicator of one's own would tell of the last months: of the records
    that whoever tries it may read.
    """

    _name = "playbook.indicator.try"
    _description = "Try an indicator"

    indicator_id = fields.Many2one(
        "playbook.indicator", required=True, readonly=True, ondelete="cascade"
    )
    result = fields.Html(compute="_compute_result", sanitize=False)

    @api.depends("indicator_id")
    @api.depends_context("uid", "company", "lang")
    def _compute_result(self):
        for dialog in self:
            dialog.result = dialog._try()

    def _try(self):
        """What it comes to, or why not, as HTML."""
        try:
            with self.env.cr.savepoint(flush=False):
                return self._render(self._count())
        except UserError as error:
            return Markup("<p>%s</p>") % str(error)
        except Exception as error:  # noqa: BLE001 - whatever a condition may raise
            return Markup("<p>%s</p>") % self.env._(
                "It does not work: %(error)s", error=str(error).strip()
            )

    def action_open_records(self):
        """Those of the last of these months."""
        self.ensure_one()
        company, month = self.env.company, self._get_months()[0]
        if not self.indicator_id.counted_model:
            raise UserError(
                self.env._(
                    "“%(indicator)s” is a built-in indicator: open its records from "
                    "its figures.",
                    indicator=self.indicator_id.name,
                )
            )
        return self.indicator_id._open_records(company, month.date_from, month.date_to)

    def _get_months(self):
        """The current one first; of a state only that."""
        today = self.env["playbook.segment"]._get_day(self.env.company)
        count = 1 if self.indicator_id.is_state else MONTHS
        return periods_back(MONTH, today, count)

    def _count(self):
        """:return: of each month: it, its value, and how many records it is made of."""
        indicator, company = self.indicator_id, self.env.company
        Run = self.env["playbook.measurement.run"]
        zone = Run._get_zone_of(company)
        now = fields.Datetime.now()
        months = self._get_months()
        rows = []
        for number, month in enumerate(months):
            start, end = (to_moment(day, zone) for day in month[1:])
            days = month[1:]
            rows.append((number, company.id, *days, start, end, min(end, now), zone))
        self.env.flush_all()
        # As whoever tries it: what they may not read is not counted.
        env = self.env(context={**self.env.context, "allowed_company_ids": company.ids})
        query = total(indicator._get_own_facts(company, env), rows)
        found = {row[0]: row[1:] for row in self.env.execute_query(query)}
        return [
            (
                month,
                indicator._make_value(
                    *(float(each) for each in found[number][:2]),
                    is_ratio=indicator.is_ratio,
                    unit=indicator.unit,
                ),
                found[number][2],
            )
            for number, month in enumerate(months)
        ]

    def _render(self, counted):
        heads = (self.env._("Month"), self.indicator_id.name, self.env._("Records"))
        head = Markup("").join(
            Markup('<th class="%s">%s</th>') % ("text-end" if number else "", text)
            for number, text in enumerate(heads)
        )
        rows = Markup("").join(
            Markup('<tr><td>%s</td><td class="text-end">%s</td>%s</tr>')
            % (
                format_date(self.env, month.date_from, date_format="MMMM y"),
                self.indicator_id._format_value(value, self.env.company),
                Markup('<td class="text-end">%s</td>') % count,
            )
            for month, value, count in counted
        )
        return Markup(
            '<table class="table table-sm"><thead><tr>%s</tr></thead>'
            "<tbody>%s</tbody></table>"
        ) % (head, rows)
