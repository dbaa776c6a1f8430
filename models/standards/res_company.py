from odoo import api, models

from ..segments.sells_to import COMPANIES, PEOPLE, Switch
from .playbook_procedure import DRAFT, OBSERVE


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _get_sells_to_switches(self):
        """Which key fields are looked at: of companies, of people (R301)."""
        is_free = self._is_not_binding
        return [
            *super()._get_sells_to_switches(),
            Switch(
                *("procedure_new_customer_company", "active", True),
                *({PEOPLE: False}, is_free),
            ),
            Switch(
                *("procedure_new_customer_person", "active", True),
                *({COMPANIES: False}, is_free),
            ),
            # Counts what would be missing; it binds when somebody says so.
            Switch(
                *("procedure_company_vat", "state", DRAFT),
                *({COMPANIES: OBSERVE}, is_free),
            ),
        ]

    @api.model
    def _is_not_binding(self, procedure):
        return procedure.state in (DRAFT, OBSERVE)
