from odoo import models
from odoo.tools import SQL


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _erase_from_playbook(self):  # pylint: disable=missing-return
        """Empty the texts of what followed these people up; the counts stay."""
        super()._erase_from_playbook()
        # Everybody's: whoever erases people does so everywhere.
        everywhere = self.sudo().with_context(active_test=False)
        leads = everywhere.env["crm.lead"].search([("partner_id", "in", self.ids)])
        orders = everywhere.env["sale.order"].search([("partner_id", "in", self.ids)])
        about = SQL(
            "partner_id = ANY(%s) OR lead_id = ANY(%s) OR order_id = ANY(%s)",
            self.ids,
            leads.ids,
            orders.ids,
        )
        self.env.cr.execute(
            SQL(
                "UPDATE playbook_enrollment SET reason = NULL, error = NULL,"
                " held_reason = NULL WHERE %s",
                about,
            )
        )
        self.env.cr.execute(
            SQL("UPDATE playbook_workflow_event SET detail = NULL WHERE %s", about)
        )
        # To whom they went, whatever they are about; nothing more goes to them.
        self.env.cr.execute(
            SQL(
                "UPDATE playbook_customer_mail SET email = NULL, recipient_name = NULL,"
                " subject = NULL, reason = NULL, answer_comment = NULL,"
                " state = CASE WHEN state IN ('announced', 'asked')"
                " THEN 'left_out' ELSE state END"
                " WHERE recipient_id = ANY(%s) OR %s",
                self.ids,
                about,
            )
        )
        self.env["playbook.customer.mail"].invalidate_model(flush=False)
        self.env["playbook.enrollment"].invalidate_model(flush=False)
        self.env["playbook.workflow.event"].invalidate_model(flush=False)
