"""Escalating: who leads the team is told what was asked, and not done."""

from odoo import models


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _run_escalate(self, rows, env):
        """Plan an activity for each team leader."""
        self._check_somebody(rows)
        asked = self._find_asked(rows)
        return self._run_activity(
            [{**row, "asked": asked.get(row["enrollment_id"], [])} for row in rows],
            env,
        )

    def _find_asked(self, rows):
        """What earlier steps have asked and nobody has done.

        :return: a dictionary from enrollments' ids to lists of ``(who, day, what)``,
            the day as whoever gets the activity counts it.
        """
        enrollment_ids = [row["enrollment_id"] for row in rows]
        # What was asked, of whom, is told to who leads them; the run-as user, who may
        # read the record, may read it too.
        events_sudo = self.env["playbook.workflow.event"].sudo()
        events_sudo = events_sudo.search(
            [
                ("enrollment_id", "in", enrollment_ids),
                ("state", "=", "planned"),
                ("activity_id", "!=", False),
                ("step_id", "!=", self.id),
            ],
            order="date, id",
        )
        readers = self.env["res.users"].browse(row["user_id"] for row in rows)
        reader_of = dict(zip(enrollment_ids, readers, strict=True))
        asked = {}
        for event in events_sudo:
            reader = reader_of[event.enrollment_id.id]
            asked.setdefault(event.enrollment_id.id, []).append(
                (
                    event.user_id.name or "",
                    self._local_day(event.date, reader),
                    event.step_name or "",
                )
            )
        return asked
