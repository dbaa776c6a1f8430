from odoo import api, models

from .channel import DIRECT, IMPORT, get_channel
from .playbook_gate import Case, Move
from .playbook_procedure import CONTACT, CUSTOMER, OBSERVE

# Where the transaction keeps who has become a customer in it.
NEW_CUSTOMERS = "playbook.new.customers"
# By which field people bring them to these moments.
MAKING = {CONTACT: "parent_id", CUSTOMER: "is_prospect"}


class ResPartner(models.Model):
    """The moments of procedures that customers and their contacts come to.

    Only those that count as customers (``customer_state``), and contacts of theirs.
    """

    _name = "res.partner"
    _inherit = ["res.partner", "playbook.kept.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._check_new_customers(is_new=True)
        partners._check_new_contacts()
        return partners

    def write(self, vals):
        emptied = self._find_emptied(vals)
        joining = self.browse()
        if vals.get("parent_id"):
            joining = self.filtered(lambda each: not each.parent_id)
        result = super().write(vals)
        joining._check_new_contacts(is_new=False)
        if vals.get("is_prospect"):
            self._check_new_customers()
        self._check_emptied(emptied)
        return result

    # ------------------------------------------------------------------
    # New customers
    # ------------------------------------------------------------------

    def _become_customer(self):
        super()._become_customer()
        if not self.env["playbook.procedure"]._get_definitions().get(CUSTOMER):
            return
        precommit = self.env.cr.precommit
        expected = precommit.data.get(NEW_CUSTOMERS)
        if expected is None:
            expected = precommit.data[NEW_CUSTOMERS] = set()
            precommit.add(self._check_expected_customers)
        expected.add(self.id)

    @api.model
    def _check_expected_customers(self):
        """Who has become a customer by what was done elsewhere: a lead, an order.

        Nobody is asked; what is missing becomes a point to fix.
        """
        expected = self.env.cr.precommit.data.pop(NEW_CUSTOMERS, None)
        if not expected:
            return
        # Nobody can be asked any more, whoever did it.
        partners = self.env["res.partner"].sudo().browse(expected).exists()
        partners = partners.filtered("customer_state")
        partners._check_moment(CUSTOMER)

    def _check_new_customers(self, is_new=False):
        """Those of these that have just become customers are asked about at once, where
        there is somebody to ask.
        """
        definitions = self.env["playbook.procedure"]._get_definitions()
        asking = any(each.state != OBSERVE for each in definitions.get(CUSTOMER, ()))
        if not asking or get_channel(self.env) not in (*DIRECT, IMPORT):
            return
        # Computes it. It says nothing to who may not read it.
        self.sudo().mapped("customer_state")
        expected = self.env.cr.precommit.data.get(NEW_CUSTOMERS, set())
        new = self.filtered(lambda partner: partner.id in expected)
        if new:
            expected.difference_update(new.ids)
            new._check_moment(CUSTOMER, is_new)

    def _check_new_contacts(self, is_new=True):
        if not self.env["playbook.procedure"]._get_definitions().get(CONTACT):
            return
        # As above.
        contacts = self.filtered("parent_id").sudo()
        contacts = contacts.filtered(lambda each: each._is_contact_of_customer())
        if contacts:
            contacts.with_env(self.env)._check_moment(CONTACT, is_new)

    def _is_contact_of_customer(self):
        return (
            self.type == "contact"
            and not self.is_company
            and bool(self.commercial_partner_id.customer_state)
        )

    def _check_moment(self, moment, is_new=False):
        if not self:
            return
        title = self.env._("Before it is saved")
        put_back = () if is_new else (MAKING[moment],)
        move = Move(moment, title, put_back, is_new=is_new)
        self.env["playbook.gate"]._check([Case(moment, self)], move)

    # ------------------------------------------------------------------
    # What was required is not emptied again
    # ------------------------------------------------------------------

    def _find_missing(self, names):
        partners = self.sudo()  # compared with what is required, and not told
        cases = [
            Case(CUSTOMER, partners.filtered("customer_state")),
            Case(
                CONTACT, partners.filtered(lambda each: each._is_contact_of_customer())
            ),
        ]
        cases = [case for case in cases if case.records]
        return self.env["playbook.gate"]._find_missing(cases, names)
