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
# Below so many records nothing is said of what they lack.
ENOUGH = 100
# Filled on fewer than so many percent of the records, a field goes unused.
UNUSED = 2.0
NUMBERS = {"integer", "float", "monetary"}


class PlaybookScreenItem(models.Model):
    _inherit = "playbook.screen.item"

    fill_rate = fields.Float(
        string="Filled (%)",
        compute="_compute_usage",
        digits=(5, 1),
        help="On how many percent of the records this field is filled in.",
    )
    last_used = fields.Date(
        compute="_compute_usage",
        help="When a record that has it filled in was last changed.",
    )
    is_counted = fields.Boolean(compute="_compute_usage")
    is_unused = fields.Boolean(
        string="Unused",
        compute="_compute_usage",
        help="Shown, and filled in on hardly any record: the form might do without it.",
    )

    @api.depends("shown", "screen_id", "kind", "name")
    def _compute_usage(self):
        for screen, items in self.grouped("screen_id").items():
            named = items.filtered(lambda each: each.kind == "field")
            total, usage = screen._count_usage(set(named.mapped("name")))
            for item in items:
                filled, last = usage.get(item.name, (None, False))
                item.is_counted = item in named and filled is not None and total > 0
                item.fill_rate = 100 * filled / total if item.is_counted else 0
                item.last_used = last if item.is_counted else False
                item.is_unused = (
                    item.is_counted
                    and total >= ENOUGH
                    and item.fill_rate < UNUSED
                    and item.shown != "0"
                    and not item.is_required
                )


class PlaybookScreen(models.Model):
    _inherit = "playbook.screen"

    def _count_usage(self, names):
        """On how many records each field is filled in, and when one was last changed.

        Of all companies, in one query; only counts are told, to who shapes the forms.

        :param names: of fields; those that are not columns are passed over.
        :return: how many records there are, and a dictionary from names to ``(count,
            date or None)``.
        """
        if not self:
            return 0, {}
        self.ensure_one()
        # Counts over all records say nothing of any of them.
        records = self.env[ENTITIES[self.entity][0]].sudo()
        columns = sorted(
            name
            for name in names
            if name in records._fields
            and records._fields[name].store
            and records._fields[name].column_type
        )
        query = records._search(DOMAINS[self.entity])
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
