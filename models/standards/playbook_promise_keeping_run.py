"""The pass that measures promises: what began, and what was answered."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from .playbook_promise_keeping import BROKEN, KEPT, LATE, OPEN
from .promise_answers_sql import first_answers

_logger = logging.getLogger(__name__)

# Nobody answers any more; and what was promised is not kept.
GIVEN_UP = timedelta(days=90)


class PlaybookPromiseKeeping(models.Model):
    _inherit = "playbook.promise.keeping"

    @api.model
    def _cron_measure(self, batch=1000, most=20_000):
        """Measure the promises of procedures in force; one that cannot be measured
        stops no other.
        """
        Cron = self.env["ir.cron"]
        self._follow_owners()
        self._close_retired()
        procedures = self.env["playbook.procedure"].search(
            [("promise_since", "!=", False)]
        )
        Cron._commit_progress(remaining=len(procedures))
        for procedure in procedures:
            try:
                with self.env.cr.savepoint():
                    self._begin(procedure, batch, most)
                    self._find_answers(procedure, batch, most)
            except TRANSIENT as error:
                self.env.cr.rollback()
                _logger.info("Promise %s waits: %s", procedure.id, error)
            except Exception as error:
                if TIME_IS_UP in str(error):
                    raise
                _logger.exception("Promise %s cannot be measured", procedure.id)
            if not Cron._commit_progress(1):
                break

    # ------------------------------------------------------------------
    # What was answered
    # ------------------------------------------------------------------

    @api.model
    def _find_answers(self, procedure, batch, most):
        """Note which of the promises of ``procedure`` were answered, and which are not
        kept.
        """
        since = fields.Datetime.now() - GIVEN_UP
        domain = [
            ("procedure_id", "=", procedure.id),
            ("date_kept", "=", False),
            ("state", "in", (OPEN, BROKEN)),
            ("date_from", ">=", since),
        ]
        ids = self.search(domain, order="id desc", limit=most).ids
        hours = {}
        for start in range(0, len(ids), batch):
            part = self.browse(ids[start : start + batch])
            part._take_answers(procedure, hours)
        self._close_over(procedure)
        self._break_overdue(procedure)

    def _take_answers(self, procedure, hours):
        """Note which of these, all of ``procedure``, were answered."""
        if not self:
            return
        self.env.flush_all()
        discussion = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        purposes = procedure.promise_purpose_ids.ids
        rows = self.env.execute_query(first_answers(self.ids, purposes, discussion))
        values = [
            SQL(
                "(%s::integer, %s::timestamp, %s, %s::float, %s::float)",
                keeping_id,
                answered,
                KEPT if answered <= due else LATE,
                self._get_hours(company_id, hours).between(begun, answered),
                1.0 if answered <= due else 0.0,
            )
            for keeping_id, company_id, begun, due, answered in rows
        ]
        if not values:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_promise_keeping keeping
                   SET date_kept = answer.date, state = answer.state,
                       hours_taken = answer.hours, in_time = answer.in_time
                  FROM (VALUES %s) AS answer(id, date, state, hours, in_time)
                 WHERE keeping.id = answer.id
                """,
                SQL(", ").join(values),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _break_overdue(self, procedure):
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_promise_keeping SET state = %s, in_time = 0
                 WHERE procedure_id = %s AND state = %s AND date_due < %s
                   AND date_kept IS NULL
                """,
                BROKEN,
                procedure.id,
                OPEN,
                fields.Datetime.now(),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _move_to(self, kept, merged):
        """What was promised on the ``merged`` leads is promised on the ``kept`` one."""
        self.search([("lead_id", "in", merged.ids)]).write({"lead_id": kept.id})
