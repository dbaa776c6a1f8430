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
            names = set(screens._get_field_items().mapped("name"))
            screens._note_usage(*self._count_usage(entity, names))

    def _get_field_items(self):
        return self.item_ids.filtered(lambda item: item.kind == "field")

    def _note_usage(self, total, usage):
        """Note on these forms of one kind what :meth:`_count_usage` has found."""
        counted = total >= ENOUGH
        for name, same in self._get_field_items().grouped("name").items():
            filled, last, *_more = usage.get(name, (None, None))
            known = counted and filled is not None
            same.write(
                {
                    "is_counted": known,
                    "fill_rate": 100 * filled / total if known else 0,
                    "last_used": last if known else False,
                }
            )
        self.counted_on = fields.Date.today()

    @api.model
    def _count_usage(self, entity, names, valid=None):
        """On how many records each field is filled in, and when one was last changed.

        Of all companies, in one query; only counts are told, to who shapes the forms.

        :param names: of fields; those that are not columns are passed over.
        :param valid: a function from an empty recordset, a name and a query to the SQL
            of a further condition, or None for none: how many have that too.
        :return: how many records there are, and a dictionary from names to ``(count,
            date or None)``, with ``valid`` to ``(count, date or None, valid count)``.
        """
        # Counts over all records say nothing of any of them.
        records = self.env[ENTITIES[entity][0]].sudo()
        columns = sorted(name for name in names if self._is_countable(records, name))
        query = records._search(DOMAINS[entity])
        parts = [SQL("COUNT(*)")]
        for name in columns:
            filled = self._is_filled_sql(records, name, query)
            changed = records._field_to_sql(query.table, "write_date", query)
            parts.append(SQL("COUNT(*) FILTER (WHERE %s)", filled))
            parts.append(SQL("(MAX(%s) FILTER (WHERE %s))::date", changed, filled))
            if valid:
                says = valid(records, name, query) or SQL("TRUE")
                parts.append(SQL("COUNT(*) FILTER (WHERE %s AND %s)", filled, says))
        (row,) = self.env.execute_query(query.select(*parts))
        total, *values = row
        size = 3 if valid else 2
        return total, {
            name: tuple(values[size * number : size * (number + 1)])
            for number, name in enumerate(columns)
        }

    @api.model
    def _is_countable(self, records, name):
        field = records._fields.get(name)
        return bool(
            field and field.store and (field.column_type or field.type == "many2many")
        )

    @api.model
    def _is_filled_sql(self, records, name, query):
        field = records._fields[name]
        if field.type == "many2many":
            return SQL(
                "EXISTS (SELECT FROM %s chosen WHERE chosen.%s = %s)",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                SQL.identifier(query.table, "id"),
            )
        column = records._field_to_sql(query.table, name, query)
        if field.type == "boolean":
            return SQL("%s IS TRUE", column)
        if field.type in NUMBERS:
            return SQL("COALESCE(%s, 0) <> 0", column)
        if field.type in ("char", "text", "html"):
            return SQL("COALESCE(%s::text, '') <> ''", column)
        return SQL("%s IS NOT NULL", column)
