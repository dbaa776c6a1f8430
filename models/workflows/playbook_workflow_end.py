"""How what a workflow does ends: the deal moved, or the person is done."""

from odoo import models
from odoo.tools import SQL, groupby

from .playbook_enrollment import CANCELLED, OPEN_STATES


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _end_sql(self, batch):
        """Claims what is for stays that have ended, or deals with a confirmed order."""
        return SQL(
            """
            SELECT enrollment.id AS enrollment_id, enrollment.lead_id,
                   enrollment.user_id,
                   CASE WHEN stay.id IS NULL THEN 'gone'
                        ELSE COALESCE(stay.ending, 'ordered') END AS why
              FROM playbook_enrollment enrollment
         LEFT JOIN playbook_transition stay ON stay.id = enrollment.occurrence
             WHERE enrollment.workflow_id = %(workflow_id)s
               AND enrollment.state = ANY(%(states)s)
               AND (enrollment.state <> 'quarantined' OR enrollment.date_ended IS NULL)
               AND (stay.id IS NULL OR stay.date_left IS NOT NULL OR EXISTS (
                    SELECT FROM sale_order sale
                     WHERE sale.opportunity_id = enrollment.lead_id
                       AND sale.state = 'sale'))
          ORDER BY enrollment.id
             LIMIT %(batch)s
               FOR UPDATE OF enrollment SKIP LOCKED
            """,
            workflow_id=self.id,
            states=list(OPEN_STATES),
            batch=batch,
        )

    def _end(self, rows):
        """Cancel the claimed ``rows``; what cannot be is not tried again by itself.

        :return: how many are settled.
        """
        return self._in_halves(rows, self._cancel, date_ended=self._now())

    def _cancel(self, rows):
        """Cancel the open activities of ``rows`` and say so on the lead.

        What somebody has changed since - another day, other words - has become theirs,
        and stays.
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
        notes = self._cancel_notes(cancelled.enrollment_id, why)
        theirs.write({"state": "finished"})
        (planned - theirs).write({"state": "cancelled"})
        enrollments.write({"state": CANCELLED, "date_ended": self._now()})
        cancelled.activity_id.unlink()
        if notes:
            self.env["crm.lead"].browse(notes)._message_log_batch(bodies=notes)
        self.env.flush_all()

    def _cancel_notes(self, enrollments, why):
        """What to write on each lead, in its salesperson's language.

        :param why: a dictionary from an enrollment's id to a key of `_cancel_texts`.
        """
        notes = {}
        for lang, group in enrollments.grouped(lambda each: each.user_id.lang).items():
            texts = self.with_context(lang=lang or self.env.lang)._cancel_texts()
            for enrollment in group:
                notes[enrollment.lead_id.id] = texts[why[enrollment.id]]
        return notes

    def _cancel_texts(self):
        env = self.env
        name = self.name
        return {
            "moved": env._(
                "“%(workflow)s”: follow-up cancelled, the opportunity has moved.",
                workflow=name,
            ),
            "won": env._(
                "“%(workflow)s”: follow-up cancelled, the opportunity is won.",
                workflow=name,
            ),
            "lost": env._(
                "“%(workflow)s”: follow-up cancelled, the opportunity is lost.",
                workflow=name,
            ),
            "merged": env._(
                "“%(workflow)s”: follow-up cancelled, the opportunity was merged.",
                workflow=name,
            ),
            "gone": env._("“%(workflow)s”: follow-up cancelled.", workflow=name),
            "ordered": env._(
                "“%(workflow)s”: follow-up cancelled, the order is confirmed.",
                workflow=name,
            ),
        }

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
                   AND enrollment.state = 'running'
                   AND event.state = 'planned'
                   AND activity.active IS NOT TRUE
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
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_enrollment
                   SET state = 'done', date_ended = %(now)s
                 WHERE id = ANY(%(ids)s)
                   AND NOT EXISTS (
                        SELECT FROM playbook_workflow_event event
                         WHERE event.enrollment_id = playbook_enrollment.id
                           AND event.state = 'planned')
                """,
                now=self._now(),
                ids=[row["enrollment_id"] for row in rows],
            )
        )
        self.env["playbook.enrollment"].invalidate_model(flush=False)
        self.env["playbook.workflow.event"].invalidate_model(["state"], flush=False)
        return len(rows)

    def _given_away_sql(self, batch):
        """Claims what is planned for somebody who no longer is the salesperson, nor
        stands in for them.

        What somebody got in the place of who was absent stays with them.
        """
        return SQL(
            """
            SELECT event.id AS event_id, event.enrollment_id, event.lead_id,
                   event.activity_id, %(person)s AS user_id,
                   NULLIF(lead.user_id, %(person)s) AS stands_in_for_id
              FROM playbook_workflow_event event
              JOIN playbook_enrollment enrollment
                ON enrollment.id = event.enrollment_id
              JOIN mail_activity activity ON activity.id = event.activity_id
              JOIN crm_lead lead ON lead.id = event.lead_id
              JOIN res_users salesperson ON salesperson.id = lead.user_id
             WHERE enrollment.workflow_id = %(workflow_id)s
               AND enrollment.state = 'running'
               AND event.state = 'planned'
               AND activity.active
               AND activity.user_id = event.user_id
               AND salesperson.id <> COALESCE(event.stands_in_for_id, event.user_id)
               AND salesperson.active
             LIMIT %(batch)s
               FOR UPDATE OF event SKIP LOCKED
            """,
            workflow_id=self.id,
            person=self._acting_person(),
            batch=batch,
        )

    def _give_on(self, rows):
        """Give the follow-ups of ``rows`` to the new salespeople, or who acts for them.

        :return: how many are settled.
        """
        return self._in_halves(rows, self._give_to_salespeople)

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
