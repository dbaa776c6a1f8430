from odoo import api, models

DAILY_LIMIT = "crm_playbook.daily_limit"
DEFAULT_DAILY_LIMIT = 10


class ResUsers(models.Model):
    """How much may be asked of a person, and who stands in for whom."""

    _inherit = "res.users"

    @api.model
    def _get_daily_limit(self):
        """How many automatic items a person gets on one working day, at most."""
        return DEFAULT_DAILY_LIMIT

    def _get_covered_users(self):
        """Whose work this user does today: their own, and that of those absent whom
        they stand in for.
        """
        self.ensure_one()
        return self
