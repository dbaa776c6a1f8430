"""How what a workflow does ends: the deal moved, or the person is done."""

from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from .playbook_enrollment import CANCELLED, OPEN_STATES

ORDERED = "ordered"


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _end_sql(self, batch):
        """Claims what is for stays that have ended, or deals with a confirmed order."""
        return SQL(
            """
            SELECT enrollment.id AS enrollment_id, enrollment.lead_id,
                   enrollment.user_id,
                   COALESCE(stay.ending, %(ordered)s) AS why
              FROM playbook_enrollment enrollment
         LEFT JOIN playbook_transition stay ON stay.id = enrollment.occurrence
             WHERE enrollment.workflow_id = %(workflow_id)s
               AND enrollment.state = ANY(%(states)s)
               AND (stay.id IS NULL OR stay.date_left IS NOT NULL OR EXISTS (
                    SELECT FROM sale_order sale
                     WHERE sale.opportunity_id = enrollment.lead_id
                       AND sale.state = 'sale'))
          ORDER BY enrollment.id
             LIMIT %(batch)s
               FOR UPDATE OF enrollment SKIP LOCKED
            """,
            ordered=ORDERED,
            workflow_id=self.id,
            states=list(OPEN_STATES),
            batch=batch,
        )

    def _end(self, rows):
        """Cancel the claimed ``rows``.

        :return: how many are settled.
        """
        return self._in_halves(rows, self._cancel)

    def _cancel(self, rows):
        """Cancel the open activities of ``rows`` and say so on the lead."""
        enrollments = self.env["playbook.enrollment"].browse(
            [row["enrollment_id"] for row in rows]
        )
        planned = self.env["playbook.workflow.event"].search(
            [("enrollment_id", "in", enrollments.ids), ("state", "=", "planned")]
        )
        open_events = planned.filtered("activity_id.active")
        cancelled_leads = open_events.lead_id
        why = {row["lead_id"]: row["why"] for row in rows}
        notes = self._cancel_notes(cancelled_leads, why)
        planned.write({"state": "cancelled"})
        enrollments.write({"state": CANCELLED, "date_ended": self._now()})
        # Only activities that this workflow has made itself.
        open_events.activity_id.unlink()
        if notes:
            cancelled_leads._message_log_batch(bodies=notes)
        self.env.flush_all()

    def _cancel_notes(self, leads, why):
        """What to write on each lead, in its salesperson's language."""
        notes = {}
        by_lang = defaultdict(lambda: self.env["crm.lead"])
        for lead in leads:
            by_lang[lead.user_id.lang or self.env.lang] |= lead
        for lang, leads_of_lang in by_lang.items():
            texts = self.with_context(lang=lang)._cancel_texts()
            for lead in leads_of_lang:
                notes[lead.id] = texts[why[lead.id]]
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
            ORDERED: env._(
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
