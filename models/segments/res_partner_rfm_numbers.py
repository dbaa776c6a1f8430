from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .days_since import is_unset
from .playbook_side_table_mixin import select_partners

SIDE_MODEL = "playbook.rfm.score"
NUMBERS = {
    "rfm_recency": "recency",
    "rfm_frequency": "frequency",
    "rfm_monetary": "monetary",
    "rfm_score": "score",
    "rfm_purchase_count": "purchase_count",
    "rfm_amount": "amount",
}
INEQUALITIES = {"<", "<=", ">", ">="}


def search_rfm_number(name):
    """What the field ``name`` says as ``search``."""

    def search(records, operator, value):
        return records._search_rfm_number(name, operator, value)

    return search


def unset_as_least(direction, nulls):
    """How NULL is sorted, where it is not said: below 0, as it is shown."""
    if nulls.code:
        return nulls
    return SQL("NULLS LAST" if direction.code == "DESC" else "NULLS FIRST")


class ResPartner(models.Model):
    """The numbers of RFM of who never bought: they have none, and that is not 0.

    So they are not found among the bad ones, do not count for averages, and are a group
    of their own.
    """

    _inherit = "res.partner"

    @api.model
    def _search_rfm_number(self, name, operator, value):
        """The domain of the condition on the field ``name``.

        Who has no number is found where that is asked for (``= False``), and by no
        number, nor by other than some number.
        """
        # The ORM leaves that to search methods.
        self._check_field_access(self._fields[name], "read")
        column = NUMBERS[name]
        if operator in INEQUALITIES:
            return self._who_has_rfm(Domain(column, operator, value or 0))
        if operator not in ("in", "not in"):
            return NotImplemented
        numbers = [each for each in value if not is_unset(each)]
        found = self._who_has_rfm(Domain(column, operator, numbers))
        if operator == "in" and any(map(is_unset, value)):
            found |= ~self._who_has_rfm(Domain.TRUE)
        return found

    @api.model
    def _who_has_rfm(self, condition):
        """The domain of those whose row of scores fulfils ``condition``."""
        # Whoever may read the field may: see playbook.side.table.mixin.
        Side = self.env[SIDE_MODEL].sudo()
        query = Side._search(self._get_side_domain() & condition)
        return Domain("commercial_partner_id", "in", select_partners(query))

    def _field_to_sql(self, alias, field_expr, query=None):
        if query is None or field_expr not in NUMBERS:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        # As in _who_has_rfm.
        Side = self.env[SIDE_MODEL].sudo()
        side_alias = self._join_side_table(alias, Side, query)
        return Side._field_to_sql(side_alias, NUMBERS[field_expr], query)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name in NUMBERS:
            nulls = unset_as_least(direction, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
