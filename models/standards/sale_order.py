from odoo import api, models

from .playbook_gate import Case, Move
from .playbook_procedure import CONFIRMED, SENT

MOMENTS = {"sent": SENT, "sale": CONFIRMED}


class SaleOrder(models.Model):
    """The moments of procedures that a quotation comes to: sent, confirmed.

    What the customer does - signing, paying - is never refused.
    """

    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        begun = orders.filtered(lambda order: order.state in MOMENTS)
        begun._check_moments(is_new=True)
        return orders

    def write(self, vals):
        if vals.get("state") not in MOMENTS:
            return super().write(vals)
        coming = self.filtered(lambda order: order.state != vals["state"])
        result = super().write(vals)
        coming._check_moments()
        return result

    def _check_moments(self, is_new=False):
        definitions = self.env["playbook.procedure"]._get_definitions()
        cases = [
            Case(MOMENTS[state], orders)
            for state, orders in self.grouped("state").items()
            if MOMENTS.get(state) in definitions
        ]
        if not cases:
            return
        if cases[0].moment == SENT:
            title = self.env._("Before the quotation is sent")
        else:
            title = self.env._("Before the order is confirmed")
        move = Move(cases[0].moment, title, ("state",), is_new=is_new)
        self.env["playbook.gate"]._check(cases, move)
