"""What becomes of a record whose customer says no: a person decides."""

from odoo import models
from odoo.exceptions import UserError

from .playbook_customer_answer_take import OPEN_ORDERS


class PlaybookCustomerMail(models.Model):
    """Buttons for who may write the record, on its form and in My Day."""

    _inherit = "playbook.customer.mail"

    def action_answer_lost(self):
        """Close what the customer says no to: a lead or opportunity as lost, with the
        reason they gave, or in Odoo's dialog where they gave none; a quotation is
        cancelled.

        :return: what to open, or False.
        """
        self.ensure_one()
        self._check_decidable()
        document = self._get_document()
        if self.order_id:
            document.action_cancel()
        elif not self.lead_id:
            pass
        elif self.answer_lost_reason_id:
            document.action_set_lost(lost_reason_id=self.answer_lost_reason_id.id)
        else:
            # The dialog closes it, and what is closed asks for no decision any more.
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "crm.crm_lead_lost_action"
            )
            action["context"] = {
                "dialog_size": "medium",
                "default_lead_ids": document.ids,
            }
            return action
        self._close_answer()
        return False

    def action_answer_keep(self):
        """Keep the record open all the same; the customer's answer stands on it."""
        for row in self:
            row._check_decidable()
        self._close_answer()
        return False

    def _check_decidable(self):
        self.check_access("read")
        document = self._get_document()
        document.check_access("write")
        if not self.answer_open or not self._can_be_closed():
            raise UserError(
                self.env._(
                    "Somebody has decided about “%(record)s” meanwhile: load the page "
                    "again.",
                    record=document.display_name,
                )
            )

    def _close_answer(self):
        # Nobody may write these rows; that the user may write the record was checked.
        self.sudo().write({"answer_open": False})

    def _can_be_closed(self):
        """Whether there is anything to decide about."""
        document = self._get_document()
        if self.order_id:
            return document.state in OPEN_ORDERS
        if self.lead_id:
            return document.active and document.won_status == "pending"
        return bool(document.active)
