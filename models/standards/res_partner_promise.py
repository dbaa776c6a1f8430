"""What is promised to new customers begins to run when they become that."""

from odoo import api, models

from .channel import IMPORT, get_channel
from .playbook_procedure import CUSTOMER

# Where the transaction keeps to whom something may be promised.
PROMISED = "playbook.promised.customers"


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _become_customer(self):
        super()._become_customer()
        Procedure = self.env["playbook.procedure"]
        # What is imported is no news to anybody.
        if not Procedure._promises_at(CUSTOMER) or get_channel(self.env) == IMPORT:
            return
        precommit = self.env.cr.precommit
        promised = precommit.data.get(PROMISED)
        if promised is None:
            promised = precommit.data[PROMISED] = set()
            precommit.add(self._begin_promises)
        promised.add(self.id)

    @api.model
    def _begin_promises(self):
        promised = self.env.cr.precommit.data.pop(PROMISED, None)
        if promised:
            # Measured of everybody, whoever made them customers.
            Keeping = self.env["playbook.promise.keeping"].sudo()
            Keeping.env.flush_all()
            Keeping._begin_customers(list(promised))
