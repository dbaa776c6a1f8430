from odoo import models

from .channel import AUTOMATIC, mark


class CrmTeam(models.Model):
    _inherit = "crm.team"

    def _action_assign_leads(self, *args, **kwargs):
        """Nobody can be asked about the leads that are assigned by themselves."""
        return super(CrmTeam, mark(self, AUTOMATIC))._action_assign_leads(
            *args, **kwargs
        )
