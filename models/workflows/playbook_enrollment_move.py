"""What becomes of follow-ups whose record becomes another's, or whose steps change."""

from odoo import api, fields, models
from odoo.tools import SQL

from .playbook_enrollment import BACKLOG, OPEN_STATES
from .playbook_workflow import CREATED, SOURCE
from .run_sql import close_done

# Of these the occasion is the record itself.
BY_RECORD = (CREATED, SOURCE)


class PlaybookEnrollment(models.Model):
    _inherit = "playbook.enrollment"

    @api.model
    def _move_to(self, kept, merged):
        """Give the enrollments of the ``merged`` leads to the ``kept`` one.

        Those for their stays have ended with these, and are closed by the next run.
        Two of one workflow for the same occasion cannot be: the first stays.
        """
        self._end_doubles("lead_id", kept, merged)
        self.flush_model(["lead_id"])
        self.env["playbook.customer.mail"].flush_model(["lead_id"])
        for table in (
            *("playbook_enrollment", "playbook_workflow_event"),
            "playbook_customer_mail",
        ):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET lead_id = %s WHERE lead_id = ANY(%s)",
                    SQL.identifier(table),
                    kept.id,
                    merged.ids,
                )
            )
        for name in ("playbook.workflow.event", "playbook.customer.mail"):
            self.env[name].invalidate_model(["lead_id"], flush=False)
        self._adopt("lead_id", kept)

    @api.model
    def _end_doubles(self, column, kept, merged):
        """Of several records that become one, one is followed up by each workflow.

        Ends the others: whose record goes, where the kept one has one too; else all
        but the oldest.
        """
        # Whoever merges records may not see all that follows them up.
        Enrollment = self.sudo()
        domain = [("simulated", "=", False), (column, "in", (kept | merged).ids)]
        found = Enrollment.search(domain, order="id")
        for workflow, group in found.grouped("workflow_id").items():
            going = group.filtered(
                lambda each: each.state in OPEN_STATES and each[column] != kept
            )
            once = workflow.trigger in BY_RECORD or workflow.reentry == "once"
            own = (group - going).filtered(
                lambda each, once=once: (
                    each[column] == kept and (once or each.state in OPEN_STATES)
                )
            )
            doubles = going if own else going[1:]
            # Who is followed up goes on, whatever was left in the backlog.
            begun = going.filtered(lambda each: each.state != BACKLOG)
            if begun and own and all(each.state == BACKLOG for each in own):
                doubles = (own | going) - begun[:1]
            rows = [
                {
                    "enrollment_id": each.id,
                    "record_id": each[column].id,
                    "why": "merged",
                }
                for each in doubles
            ]
            if rows:
                workflow._cancel(rows, told=False)

    @api.model
    def _number_rounds(self, column, records):
        """Number what several records had for the same occasion as if it were one's:
        of two alike, merging would delete all that the other one had.
        """
        self.flush_model()
        numbered = SQL(
            """
            SELECT id, ROW_NUMBER() OVER (
                       PARTITION BY workflow_id, occurrence, simulated ORDER BY id) AS n
              FROM playbook_enrollment WHERE %s = ANY(%s)
            """,
            SQL.identifier(column),
            records.ids,
        )
        # In two steps: no number is another row's in between.
        for shift in (1_000_000, 0):
            self.env.cr.execute(
                SQL(
                    "UPDATE playbook_enrollment SET round = numbered.n + %s"
                    " FROM (%s) numbered WHERE numbered.id = playbook_enrollment.id",
                    shift,
                    numbered,
                )
            )
        self.invalidate_model(["round"], flush=False)

    @api.model
    def _adopt(self, column, kept):
        """What now is the kept record's goes on for it: its occasion is the record."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_enrollment
                   SET occurrence = %(kept)s
                  FROM playbook_workflow workflow
                 WHERE workflow.id = playbook_enrollment.workflow_id
                   AND workflow.trigger IN %(by_record)s
                   AND playbook_enrollment.%(column)s = %(kept)s
                   AND playbook_enrollment.state NOT IN ('done', 'cancelled')
                   AND NOT playbook_enrollment.simulated
                   AND playbook_enrollment.occurrence <> %(kept)s
                """,
                kept=kept.id,
                by_record=BY_RECORD,
                column=SQL.identifier(column),
            )
        )
        self.invalidate_model([column, "occurrence"], flush=False)

    # ------------------------------------------------------------------
    # Steps that change while records wait
    # ------------------------------------------------------------------

    @api.model
    def _leave_steps(self, steps):
        """These steps are deleted: who waits for one waits for the next one after it.

        What was due stays due. Where none follows, it is done with what it has done;
        what has done nothing yet waits for a step to come.
        """
        now = fields.Datetime.now()
        self.flush_model(["step_id", "next_date", "state"])
        for step in steps:
            following = step.workflow_id._get_following(step, without=steps)
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE playbook_enrollment
                       SET step_id = %(next)s::integer,
                           next_date = CASE WHEN %(next)s::integer IS NOT NULL
                                            THEN next_date END
                     WHERE step_id = %(step)s
                 RETURNING id, date_taken
                    """,
                    next=following.id or None,
                    step=step.id,
                )
            )
            moved = [row[0] for row in self.env.cr.fetchall() if row[1]]
            if moved and not following:
                self.env.cr.execute(close_done(moved, now))
        self.invalidate_model(flush=False)

    @api.model
    def _meet_new_steps(self, workflow):
        """Steps were added at the end: who has done all the others goes on to them.

        What is over stays so.
        """
        now = fields.Datetime.now()
        self.flush_model(["step_id", "next_date", "state"])
        rows = self.env.execute_query(self._finished_steps_sql(workflow))
        steps = {step.id: step for step in workflow.step_ids}
        for step_id in {row[2] for row in rows}:
            last = steps.get(step_id, workflow.step_ids.browse())
            following = workflow._get_following(last)
            if not following:
                continue
            due = workflow._get_due_dates(following, now)
            places = [
                (enrollment_id, due.get(company_id, due[None]))
                for enrollment_id, company_id, at in rows
                if at == step_id
            ]
            ids, dates = zip(*places, strict=True)
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE playbook_enrollment
                       SET step_id = %s, next_date = place.due
                      FROM unnest(%s::integer[], %s::timestamp[]) place (id, due)
                     WHERE place.id = playbook_enrollment.id
                    """,
                    following.id,
                    list(ids),
                    list(dates),
                )
            )
        self.invalidate_model(flush=False)

    @api.model
    def _finished_steps_sql(self, workflow):
        """Which enrollments have done all steps, their company, and their last step."""
        return SQL(
            """
            SELECT enrollment.id, enrollment.company_id, latest.step_id
              FROM playbook_enrollment enrollment
         LEFT JOIN LATERAL (
                    SELECT event.step_id
                      FROM playbook_workflow_event event
                      JOIN playbook_workflow_step step ON step.id = event.step_id
                     WHERE event.enrollment_id = enrollment.id
                  ORDER BY step.sequence DESC, step.id DESC
                     LIMIT 1
                   ) latest ON TRUE
             WHERE enrollment.workflow_id = %s
               AND enrollment.state NOT IN ('done', 'cancelled')
               AND enrollment.step_id IS NULL
               AND NOT enrollment.simulated
            """,
            workflow.id,
        )
