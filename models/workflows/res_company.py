from odoo import api, models

from ..segments.sells_to import PEOPLE, Switch
from .playbook_workflow import DRAFT, SIMULATION


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _get_sells_to_switches(self):
        """People decide sooner than companies: one waits less for them (R301)."""
        return [
            *super()._get_sells_to_switches(),
            *(
                Switch(name, "delay_days", days, {PEOPLE: fewer}, self._is_not_live)
                for name, days, fewer in (
                    ("workflow_stale_opportunities", 14, 7),
                    ("workflow_unanswered_quotations", 3, 2),
                )
            ),
        ]

    @api.model
    def _is_not_live(self, workflow):
        return workflow.mode in (DRAFT, SIMULATION)
