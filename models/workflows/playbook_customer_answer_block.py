"""What stands below e-mails to customers: buttons to answer with, and how to get none.

The markup of many e-mails differs in their links alone: it is rendered once for each
language and company, with places that the links then take.
"""

from markupsafe import Markup

from odoo import models

from .customer_page import get_brand, get_language
from .playbook_customer_answer import LATER, NO, YES
from .playbook_customer_answer_token import ANSWER, UNSUBSCRIBE
from .playbook_workflow_step_mail import INTEREST, SATISFACTION

PLACES = {
    ANSWER: "place-of-the-answer",
    UNSUBSCRIBE: "place-to-unsubscribe",
    "rate": "place-of-the-rating",
}


class PlaybookCustomerMail(models.Model):
    _inherit = "playbook.customer.mail"

    def _prepare_answer_blocks(self):
        """What stands below the e-mails: the buttons to answer with, where they ask
        something, and how to get no more of them, in the language of each.

        What asks how satisfied somebody is gets its rating here.

        :return: a dictionary from the id of a mail to markup.
        """
        # It is read by who gets the e-mail: whoever may send it, may have it made.
        rows_sudo = self.sudo()
        rows_sudo.filtered(lambda row: row.asks_for == SATISFACTION)._create_ratings()
        blocks = {}
        alike = rows_sudo.grouped(
            lambda row: (row.lang, row._get_answer_company(), row.asks_for)
        )
        for (lang, company, asks), group in alike.items():
            block = group[:1]._render_answer_block(lang, company, asks)
            for row in group:
                blocks[row.id] = row._fill_places(block)
        return blocks

    def _get_unsubscribe_urls(self):
        """Where one asks for no more such e-mails, with one click (RFC 8058) or on a
        page: a dictionary from the id of a mail to an address.
        """
        urls = {}
        for group in self.grouped(type(self)._get_answer_company).values():
            base = group[:1].get_base_url()
            for row in group:
                token = row._sign(UNSUBSCRIBE)
                urls[row.id] = f"{base}/playbook/unsubscribe/{token}"
        return urls

    def _get_answer_company(self):
        """In whose name it is written, and whose colours the page has."""
        return (
            self.company_id
            or self.workflow_id.company_id
            or self.user_id.company_id
            or self.env.company
        )

    def _render_answer_block(self, lang, company, asks):
        base = self.get_base_url()
        code = get_language(self.env, lang).code
        answer = f"{base}/playbook/answer/{PLACES[ANSWER]}"
        values = {
            "asks_interest": asks == INTEREST,
            "asks_satisfaction": asks == SATISFACTION,
            "brand": get_brand(company),
            "base": base,
            "urls": {each: f"{answer}?choice={each}" for each in (YES, LATER, NO)},
            "rate_url": f"{base}/rate/{PLACES['rate']}",
            "unsubscribe_url": f"{base}/playbook/unsubscribe/{PLACES[UNSUBSCRIBE]}",
        }
        template = "crm_playbook.customer_mail_block"
        return self.env["ir.qweb"].with_context(lang=code)._render(template, values)

    def _fill_places(self, block):
        """``block`` with the links of this e-mail.

        Tokens are letters, digits, hyphens and underscores: there is nothing to escape.
        """
        text = str(block).replace(PLACES[UNSUBSCRIBE], self._sign(UNSUBSCRIBE))
        if self.asks_for == INTEREST:
            text = text.replace(PLACES[ANSWER], self._sign(ANSWER))
        if self.asks_for == SATISFACTION:
            text = text.replace(PLACES["rate"], self.rating_id.access_token or "0")
        return Markup(text)  # noqa: S704  what QWeb has escaped, and signed tokens
