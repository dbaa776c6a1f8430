from odoo import api, fields, models


class PlaybookEnrollmentChange(models.TransientModel):
    """The dialog in which somebody pauses, continues or stops a follow-up, and why.

    It decides nothing: see ``playbook.enrollment._change``.
    """

    _name = "playbook.enrollment.change"
    _description = "Pause, continue or stop a follow-up"

    enrollment_ids = fields.Many2many(
        "playbook.enrollment",
        "playbook_enrollment_change_rel",
        "change_id",
        "enrollment_id",
        string="Records in follow-up",
        required=True,
        readonly=True,
    )
    steering = fields.Selection(
        [
            ("pause", "Pause the follow-up"),
            ("go_on", "Let the follow-up go on"),
            ("stop", "Stop the follow-up"),
            ("skip", "Leave the next step out"),
        ],
        required=True,
        readonly=True,
    )
    about = fields.Char(compute="_compute_about")
    paused_until = fields.Date(
        string="Until",
        help="It goes on by itself on this day. Empty: when somebody lets it go on.",
    )
    reason = fields.Text(
        string="Why", help="It stands on the record, where others read it."
    )

    @api.depends("enrollment_ids", "steering")
    def _compute_about(self):
        """What it is about, in words: the step that is next, or how many."""
        for change in self:
            rows = change.enrollment_ids
            if len(rows) > 1:
                change.about = self.env._(
                    "%(count)s records in follow-up", count=len(rows)
                )
                continue
            # Who reads the enrollment may know what its workflow is called.
            row_sudo = rows.sudo()
            names = [row_sudo.workflow_id.name]
            if change.steering == "skip" and row_sudo.step_id:
                names.append(row_sudo.step_id.summary)
            change.about = " · ".join(filter(None, names))

    def action_confirm(self):
        """Do it, and say how many were left as they were."""
        self.ensure_one()
        rows = self.enrollment_ids
        changed = rows._change(self.steering, self.reason, self.paused_until or None)
        done = {"type": "ir.actions.act_window_close"}
        left = len(rows) - len(changed)
        if not left:
            return done
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "Done for %(count)s of them. %(left)s stay as they were: it cannot "
                    "be done in their state.",
                    count=len(changed),
                    left=left,
                ),
                "next": done,
            },
        }
