"""Addresses that want no e-mails: who says so, and who is asked."""

from psycopg2 import IntegrityError

from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from .opt_out_sql import ALL, refuses
from .playbook_opt_out import PERSON


class PlaybookOptOut(models.Model):
    _inherit = "playbook.opt.out"

    @api.model
    def _find_opted_out(self, emails, workflow):
        """Which of ``emails`` want nothing of ``workflow``, or no automatic e-mails.

        :return: a set of addresses, as Odoo normalises them.
        """
        wanted = {tools.email_normalize(email) for email in emails if email} - {False}
        if not wanted:
            return set()
        self.flush_model(["active", "email", "series"])
        workflow.flush_model(["series"])
        rows = self.env.execute_query(
            SQL(
                "SELECT asked.email FROM unnest(%s) asked (email) WHERE %s",
                list(wanted),
                refuses(SQL("asked.email"), workflow.id or None),
            )
        )
        return {email for (email,) in rows}

    @api.model
    def _opt_out(self, ticket, origin, everything):
        """The customer whose link ``ticket`` is wants no more of its series, or no
        automatic e-mails at all.

        It may be said any number of times: the last one counts.

        :param ticket: a :class:`.playbook_customer_answer_token.Ticket`.
        """
        if not ticket.email:
            return
        values = {
            "email": ticket.email,
            "series": ALL,
            "sender_company_id": ticket.company.id,
            "origin": origin,
            "customer_mail_id": ticket.mail.id,
        }
        if not everything:
            values |= {"series": ticket.series, "workflow_id": ticket.workflow.id}
            values["series_name"] = ticket.workflow.name or self.env._(
                "A workflow that is no more"
            )
        if self._say(values) and ticket.mail:
            ticket.mail._note_opt_out(everything)

    @api.model
    def _say(self, values):
        """Put an address on the list.

        :return: whether it was not on it before.
        """
        # The signed link is what allows it, or who may write the customer.
        Row = self.sudo()
        domain = Domain("email", "=", values["email"])
        domain &= Domain("series", "=", values["series"])
        found = Row.search(domain, limit=1)
        if found:
            # What was said again holds since then, for whatever began meanwhile; and
            # somebody may have taken the address off the blacklist.
            found.date = fields.Datetime.now()
            if found.series == ALL:
                found._blacklist()
            return False
        try:
            with self.env.cr.savepoint():
                Row.create(values)
        except IntegrityError:
            # Another click was faster.
            return False
        return True

    @api.model
    def _say_for(self, partners):
        """A colleague was told that these customers want no automatic e-mails."""
        for partner in partners:
            email = tools.email_normalize(partner.email)
            if not email:
                continue
            self._say(
                {
                    "email": email,
                    "series": ALL,
                    "sender_company_id": self.env.company.id,
                    "origin": PERSON,
                }
            )
            partner._message_log(
                body=self.env._(
                    "Wants no automatic e-mails any more (%(email)s).", email=email
                )
            )
