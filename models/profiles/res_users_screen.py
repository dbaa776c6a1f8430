from odoo import api, models


class ResUsers(models.Model):
    """The profile whose screens a user has."""

    _inherit = "res.users"

    def _get_active_profile(self):
        """The profile that this user works in: the one chosen, else the first held.

        :return: a profile with the rights of the superuser; none for who holds none.
        """
        self.ensure_one()
        # Whose screens one has is no secret, and is asked for by who may not read
        # profiles' groups.
        user_sudo = self.sudo()
        held = user_sudo.playbook_profile_ids
        chosen = user_sudo.res_users_settings_ids.playbook_profile_id
        return chosen if chosen in held else held[:1]

    @api.model
    def _get_screen(self):
        """The key of the screens that the current user has; False without a profile."""
        return self.env.user._get_active_profile().screen
