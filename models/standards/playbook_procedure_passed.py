"""Which records have come to the moment of a procedure since a day."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .playbook_procedure import (
    ACTION,
    CONFIRMED,
    CONTACT,
    CUSTOMER,
    ENTERED,
    LEAD,
    LEFT,
    LOST,
    SENT,
    WON,
)


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    def _get_passed_domain(self, since):
        """The records of its model that have come to the moment since then."""

        def to_sql(_model, alias, _query):
            passed = self._select_passed(since)
            return SQL("%s IN (%s)", SQL.identifier(alias, "id"), passed)

        return Domain.custom(to_sql=to_sql)

    def _select_passed(self, since):
        if self.moment in (ENTERED, LEFT, WON, LOST):
            return self._select_moved(since)
        if self.moment == ACTION:
            return self._select_done(since)
        if self.moment in (CUSTOMER, CONTACT):
            self.env["res.partner"].flush_model()
        elif self.moment == LEAD:
            self.env["crm.lead"].flush_model()
        else:
            self.env["sale.order"].flush_model()
        leads = SQL("TRUE")
        if self.env["crm.lead"]._uses_leads():
            leads = SQL("(type = 'lead' OR date_conversion IS NOT NULL)")
        return {
            CUSTOMER: SQL(
                "SELECT id FROM res_partner WHERE customer_state IS NOT NULL"
                " AND (create_date >= %s OR customer_since >= %s::date)",
                since,
                since,
            ),
            CONTACT: SQL(
                "SELECT id FROM res_partner WHERE parent_id IS NOT NULL"
                " AND type = 'contact' AND is_company IS NOT TRUE"
                " AND create_date >= %s",
                since,
            ),
            LEAD: SQL(
                "SELECT id FROM crm_lead WHERE create_date >= %s AND %s", since, leads
            ),
            SENT: SQL(
                "SELECT id FROM sale_order WHERE state IN ('sent', 'sale')"
                " AND create_date >= %s",
                since,
            ),
            CONFIRMED: SQL(
                "SELECT id FROM sale_order WHERE state = 'sale' AND date_order >= %s",
                since,
            ),
        }[self.moment]

    def _select_moved(self, since):
        self.env["playbook.transition"]._record_expected()
        self.env["playbook.transition"].flush_model()
        stages = self.stage_ids.ids
        condition = {
            ENTERED: SQL("to_stage_id = ANY(%s) AND date >= %s", stages, since),
            LEFT: SQL(
                "to_stage_id = ANY(%s) AND date_left >= %s"
                " AND ending IN ('moved', 'won')",
                stages,
                since,
            ),
            WON: SQL("ending = 'won' AND date_left >= %s", since),
            LOST: SQL("ending = 'lost' AND date_left >= %s", since),
        }[self.moment]
        return SQL("SELECT lead_id FROM playbook_transition WHERE %s", condition)

    def _select_done(self, since):
        self.env["playbook.action"].flush_model()
        parts = [SQL("state = 'done' AND date_done >= %s", since)]
        if self.activity_type_ids:
            types = self.activity_type_ids.ids
            parts.append(SQL("activity_type_id = ANY(%s)", types))
        if self.purpose_ids:
            parts.append(SQL("purpose_id = ANY(%s)", self.purpose_ids.ids))
        return SQL(
            "SELECT lead_id FROM playbook_action WHERE %s", SQL(" AND ").join(parts)
        )
