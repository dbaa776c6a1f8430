import logging
from typing import Any, NamedTuple

from psycopg2 import Error as PgError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

from ..profiles.halves import TRANSIENT, gone_meanwhile
from .quality_sql import FAIR, GOOD, POOR, refresh_quality

_logger = logging.getLogger(__name__)

LEVELS = [(GOOD, "Good"), (FAIR, "Fair"), (POOR, "Poor")]


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
    """How many of its key fields a record has that say something.

    Key fields are those that procedures in force require of the record where it is now
    (``playbook_procedure_quality.py``); other fields that are filled in add nothing.
    The rows are written by the addon alone: when a key field changes, before the
    transaction ends or anybody reads it, and all of them at night.
    """

    _name = "playbook.quality.mixin"
    _description = "How complete a record is"
    _order = "quality, id"

    # Of which model these are the rows, and which field says of which record.
    _measured = "res.partner"
    _link = "partner_id"
    _by_company = True

    key_count = fields.Integer(string="Key fields", required=True, readonly=True)
    valid_count = fields.Integer(string="Valid", required=True, readonly=True)
    quality = fields.Integer(
        string="Quality (%)", required=True, readonly=True, aggregator="avg"
    )
    level = fields.Selection(LEVELS, string="Quality", required=True, readonly=True)
    missing = fields.Json(
        readonly=True, help="The ids of the requirements that are not fulfilled."
    )
    date = fields.Datetime(string="Since", required=True, readonly=True)

    # ------------------------------------------------------------------
    # When it is measured
    # ------------------------------------------------------------------

    @api.model
    def _expect(self, ids):
        """Measure these before the transaction ends, or anybody reads how they are."""
        precommit = self.env.cr.precommit
        expected = precommit.data.get(self._name)
        if expected is None:
            expected = precommit.data[self._name] = set()
            precommit.add(self._refresh_expected)
        expected.update(ids)
        self._forget()

    @api.model
    def _forget(self):
        """Have it read again."""
        Measured = self.env[self._measured]
        Measured._forget_side_table(self._name)
        Measured.invalidate_model(["quality_missing"], flush=False)

    @api.model
    def _refresh_expected(self):
        """Measure what has changed in this transaction, with one statement.

        How complete a record is stops nobody from saving it.
        """
        names = self.env["playbook.procedure"]._get_quality_fields(self._measured)
        if names:
            # What is computed from what was written may be key fields, too.
            self.env[self._measured].flush_model(names)
        expected = self.env.cr.precommit.data.pop(self._name, None)
        if not expected:
            return
        # A savepoint must not take back what others have written.
        self.env.flush_all()
        try:
            self._refresh(sorted(expected))
        except TRANSIENT:
            raise
        except Exception:
            _logger.exception("%s of %s is not measured", self._name, expected)

    @api.model
    def _search(self, *args, **kwargs):
        self._refresh_expected()
        return super()._search(*args, **kwargs)

    # ------------------------------------------------------------------
    # Measuring
    # ------------------------------------------------------------------

    @api.model
    def _refresh(self, ids):
        """Bring the rows of the records with these ids up to date.

        :return: how many rows were written, and how many removed.
        """
        return self._refresh_covered(
            lambda column: SQL("%s = ANY(%s)", column, list(ids))
        )

    @api.model
    def _refresh_covered(self, covers):
        """Bring the rows up to date, and leave out what cannot be asked.

        :param covers: see :func:`~.quality_sql.refresh_quality`.
        :return: as :meth:`_refresh`.
        """
        own = self._as_software()
        key_fields = own.env["playbook.procedure"]._get_key_fields(self._measured)
        try:
            found = own._run(key_fields, covers)
        except TRANSIENT:
            raise
        except PgError as error:
            _logger.warning("%s: asked one by one: %s", self._name, error)
            found = own._run(own._find_askable(key_fields, covers), covers)
        if any(found):
            self._forget()
        return found

    def _as_software(self):
        """This past all rules, and as nobody: what is missing does not depend on who
        saves a record. Archived records count where a condition leads to them, as when
        it is enforced.
        """
        context = {"active_test": False}
        return self.with_env(self.env(user=SUPERUSER_ID, su=True, context=context))

    @api.model
    def _run(self, key_fields, covers):
        side = (self._table, self._link, self._by_company)
        with gone_meanwhile(), self.env.cr.savepoint(flush=False):
            asked, statuses = self._ask(key_fields, covers)
            statement = refresh_quality(side, asked, statuses, covers)
            ((written, removed),) = self.env.execute_query(statement)
        return written, removed

    @api.model
    def _ask(self, key_fields, covers):
        """:return: what :func:`~.quality_sql.refresh_quality` calls ``asked`` and
        ``statuses``.
        """
        selects = []
        failed = set()
        # Read together.
        known = (
            tuple({each.procedure_id for each in key_fields}),
            tuple({each.requirement_id for each in key_fields}),
        )
        for scope in self._get_scopes():
            columns = {}
            Measured = self.env[self._measured].with_company(scope.company)
            query = Query(self.env, Measured._table, Measured._table_sql)
            for each in key_fields:
                own = scope.own and each.company_id == scope.company.id
                status = None
                if each.requirement_id not in failed and (own or not each.company_id):
                    status = self._get_status(each, known, Measured, query)
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
    def _get_status(self, key_field, known, measured, query):
        """Whether what it asks for is there, in SQL: NULL where it is not asked for.

        :param known: the ids of all procedures, and of all requirements.
        :return: None if it cannot be asked (any more).
        """
        env = measured.env
        procedure, requirement = (
            env[model].browse(key).with_prefetch(ids)
            for model, key, ids in zip(
                ("playbook.procedure", "playbook.requirement"),
                (key_field.procedure_id, key_field.requirement_id),
                known,
                strict=True,
            )
        )
        try:
            concerned = (
                procedure._get_place_domain(key_field)
                & procedure._get_concerned_domain()
                & procedure._get_key_bound_domain(key_field)
                & requirement._parse_condition(requirement.only_if)
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
            _logger.warning(
                "“%s” of “%s” does not count for quality: %s",
                *(requirement.label, procedure.name, error),
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
    def _get_scopes(self):
        """The :class:`Scope` of all records."""
        # Past the rules: all there are.
        companies = self.env["res.company"].search([("active", "=", True)])
        if self._by_company:
            return [
                Scope(each, Domain("company_id", "in", [each.id, False]))
                for each in companies
            ]
        if len(companies) == 1:
            return [Scope(companies, Domain.TRUE)]
        scopes = [Scope(each, Domain("company_id", "=", each.id)) for each in companies]
        # What is of no company is asked what all ask.
        nobodys = Domain("company_id", "=", False)
        return [*scopes, Scope(companies[:1], nobodys, own=False)]
