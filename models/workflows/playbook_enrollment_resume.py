from odoo import api, fields, models
from odoo.tools import SQL


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
