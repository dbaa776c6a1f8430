"""How what a workflow does ends: its occasion is over, or the person is done."""

from odoo import models
from odoo.tools import SQL, groupby

from ..profiles.halves import do_in_halves
from . import people_sql, trigger_sql
from .playbook_enrollment import CANCELLED
from .playbook_enrollment_advice import tell_error
from .run_sql import close_done


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _end(self, rows):
        """Cancel the claimed ``rows``; what cannot be is not tried again by itself.

        :return: how many are settled.
        """
        return self._in_halves(rows, self._cancel, date_ended=self._now())

    def _cancel(self, rows, *, told=True, reason=None):
        """Cancel the open activities of ``rows`` and say so on the record.

        What somebody has changed since - another day, other words - has become theirs,
        and stays.

        :param rows: with ``enrollment_id``, ``record_id``, ``why``.
        :param told: whether to say so.
        :param reason: in words, where a person has stopped it.
        """
        why = {row["enrollment_id"]: row["why"] for row in rows}
        enrollments = self.env["playbook.enrollment"].browse(why)
        planned = self.env["playbook.workflow.event"].search(
            [("enrollment_id", "in", enrollments.ids), ("state", "=", "planned")]
        )
        theirs = planned.filtered(
            lambda event: event.activity_id.active
            and event.activity_id.write_date > event.write_date
        )
        cancelled = (planned - theirs).filtered("activity_id.active")
        # Nobody has noted yet that these are done.
        done = planned.filtered("activity_id") - theirs - cancelled
        notes = told and self._cancel_notes(cancelled.enrollment_id, why, reason)
        (theirs | done).write({"state": "finished"})
        (planned - theirs - done).write({"state": "cancelled"})
        for ending, group in groupby(enrollments, lambda each: why[each.id]):
            enrollments.browse([each.id for each in group]).write(
                {
                    "state": CANCELLED,
                    "date_ended": self._now(),
                    "ending": ending,
                    "reason": reason or False,
                    "next_date": False,
                }
            )
        cancelled.activity_id.unlink()
        self._leave_out_mails(enrollments, why, reason)
        if notes:
            model = self._get_target().model
            self.env[model].browse(notes)._message_log_batch(bodies=notes)
        self.env.flush_all()

    def _cancel_notes(self, enrollments, why, reason=None):
        """What to write on each record, in the language of whose it is.

        :param why: a dictionary from an enrollment's id to how it ended.
        """
        notes = {}
        for lang, group in enrollments.grouped(lambda each: each.user_id.lang).items():
            workflow = self.with_context(lang=lang or self.env.lang)
            endings = workflow._get_ending_words()
            for enrollment in group:
                notes[enrollment._get_document().id] = workflow.env._(
                    "“%(workflow)s”: follow-up cancelled. %(why)s",
                    workflow=workflow.name,
                    why=reason or endings[why[enrollment.id]],
                )
        return notes

    def _get_ending_words(self):
        field = self.env["playbook.enrollment"]._fields["ending"]
        return dict(field._description_selection(self.env))

    def _finished_sql(self, batch):
        """Notes what the salespeople have done, or deleted."""
        return SQL(
            """
            WITH over AS (
                SELECT event.id, event.enrollment_id, event.activity_id
                  FROM playbook_workflow_event event
                  JOIN playbook_enrollment enrollment
                    ON enrollment.id = event.enrollment_id
             LEFT JOIN mail_activity activity ON activity.id = event.activity_id
                 WHERE enrollment.workflow_id = %(workflow_id)s
                   AND enrollment.state IN ('running', 'paused', 'quarantined')
                   AND event.state = 'planned'
                   AND activity.active IS NOT TRUE
                   AND NOT EXISTS (
                        SELECT FROM playbook_customer_mail mail
                         WHERE mail.enrollment_id = event.enrollment_id
                           AND mail.step_id = event.step_id
                           AND mail.occurrence = event.occurrence)
                 LIMIT %(batch)s
                   FOR UPDATE OF event SKIP LOCKED
            )
            UPDATE playbook_workflow_event event
               SET state = CASE WHEN over.activity_id IS NULL
                                THEN 'cancelled' ELSE 'finished' END
              FROM over
             WHERE over.id = event.id
         RETURNING event.enrollment_id
            """,
            workflow_id=self.id,
            batch=batch,
        )

    def _close(self, rows):
        """Close the enrollments of ``rows`` of which nothing is left to do.

        :return: how many rows.
        """
        if not rows:
            return 0
        ids = [row["enrollment_id"] for row in rows]
        self.env.cr.execute(close_done(ids, self._now()))
        self.env["playbook.enrollment"].invalidate_model(flush=False)
        self.env["playbook.workflow.event"].invalidate_model(["state"], flush=False)
        return len(rows)

    def _moved_company_sql(self, batch):
        """Notes which company a record has come to: who works there sees it."""
        target = self._get_target()
        return SQL(
            """
            WITH moved AS (
                SELECT enrollment.id, company.id AS company_id
                  FROM %(records)s
                  JOIN playbook_enrollment enrollment ON %(column)s = %(record)s
                 WHERE enrollment.workflow_id = %(workflow_id)s
                   AND enrollment.state NOT IN ('done', 'cancelled')
                   AND enrollment.company_id IS DISTINCT FROM company.id
                 LIMIT %(batch)s
                   FOR UPDATE OF enrollment SKIP LOCKED
            )
            UPDATE playbook_enrollment
               SET company_id = moved.company_id
              FROM moved
             WHERE moved.id = playbook_enrollment.id
         RETURNING playbook_enrollment.id
            """,
            records=trigger_sql.records(self.target),
            column=SQL.identifier("enrollment", target.column),
            record=self._record_sql(),
            workflow_id=self.id,
            batch=batch,
        )

    def _forget_companies(self, rows):
        if rows:
            names = ["company_id"]
            self.env["playbook.enrollment"].invalidate_model(names, flush=False)
        return len(rows)

    def _given_away_sql(self, batch):
        """Claims what is planned for somebody who no longer is the salesperson, nor
        stands in for them.

        What somebody got in the place of who was absent stays with them.
        """
        person = self._person_sql()
        acts = self._acting_person(person)
        return SQL(
            """
            SELECT event.id AS event_id, event.enrollment_id,
                   %(record)s AS record_id, event.activity_id, %(acts)s AS user_id,
                   NULLIF(%(person)s, %(acts)s) AS stands_in_for_id
              FROM %(records)s
              %(people)s
              JOIN playbook_workflow_event event ON %(column)s = %(record)s
              JOIN playbook_enrollment enrollment
                ON enrollment.id = event.enrollment_id
              JOIN playbook_workflow_step step
                ON step.id = event.step_id AND step.kind = 'activity'
               AND step.assign_to = 'person'
              JOIN mail_activity activity ON activity.id = event.activity_id
             WHERE enrollment.workflow_id = %(workflow_id)s
               AND enrollment.state IN ('running', 'paused')
               AND event.state = 'planned'
               AND activity.active
               AND enrollment.error IS NULL
               AND activity.user_id = event.user_id
               AND %(person)s <> COALESCE(event.stands_in_for_id, event.user_id)
             LIMIT %(batch)s
               FOR UPDATE OF event SKIP LOCKED
            """,
            record=self._record_sql(),
            records=trigger_sql.records(self.target),
            people=people_sql.joins(self.target),
            column=SQL.identifier("event", self._get_target().column),
            workflow_id=self.id,
            person=person,
            acts=acts,
            batch=batch,
        )

    def _give_on(self, rows):
        """Give the follow-ups of ``rows`` to the new salespeople, or who acts for them.

        :return: how many are settled.
        """

        def fail(row, error):
            # It stays with whom it was given to, and goes on as it would.
            self.env["playbook.enrollment"].browse(row["enrollment_id"]).write(
                {"error": tell_error(error)}
            )
            return 1

        return do_in_halves(self.env.cr, rows, self._give_to_salespeople, fail)

    def _give_to_salespeople(self, rows):
        Activity = self._acting_env()["mail.activity"]
        Activity = Activity.with_context(mail_activity_quick_update=True)
        for people, group in groupby(
            rows, lambda row: (row["user_id"], row["stands_in_for_id"])
        ):
            values = {"user_id": people[0]}
            Activity.browse([row["activity_id"] for row in group]).write(values)
            self.env["playbook.workflow.event"].browse(
                [row["event_id"] for row in group]
            ).write({**values, "stands_in_for_id": people[1]})
            self.env["playbook.enrollment"].browse(
                [row["enrollment_id"] for row in group]
            ).write(values)
        self.env.flush_all()
