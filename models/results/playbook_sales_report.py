from odoo import fields, models
from odoo.tools import SQL

from .deals_sql import decided_of_many

OPPORTUNITY, ORDER = "opportunity", "order"
OPEN, WON, LOST = "open", "won", "lost"


def row_of_deal(alias):
    """The id of the row that stands for the opportunity ``alias``: an even number."""
    return SQL("%s * 2", SQL.identifier(alias, "id"))


def row_of_order(alias):
    """That of the quotation or order ``alias``: an odd number."""
    return SQL("%s * 2 + 1", SQL.identifier(alias, "id"))


class PlaybookSalesReport(models.Model):
    """Opportunities and sales: one row for each opportunity, quotation and order.

    A row is as visible as what it stands for. Money is told without taxes, in the
    currency of the current company.
    """

    _name = "playbook.sales.report"
    _description = "Opportunities and sales"
    _inherit = ["playbook.customer.mirror.mixin", "playbook.money.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _check_company_auto = True
    _depends = {
        "crm.lead": [
            *("active", "campaign_id", "company_id", "create_date", "date_closed"),
            *("date_conversion", "expected_revenue", "medium_id", "name", "partner_id"),
            *("prorated_revenue", "source_id", "stage_id", "team_id", "type"),
            *("user_id", "won_status"),
        ],
        "playbook.main.segment": ["company_id", "partner_id", "segment_id"],
        "playbook.transition": ["date", "date_left", "ending", "lead_id"],
        "res.partner": ["commercial_partner_id", "industry_id", "territory_id"],
        "sale.order": [
            *("amount_untaxed", "campaign_id", "company_id", "create_date"),
            *("currency_rate", "date_order", "medium_id", "name", "partner_id"),
            *("source_id", "state", "team_id", "user_id"),
        ],
    }

    _report_action = "playbook_sales_report_action"

    name = fields.Char(readonly=True)
    kind = fields.Selection(
        [(OPPORTUNITY, "Opportunity"), (ORDER, "Quotation or order")],
        string="What",
        readonly=True,
    )
    state = fields.Selection(
        [(OPEN, "Open"), (WON, "Won"), (LOST, "Lost")],
        readonly=True,
        help="An order is won once it is confirmed, and lost where it is cancelled.",
    )
    date = fields.Datetime(
        readonly=True,
        help="When it was won, lost or ordered; of what is open, when it began.",
    )
    date_begun = fields.Datetime(
        string="Begun",
        readonly=True,
        help="When the opportunity or quotation was made.",
    )
    user_id = fields.Many2one(string="Salesperson")
    industry_id = fields.Many2one(
        "res.partner.industry", readonly=True, ondelete="set null"
    )
    territory_id = fields.Many2one(
        "playbook.territory", readonly=True, ondelete="set null"
    )
    stage_id = fields.Many2one("crm.stage", readonly=True, ondelete="set null")
    source_id = fields.Many2one("utm.source", readonly=True, ondelete="set null")
    medium_id = fields.Many2one("utm.medium", readonly=True, ondelete="set null")
    campaign_id = fields.Many2one("utm.campaign", readonly=True, ondelete="set null")

    open_count = fields.Integer(
        string="Open opportunities", readonly=True, aggregator="sum"
    )
    won_count = fields.Integer(
        string="Won opportunities", readonly=True, aggregator="sum"
    )
    lost_count = fields.Integer(
        string="Lost opportunities", readonly=True, aggregator="sum"
    )
    win_rate = fields.Float(
        string="Won (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the opportunities that have ended, those that were won.",
    )
    days_to_win = fields.Float(
        string="Days to win",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="From the beginning of the opportunity until it was won.",
    )
    pipeline_amount = fields.Monetary(
        string="Open pipeline", readonly=True, help="Expected revenue of what is open."
    )
    weighted_amount = fields.Monetary(
        string="Weighted pipeline",
        readonly=True,
        help="Expected revenue of what is open, times its probability.",
    )
    won_amount = fields.Monetary(
        string="Value won", readonly=True, help="Expected revenue of what was won."
    )
    quotation_count = fields.Integer(
        string="Open quotations", readonly=True, aggregator="sum"
    )
    quoted_amount = fields.Monetary(
        string="Quoted", readonly=True, help="Untaxed amount of open quotations."
    )
    order_count = fields.Integer(string="Orders", readonly=True, aggregator="sum")
    ordered_amount = fields.Monetary(
        string="Sales", readonly=True, help="Untaxed amount of confirmed orders."
    )

    def _get_mirrored(self):
        return ["order_id"]

    @property
    def _table_query(self):
        # Columns are of the same types in both halves: so PostgreSQL computes only
        # those that are asked for.
        return SQL(
            """
            SELECT document.*, %(currency)s AS currency_id, main.segment_id,
                   customer.industry_id, customer.territory_id
              FROM (%(opportunities)s UNION ALL %(orders)s) document
         LEFT JOIN res_partner customer ON customer.id = document.partner_id
         LEFT JOIN playbook_main_segment main
                ON main.partner_id = document.partner_id
               AND main.company_id = COALESCE(document.company_id, %(company)s)
            """,
            currency=self.env.company.currency_id.id,
            company=self.env.company.id,
            opportunities=self._get_opportunities_sql(),
            orders=self._get_orders_sql(),
        )

    def _get_opportunities_sql(self):
        """The rows of opportunities. Archived ones that were not lost
        are nobody's work any more.
        """
        decided, decision = decided_of_many("lead")
        return SQL(
            """
            SELECT %(row)s AS id, lead.name, 'opportunity' AS kind,
                   lead.id AS lead_id, NULL::integer AS order_id,
                   person.commercial_partner_id AS partner_id,
                   CASE lead.won_status WHEN 'pending' THEN 'open'
                                        ELSE lead.won_status END::text AS state,
                   CASE WHEN lead.won_status <> 'pending'
                        THEN COALESCE(%(decided)s, lead.create_date)
                        ELSE %(begun)s END AS date,
                   %(begun)s AS date_begun,
                   lead.user_id, lead.team_id, lead.company_id, lead.stage_id,
                   lead.source_id, lead.medium_id, lead.campaign_id,
                   (lead.won_status = 'pending')::integer AS open_count,
                   (lead.won_status = 'won')::integer AS won_count,
                   (lead.won_status = 'lost')::integer AS lost_count,
                   CASE lead.won_status WHEN 'won' THEN 100.0
                                        WHEN 'lost' THEN 0 END AS win_rate,
                   CASE WHEN lead.won_status = 'won'
                        THEN GREATEST(0, EXTRACT(
                             EPOCH FROM %(decided)s - %(begun)s) / 86400.0)
                   END AS days_to_win,
                   %(amounts)s,
                   0 AS quotation_count, 0.0 AS quoted_amount,
                   0 AS order_count, 0.0 AS ordered_amount
              FROM crm_lead lead
         LEFT JOIN res_partner person ON person.id = lead.partner_id
         %(decision)s
             WHERE lead.type = 'opportunity'
               AND (lead.active OR lead.won_status <> 'pending')
            """,
            row=row_of_deal("lead"),
            begun=SQL("COALESCE(lead.date_conversion, lead.create_date)"),
            decided=decided,
            decision=decision,
            amounts=self._get_opportunity_amounts_sql(),
        )

    def _get_opportunity_amounts_sql(self):
        """Columns of money of the row ``lead``."""
        return SQL(
            """
            CASE WHEN lead.won_status = 'pending'
                 THEN %(expected)s ELSE 0 END AS pipeline_amount,
            CASE WHEN lead.won_status = 'pending'
                 THEN %(weighted)s ELSE 0 END AS weighted_amount,
            CASE WHEN lead.won_status = 'won'
                 THEN %(expected)s ELSE 0 END AS won_amount
            """,
            expected=self._get_money(SQL("COALESCE(lead.expected_revenue, 0)"), "lead"),
            weighted=self._get_money(SQL("COALESCE(lead.prorated_revenue, 0)"), "lead"),
        )

    def _get_orders_sql(self):
        """The rows of quotations and orders."""
        return SQL(
            """
            SELECT %(row)s, sale.name, 'order', NULL::integer, sale.id,
                   person.commercial_partner_id,
                   CASE sale.state WHEN 'sale' THEN 'won' WHEN 'cancel' THEN 'lost'
                                   ELSE 'open' END,
                   sale.date_order, sale.create_date,
                   sale.user_id, sale.team_id, sale.company_id, NULL::integer,
                   sale.source_id, sale.medium_id, sale.campaign_id,
                   0, 0, 0, NULL::numeric, NULL::numeric, 0.0, 0.0, 0.0,
                   (sale.state IN ('draft', 'sent'))::integer,
                   CASE WHEN sale.state IN ('draft', 'sent') THEN %(amount)s ELSE 0 END,
                   (sale.state = 'sale')::integer,
                   CASE WHEN sale.state = 'sale' THEN %(amount)s ELSE 0 END
              FROM sale_order sale
              JOIN res_partner person ON person.id = sale.partner_id
            """,
            row=row_of_order("sale"),
            amount=self._get_untaxed(),
        )
