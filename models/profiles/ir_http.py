from odoo import models
from odoo.tools import SQL, hmac


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Members of a profile land on its first screen, unless they chose one, and
        have the screens of the one that they work in.
        """
        info = super().session_info()
        if not info.get("uid"):
            return info
        user = self.env.user
        if not info.get("home_action_id"):
            info["home_action_id"] = user._get_profile_home_action_id()
        held = user._get_held_screens()
        if held:
            active = user._get_active_profile()
            profiles = self.env["playbook.profile"].browse([key[0] for key in held])
            info["playbook"] = {
                "active": active.id,
                "profiles": [
                    # The names of one's own profiles are no secret.
                    {"id": profile.id, "name": profile.name}
                    for profile in profiles.sudo().sorted("sequence")
                ],
                "reveal": bool(user._shows_everything()),
            }
            # The web client drops the views and menus that it has kept.
            signature = self._get_screen_signature(held[0])
            info["registry_hash"] = f"{info['registry_hash']}-{signature}"
        return info

    def _get_screen_signature(self, key):
        """What tells two states of a user's screens apart, as a short text."""
        profile_id = key[0]
        state = self.env.execute_query(
            SQL(
                """
                SELECT screen.entity, item.kind, item.name, item.shown
                  FROM playbook_screen_item item
                  JOIN playbook_screen screen ON screen.id = item.screen_id
                 WHERE screen.profile_id = %(profile_id)s AND item.shown <> '1'
             UNION ALL
                SELECT 'menu', '', menu.menu_id::text, menu.shown
                  FROM playbook_screen_menu menu
                 WHERE menu.profile_id = %(profile_id)s
              ORDER BY 1, 2, 3
                """,
                profile_id=profile_id,
            )
        )
        # Signed by the superuser, as Odoo signs its own.
        return hmac(self.env(su=True), "playbook-screens", (key, state))[:16]
