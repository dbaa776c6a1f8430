from odoo import fields, models

from .playbook_enrollment import QUARANTINED, RUNNING, WAITING


class PlaybookEnrollment(models.Model):
    """What could not be done: since when, and another try when somebody says so."""

    _inherit = "playbook.enrollment"

    date_failed = fields.Datetime(
        string="In quarantine since",
        readonly=True,
        help="When the step could not be carried out for the first time.",
    )

    def write(self, vals):
        if vals.get("state") == QUARANTINED:
            # The error stays until a try succeeds: with one, it is the same trouble.
            first = self.filtered(lambda row: not (row.error and row.date_failed))
            super(PlaybookEnrollment, first).write(
                {"date_failed": fields.Datetime.now()}
            )
        return super().write(vals)

    def action_retry(self):
        """Let the next run try again what is in quarantine."""
        self.check_access("read")
        self.workflow_id.check_access("write")
        # Enrollments are written by the addon alone; who may write workflows may ask
        # for another try of those that they see.
        quarantined = self.sudo().filtered(lambda each: each.state == QUARANTINED)
        quarantined.workflow_id._check_tries()
        quarantined.write({"tries": 0})
        quarantined._put_back(fields.Datetime.now())
        if quarantined:
            words = self.env._("Tried again within a minute.")
        else:
            words = self.env._("Nothing of this is in quarantine any more.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if quarantined else "warning",
                "message": words,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _put_back(self, now):
        """Let what was held up go on from where it was.

        What went wrong stays written until the step succeeds.
        """
        values = {"date_ended": False, "next_date": now}
        begun = self.filtered("date_taken")
        begun.write({**values, "state": RUNNING})
        (self - begun).write({**values, "state": WAITING})
        # What takes long is asked for less often: now somebody waits for it.
        self.workflow_id.filtered("next_work_date").next_work_date = False
