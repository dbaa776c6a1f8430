"""The pass that measures promises: what began, by when, and what was answered."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from .playbook_procedure import LEAD
from .playbook_promise_keeping import BROKEN, KEPT, LATE, OPEN, OVER
from .promise_sql import beginnings, first_answers, new_beginnings
from .working_hours import WorkingHours

_logger = logging.getLogger(__name__)

# Nobody answers any more; and what was promised is not kept.
GIVEN_UP = timedelta(days=90)
COLUMNS = (
    *("origin", "date_from", "lead_id", "partner_id", "order_id", "user_id"),
    *("team_id", "company_id"),
)


class PlaybookPromiseKeeping(models.Model):
    _inherit = "playbook.promise.keeping"

    @api.model
    def _cron_measure(self, batch=1000, most=20_000):
        """Measure the promises of procedures in force; one that cannot be measured
        stops no other.
        """
        Cron = self.env["ir.cron"]
        self._close_over()
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

    @api.model
    def _close_over(self):
        """What is nobody's to answer any more; and what is open is whose the deal is
        now.
        """
        self.flush_model()
        self.env["crm.lead"].flush_model(["active", "team_id", "user_id"])
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_promise_keeping keeping
                   SET user_id = lead.user_id, team_id = lead.team_id,
                       state = CASE WHEN lead.active OR procedure.moment = 'lost'
                                      OR keeping.date_due < %(now)s
                                    THEN keeping.state ELSE %(over)s END
                  FROM crm_lead lead, playbook_procedure procedure
                 WHERE lead.id = keeping.lead_id
                   AND procedure.id = keeping.procedure_id
                   AND keeping.state = %(open)s AND keeping.order_id IS NULL
                   AND (keeping.user_id IS DISTINCT FROM lead.user_id
                        OR keeping.team_id IS DISTINCT FROM lead.team_id
                        OR lead.active IS NOT TRUE)
                """,
                now=now,
                over=OVER,
                open=OPEN,
            )
        )
        self.invalidate_model(flush=False)

    # ------------------------------------------------------------------
    # What began
    # ------------------------------------------------------------------

    @api.model
    def _begin(self, procedure, batch, most):
        """Note what began to run since ``procedure`` promises it."""
        people = None
        if procedure.profile_ids:
            people = procedure.profile_ids.group_id.all_user_ids.ids
        begun = beginnings(
            procedure,
            procedure.promise_since,
            procedure._get_concerned_query(),
            self._get_received_condition(procedure),
        )
        hours = {}
        for _part in range(0, most, batch):
            self.env.flush_all()
            rows = self.env.execute_query_dict(
                new_beginnings(procedure, begun, people, batch)
            )
            if rows:
                self._insert(procedure, rows, hours)
            if len(rows) < batch:
                break

    @api.model
    def _get_received_condition(self, procedure):
        """Of the row ``lead``: it came in as a lead; where leads are switched off, it
        began in the first stage.
        """
        if procedure.moment != LEAD:
            return SQL("TRUE")
        everybody = self.env.ref("base.group_user")
        if self.env.ref("crm.group_use_lead") in everybody.all_implied_ids:
            return SQL("(lead.type = 'lead' OR lead.date_conversion IS NOT NULL)")
        stages = self.env["crm.stage"]._get_first_stage_ids()
        return SQL(
            """
            EXISTS (SELECT FROM playbook_transition first_stay
                     WHERE first_stay.lead_id = lead.id
                       AND first_stay.from_stage_id IS NULL
                       AND first_stay.to_stage_id = ANY(%s))
            """,
            stages,
        )

    @api.model
    def _insert(self, procedure, rows, hours):
        company = procedure.company_id or self.env.company
        values = []
        for row in rows:
            row["company_id"] = row["company_id"] or company.id
            due = self._get_hours(row["company_id"], hours).add(
                row["date_from"], procedure.promise_hours
            )
            values.append(
                SQL(
                    "(%s)",
                    SQL(", ").join(
                        SQL("%s", value)
                        for value in (
                            *(procedure.id, procedure.version, due, OPEN),
                            *(row[name] for name in COLUMNS),
                            *(self.env.uid, self.env.cr.now()),
                        )
                    ),
                )
            )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO playbook_promise_keeping (
                    procedure_id, version, date_due, state, %s, create_uid, create_date)
                VALUES %s ON CONFLICT (procedure_id, origin) DO NOTHING
                """,
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                SQL(", ").join(values),
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _get_hours(self, company_id, hours):
        """The :class:`WorkingHours` of a company, kept in ``hours``.

        Its calendar is asked for no more than once.
        """
        if company_id not in hours:
            # When people work is no secret.
            company = self.env["res.company"].sudo().browse(company_id)
            calendar = company.resource_calendar_id
            known = {each.calendar: each for each in hours.values()}
            hours[company_id] = known.get(calendar) or WorkingHours(calendar)
        return hours[company_id]

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
