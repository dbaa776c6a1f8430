from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .deals_sql import decided_at

COMPARED = {operator: SQL(operator) for operator in ("<", "<=", ">", ">=", "in")}


class CrmLead(models.Model):
    """When it was won or lost: what figures of opportunities are told by."""

    _inherit = "crm.lead"

    playbook_decided_date = fields.Datetime(
        string="Won or lost on",
        compute="_compute_playbook_decided_date",
        search="_search_playbook_decided_date",
        groups="base.group_user",
        help="When it was won or lost, for the last time. Archiving it later changes "
        "nothing. Empty while it is open.",
    )

    def _compute_playbook_decided_date(self):
        dates = {}
        if self.ids:
            self._flush_for_decided_date()
            query = SQL(
                "SELECT lead.id, %s FROM crm_lead lead WHERE lead.id = ANY(%s)",
                decided_at("lead"),
                self.ids,
            )
            dates = dict(self.env.execute_query(query))
        for lead in self:
            lead.playbook_decided_date = dates.get(lead._origin.id)

    def _search_playbook_decided_date(self, operator, value):
        if operator not in COMPARED:
            return NotImplemented
        self._flush_for_decided_date()
        if operator != "in":
            return self._get_decided_domain(SQL("%s %s", COMPARED[operator], value))
        found = Domain.FALSE
        moments = tuple(moment for moment in value if moment)
        if moments:
            found |= self._get_decided_domain(SQL("IN %s", moments))
        if len(moments) < len(value):
            found |= self._get_decided_domain(SQL("IS NULL"))
        return found

    def _get_decided_domain(self, condition):
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "(%s %s)", SQL("(%s)", decided_at(alias)), condition
            )
        )

    def _flush_for_decided_date(self):
        """Write what the query reads and the ORM may still hold back."""
        self.env["playbook.transition"]._record_expected()
        self.flush_model(["date_closed", "won_status"])
        self.env["playbook.transition"].flush_model()
