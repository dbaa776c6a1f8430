from odoo import api, fields, models
from odoo.fields import Command


class PlaybookProfileGiveLine(models.TransientModel):
    """One person, the profiles they are to hold, and what they may do beyond these."""

    _name = "playbook.profile.give.line"
    _description = "Person to give profiles to"

    give_id = fields.Many2one(
        "playbook.profile.give", required=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    profile_ids = fields.Many2many("playbook.profile", string="Profiles")
    beyond = fields.Text(string="Also, without these", compute="_compute_beyond")
    take_away = fields.Boolean(
        string="Take that away",
        help="Takes the groups away that allow more than the profiles.",
    )
    is_changed = fields.Boolean(compute="_compute_is_changed")

    @api.depends("user_id", "profile_ids")
    def _compute_beyond(self):
        for line in self:
            line.beyond = "\n".join(sentence for _group, sentence in line._beyond())

    @api.depends("user_id", "profile_ids", "take_away")
    def _compute_is_changed(self):
        for line in self:
            before = line.user_id.playbook_profile_ids
            wanted = line.profile_ids._origin
            line.is_changed = wanted != before or (line.take_away and line.beyond)

    def _beyond(self):
        if not self.user_id or not self.profile_ids:
            return []
        return self.user_id._origin._get_access_beyond(self.profile_ids._origin)

    def _take_beyond_away(self):
        """Take away the groups that allow more than the profiles: these alone."""
        holders = {}
        for line in self:
            for group, _sentence in line._beyond():
                holders[group] = (
                    holders.get(group, line.user_id.browse()) | line.user_id
                )
        for group, users in holders.items():
            users.write({"group_ids": [Command.unlink(group.id)]})
