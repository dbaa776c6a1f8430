from odoo import models

from .playbook_procedure import CONTACT, CUSTOMER


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "playbook.guidance.mixin"]

    def _get_guiding(self):
        # It says nothing to who may not read it.
        partner = self.sudo()
        guiding = []
        if partner.customer_state:
            words = self.env._("When a customer is new")
            guiding.append((words, self._get_guided(CUSTOMER)))
        if partner._is_contact_of_customer():
            words = self.env._("When a contact is new")
            guiding.append((words, self._get_guided(CONTACT)))
        return guiding
