from odoo import api, models
from odoo.tools import SQL


class PlaybookOptionMerge(models.Model):
    """All that names an option, in the whole database."""

    _inherit = "playbook.option.merge"

    @api.model
    def _move_references(self, kept, merged):
        """Set-based, as when contacts are merged, but losing nothing: where a row
        cannot be moved, nothing is.

        :raise IntegrityError: where a constraint forbids it.
        """
        Contacts = self.env["base.partner.merge.automatic.wizard"]
        relations = self._get_relations()
        for table, column in Contacts._get_fk_on(kept._table):
            # Two links to what becomes one option are one link.
            if (table, column) in relations:
                self._drop_doubles(table, column, kept, merged)
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s SET %(column)s = %(kept)s "
                    "WHERE %(column)s IN %(merged)s",
                    table=SQL.identifier(table),
                    column=SQL.identifier(column),
                    kept=kept.id,
                    merged=tuple(merged.ids),
                )
            )
        self._move_reference_fields(kept, merged)
        self._move_defaults(kept, merged)

    @api.model
    def _get_relations(self):
        """The columns of the tables that are nothing but links, with their table."""
        tables = {model._table for model in self.env.values() if model._auto}
        return {
            (field.relation, column)
            for model in self.env.values()
            for field in model._fields.values()
            if field.type == "many2many"
            and field.store
            and field.relation not in tables
            for column in (field.column1, field.column2)
        }

    @api.model
    def _drop_doubles(self, table, column, kept, merged):
        """Of the rows that would be the same afterwards, keep one: that of ``kept``."""
        for columns in self._get_unique_columns(table, column):
            others = [SQL.identifier(name) for name in columns if name != column]
            partition = SQL("PARTITION BY %s", SQL(", ").join(others))
            filled = [SQL("%s IS NOT NULL", name) for name in others]
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM %(table)s
                     WHERE ctid IN (
                        SELECT place.row
                          FROM (SELECT ctid AS row,
                                       ROW_NUMBER() OVER (
                                           %(partition)s
                                           ORDER BY %(column)s <> %(kept)s, ctid
                                       ) AS number
                                  FROM %(table)s
                                 WHERE %(column)s IN %(all)s AND %(filled)s) place
                         WHERE place.number > 1)
                    """,
                    table=SQL.identifier(table),
                    partition=partition if others else SQL(),
                    column=SQL.identifier(column),
                    kept=kept.id,
                    all=tuple((kept | merged).ids),
                    filled=SQL(" AND ").join(filled) if filled else SQL("TRUE"),
                )
            )

    @api.model
    def _get_unique_columns(self, table, column):
        """The columns of each unique index of ``table`` that ``column`` is in.

        Indexes over expressions, or over some rows only, are left out.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT array_agg(attribute.attname::text)
                  FROM pg_index index
                  JOIN pg_attribute attribute
                    ON attribute.attrelid = index.indrelid
                   AND attribute.attnum = ANY(index.indkey)
                 WHERE index.indrelid = %s::regclass
                   AND index.indisunique
                   AND index.indpred IS NULL
                   AND index.indexprs IS NULL
              GROUP BY index.indexrelid
                """,
                f'"{table}"',
            )
        )
        return [columns for (columns,) in rows if column in columns]

    @api.model
    def _move_reference_fields(self, kept, merged):
        for model in self.env.values():
            if model._abstract or not model._auto:
                continue
            for field in model._fields.values():
                if field.type == "reference" and field.store:
                    self.env.cr.execute(
                        SQL(
                            "UPDATE %s SET %s = %s WHERE %s IN %s",
                            SQL.identifier(model._table),
                            SQL.identifier(field.name),
                            f"{kept._name},{kept.id}",
                            SQL.identifier(field.name),
                            tuple(f"{kept._name},{number}" for number in merged.ids),
                        )
                    )

    @api.model
    def _move_defaults(self, kept, merged):
        self.env.cr.execute(
            SQL(
                """
                UPDATE ir_default
                   SET json_value = %(kept)s
                  FROM ir_model_fields field
                 WHERE field.id = ir_default.field_id
                   AND field.relation = %(model)s
                   AND field.ttype = 'many2one'
                   AND ir_default.json_value IN %(merged)s
                """,
                kept=str(kept.id),
                model=kept._name,
                merged=tuple(str(number) for number in merged.ids),
            )
        )
