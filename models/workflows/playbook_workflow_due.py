"""What is due, and what is over, as queries."""

from odoo import fields, models
from odoo.tools import SQL

from ..profiles.condition import is_empty, parse
from . import mail_stops_sql, people_sql, trigger_sql
from .playbook_enrollment import MOVING, OPEN_STATES
from .playbook_workflow_step import MAIL
from .quotation_sql import answered_since, written_since
from .run_sql import asks_somebody, claim, claim_within_limit, taken_from
from .targets import LEAD, ORDER, PARTNER


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    # ------------------------------------------------------------------
    # Over
    # ------------------------------------------------------------------

    def _over_sql(self, trigger):
        """Why what was taken up is over, or NULL: an expression.

        Of the record, ``company``, ``enrollment`` and what the trigger's ``over`` asks.
        """
        return SQL(
            "COALESCE(%s, %s, CASE %s END)",
            self._closed_sql(trigger),
            trigger.over,
            SQL(" ").join(self._stops_sql()),
        )

    def _closed_sql(self, trigger):
        """Why the record is closed, or NULL: an expression."""
        if trigger.closed is None:
            return trigger_sql.closed_record(self.target)
        return trigger.closed

    def _stops_sql(self):
        """What stops it besides: ``WHEN`` clauses."""
        yield SQL("WHEN FALSE THEN 'gone'")
        if self.target == LEAD:
            yield SQL("WHEN lead.id NOT IN %s THEN 'converted'", self._leads_sql())
        if not is_empty(self.stop_domain):
            acting = self._acting_env()
            Document = acting[self._get_target().model].with_context(active_test=False)
            query = Document._search(parse(self.stop_domain, acting.uid))
            stopped = SQL("%s IN %s", self._record_sql(), query.subselect())
            yield SQL("WHEN %s THEN 'condition'", stopped)
        if self.stop_on_reply:
            yield SQL("WHEN %s THEN 'answered'", self._replied_sql())
        if any(step.kind == MAIL for step in self.step_ids):
            # People's work goes on: e-mails that are still to come are left out.
            alone = mail_stops_sql.only_mails_left()
            back = mail_stops_sql.came_back()
            yield SQL("WHEN (%s) AND %s THEN 'bounced'", back, alone)
            unsubscribed = mail_stops_sql.unsubscribed(self._get_target().alias)
            yield SQL("WHEN (%s) AND %s THEN 'unsubscribed'", unsubscribed, alone)
        # Retired ones still stand on actions.
        outcomes = self.with_context(active_test=False).stop_outcome_ids
        if outcomes:
            yield SQL(
                """
                WHEN EXISTS (SELECT FROM playbook_action stopping
                              WHERE %s = %s
                                AND stopping.state = 'done'
                                AND stopping.outcome_id = ANY(%s)
                                AND stopping.date_done > enrollment.date_entered)
                THEN 'outcome'
                """,
                self._action_column_sql(),
                self._record_sql(),
                outcomes.ids,
            )

    def _action_column_sql(self):
        column = self._get_target().column
        if self.target == PARTNER:
            column = "commercial_partner_id"
        return SQL.identifier("stopping", column)

    def _replied_sql(self):
        """Whether the customer has written on the record since it was taken up."""
        if self.target == ORDER:
            return answered_since(SQL("enrollment.date_entered"))
        model, moment = self._get_target().model, SQL("enrollment.date_entered")
        return written_since(SQL("%s", model), self._record_sql(), moment)

    def _end_sql(self, batch):
        """Claims what is over."""
        target, trigger = self._get_target(), self._get_trigger()
        over = self._over_sql(trigger)
        return SQL(
            """
            SELECT enrollment.id AS enrollment_id, %(record)s AS record_id,
                   enrollment.user_id, %(over)s AS why
              FROM %(records)s
              JOIN playbook_enrollment enrollment ON %(column)s = %(record)s
              %(occasion)s
             WHERE enrollment.workflow_id = %(workflow_id)s
               AND enrollment.state = ANY(%(states)s)
               AND (enrollment.state <> 'quarantined' OR enrollment.date_ended IS NULL)
               AND %(over)s IS NOT NULL
          ORDER BY enrollment.id
             LIMIT %(batch)s
               FOR UPDATE OF enrollment SKIP LOCKED
            """,
            record=self._record_sql(),
            over=over,
            records=trigger_sql.records(self.target),
            column=SQL.identifier("enrollment", target.column),
            occasion=trigger.occasion,
            workflow_id=self.id,
            states=list(OPEN_STATES),
            batch=batch,
        )

    # ------------------------------------------------------------------
    # Due
    # ------------------------------------------------------------------

    def _due_sql(self, states=MOVING, condition=None, *, ranked=False, any_time=False):
        """What of the enrollments in ``states`` is to be carried out now.

        :param ranked: tell the ``place`` in each person's turn too, the customer's
            worth first.
        :param any_time: whenever it is due, and at whatever hour.
        :return: a query with the rows that ``_run_step`` takes, and ``step_id``,
            ``tries``, ``worth``.
        """
        trigger = self._get_trigger()
        gets = people_sql.assignee(self._person_sql(), self._get_responsible_id())
        acts = self._acting_person(gets)
        worth = people_sql.worth(self.target)
        place = SQL()
        if ranked:
            place = SQL(
                ", ROW_NUMBER() OVER (PARTITION BY %s"
                " ORDER BY %s DESC, %s, enrollment.id) AS place",
                acts,
                worth,
                trigger.since,
            )
        parts = [
            SQL("enrollment.state = ANY(%s)", list(states)),
            self._still_due_sql(trigger),
            SQL("%s IS NULL", self._over_sql(trigger)),
            condition or SQL("TRUE"),
        ]
        if not any_time:
            parts.append(SQL("enrollment.next_date <= %s", fields.Datetime.now()))
            parts.append(self._awake_sql() or SQL("TRUE"))
        return SQL(
            "SELECT %s %s FROM %s %s %s WHERE %s",
            self._due_columns(trigger, gets, acts, worth),
            place,
            trigger.source,
            people_sql.joins(self.target),
            self._due_joins(trigger),
            SQL(" AND ").join(parts),
        )

    def _due_columns(self, trigger, gets, acts, worth):
        lead = self._get_target().alias == "lead"
        days = trigger_sql.days_since(
            trigger.since, fields.Datetime.now(), self._unknown_zones()
        )
        return SQL(
            """
            enrollment.id AS enrollment_id, %(record)s AS record_id,
            enrollment.lead_id, enrollment.partner_id, enrollment.order_id,
            enrollment.occurrence, enrollment.step_id, enrollment.tries,
            %(acts)s AS user_id, NULLIF(%(gets)s, %(acts)s) AS stands_in_for_id,
            %(person)s AS person_id, leader.id AS leader_id,
            company.id AS company_id, %(stage)s AS stage_id,
            %(since)s AS since, %(days)s AS days, %(worth)s AS worth
            """,
            record=self._record_sql(),
            acts=acts,
            gets=gets,
            person=self._person_sql(),
            stage=SQL("lead.stage_id") if lead else SQL("NULL::integer"),
            since=trigger.since,
            days=days,
            worth=worth,
        )

    def _due_joins(self, trigger):
        return SQL(
            """
            JOIN playbook_enrollment enrollment
              ON enrollment.workflow_id = %s
             AND %s = %s
             AND %s
             AND NOT enrollment.simulated
            JOIN playbook_workflow_step step
              ON step.id = enrollment.step_id
             AND step.workflow_id = enrollment.workflow_id
            %s
            """,
            self.id,
            SQL.identifier("enrollment", self._get_target().column),
            self._record_sql(),
            # Where it moves with what happens, one is open for a record at most.
            SQL("TRUE")
            if trigger.drifts
            else SQL("enrollment.occurrence = %s", trigger.occurrence),
            self._rate_join(),
        )

    def _still_due_sql(self, trigger):
        """What has begun goes on, as far as the workflow reaches; what has not must
        still match.
        """
        return SQL(
            "%s AND (enrollment.date_taken IS NOT NULL OR (%s))",
            SQL(" AND ").join([SQL("TRUE"), *self._reach_conditions()]),
            SQL(" AND ").join(
                [
                    trigger.matches,
                    SQL("%s IS NOT NULL", self._person_sql()),
                    *self._conditions(),
                ]
            ),
        )

    def _free_sql(self, batch):
        """Claims what asks nobody for anything, or was taken from the backlog."""
        free = SQL("step.kind <> %s AND %s", MAIL, self._unlimited_sql())
        return claim(self._due_sql(condition=free), batch=batch)

    def _writing_sql(self, batch):
        """As :meth:`_free_sql`, of what writes to customers: that is claimed by one
        lane at a time, so that the contact limit holds for all of them together.
        """
        writes = SQL("step.kind = %s AND %s", MAIL, self._unlimited_sql())
        return claim(self._due_sql(condition=writes), batch=batch)

    def _unlimited_sql(self):
        return SQL(
            "(enrollment.limit_lifted OR NOT %s) AND %s",
            asks_somebody(),
            self._acts_sql(),
        )

    def _within_limit_sql(self, batch):
        """Claims what asks people for something, as far as their day has room: the
        workflow's own limit holds, and that for all that comes by itself.
        """
        Users = self.env["res.users"]
        since = min(Users._get_day_starts().values())
        asking = SQL(
            "NOT enrollment.limit_lifted AND %s AND %s",
            asks_somebody(),
            self._acts_sql(),
        )
        return claim_within_limit(
            self._due_sql(condition=asking, ranked=True),
            Users._get_automatic_taken_sql([taken_from(self.id, since)]),
            Users._get_automatic_taken_sql(),
            limit=self.daily_limit,
            limit_in_all=Users._get_daily_limit(),
            batch=batch,
        )

    def _acts_sql(self):
        """Whether it is still switched on: somebody may have switched it off since."""
        return SQL(
            "EXISTS (SELECT FROM playbook_workflow workflow"
            " WHERE workflow.id = %s AND workflow.mode IN ('pilot', 'live')"
            " AND workflow.active)",
            self.id,
        )
