from odoo import models


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    def _open_impact(self, state):
        """Go to ``state``."""
        return self._go(state)
