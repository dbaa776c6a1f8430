from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..actions.mail_activity_type import CHANNELS
from ..actions.playbook_outcome import RESULTS
from ..actions.playbook_purpose import FAMILIES
from .action_report_sql import (
    DECISION,
    deals,
    followed,
    shares,
    to_opportunity,
    to_won,
)
from .readable_sql import readable


class PlaybookActionReport(models.Model):
    """Customer actions and what came of them, down to revenue.

    One row for each action that was done, with the id of the action and as visible as
    that. What is told of deals and orders is of those that the user may read: see
    ``action_report_sql`` for the definitions.
    """

    _name = "playbook.action.report"
    _description = "Effectiveness of actions"
    _inherit = ["playbook.mirror.mixin", "playbook.money.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _check_company_auto = True
    _depends = {
        "crm.lead": [
            *("company_id", "create_date", "date_closed", "date_conversion"),
            *("expected_revenue", "partner_id", "source_id", "type", "won_status"),
        ],
        "playbook.action": [
            *("activity_type_id", "channel", "commercial_partner_id", "company_id"),
            *("date_done", "had_lead", "kept_rate", "lead_id", "name"),
            *("next_activity_id", "outcome_id", "positive_rate", "purpose_family"),
            *("purpose_id", "result", "stage_id", "state", "team_id", "user_id"),
        ],
        "playbook.main.segment": ["company_id", "partner_id", "segment_id"],
        "playbook.transition": ["date", "date_left", "ending", "lead_id"],
        "res.partner": ["commercial_partner_id", "source_id"],
        "sale.order": [
            *("amount_untaxed", "company_id", "currency_rate", "opportunity_id"),
            "state",
        ],
    }

    _report_action = "playbook_action_report_action"

    customer_action_id = fields.Many2one(
        "playbook.action", readonly=True, ondelete="cascade", exportable=False
    )
    name = fields.Char(string="What", readonly=True)
    date = fields.Datetime(string="Done on", readonly=True)
    user_id = fields.Many2one(string="Done by")
    lead_id = fields.Many2one(required=False)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="set null"
    )
    source_id = fields.Many2one(
        "utm.source",
        readonly=True,
        ondelete="set null",
        help="Where the deal, or else the customer, came from.",
    )
    stage_id = fields.Many2one(
        "crm.stage", string="Stage then", readonly=True, ondelete="set null"
    )
    purpose_id = fields.Many2one("playbook.purpose", readonly=True, ondelete="set null")
    purpose_family = fields.Selection(FAMILIES, readonly=True)
    channel = fields.Selection(CHANNELS, string="Contact by", readonly=True)
    activity_type_id = fields.Many2one(
        "mail.activity.type", readonly=True, ondelete="set null"
    )
    outcome_id = fields.Many2one("playbook.outcome", readonly=True, ondelete="set null")
    result = fields.Selection(RESULTS, readonly=True)

    positive_rate = fields.Float(
        string="Positive (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the actions with an outcome, those with a positive one.",
    )
    kept_rate = fields.Float(
        string="On time (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the planned ones, those done by the day they were planned for.",
    )
    next_step_rate = fields.Float(
        string="With a next step (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Those after which something else was planned.",
    )
    opportunity_rate = fields.Float(
        string="Led to an opportunity (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the actions on leads and on customers, those after which the lead was "
        "converted, or the customer had a new opportunity, within 90 days. Known when "
        "these are over. What was done on an opportunity does not count.",
    )
    won_rate = fields.Float(
        string="Led to a sale (%)",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Of the actions whose opportunity has ended, those where it was won. For "
        "actions on a customer: an opportunity that began within 90 days.",
    )
    won_amount = fields.Monetary(
        string="Revenue it had a part in",
        readonly=True,
        help="Orders of the won opportunity, or its expected revenue where it has "
        "none, divided equally among all actions that came before: so the actions of "
        "all people add up to the revenue, and not to more.",
    )

    # ------------------------------------------------------------------
    # Who sees it
    # ------------------------------------------------------------------

    @api.model
    def _get_readable_domain(self):
        actions = self.env["playbook.action"]
        if not actions.has_access("read"):
            return Domain.FALSE
        return Domain("customer_action_id", "in", actions._search([]))

    def _find_hidden(self):
        actions = self.env["playbook.action"].browse(self.ids)
        return self.browse((actions - actions._filtered_access("read")).ids)

    def action_open(self):
        """Open the action itself."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "playbook.action",
            "res_id": self.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------
    # What it is made of
    # ------------------------------------------------------------------

    @property
    def _table_query(self):
        deal_query = deals(readable(self.env["crm.lead"], "lead"))
        return SQL(
            """
            SELECT action.id, action.id AS customer_action_id, action.name,
                   action.date_done AS date, action.user_id, action.team_id,
                   action.company_id, action.lead_id,
                   action.commercial_partner_id AS partner_id, action.stage_id,
                   action.purpose_id, action.purpose_family, action.channel,
                   action.activity_type_id, action.outcome_id, action.result,
                   action.positive_rate, action.kept_rate,
                   %(currency)s AS currency_id, main.segment_id,
                   COALESCE(lead.source_id, customer.source_id) AS source_id,
                   CASE WHEN action.next_activity_id IS NULL THEN 0
                        ELSE 100 END AS next_step_rate,
                   %(to_opportunity)s AS opportunity_rate,
                   %(to_won)s AS won_rate,
                   COALESCE(share.amount, 0) AS won_amount
              FROM playbook_action action
         LEFT JOIN crm_lead lead ON lead.id = action.lead_id %(decision)s
         LEFT JOIN res_partner customer ON customer.id = action.commercial_partner_id
         LEFT JOIN playbook_main_segment main
                ON main.partner_id = action.commercial_partner_id
               AND main.company_id = COALESCE(action.company_id, %(company)s)
         LEFT JOIN (%(followed)s) following ON following.action_id = action.id
         LEFT JOIN (%(shares)s) share ON share.action_id = action.id
             WHERE action.state = 'done'
            """,
            currency=self.env.company.currency_id.id,
            company=self.env.company.id,
            decision=DECISION,
            to_opportunity=to_opportunity(),
            to_won=to_won(),
            followed=followed(deal_query),
            shares=shares(
                deal_query,
                self._get_ordered_sql(),
                self._get_money(SQL("deal.expected_revenue"), "deal"),
            ),
        )

    def _get_ordered_sql(self):
        """What was ordered on deals."""
        return SQL(
            """
            SELECT sale.opportunity_id AS lead_id, SUM(%(amount)s) AS amount
              FROM sale_order sale
             WHERE sale.state = 'sale' AND sale.opportunity_id IS NOT NULL
               AND %(readable)s
          GROUP BY sale.opportunity_id
            """,
            amount=self._get_untaxed(),
            readable=readable(self.env["sale.order"], "sale"),
        )
