"""How e-mails to customers get into Odoo's mail queue."""

from markupsafe import Markup

from odoo import fields, models
from odoo.tools.mail import formataddr

from .playbook_customer_mail import QUEUED
from .playbook_customer_mail_render import SENT

MAIL_QUEUE = "mail.ir_cron_mail_scheduler_action"


class PlaybookCustomerMail(models.Model):
    """Queued in the same transaction as what is written down about it; sent, at least
    once, by Odoo's mail queue. They stay in the chatter, without the links that only
    the customer is to have.
    """

    _inherit = "playbook.customer.mail"

    recipient_name = fields.Char(string="Name", readonly=True)

    def _queue(self, env):
        """Queue these, past the access rights: what each says is asked as ``env``.

        :param env: the environment to act in: see ``playbook.workflow._acting_env``.
        """
        blocks, urls = self._prepare_answer_blocks(), self._get_unsubscribe_urls()
        told = self._render(SENT, env)
        whole = self._encapsulate(
            {
                mail.id: Markup("").join([told[mail.id]["body_html"], blocks[mail.id]])
                for mail in self
            }
        )
        vals_list = self._prepare_queued_vals_list(told, whole, urls)
        # Only Odoo's administrators may queue e-mails; what is in these was rendered
        # with the rights of whoever switched the workflow live.
        queued_sudo = self.env["mail.mail"].sudo().create(vals_list)
        self._attach(queued_sudo, told)
        self._notify_of(queued_sudo)
        now = self.env["playbook.workflow"]._now()
        for mail, queued in zip(self, queued_sudo, strict=True):
            mail.write(
                {
                    "state": QUEUED,
                    "date_due": now,
                    "message_id": queued.mail_message_id.id,
                    "subject": queued.subject,
                    "reason": False,
                    "tries": 0,
                }
            )
        self.env.ref(MAIL_QUEUE).sudo()._trigger()  # sends what is queued, no more

    def _tell_subjects(self, env):
        """What these are going to say, in a line, for whoever decides about them."""
        for mail_id, told in self._render(("subject",), env).items():
            self.browse(mail_id).subject = told["subject"]

    # ------------------------------------------------------------------
    # What is queued
    # ------------------------------------------------------------------

    def _prepare_queued_vals_list(self, told, whole, urls):
        """The values of ``mail.mail`` for these, in this order.

        :param told: as of :meth:`_render`.
        :param whole: as of :meth:`_encapsulate`.
        :param urls: where one unsubscribes, by id.
        """
        senders = {mail.id: mail._get_sender(told[mail.id]) for mail in self}
        reply_to = self._get_reply_to(senders)
        origins = self._get_origins()
        return [
            {
                "model": mail._get_document()._name,
                "res_id": mail._get_document().id,
                "subject": told[mail.id]["subject"],
                "body": told[mail.id]["body_html"],
                "body_html": whole[mail.id],
                "author_id": mail._get_author().id,
                "email_from": senders[mail.id],
                "reply_to": reply_to[mail.id],
                **origins[mail.id],
                # The address that was checked, whatever the customer's becomes.
                "email_to": formataddr((mail.recipient_name or "", mail.email)),
                "partner_ids": [fields.Command.link(mail.recipient_id.id)]
                if mail.recipient_id
                else [],
                "attachment_ids": [
                    fields.Command.link(attachment_id)
                    for attachment_id in told[mail.id].get("attachment_ids") or []
                ],
                "mail_server_id": mail._get_template().mail_server_id.id,
                "headers": repr(_get_headers(urls[mail.id])),
                # The message stays: it is the record's.
                "auto_delete": True,
                "is_notification": True,
                # That is no contact of one of us.
                "playbook_automatic": True,
                "state": "outgoing",
            }
            for mail in self
        ]

    def _get_author(self):
        company = self.company_id or self.env.company
        return self.user_id.partner_id or company.partner_id

    def _get_sender(self, told):
        """Who looks after the customer, else whom the template names, else the company.

        :param told: what the template says.
        """
        company = self.company_id or self.env.company
        if self.user_id.email_normalized:
            return self.user_id.email_formatted
        return told.get("email_from") or company.email_formatted

    def _get_reply_to(self, senders):
        """Where answers go, by id: to the record where Odoo receives e-mails, else to
        who sends.
        """
        found = {}
        for model, mails in self.grouped(
            lambda each: each._get_document()._name
        ).items():
            documents = self.env[model].browse(
                mail._get_document().id for mail in mails
            )
            by_document = {mail._get_document().id: mail for mail in mails}
            answers = documents.browse(by_document)._notify_get_reply_to_batch(
                defaults={key: senders[mail.id] for key, mail in by_document.items()},
                author_ids={
                    key: mail._get_author().id for key, mail in by_document.items()
                },
            )
            found |= {mail.id: answers[mail._get_document().id] for mail in mails}
        return found

    def _get_origins(self):
        """Whose domain each comes from, and where it comes back to, by id."""
        found = {}
        for (model, company), mails in self.grouped(
            lambda each: (
                each._get_document()._name,
                each.company_id or each.env.company,
            )
        ).items():
            ids = [mail._get_document().id for mail in mails]
            documents = self.env[model].browse(ids)
            domains = documents._mail_get_alias_domains(default_company=company)
            companies = documents._mail_get_companies(default=company)
            for mail, key in zip(mails, ids, strict=True):
                found[mail.id] = {
                    "record_alias_domain_id": domains[key].id,
                    "record_company_id": companies[key].id,
                }
        return found

    def _attach(self, queued_sudo, told):
        """Attach what is made for each record, a report for instance."""
        vals_list = []
        for mail, queued in zip(self, queued_sudo, strict=True):
            for name, data in told[mail.id].get("attachments") or []:
                vals_list.append(
                    {
                        "name": name,
                        "datas": data,
                        "type": "binary",
                        "res_model": "mail.message",
                        "res_id": queued.mail_message_id.id,
                    }
                )
        made = self.env["ir.attachment"].create(vals_list)
        for message_id, attachments in made.grouped("res_id").items():
            message = self.env["mail.message"].browse(message_id)
            message.attachment_ids = [
                fields.Command.link(each.id) for each in attachments
            ]

    def _notify_of(self, queued_sudo):
        """Let Odoo show in the chatter whether each arrives."""
        self.env["mail.notification"].create(
            [
                {
                    "author_id": queued.author_id.id,
                    "mail_message_id": queued.mail_message_id.id,
                    "mail_mail_id": queued.id,
                    "res_partner_id": mail.recipient_id.id,
                    "mail_email_address": mail.email,
                    "notification_type": "email",
                    "notification_status": "ready",
                    "is_read": True,
                }
                for mail, queued in zip(self, queued_sudo, strict=True)
            ]
        )


def _get_headers(url):
    """What tells programs of customers that it came by itself, and how to unsubscribe
    with one click (RFC 8058).
    """
    headers = {"X-Auto-Response-Suppress": "OOF"}
    if url:
        headers["List-Unsubscribe"] = f"<{url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
