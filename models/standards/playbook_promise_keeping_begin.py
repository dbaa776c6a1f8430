"""What began to run, and by when it is to be kept."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..profiles.halves import TRANSIENT
from .playbook_procedure import CUSTOMER, LEAD
from .playbook_promise_keeping import OPEN
from .promise_sql import beginnings, new_beginnings, new_customers
from .working_hours import WorkingHours

_logger = logging.getLogger(__name__)

# What was saved before the last run may have been committed after it.
OVERLAP = timedelta(hours=1)
COLUMNS = (
    *("origin", "date_from", "lead_id", "partner_id", "order_id", "user_id"),
    *("team_id", "company_id"),
)


class PlaybookPromiseKeeping(models.Model):
    _inherit = "playbook.promise.keeping"

    @api.model
    def _begin(self, procedure, batch, most):
        """Note what began to run since ``procedure`` was measured last.

        Not what began earlier: whether it was promised then, nothing says any more.
        New customers are noted when they become that.
        """
        now = fields.Datetime.now()
        if procedure.moment != CUSTOMER:
            now = self._begin_until(now, procedure, batch, most)
        self.env.cr.execute(
            SQL(
                "UPDATE playbook_procedure SET promise_measured = %s WHERE id = %s",
                now,
                procedure.id,
            )
        )
        procedure.invalidate_recordset(["promise_measured"], flush=False)

    def _begin_until(self, now, procedure, batch, most):
        """As :meth:`_begin`.

        :return: until when all is noted: ``now``, or less where there was too much.
        """
        since = procedure.promise_since
        if procedure.promise_measured:
            since = max(since, procedure.promise_measured - OVERLAP)
        begun = beginnings(
            procedure,
            since,
            procedure._get_concerned_query(),
            self._get_received_condition(procedure),
        )
        people, hours = self._get_people(procedure), {}
        for _part in range(0, most, batch):
            self.env.flush_all()
            rows = self.env.execute_query_dict(
                new_beginnings(procedure, begun, people, batch)
            )
            if rows:
                self._insert(procedure, rows, hours)
            if len(rows) < batch:
                return now
        return procedure.promise_measured or procedure.promise_since

    @api.model
    def _get_people(self, procedure):
        """Ids of who is bound by it; None: everybody."""
        if not procedure.profile_ids:
            return None
        return procedure.profile_ids.group_id.all_user_ids.ids

    @api.model
    def _begin_customers(self, partner_ids):
        """Note what is promised to those who have become customers just now.

        A promise that cannot be measured stops nobody from saving.
        """
        procedures = self.env["playbook.procedure"].search(
            [("promise_since", "!=", False), ("moment", "=", CUSTOMER)]
        )
        for procedure in procedures:
            self._begin_customers_of(procedure, partner_ids)

    @api.model
    def _begin_customers_of(self, procedure, partner_ids):
        try:
            with self.env.cr.savepoint():
                concerned = procedure._get_concerned_query()
                begun = new_customers(partner_ids, fields.Datetime.now(), concerned)
                people = self._get_people(procedure)
                rows = self.env.execute_query_dict(
                    new_beginnings(procedure, begun, people, len(partner_ids))
                )
                if rows:
                    self._insert(procedure, rows, {})
        except TRANSIENT:
            raise
        except Exception:
            _logger.exception("Promise %s cannot be measured", procedure.id)

    @api.model
    def _get_received_condition(self, procedure):
        """Of the row ``lead``: it came in as a lead; where leads are switched off, it
        began in the first stage.
        """
        if procedure.moment != LEAD:
            return SQL("TRUE")
        if self.env["crm.lead"]._uses_leads():
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
