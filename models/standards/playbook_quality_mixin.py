import logging

from psycopg2 import Error as PgError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..profiles.halves import TRANSIENT, gone_meanwhile
from .quality_sql import FAIR, GOOD, POOR, refresh_quality

_logger = logging.getLogger(__name__)

LEVELS = [(GOOD, "Good"), (FAIR, "Fair"), (POOR, "Poor")]


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
