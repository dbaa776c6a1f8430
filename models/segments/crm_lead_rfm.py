from odoo import api, fields, models
from odoo.fields import Domain

from .days_since import is_unset
from .playbook_side_table_mixin import unset_as_least


class CrmLead(models.Model):
    """The RFM group and score of the customer of a lead.

    The score is not simply a related field: that would find no score among the 0.
    """

    _inherit = "crm.lead"

    rfm_group_id = fields.Many2one(
        related="partner_id.rfm_group_id",
        string="RFM group of the customer",
        groups="crm_playbook.group_user",
    )
    rfm_score = fields.Integer(
        string="RFM score of the customer",
        compute="_compute_rfm_score",
        compute_sudo=True,
        search="_search_rfm_score",
        aggregator="avg",
        groups="crm_playbook.group_user",
    )

    @api.depends("partner_id.rfm_score")
    @api.depends_context("company")
    def _compute_rfm_score(self):
        for lead in self:
            lead.rfm_score = lead.partner_id.rfm_score

    @api.model
    def _search_rfm_score(self, operator, value):
        """As for customers: without one, or without a purchase, there is no score."""
        # The ORM leaves that to search methods.
        self._check_field_access(self._fields["rfm_score"], "read")
        # The score of a customer is read past the access to the customer.
        found = Domain("partner_id", "any!", Domain("rfm_score", operator, value))
        if operator == "in" and any(map(is_unset, value)):
            found |= Domain("partner_id", "=", False)
        return found

    def _field_to_sql(self, alias, field_expr, query=None):
        if query is None or field_expr != "rfm_score":
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        # As in _search_rfm_score.
        customers, customer_alias = self._fields["partner_id"].join(
            self.sudo(), alias, query
        )
        return customers._field_to_sql(customer_alias, field_expr, query)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name == "rfm_score":
            nulls = unset_as_least(direction, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
