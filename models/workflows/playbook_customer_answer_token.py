"""Links in e-mails with which a customer does one thing, without logging in.

The link is the credential, and nothing else is asked: Odoo's own signed payloads
(``odoo.tools.misc.hash_sign``), of which each purpose has its own scope.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.tools.misc import hash_sign, verify_hash_signed

ANSWER = "answer"
UNSUBSCRIBE = "unsubscribe"
SCOPES = {
    ANSWER: "crm_playbook-customer-answer",
    UNSUBSCRIBE: "crm_playbook-customer-unsubscribe",
}
ANSWER_DAYS = "crm_playbook.answer_days"
DEFAULT_ANSWER_DAYS = 60
# Ours are shorter: nothing else is looked at.
LONGEST = 200


class Ticket(NamedTuple):
    """What a link is for that we have signed.

    :param mail: the ``playbook.customer.mail``; empty where it is gone.
    :param is_expired: whether its time is over.
    """

    mail: Any
    is_expired: bool


class PlaybookCustomerMail(models.Model):
    _inherit = "playbook.customer.mail"

    def _sign(self, purpose):
        """What a link for one ``purpose`` (a key of :data:`SCOPES`) carries.

        It is made anew at will: the same for the same e-mail.
        """
        self.ensure_one()
        # The last day is signed too, for whatever the settings say later. Asking for no
        # more e-mails never expires.
        last = self._get_last_answer_day().toordinal() if purpose == ANSWER else 0
        # Signing takes the secret of the database, which nobody may read.
        env = self.sudo().env
        # What is only shown beforehand has no number yet: its links lead nowhere.
        return hash_sign(env, SCOPES[purpose], [self._origin.id or 0, last])

    @api.model
    def _read_ticket(self, purpose, token):
        """What a link is for: a :class:`Ticket`; None where we have not signed it."""
        if len(token) > LONGEST:
            return None
        # As for signing; whoever holds the link may do what it is for, and no more.
        mails_sudo = self.sudo()
        try:
            values = verify_hash_signed(mails_sudo.env, SCOPES[purpose], token)
        except ValueError:
            # No base64, no text: nothing that we have made.
            values = None
        if values is None:
            return None
        mail_id, last = values
        expired = bool(last) and date.fromordinal(last) < fields.Date.today()
        return Ticket(mails_sudo.browse(mail_id).exists(), expired)

    def _get_last_answer_day(self):
        """Until when the customer may answer."""
        return self.date_due.date() + timedelta(days=self._get_answer_days())

    @api.model
    def _get_answer_days(self):
        # For how long links work is no secret.
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        days = parameters_sudo.get_param(ANSWER_DAYS, "")
        return int(days) if days.isdecimal() and int(days) else DEFAULT_ANSWER_DAYS
