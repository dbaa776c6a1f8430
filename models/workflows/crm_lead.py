from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .planning import for_followers
from .stale_sql import stale_leads


class CrmLead(models.Model):
    _inherit = "crm.lead"

    is_stale = fields.Boolean(
        string="Stale",
        compute="_compute_is_stale",
        search="_search_is_stale",
        groups="base.group_user",
        help="Longer in its stage than the stage allows or, where the stage says "
        "nothing, the workflow for stale opportunities; nothing planned for one of the "
        "next 30 days, no confirmed order.",
    )

    def _compute_is_stale(self):
        stale = set()
        if self.ids:
            query = self._stale_leads_sql(SQL("lead.id = ANY(%s)", self.ids))
            stale = {lead_id for (lead_id,) in self.env.execute_query(query)}
        for lead in self:
            lead.is_stale = lead._origin.id in stale

    def _search_is_stale(self, operator, value):
        if operator != "in":
            return NotImplemented
        query = self._stale_leads_sql()
        stale = Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s IN (%s)", SQL.identifier(alias, "id"), query
            )
        )
        # Both may be asked for, or neither: then all are found, or none.
        wanted = stale if True in value else Domain.FALSE
        return wanted | (~stale if False in value else Domain.FALSE)

    def _stale_leads_sql(self, condition=None):
        """A query for the ids of stale opportunities, whoever looks after them."""
        self._flush_for_staleness()
        return stale_leads(
            fields.Datetime.now(),
            self.env["playbook.workflow"]._get_stale_days_sql(),
            self.env["res.partner"]._time_zones_unknown_to_postgresql(),
            condition,
        )

    def _flush_for_staleness(self):
        """Write what the query reads and the ORM may still hold back."""
        self._flush_for_days_in_stage()
        self.flush_model(
            ["active", "expected_revenue", "stage_id", "type", "won_status"]
        )
        self.env["crm.stage"].flush_model(["rotting_threshold_days"])
        self.env["mail.activity"].flush_model(
            ["active", "date_deadline", "res_id", "res_model"]
        )
        self.env["playbook.transition"].flush_model()
        self.env["sale.order"].flush_model(["opportunity_id", "state"])

    def _merge_dependences(self, opportunities):
        """What followed up the merged deals ends there; its history is kept."""
        result = super()._merge_dependences(opportunities)
        self.env["playbook.enrollment"]._move_to(self, opportunities)
        return result

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        leads = for_followers(self, partner_ids)
        return super(CrmLead, leads).message_subscribe(partner_ids, subtype_ids)
