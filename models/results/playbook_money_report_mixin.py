from odoo import api, fields, models
from odoo.tools import SQL

from .currency_sql import in_current_currency
from .report_action import report_action


class PlaybookMoneyReportMixin(models.AbstractModel):
    """A report on work with customers: its money is told in the currency of the current
    company, and each profile opens it with what it looks at.
    """

    _name = "playbook.money.report.mixin"
    _description = "Report with money of customers"
    _inherit = ["playbook.readers.report.mixin"]

    # The action for leaders, as report_action() takes it.
    _report_action = None

    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    currency_id = fields.Many2one("res.currency", readonly=True, ondelete="set null")
    segment_id = fields.Many2one(
        "playbook.segment",
        string="Main segment",
        readonly=True,
        ondelete="set null",
        help="That of the customer, as it is now.",
    )

    @api.model
    def action_open_report(self):
        """Open the report as the active profile wants it."""
        return report_action(self.env, self._report_action)

    def _get_money(self, amount, row):
        """``amount`` of the row of a document in the current currency."""
        company = SQL("%s.company_id", SQL.identifier(row))
        return in_current_currency(self.env, amount, company)

    def _get_untaxed(self):
        """The untaxed amount of the order ``sale`` in the current currency."""
        return self._get_money(
            SQL("sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1)"),
            "sale",
        )
