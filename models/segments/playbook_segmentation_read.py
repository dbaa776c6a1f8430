from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from .selectors import SELECTORS

OPTION_MODELS = {selector.model for selector in SELECTORS.values()}
# What the database and the cache hold in the same way.
SIMPLE = {"boolean", "char", "integer"}
# A tag shows whether it is retired, too.
ALWAYS = ("active",)


class Part(NamedTuple):
    """Values that are asked for along with others.

    :param records: those that have them; empty if that is not known.
    :param fields: the fields of their model.
    :param source: selects ids of records, and their values as a JSON array.
    """

    records: models.BaseModel
    fields: list
    source: SQL


class PlaybookSegmentationMixin(models.AbstractModel):
    """Lists that show many selectors ask for the names of all options at once.

    Odoo asks for those of each field by itself: a query for every column.
    """

    _inherit = "playbook.segmentation.mixin"

    def web_read(self, specification):
        self._prefetch(specification)
        return super().web_read(specification)

    def _prefetch(self, specification):
        """Bring into the cache, with one query, what no query of Odoo's brings."""
        if not self._origin:
            return
        parts = self._get_parts(specification)
        if len(parts) < 2:
            return
        queries = [
            SQL("SELECT %s AS part, source.* FROM (%s) source", number, part.source)
            for number, part in enumerate(parts)
        ]
        rows = self.env.execute_query(SQL(" UNION ALL ").join(queries))
        for number, record_id, values in rows:
            part = parts[number]
            record = part.records.browse(record_id)
            for field, value in zip(part.fields, values, strict=True):
                field._insert_cache(record, [self._to_cache(field, value, record)])
        for part in parts:
            for record in part.records:
                for field in part.fields:
                    # Whoever has no row has an empty value; others keep theirs.
                    empty = field.convert_to_cache(False, record, validate=False)
                    field._insert_cache(record, [empty])

    @staticmethod
    def _to_cache(field, value, record):
        if field.type in SIMPLE:
            return value
        if field.type == "many2many":
            return tuple(value)
        if field.type == "datetime" and value:
            value = value.replace("T", " ")[:19]
        return field.convert_to_cache(value, record, validate=False)

    def _get_parts(self, specification):
        """What is shown of options, and more: a hook.

        :return: a list of :class:`Part`.
        """
        shown = {}
        for name, spec in specification.items():
            field = self._fields.get(name)
            if field and field.comodel_name in OPTION_MODELS and spec.get("fields"):
                shown[name] = spec["fields"]
        if not shown:
            return []
        # Archived options are shown too.
        records = self._origin.with_context(active_test=False)
        records.fetch(shown)
        wanted = {}
        for name, spec in shown.items():
            options = records[name]
            if options:
                known, names = wanted.get(options._name, (options, {}))
                names |= dict.fromkeys(spec)
                wanted[options._name] = known | options, names
        return [
            self._get_names(options, names, SQL("%s", options._ids))
            for options, names in wanted.values()
        ]

    def _get_names(self, options, names, ids):
        """What is shown of options.

        :param ids: what follows ``IN`` in SQL.
        """
        known = dict.fromkeys([options._rec_name or "name", *ALWAYS, *names])
        columns = [
            options._fields[name]
            for name in known
            if name in options._fields
            and options._fields[name].store
            and options._fields[name].type in SIMPLE
        ]
        values = [
            options._field_to_sql(options._table, field.name) for field in columns
        ]
        source = SQL(
            "SELECT id, jsonb_build_array(%s) FROM %s WHERE id IN %s",
            SQL(", ").join(values),
            SQL.identifier(options._table),
            ids,
        )
        return Part(options.browse(), columns, source)
