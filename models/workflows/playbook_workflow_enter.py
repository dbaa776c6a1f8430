"""How records enter, and how many there are: set-based."""

from odoo import fields, models
from odoo.tools import SQL

from . import people_sql
from .enter_sql import count_entered_since, enter, known
from .playbook_enrollment import BACKLOG, SIMULATED, WAITING
from .playbook_workflow import ACTING

MANY = 500
# So many at most enter with one statement.
PIECE = 10_000


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _enter_sql(self, state, limit=None):
        """Enroll what matches and is not known yet, in ``state``.

        :param limit: at most so many.
        """
        now, trigger = fields.Datetime.now(), self._get_trigger()
        first = self._get_following(self.step_ids.browse())
        known_sql = self._known_sql(trigger, simulated=state == SIMULATED)
        found = self._matching_sql(
            trigger,
            SQL(
                """
                %(record)s AS record_id, %(occurrence)s AS occurrence,
                %(person)s AS user_id, company.id AS company_id,
                %(due)s AS next_date
                """,
                record=self._record_sql(),
                occurrence=trigger.occurrence,
                person=self._person_sql(),
                due=self._due_date_sql(first, now) if first else SQL("NULL::timestamp"),
            ),
            condition=SQL("NOT EXISTS (%s)", known_sql),
        )
        if self.reentry == "once":
            found = SQL(
                "SELECT DISTINCT ON (record_id) * FROM (%s) occasion"
                " ORDER BY record_id, occurrence",
                found,
            )
        return enter(
            SQL("%s LIMIT %s", found, PIECE if limit is None else min(limit, PIECE)),
            {
                "column": SQL.identifier(self._get_target().column),
                "workflow_id": self.id,
                "step_id": first.id or None,
                "state": state,
                "simulated": state == SIMULATED,
                "looped": self._get_loop_words(),
                "repeats": self.reentry == "repeat",
                "now": now,
                "uid": self.env.uid,
            },
        )

    def _known_sql(self, trigger, *, simulated):
        """Because of what a record does not enter (again): see :func:`known`."""
        return known(
            self.id,
            SQL.identifier(self._get_target().column),
            self._record_sql(),
            trigger.occurrence,
            drifts=trigger.drifts,
            simulated=simulated,
            reentry=self.reentry,
            over_before=fields.Datetime.subtract(
                fields.Datetime.now(), days=self.repeat_days
            ),
        )

    def _get_loop_words(self):
        return self.env._(
            "It was taken up again and again within one day: something that this "
            "workflow does, or another, lets it begin anew. Look at their steps and "
            "conditions, then try again."
        )

    def _enter(self, state):
        """Enroll everything that matches and is not known yet, in ``state``.

        :return: how many.
        """
        self.env.flush_all()
        query, entered = self._enter_sql(state), 0
        while True:
            piece = self._note_entered(self.env.execute_query_dict(query))
            entered += piece
            if piece < PIECE:
                break
        self.env["playbook.enrollment"].invalidate_model(flush=False)
        return entered

    def _note_entered(self, rows):
        """How many :meth:`_enter_sql` has entered.

        After many, PostgreSQL is told of them: as long as it knows of none, it plans
        the claims as if there were none.
        """
        entered = rows[0]["entered"]
        if entered >= MANY:
            self.env.cr.execute(SQL("ANALYZE playbook_enrollment"))
        return entered

    def _get_entry_room(self):
        """How many may still enter today: None for any number."""
        if not self.entry_limit:
            return None
        day_ago = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        [(entered,)] = self.env.execute_query(count_entered_since(self.id, day_ago))
        return max(self.entry_limit - entered, 0)

    # ------------------------------------------------------------------
    # What there is, for who decides
    # ------------------------------------------------------------------

    def _untaken_joins(self, trigger):
        """The row ``enrollment`` of an occasion, if there is one."""
        target = self._get_target()
        return SQL(
            """
            LEFT JOIN playbook_enrollment enrollment
              ON enrollment.workflow_id = %s
             AND %s = %s
             AND enrollment.occurrence = %s
             AND NOT enrollment.simulated
            """,
            self.id,
            SQL.identifier("enrollment", target.column),
            self._record_sql(),
            trigger.occurrence,
        )

    def _count_by_person(self):
        """What each person would get if all that matches now were taken.

        :return: a list of ``(user_id, count, worth)``, most first; see
            :func:`.people_sql.worth`.
        """
        self.ensure_one()
        self.env.flush_all()
        trigger = self._get_trigger()
        rows = self._matching_sql(
            trigger,
            SQL(
                "%s AS user_id, %s AS worth",
                self._acting_person(self._person_sql()),
                people_sql.worth(self.target),
            ),
            joins=SQL("%s %s", self._untaken_joins(trigger), self._rate_join()),
            condition=SQL(
                "(enrollment.id IS NULL OR enrollment.state IN %s"
                " AND NOT (%s AND enrollment.limit_lifted))",
                (BACKLOG, WAITING),
                self.mode in ACTING,
            ),
        )
        return self.env.execute_query(
            SQL(
                """
                SELECT user_id, COUNT(*), SUM(worth)
                  FROM (%s) found GROUP BY user_id ORDER BY COUNT(*) DESC, user_id
                """,
                rows,
            )
        )

    def _count_nobodys(self):
        """How many match and nobody would get, of those that the user reads."""
        [(count,)] = self._query_nobodys(SQL("COUNT(*)"))
        return count

    def _find_nobodys(self):
        """The ids of these."""
        return [row_id for (row_id,) in self._query_nobodys(self._record_sql())]

    def _query_nobodys(self, columns):
        self.ensure_one()
        self.env.flush_all()
        trigger = self._get_trigger()
        return self.env.execute_query(
            SQL(
                "SELECT %s FROM %s %s WHERE %s AND %s AND %s IS NULL",
                columns,
                trigger.source,
                people_sql.joins(self.target),
                trigger.matches,
                SQL(" AND ").join(self._conditions()),
                self._person_sql(),
            )
        )
