"""Which fields of the four forms are used: so that what nobody fills in can go."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .playbook_screen import ENTITIES

DOMAINS = {
    "company": Domain("is_company", "=", True),
    "contact": Domain("is_company", "=", False) & Domain("partner_share", "=", True),
    "lead": Domain.TRUE,
    "activity": Domain.TRUE,
}
# Of fewer records nothing is said of what they lack.
ENOUGH = 100
NUMBERS = {"integer", "float", fields.Monetary.type}


class PlaybookScreen(models.Model):
    _inherit = "playbook.screen"

    counted_on = fields.Date(
        string="Counted on",
        readonly=True,
        help="The day on which it was counted how many records have each field.",
    )

    def _refresh_usage(self, *, again=False):
        """Count how many records have the fields of these forms.

        Each kind of record is read once, and, unless ``again``, not twice a day.
        """
        today = fields.Date.today()
        due = self if again else self.filtered(lambda each: each.counted_on != today)
        for entity, screens in due.grouped("entity").items():
            items = screens.item_ids.filtered(lambda item: item.kind == "field")
            total, usage = self._count_usage(entity, set(items.mapped("name")))
            counted = total >= ENOUGH
            for name, same in items.grouped("name").items():
                filled, last = usage.get(name, (None, None))
                known = counted and filled is not None
                same.write(
                    {
                        "is_counted": known,
                        "fill_rate": 100 * filled / total if known else 0,
                        "last_used": last if known else False,
                    }
                )
        due.counted_on = today

    @api.model
    def _count_usage(self, entity, names):
        """On how many records each field is filled in, and when one was last changed.

        Of all companies, in one query; only counts are told, to who shapes the forms.

        :param names: of fields; those that are not columns are passed over.
        :return: how many records there are, and a dictionary from names to ``(count,
            date or None)``.
        """
        # Counts over all records say nothing of any of them.
        records = self.env[ENTITIES[entity][0]].sudo()
        columns = sorted(
            name
            for name in names
            if name in records._fields
            and records._fields[name].store
            and records._fields[name].column_type
        )
        query = records._search(DOMAINS[entity])
        parts = [SQL("COUNT(*)")]
        for name in columns:
            filled = self._is_filled_sql(records, name, query)
            changed = records._field_to_sql(query.table, "write_date", query)
            parts.append(SQL("COUNT(*) FILTER (WHERE %s)", filled))
            parts.append(SQL("(MAX(%s) FILTER (WHERE %s))::date", changed, filled))
        (row,) = self.env.execute_query(query.select(*parts))
        total, *values = row
        return total, {
            name: (values[2 * number], values[2 * number + 1])
            for number, name in enumerate(columns)
        }

    @api.model
    def _is_filled_sql(self, records, name, query):
        field = records._fields[name]
        column = records._field_to_sql(query.table, name, query)
        if field.type == "boolean":
            return SQL("%s IS TRUE", column)
        if field.type in NUMBERS:
            return SQL("COALESCE(%s, 0) <> 0", column)
        if field.type in ("char", "text", "html"):
            return SQL("COALESCE(%s::text, '') <> ''", column)
        return SQL("%s IS NOT NULL", column)
