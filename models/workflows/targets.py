"""What workflows can be for: the kinds of records, and how SQL names their parts.

Every query of this room has the record of a target as the row :attr:`Target.alias`,
and beside it ``company`` and ``calendar``: see :func:`.target_sql.records`.
"""

from typing import NamedTuple

LEAD = "lead"
OPPORTUNITY = "opportunity"
PARTNER = "partner"
ORDER = "order"


class Target(NamedTuple):
    """A kind of records.

    :param label: what a person reads, untranslated.
    :param model: the model's name.
    :param column: the field of enrollments and events that holds the record.
    :param alias: the row of the record in SQL.
    """

    label: str
    model: str
    column: str
    alias: str

    @property
    def table(self):
        return self.model.replace(".", "_")


TARGETS = {
    LEAD: Target("Leads", "crm.lead", "lead_id", "lead"),
    OPPORTUNITY: Target("Opportunities", "crm.lead", "lead_id", "lead"),
    PARTNER: Target("Customers", "res.partner", "partner_id", "partner"),
    ORDER: Target("Quotations", "sale.order", "order_id", "sale"),
}
COLUMNS = tuple(dict.fromkeys(target.column for target in TARGETS.values()))
