"""E-mails to customers on their way: held while they are sent, and those that come
back, of which somebody corrects the address.
"""

import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from ..profiles.halves import TRANSIENT
from .playbook_customer_answer_effects import CALL
from .playbook_customer_mail import BOUNCED

_logger = logging.getLogger(__name__)


class PlaybookCustomerMail(models.Model):
    _inherit = "playbook.customer.mail"

    @api.model
    def _lock_of_messages(self, message_ids):
        """Let nobody write what these messages are of until this transaction ends; fail
        where somebody has done so since it began.
        """
        if not message_ids:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM playbook_customer_mail WHERE message_id = ANY(%s)"
                " ORDER BY id FOR NO KEY UPDATE",
                list(message_ids),
            )
        )

    @api.model
    def _note_bounce(self, message_ids, reason):
        """These messages came back: nothing more goes to that address by itself, and
        who looks after the customer is asked to correct it.
        """
        # Whoever runs the mail gateway need not see the customers.
        sent = self.sudo().search(
            [("message_id", "in", message_ids), ("state", "!=", BOUNCED)]
        )
        self._note_delivery(message_ids, BOUNCED, reason)
        for mail in sent.filtered(lambda mail: mail.state == BOUNCED):
            mail._try_to_ask_for_address()

    def _try_to_ask_for_address(self):
        try:
            with self.env.cr.savepoint():
                self._ask_for_address()
        except TRANSIENT:
            raise
        except Exception:
            # That it came back is what matters.
            _logger.exception("Nobody could be asked for another address: %s", self)

    def _ask_for_address(self):
        """Ask who looks after the customer to call and correct the address, once."""
        document, user = self._get_document(), self._find_caretaker()
        if not user or self._is_address_asked_for():
            return
        row = self.with_context(lang=user.lang or self.env.lang, tz=user.tz)
        Day = self.env["playbook.day"].with_company(self._get_answer_company())
        kind = self.env.ref(CALL, raise_if_not_found=False)
        kind = kind or self.env.ref("mail.mail_activity_data_todo")
        Activity = self.env["mail.activity"].with_company(self._get_answer_company())
        Activity.with_context(mail_activity_quick_update=True).create(
            {
                "res_model_id": self.env["ir.model"]._get_id(document._name),
                "res_id": document.id,
                "activity_type_id": kind.id,
                "summary": row.env._("The e-mail address is wrong: call, correct it"),
                "note": row._get_bounce_body(),
                "date_deadline": Day._get_working_day(fields.Date.context_today(row)),
                "user_id": user.id,
                "automated": True,
            }
        )

    def _is_address_asked_for(self):
        """Whether an earlier e-mail to this address about the same record came back."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT 1 FROM playbook_customer_mail mail
                 WHERE mail.email = %s AND mail.state = %s AND mail.id <> %s
                   AND (mail.lead_id = %s OR mail.order_id = %s
                        OR mail.partner_id = %s)
                 LIMIT 1
                """,
                self.email or "",
                BOUNCED,
                self.id,
                self.lead_id.id or None,
                self.order_id.id or None,
                self.partner_id.id or None,
            )
        )
        return bool(rows)

    def _get_bounce_body(self):
        """What came back, in words, as HTML."""
        told = self.env._(
            "The e-mail “%(subject)s” to %(email)s came back. Automatic e-mails go to "
            "this address no more; everything else of “%(workflow)s” goes on.",
            subject=self.subject or "",
            email=self.email or "",
            workflow=self.workflow_id.name,
        )
        return Markup("<p>%s</p>") % told
