"""What records are asked, as one SELECT; no query grows with how much that is."""

from typing import Any, NamedTuple

from psycopg2 import Error as PgError

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

from ..profiles.halves import TRANSIENT
from .playbook_quality_mixin import _logger


class Scope(NamedTuple):
    """Records that are asked the same.

    :param company: in which they are asked.
    :param domain: which they are.
    :param own: whether what is for this company alone is asked, too.
    """

    company: Any
    domain: Any
    own: bool = True


class PlaybookQualityMixin(models.AbstractModel):
    _inherit = "playbook.quality.mixin"

    @api.model
    def _ask(self, key_fields, covers):
        """:return: what :func:`~.quality_sql.refresh_quality` calls ``asked`` and
        ``statuses``.
        """
        selects = []
        failed = set()
        Procedure = self.env["playbook.procedure"]
        places = {each._get_place(): each for each in key_fields}
        places = {
            place: Procedure._get_place_domain(each) for place, each in places.items()
        }
        for scope in self._get_scopes(covers):
            columns = {}
            Measured = self.env[self._measured].with_company(scope.company)
            query = Query(self.env, Measured._table, Measured._table_sql)
            for each in key_fields:
                own = scope.own and each.company_id == scope.company.id
                status = None
                if each.requirement_id not in failed and (own or not each.company_id):
                    place = places[each._get_place()]
                    status = self._get_status(each, place, Measured, query)
                    if status is None:
                        failed.add(each.requirement_id)
                columns[each] = status or SQL("NULL::boolean")
            selects.append(self._select(scope, Measured, query, columns, covers))
        statuses = {}
        for each in key_fields:
            pair = (f"r{each.requirement_id}", each.requirement_id)
            statuses.setdefault(each.name, []).append(pair)
        return SQL(" UNION ALL ").join(selects), statuses

    @api.model
    def _select(self, scope, measured, query, columns, covers):
        domain = scope.domain.optimize_full(measured)
        alias = query.table
        query.add_where(domain._to_sql(measured, alias, query))
        column_id = SQL.identifier(alias, "id")
        query.add_where(covers(column_id))
        return query.select(
            column_id,
            SQL("%s::integer AS company_id", scope.company.id),
            *(
                SQL("%s AS %s", status, SQL.identifier(f"r{each.requirement_id}"))
                for each, status in columns.items()
            ),
        )

    @api.model
    def _get_status(self, key_field, place, measured, query):
        """Whether what it asks for is there, in SQL: NULL where it is not asked for.

        :param place: the records that have been at its moment.
        :return: None if it cannot be asked (any more).
        """
        procedure, requirement = key_field._get_records(measured.env)
        try:
            concerned = (
                place
                & procedure._get_concerned_domain()
                & procedure._get_key_bound_domain(key_field)
                & requirement._parse_condition(key_field.only_if)
            ).optimize_full(measured)
            met = requirement._get_met_domain(measured._name).optimize_full(measured)
            return SQL(
                "CASE WHEN %s THEN (%s) IS TRUE END",
                concerned._to_sql(measured, query.table, query),
                met._to_sql(measured, query.table, query),
            )
        except PgError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a wrong domain may raise
            # Its procedure tells it on its form.
            wrong = measured.env["playbook.requirement"].browse(
                key_field.requirement_id
            )
            _logger.warning(
                "“%s” of “%s” does not count for quality: %s",
                *(wrong.label, wrong.procedure_id.name, error),
            )
            return None

    @api.model
    def _find_askable(self, key_fields, covers):
        """Those of ``key_fields`` that can be asked, tried one by one."""
        askable = []
        for each in key_fields:
            try:
                with self.env.cr.savepoint(flush=False):
                    asked, _statuses = self._ask([each], covers)
                    column = SQL.identifier(f"r{each.requirement_id}")
                    self.env.execute_query(
                        SQL("SELECT COUNT(%s) FROM (%s) asked", column, asked)
                    )
            except TRANSIENT:  # noqa: PERF203 - what the loop is for
                raise
            except PgError as error:
                requirement = each.requirement_id
                _logger.warning(
                    "Requirement %s cannot be asked: %s", requirement, error
                )
            else:
                askable.append(each)
        return askable

    @api.model
    def _get_scopes(self, covers):
        """The :class:`Scope` of the records that are asked: of their companies alone.

        :param covers: see :func:`~.quality_sql.refresh_quality`.
        """
        # Past the rules: all there are.
        companies = self.env["res.company"].search([("active", "=", True)])
        if len(companies) == 1 and not self._by_company:
            return [Scope(companies, Domain.TRUE)]
        own = self._find_company_ids(covers)
        # What is of no company is asked what all ask, or by each of them.
        nobodys = Domain("company_id", "=", False)
        if self._by_company:
            scopes = [
                Scope(each, Domain("company_id", "in", [each.id, False]))
                for each in companies
                if each.id in own or None in own
            ]
        else:
            scopes = [
                Scope(each, Domain("company_id", "=", each.id))
                for each in companies
                if each.id in own
            ]
            if None in own:
                scopes.append(Scope(companies[:1], nobodys, own=False))
        return scopes or [Scope(companies[:1], Domain.FALSE)]

    @api.model
    def _find_company_ids(self, covers):
        """Of which companies the records are that are asked; None: of no company."""
        Measured = self.env[self._measured]
        table = Measured._table
        statement = SQL(
            "SELECT DISTINCT %s FROM %s WHERE %s",
            Measured._field_to_sql(table, "company_id"),
            SQL.identifier(table),
            covers(SQL.identifier(table, "id")),
        )
        return {company_id for (company_id,) in self.env.execute_query(statement)}
