from odoo import api, fields, models
from odoo.tools import SQL

from .run_sql import close_done


class PlaybookEnrollment(models.Model):
    """What is paused until a day goes on by itself when that day has come."""

    _inherit = "playbook.enrollment"

    @api.model
    def _resume_due(self, batch):
        """Let go on what was paused until today, or until a day before.

        Which day it is, is asked of whoever follows up.

        :return: how many.
        """
        self.flush_model(["next_date", "paused_until", "state", "user_id"])
        self.env["res.partner"].flush_model(["tz"])
        rows = self.env.execute_query(self._resume_due_sql(batch))
        names = ["next_date", "paused_until", "state"]
        self.invalidate_model(names, flush=False)
        return len(rows)

    @api.model
    def _retry_due(self, batch):
        """Let another try come for what could not be done at the first.

        :return: how many.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_enrollment
                   SET state = CASE WHEN date_taken IS NULL
                                    THEN 'waiting' ELSE 'running' END
                 WHERE id IN (SELECT id FROM playbook_enrollment
                               WHERE state = 'quarantined'
                                 AND date_ended IS NULL
                                 AND next_date <= %s
                               LIMIT %s
                                 FOR UPDATE SKIP LOCKED)
                """,
                fields.Datetime.now(),
                batch,
            )
        )
        self.invalidate_model(["state"], flush=False)
        return self.env.cr.rowcount

    @api.model
    def _close_finished(self, batch):
        """Close what was held up while the last that was asked for was done.

        :return: how many.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM playbook_enrollment enrollment
                 WHERE state = 'running' AND step_id IS NULL
                   AND NOT EXISTS (
                        SELECT FROM playbook_workflow_event event
                         WHERE event.enrollment_id = enrollment.id
                           AND event.state = 'planned')
                 LIMIT %s
                """,
                batch,
            )
        )
        ids = [row[0] for row in rows]
        self.env.cr.execute(close_done(ids, fields.Datetime.now()))
        self.invalidate_model(["state"], flush=False)
        return len(ids)

    @api.model
    def _resume_due_sql(self, batch):
        zones = self.env["res.partner"]._time_zones_unknown_to_postgresql()
        return SQL(
            """
            WITH due AS (
                SELECT enrollment.id
                  FROM playbook_enrollment enrollment
             LEFT JOIN res_users person ON person.id = enrollment.user_id
             LEFT JOIN res_partner card ON card.id = person.partner_id
                 WHERE enrollment.state = 'paused'
                   AND enrollment.paused_until <=
                       (%(now)s::timestamp AT TIME ZONE 'UTC' AT TIME ZONE
                        CASE WHEN card.tz = ANY(%(zones)s) THEN 'UTC'
                             ELSE COALESCE(card.tz, 'UTC') END)::date
              ORDER BY enrollment.id
                 LIMIT %(batch)s
                   FOR UPDATE OF enrollment SKIP LOCKED
            )
            UPDATE playbook_enrollment
               SET state = CASE WHEN date_taken IS NULL
                                THEN 'waiting' ELSE 'running' END,
                   paused_until = NULL,
                   next_date = CASE WHEN next_date IS NOT NULL
                                    THEN GREATEST(next_date, %(now)s) END,
                   write_uid = %(uid)s,
                   write_date = %(now)s
              FROM due
             WHERE due.id = playbook_enrollment.id
         RETURNING playbook_enrollment.id
            """,
            now=fields.Datetime.now(),
            zones=list(zones),
            batch=batch,
            uid=self.env.uid,
        )
