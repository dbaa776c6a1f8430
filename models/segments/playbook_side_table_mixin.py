from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .days_since import is_unset

INEQUALITIES = {
    "<": lambda missing, value: missing < value,
    "<=": lambda missing, value: missing <= value,
    ">": lambda missing, value: missing > value,
    ">=": lambda missing, value: missing >= value,
}


def search_side_table(name):
    """What the field ``name`` over a side table says as ``search``."""

    def search(records, operator, value):
        return records._search_side_table(name, operator, value)

    return search


def search_side_number(name):
    """The same for a number that not everybody has: none is not 0.

    Who has none is found where that is asked for (``= False``), and by no number, nor
    by other than some number.
    """

    def search(records, operator, value):
        return records._search_side_number(name, operator, value)

    return search


def select_partners(query, link="partner_id"):
    """The ids of the partners that the rows of a side table are of, as a sub-query.

    A condition may have joined tables that have partners, too.

    :param link: which field of the row says whose it is.
    """
    return query.subselect(SQL.identifier(query.table, link))


def unset_as_least(direction, nulls):
    """How NULL is sorted, where it is not said: below 0, as it is shown."""
    if nulls.code:
        return nulls
    return SQL("NULLS LAST" if direction.code == "DESC" else "NULLS FIRST")


class PlaybookSideTableMixin(models.AbstractModel):
    """Fields that stand in a table of their own, mostly those of ``res_partner``.

    What the software measures is no column of ``res_partner``: writing it there costs
    a multiple, and holds up who saves the partner. A *side table* has one row at most
    for each commercial partner and company, with ``partner_id`` (``ondelete`` cascade),
    ``company_id`` and ``UNIQUE(partner_id, company_id)`` as a constraint (a unique
    index makes merging partners fail). A field over it shows everybody of a commercial
    entity the value of the current company, and can be searched, sorted, grouped and
    aggregated like a stored one. It declares::

        last_contact_date = fields.Datetime(
            compute="_compute_last_contact",
            search=search_side_table("last_contact_date"),
        )

        @api.depends("commercial_partner_id")
        @api.depends_context("company")
        def _compute_last_contact(self):
            self._assign_from_side_table("playbook.last.contact")

    and is named in :meth:`_get_side_columns`. It is read past the access to the side
    table: whoever may read the partner and the field (its ``groups``) may read it. Who
    writes the table by SQL invalidates with :meth:`_forget_side_table`.

    Another model says by three attributes how its rows are found: which field of them
    says whose they are, of which field of its own that is the id, and whether there is
    one for each company.
    """

    _name = "playbook.side.table.mixin"
    _description = "Fields in a table of their own"

    _side_link = "partner_id"
    _side_owner = "commercial_partner_id"
    _side_by_company = True

    @api.model
    def _get_side_columns(self):
        """Which fields stand in which side tables: a hook.

        :return: a dictionary from the name of a field to the name of the side model and
            that of its stored field.
        """
        return {}

    @api.model
    def _get_side_numbers(self):
        """The names of the fields where none is not 0 (:func:`search_side_number`): a
        hook. They are left out of averages, and are a group of their own.
        """
        return set()

    @api.model
    def _get_side_fields(self, side_model):
        """A dictionary from the fields over ``side_model`` to those of that model."""
        return {
            name: column
            for name, (model, column) in self._get_side_columns().items()
            if model == side_model
        }

    @api.model
    def _forget_side_table(self, side_model):
        """Have the fields over ``side_model`` read again: its table was written."""
        # The rows were written by SQL: there is nothing to flush.
        self.env[side_model].invalidate_model(flush=False)
        self.invalidate_model(list(self._get_side_fields(side_model)), flush=False)

    def _assign_from_side_table(self, side_model):
        """Assign all fields over ``side_model``, with one query."""
        side_fields = self._get_side_fields(side_model)
        # Whose values they are, is no secret to who reads the partner.
        entities = {record: record.sudo()._get_side_entity() for record in self}
        entity_ids = {entity.id for entity in entities.values() if entity}
        # Past the access to the table: see the class.
        Side = self.env[side_model].sudo()
        link = self._side_link
        domain = self._get_side_domain() & Domain(link, "in", list(entity_ids))
        rows = Side.search_fetch(domain, [link, *side_fields.values()])
        row_of = {row[link].id: row for row in rows} if entity_ids else {}
        nothing = Side.browse()
        for partner, entity in entities.items():
            row = row_of.get(entity.id, nothing)
            for name, column in side_fields.items():
                partner[name] = row[column]

    def _get_side_entity(self):
        """The record whose row is this one's."""
        entity = self if self._side_owner == "id" else self[self._side_owner]
        return entity._origin

    @api.model
    def _get_side_domain(self):
        """The rows of the current company."""
        if not self._side_by_company:
            return Domain.TRUE
        return Domain("company_id", "=", self.env.company.id)

    # ------------------------------------------------------------------
    # Searching
    # ------------------------------------------------------------------

    @api.model
    def _search_side_table(self, name, operator, value):
        """The domain of the condition on the field ``name``.

        Who has no row has an empty value: where that fulfils the condition, it is all
        but those whose row does not.
        """
        if operator.startswith("not "):
            # The ORM asks for the opposite of the condition without "not".
            return NotImplemented
        # The ORM leaves that to search methods.
        self._check_field_access(self._fields[name], "read")
        side_model, column = self._get_side_columns()[name]
        value = self._search_as_user(name, operator, value)
        condition = Domain(column, operator, value)
        if self._is_fulfilled_by_nothing(name, operator, value):
            return self._who_has_row(side_model, ~condition, "not in")
        return self._who_has_row(side_model, condition)

    @api.model
    def _who_has_row(self, side_model, condition, operator="in"):
        """The domain of those whose row fulfils ``condition``; with ``not in`` of all
        others.
        """
        # As in _assign_from_side_table.
        Side = self.env[side_model].sudo()
        query = Side._search(self._get_side_domain() & condition)
        return Domain(
            self._side_owner, operator, select_partners(query, self._side_link)
        )

    @api.model
    def _search_side_number(self, name, operator, value):
        """The domain of the condition: see :func:`search_side_number`."""
        # The ORM leaves that to search methods.
        self._check_field_access(self._fields[name], "read")
        side_model, column = self._get_side_columns()[name]
        if operator in INEQUALITIES:
            return self._who_has_row(side_model, Domain(column, operator, value or 0))
        if operator not in ("in", "not in"):
            return NotImplemented
        numbers = [each for each in value if not is_unset(each)]
        found = self._who_has_row(side_model, Domain(column, operator, numbers))
        if operator == "in" and any(map(is_unset, value)):
            found |= ~self._who_has_row(side_model, Domain.TRUE)
        return found

    @api.model
    def _search_as_user(self, name, operator, value):
        """What is asked of the records behind the field ``name``, as a query.

        The table is searched past the access to it; what a condition asks of the
        records that it leads to is what the user may ask.
        """
        if operator not in ("any", "any!") or not isinstance(value, Domain):
            return value
        Comodel = self.env[self._fields[name].comodel_name]
        return Comodel._search(
            value, active_test=False, bypass_access=operator == "any!"
        )

    @api.model
    def _is_fulfilled_by_nothing(self, name, operator, value):
        """Whether an empty value of the field ``name`` fulfils the condition."""
        if operator == "in":
            return any(not each for each in value)
        missing = self._fields[name].falsy_value
        if operator in INEQUALITIES and missing is not None:
            return INEQUALITIES[operator](missing, value or missing)
        return False

    # ------------------------------------------------------------------
    # Sorting, grouping, aggregating
    # ------------------------------------------------------------------

    def _field_to_sql(self, alias, field_expr, query=None):
        name, _dot, part = field_expr.partition(".")
        field = self._fields.get(name)
        if query is None or field is None or field.store or field.related:
            return super()._field_to_sql(alias, field_expr, query)
        if name not in (columns := self._get_side_columns()):
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(field, "read")
        side_model, column = columns[name]
        # As in _assign_from_side_table.
        Side = self.env[side_model].sudo()
        side_alias = self._join_side_table(alias, Side, query)
        value = Side._field_to_sql(side_alias, column, query)
        if field.falsy_value is not None and name not in self._get_side_numbers():
            value = SQL("COALESCE(%s, %s)", value, field.falsy_value)
        if part:
            value = field.property_to_sql(value, part, self, alias, query)
        return value

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name in self._get_side_numbers():
            nulls = unset_as_least(direction, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    def _join_side_table(self, alias, side, query):
        """Join the row of ``side`` of the record ``alias``; once for all its fields.

        :return: the alias of the row.
        """
        company = self.env.company
        side_alias = query.make_alias(alias, f"{side._table}_{company.id}")
        condition = SQL(
            "%s = %s",
            side._field_to_sql(side_alias, self._side_link, query),
            self._field_to_sql(alias, self._side_owner, query),
        )
        if self._side_by_company:
            condition = SQL(
                "%s AND %s = %s",
                condition,
                side._field_to_sql(side_alias, "company_id", query),
                company.id,
            )
        query.add_join("LEFT JOIN", side_alias, side._table, condition)
        return side_alias
