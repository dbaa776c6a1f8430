"""To whom an e-mail goes by the time that it is sent."""

from odoo import models

from .playbook_workflow_step_mail import SEND


class PlaybookCustomerMail(models.Model):
    """Days may pass between what is written down and what is sent: addresses are
    corrected, deals get another customer or another company.
    """

    _inherit = "playbook.customer.mail"

    def _get_changes(self, recipient):
        """What of who gets it is not as it was.

        :param recipient: as of ``playbook.workflow.step._get_addressees``.
        """
        self.ensure_one()
        now = self._convert_to_write({name: self[name] for name in recipient})
        return {
            name: value
            for name, value in recipient.items()
            if (now[name] or False) != (value or False)
        }

    def _address(self, recipients):
        """Let these go to whom they are checked for.

        :param recipients: as of ``playbook.workflow.step._get_addressees``.
        """
        for mail in self:
            changes = mail._get_changes(recipients[mail.enrollment_id.id])
            if changes:
                mail.write(changes)

    def _find_estranged(self, recipients):
        """Which of these would go to somebody else than people were told.

        :return: a dictionary from ``enrollment_id`` to why they are not sent.
        """
        return {
            mail.enrollment_id.id: self.env._(
                "The record has another customer than %(email)s by now.",
                email=mail.email,
            )
            for mail in self
            if mail._is_estranged(recipients[mail.enrollment_id.id])
        }

    def _is_estranged(self, recipient):
        if self.mode == SEND and not self.message_id:
            # It has only waited: nobody was told.
            return False
        customer = self.mailed_customer_id.id
        if not customer or customer == recipient["mailed_customer_id"]:
            return False
        # The same person may have got a company, or another card.
        same = self.recipient_id.id == recipient["recipient_id"]
        return not same and self.email != recipient["email"]
