"""Where Odoo shows what a part of a report shows."""

from datetime import date

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .periods import MONTH, WEEK
from .playbook_objective import ACTIVE
from .playbook_report_line import COURSE, GROUPINGS, OBJECTIVES, RECORDS, TABLE
from .report_periods import DAILY, WEEKLY

# Of the action of this name in views/results/playbook_report_line_views.xml.
PATH = "report-part"
# More than there are days until the year 2700.
DAYS = 1_000_000


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    @api.model
    def action_open_part(self):
        """Open what the part whose id is ``active_id`` shows, as the user may read it.

        :raise UserError: where there is no such part any more.
        """
        active_id = self.env.context.get("active_id")
        active_id = active_id if isinstance(active_id, int) else 0
        number, day = divmod(active_id, DAYS)
        # Addresses of old reports name the part alone.
        line = self.browse(number or day).exists()
        if not line:
            raise UserError(
                self.env._(
                    "This part of the report was taken out of it since. Look into a "
                    "newer one, under My Reports."
                )
            )
        line.check_access("read")
        if number:
            report = line.report_id.sudo()  # sudo: they got the report
            company = line._get_company().sudo()  # sudo: on which days it works
            period = report._get_period_from(date.fromordinal(max(day, 1)), company)
        else:
            period = line._get_last_period()
        return line._prepare_action(period)

    def _get_part_number(self, period):
        """What stands for it and for the period in an address: in that of an action
        there is room for one number.
        """
        return self.id * DAYS + period.date_from.toordinal()

    def _prepare_action(self, period):
        self.ensure_one()
        if self.kind == RECORDS:
            values = self._prepare_records_action(period)
        elif self.kind == OBJECTIVES:
            domain = Domain("state", "=", ACTIVE) & self._get_company_domain()
            values = {
                "res_model": "playbook.objective",
                "domain": list(domain & self._get_own_domain("user_id")),
                "views": [(False, "list"), (False, "form")],
            }
        else:
            values = self._prepare_figures_action(period)
        return {"type": "ir.actions.act_window", "name": self._get_title()} | values

    def _prepare_records_action(self, period):
        company = self._get_company()
        domain = self._get_records_domain(self.env, company, period)
        if "company_id" in self.env[self.model]._fields:
            domain &= Domain("company_id", "in", [False, company.id])
        return {
            "res_model": self.model,
            "domain": list(domain),
            "views": [(False, "list"), (False, "form")],
            "context": {},
        }

    def _prepare_figures_action(self, period):
        """The figures over time until ``period``, divided as in the report."""
        kind = WEEK if self.report_id.frequency in (DAILY, WEEKLY) else MONTH
        field, cut = "indicator_id", "main"
        if self.kind == TABLE:
            field, cut = GROUPINGS[self.divided_by]
        indicators = self.indicator_id if self.kind == COURSE else self.indicator_ids
        domain = (
            Domain("indicator_id", "in", indicators.ids)
            & Domain("kind", "=", kind)
            & Domain("cut", "=", cut)
            & Domain("date_from", "<", str(period.figures_to))
            & self._get_company_domain()
            & self._get_own_domain("user_id")
        )
        rows = ["indicator_id"] if len(indicators) > 1 else []
        rows += [field] if field not in rows else []
        views = ["pivot", "graph", "list"]
        if self.kind == COURSE:
            views = ["graph", "pivot", "list"]
        return {
            "res_model": "playbook.measurement",
            "domain": list(domain),
            "views": [(False, view) for view in views],
            "context": {
                "pivot_measures": ["value"],
                "pivot_row_groupby": rows,
                "pivot_column_groupby": [f"date_from:{kind}"],
                "graph_measure": "value",
                "graph_mode": "line",
                "graph_groupbys": [f"date_from:{kind}"],
            },
        }

    def _get_company(self):
        return self.report_id.company_id or self.env.user.company_id

    def _get_company_domain(self):
        return Domain("company_id", "=", self._get_company().id)

    def _get_own_domain(self, field):
        return Domain(field, "=", self.env.uid) if self.only_own else Domain.TRUE
