from odoo import models
from odoo.tools import SQL

from .channel import AUTOMATIC, mark


class ResPartner(models.Model):
    """Forgetting a person: nobody is asked for what is emptied, and what people wrote
    about their deals is emptied too.
    """

    _inherit = "res.partner"

    def _erase_person(self):
        return super(ResPartner, mark(self, AUTOMATIC))._erase_person()

    def _erase_from_playbook(self):
        super()._erase_from_playbook()
        # Everybody's: whoever erases people does so everywhere.
        Lead = self.env["crm.lead"].sudo().with_context(active_test=False)
        leads = Lead.search([("partner_id", "in", self.ids)])
        self.env["playbook.acknowledgement"].sudo()._forget(self, leads)  # as above
        Order = self.env["sale.order"].sudo()  # as above
        lines = self.env["playbook.doubt.line"].sudo()  # as above
        for records in (self, leads, Order.search([("partner_id", "in", self.ids)])):
            lines._forget_of(records)
        self.env["playbook.finding"].sudo()._forget(self, leads)  # as above
        if not leads:
            return
        permissions = self.env["playbook.permission"].sudo()  # as above
        permissions.search([("lead_id", "in", leads.ids)]).write(
            {"reason": False, "comment": False}
        )
        self.env["playbook.transition"]._update_rows(
            SQL(
                """
                UPDATE playbook_transition SET reason = NULL, end_reason = NULL
                 WHERE lead_id = ANY(%s)
                """,
                leads.ids,
            )
        )
