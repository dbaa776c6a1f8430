from odoo import api, models
from odoo.exceptions import AccessError


class ResUsers(models.Model):
    """The profile whose screens a user has, and how much of them."""

    _inherit = "res.users"

    def _get_active_profile(self):
        """The profile that this user works in: the one chosen, else the first held.

        :return: a profile with the rights of the superuser; none for who holds none.
        """
        self.ensure_one()
        # Whose screens one has is no secret, and is asked for by who may not read
        # profiles' groups.
        profiles_sudo = self.env["playbook.profile"].sudo()
        return profiles_sudo.browse([key[0] for key in self._get_held_screens()[:1]])

    def _get_screen_key(self):
        """What the screens of this user depend on.

        :return: ``(profile id, key of its screens, adoption level)``; empty for who
            holds no profile.
        """
        self.ensure_one()
        held = self._get_held_screens()
        return held[0] if held else ()

    @api.model
    def _get_screen(self):
        """The key of the screens that the current user has; False without a profile."""
        key = self.env.user._get_screen_key()
        return key[1] if key else False

    def _get_held_screens(self):
        """As :meth:`_get_screen_key` for every profile held, the active one first."""
        groups = set(self._get_group_ids())
        screens = self.env["playbook.profile"]._get_screens()
        held = [tuple(key) for group, *key in screens if group in groups]
        if len(held) > 1:
            # Which profile one works in is no secret.
            chosen = self.sudo().res_users_settings_ids.playbook_profile_id.id
            held.sort(key=lambda key: key[0] != chosen)
        return held

    def _works_in_odoos_screens(self):
        """Whether this user sells with Odoo's own access and merely configures here.

        Whoever administers Odoo becomes Configurator when the addon is installed: that
        takes nothing from the screens in which they work.
        """
        self.ensure_one()
        held = {key[1] for key in self._get_held_screens()}
        return held == {"configurator"} and self._sells()

    @api.model
    def set_playbook_profile(self, profile_id):
        """Work in another of one's own profiles from the next page load on."""
        user = self.env.user
        if profile_id not in {key[0] for key in user._get_held_screens()}:
            raise AccessError(
                self.env._(
                    "You do not hold this profile any more: reload the page and choose "
                    "one of those that are offered."
                )
            )
        self._write_own_settings(playbook_profile_id=profile_id)

    @api.model
    def set_playbook_reveal(self, reveal):
        """Show everything, or only what the active profile needs."""
        if not self.env.user._get_held_screens():
            raise AccessError(
                self.env._(
                    "Only who holds a profile has screens that leave things out."
                )
            )
        self._write_own_settings(playbook_reveal=bool(reveal))

    @api.model
    def _write_own_settings(self, **values):
        settings = self.env["res.users.settings"]._find_or_create_for_user(
            self.env.user
        )
        # They are the user's own.
        settings.sudo().write(values)

    @api.model
    def _shows_everything(self):
        """Whether the current user has asked for what the screens leave out."""
        # The user's own setting.
        return self.env.user.sudo().res_users_settings_ids.playbook_reveal
