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
        self._erase_customer_mails(about)
        self.env["playbook.enrollment"].invalidate_model(flush=False)
        self.env["playbook.workflow.event"].invalidate_model(flush=False)

    def _erase_customer_mails(self, about):
        """Empty the e-mails that went to these people, whatever they are about, and let
        nothing more go to them.

        :param about: a condition: what is about these people.
        """
        Mail = self.env["playbook.customer.mail"]
        Mail.flush_model()
        # Whoever erases them knows their addresses. Who has the same one, and stays,
        # keeps what they got.
        emails = self.sudo().mapped("email_normalized")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, message_id FROM playbook_customer_mail
                 WHERE recipient_id = ANY(%s) OR mailed_customer_id = ANY(%s) OR %s
                    OR (recipient_id IS NULL AND email = ANY(%s))
                """,
                self.ids,
                self.ids,
                about,
                [email for email in emails if email],
            )
        )
        stopped = self._take_out_of_queue([message_id for _id, message_id in rows])
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_customer_mail
                   SET email = NULL, recipient_name = NULL, subject = NULL,
                       reason = NULL, answer_comment = NULL,
                       state = CASE WHEN state IN ('announced', 'asked')
                                      OR message_id = ANY(%s)
                                    THEN 'left_out' ELSE state END
                 WHERE id = ANY(%s)
                """,
                stopped,
                [mail_id for mail_id, _message_id in rows],
            )
        )
        Mail.invalidate_model(flush=False)

    def _take_out_of_queue(self, message_ids):
        """Delete what of these messages waits in Odoo's mail queue, with the address
        and what it says to whom; the messages stay.

        :return: the ids of those messages.
        """
        # The queue is Odoo's administrators'; whoever erases people does so everywhere.
        queued = self.env["mail.mail"].sudo()
        queued = queued.search(
            [
                ("mail_message_id", "in", [each for each in message_ids if each]),
                ("state", "in", ("outgoing", "exception")),
            ]
        )
        stopped = queued.mail_message_id
        # As above: what the chatter says of it.
        notes = self.env["mail.notification"].sudo()
        notes = notes.search([("mail_mail_id", "in", queued.ids)])
        known = notes.filtered("res_partner_id")
        known.write({"notification_status": "canceled", "mail_email_address": False})
        # Odoo keeps none that is of nobody.
        (notes - known).unlink()
        queued.unlink()
        return stopped.ids
