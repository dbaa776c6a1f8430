from odoo import api, fields, models

from ...models.profiles.res_users_settings import SUMMARY_HOURS


class PlaybookAttention(models.TransientModel):
    """What a person sets for themselves: when they are told what is due, and when they
    are away.
    """

    _name = "playbook.attention"
    _description = "Attention"

    user_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="cascade",
    )
    summary_hour = fields.Selection(
        SUMMARY_HOURS,
        string="Daily summary at",
        help="From this hour on, of your time zone, one e-mail tells what is due that "
        "day. None when nothing is due, on days off, and while you are absent.",
    )
    tz = fields.Selection(related="user_id.tz", string="Time zone")
    daily_limit = fields.Integer(compute="_compute_daily_limit")
    absence_ids = fields.One2many(
        "playbook.absence",
        string="My absences",
        compute="_compute_absence_ids",
        inverse="_inverse_absence_ids",
    )

    def _compute_daily_limit(self):
        self.daily_limit = self.env["res.users"]._get_daily_limit()

    @api.depends("user_id")
    def _compute_absence_ids(self):
        for attention in self:
            attention.absence_ids = attention._search_absences()

    def _search_absences(self):
        """Those of this person that are not over."""
        return self.env["playbook.absence"].search(
            [
                ("user_id", "=", self.user_id.id),
                ("date_to", ">=", self.user_id._get_local_day()),
            ],
            order="date_from",
        )

    def _inverse_absence_ids(self):
        """Keep what stands in the list: new ones are made, missing ones deleted."""
        for attention in self:
            kept = attention.absence_ids
            new = [
                {
                    **absence._convert_to_write(absence._cache),
                    "user_id": attention.user_id.id,
                }
                for absence in kept.filtered(lambda absence: not absence.id)
            ]
            # Deleted first, so that their days are free; it empties the cache.
            (attention._search_absences() - kept).unlink()
            self.env["playbook.absence"].create(new)
            attention.invalidate_recordset(["absence_ids"], flush=False)

    @api.model
    def action_open(self):
        """Open the current user's settings."""
        # One's own settings are read whatever one's access to them is.
        settings = self.env.user.sudo().res_users_settings_ids
        attention = self.create({"summary_hour": settings.playbook_summary_hour})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Attention"),
            "res_model": self._name,
            "res_id": attention.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def action_save(self):
        """Apply the hour: the absences have been saved with the form."""
        self.ensure_one()
        settings = self.env["res.users.settings"]._find_or_create_for_user(
            self.env.user
        )
        # Nothing but one's own hour is written.
        settings.sudo().playbook_summary_hour = self.summary_hour
        return {"type": "ir.actions.act_window_close"}
