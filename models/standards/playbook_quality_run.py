import json
import logging
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.tools import SQL

from ..profiles.halves import TIME_IS_UP, TRANSIENT

_logger = logging.getLogger(__name__)

# Where the run has got to.
STATE = "crm_playbook.quality_state"
BATCH = 20_000
# A round that could not be finished by then is begun anew: days have changed.
LONGEST_ROUND = timedelta(hours=12)
SIDE_MODELS = ("playbook.quality", "playbook.lead.quality")


class PlaybookQuality(models.Model):
    """The scheduled action: all customers, and then all leads, in the order of their
    ids. It comes at night, and when somebody has changed what is asked for.
    """

    _inherit = "playbook.quality"

    @api.model
    def _cron_refresh(self, batch=BATCH):
        """Go on with the round, or begin one."""
        try:
            self._go_on(batch)
        except (*TRANSIENT, UniqueViolation) as error:
            # Somebody was faster: the next run goes on from here.
            self.env.cr.rollback()
            _logger.info("Quality waits: %s", error)

    @api.model
    def _go_on(self, batch):
        Cron = self.env["ir.cron"]
        state = self._read_state()
        Cron._commit_progress(remaining=1)
        while state["model"] < len(SIDE_MODELS):
            Side = self.env[SIDE_MODELS[state["model"]]]
            after = state["after"]
            upto = Side._find_end(after, batch)
            Side._refresh_range(after, upto)
            if upto is None:
                state |= {"model": state["model"] + 1, "after": 0}
            else:
                state["after"] = upto
            self._write_state(state)
            if not Cron._commit_progress(1, remaining=1):
                return
        self._write_state({})
        Cron._commit_progress(remaining=0)

    @api.model
    def _begin(self):
        """Measure everything, when the addon is installed."""
        for name in SIDE_MODELS:
            self.env[name]._refresh_range(0, None)

    @api.model
    def _read_state(self):
        """Where the round has got to; nonsense, and a round of what was asked for
        before, count as none.
        """
        # Written and read by the scheduled action alone.
        text = self.env["ir.config_parameter"].sudo().get_param(STATE)
        now = fields.Datetime.now()
        mark = self._get_mark()
        try:
            state = json.loads(text or "{}")
            age = now - fields.Datetime.to_datetime(state["begun"])
            known = {"model": int(state["model"]), "after": int(state["after"])}
            if state["mark"] == mark and timedelta() <= age < LONGEST_ROUND:
                return {**state, **known}
        except (KeyError, TypeError, ValueError) as error:
            _logger.debug("No round goes on: %s", error)
        begun = fields.Datetime.to_string(now)
        return {"begun": begun, "mark": mark, "model": 0, "after": 0}

    @api.model
    def _write_state(self, state):
        # As in _read_state.
        Parameter = self.env["ir.config_parameter"].sudo()
        Parameter.set_param(STATE, json.dumps(state) if state else False)

    @api.model
    def _get_mark(self):
        """What changes with what is asked for."""
        self.env["playbook.procedure"].flush_model(["write_date"])
        self.env["playbook.requirement"].flush_model(["write_date"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT (SELECT CONCAT(COUNT(*), ' ', MAX(write_date))
                          FROM playbook_procedure),
                       (SELECT CONCAT(COUNT(*), ' ', MAX(write_date))
                          FROM playbook_requirement)
                """
            )
        )
        return " ".join(rows[0])


class PlaybookQualityMixin(models.AbstractModel):
    _inherit = "playbook.quality.mixin"

    @api.model
    def _find_end(self, after, batch):
        """The id of the last of the next ``batch`` records after the id ``after``; None
        where there are no more than these.
        """
        table = SQL.identifier(self.env[self._measured]._table)
        counted = SQL("TRUE")
        if self._measured == "res.partner":
            counted = SQL("customer_state IS NOT NULL")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM %s WHERE id > %s AND %s
              ORDER BY id OFFSET %s LIMIT 1
                """,
                *(table, after, counted, batch - 1),
            )
        )
        return rows[0][0] if rows else None

    @api.model
    def _refresh_range(self, after, upto):
        """Measure the records with ids after ``after``, up to ``upto`` (None: all); one
        that cannot be stops no other batch.
        """

        def covers(column):
            end = SQL("TRUE") if upto is None else SQL("%s <= %s", column, upto)
            return SQL("%s > %s AND %s", column, after, end)

        try:
            self._refresh_covered(covers)
        except TRANSIENT:
            raise
        except Exception as error:
            if TIME_IS_UP in str(error):
                raise
            _logger.exception("%s from %s to %s fails", self._name, after, upto)
