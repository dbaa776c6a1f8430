from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Members of a profile land on its first screen, unless they chose one."""
        info = super().session_info()
        if not info.get("home_action_id") and info.get("uid"):
            info["home_action_id"] = self.env.user._get_profile_home_action_id()
        return info
