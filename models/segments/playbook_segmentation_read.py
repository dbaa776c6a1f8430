from odoo import models
from odoo.tools import SQL

from .selectors import SELECTORS

OPTION_MODELS = {selector.model for selector in SELECTORS.values()}
SIMPLE = {"boolean", "char", "integer"}


class PlaybookSegmentationMixin(models.AbstractModel):
    """Lists that show many selectors ask for the names of all options at once.

    Odoo asks for those of each field by itself: a query for every column.
    """

    _inherit = "playbook.segmentation.mixin"

    def web_read(self, specification):
        self._prefetch_options(specification)
        return super().web_read(specification)

    def _prefetch_options(self, specification):
        """Bring into the cache, with one query, what is shown of options."""
        shown = {}
        for name, spec in specification.items():
            field = self._fields.get(name)
            if field and field.comodel_name in OPTION_MODELS and spec.get("fields"):
                shown[name] = spec["fields"]
        if len(shown) < 2:
            return
        # Archived options are shown too.
        records = self._origin.with_context(active_test=False)
        records.fetch(shown)
        wanted = {}
        for name, spec in shown.items():
            options = records[name]
            if options:
                known, names = wanted.get(options._name, (options, {}))
                names |= dict.fromkeys([options._rec_name or "name", "active", *spec])
                wanted[options._name] = known | options, names
        self._cache_options(wanted)

    def _cache_options(self, wanted):
        """:param wanted: a dictionary from models to options and names of fields."""
        queries, columns = [], {}
        for model, (options, names) in wanted.items():
            columns[model] = [
                options._fields[name]
                for name in names
                if name in options._fields
                and options._fields[name].store
                and options._fields[name].type in SIMPLE
            ]
            values = [
                options._field_to_sql(options._table, field.name)
                for field in columns[model]
            ]
            queries.append(
                SQL(
                    "SELECT %s, id, jsonb_build_array(%s) FROM %s WHERE id IN %s",
                    model,
                    SQL(", ").join(values),
                    SQL.identifier(options._table),
                    options._ids,
                )
            )
        if not queries:
            return
        rows = self.env.execute_query(SQL(" UNION ALL ").join(queries))
        for model, number, values in rows:
            option = self.env[model].browse(number)
            for field, value in zip(columns[model], values, strict=True):
                field._insert_cache(option, [value])
