"""Links in e-mails with which a customer does one thing, without logging in.

The link is the credential, and nothing else is asked: Odoo's own signed payloads
(``odoo.tools.misc.hash_sign``), of which each purpose has its own scope.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.tools import email_normalize
from odoo.tools.misc import hash_sign, verify_hash_signed

ANSWER = "answer"
UNSUBSCRIBE = "unsubscribe"
SCOPES = {
    ANSWER: "crm_playbook-customer-answer",
    UNSUBSCRIBE: "crm_playbook-customer-unsubscribe",
}
ANSWER_DAYS = "crm_playbook.answer_days"
DEFAULT_ANSWER_DAYS = 60
MOST_ANSWER_DAYS = 365
# Ours are shorter, with the longest address: nothing else is looked at.
LONGEST = 800


class Ticket(NamedTuple):
    """What a link is for that we have signed.

    :param mail: the ``playbook.customer.mail``; empty where it is gone.
    :param is_expired: whether its time is over.
    :param email: for unsubscribing: the address, and in whose name, by which workflow
        and in which series it was written to; the records are empty where they are
        gone.
    """

    mail: Any
    is_expired: bool
    email: str = ""
    company: Any = None
    workflow: Any = None
    series: int = 0


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
        more = self._get_unsubscribed() if purpose == UNSUBSCRIBE else []
        # Signing takes the secret of the database, which nobody may read.
        env = self.sudo().env
        # What is only shown beforehand has no number yet: its links lead nowhere.
        return hash_sign(env, SCOPES[purpose], [self._origin.id or 0, last, *more])

    def _get_unsubscribed(self):
        """What one unsubscribes from: it is in the link itself, which works when the
        record, its follow-up and the workflow are gone.
        """
        if not self._origin:
            # A preview: nobody's address is at stake.
            return ["", 0, 0, 0]
        return [
            email_normalize(self.email) or "",
            self._get_answer_company().id,
            self.workflow_id.id,
            self.workflow_id._get_series(),
        ]

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
        mail_id, last, *more = values
        expired = bool(last) and date.fromordinal(last) < fields.Date.today()
        ticket = Ticket(mails_sudo.browse(mail_id).exists(), expired)
        if not more:
            return ticket
        email, company_id, workflow_id, series = more
        return ticket._replace(
            email=email,
            company=mails_sudo.company_id.browse(company_id).exists(),
            workflow=mails_sudo.workflow_id.browse(workflow_id).exists(),
            series=series,
        )

    @api.depends("date_due")
    def _compute_answer_last_day(self):
        """It is kept: whoever lowers the setting cuts no link off that was sent."""
        days = timedelta(days=self._get_answer_days())
        for mail in self:
            mail.answer_last_day = mail.date_due and mail.date_due.date() + days

    def _get_last_answer_day(self):
        """Until when the customer may answer."""
        days = timedelta(days=self._get_answer_days())
        return self.answer_last_day or self.date_due.date() + days

    @api.model
    def _get_answer_days(self):
        # For how long links work is no secret.
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        days = parameters_sudo.get_param(ANSWER_DAYS, "")
        # As texts: what is no number of some digits is none of ours.
        known = days.isdecimal() and len(days) < 10 and int(days)
        return min(int(days), MOST_ANSWER_DAYS) if known else DEFAULT_ANSWER_DAYS
