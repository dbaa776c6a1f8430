from odoo import http
from odoo.http import request
from odoo.tools import email_normalize

from ...models.workflows.playbook_customer_answer_token import UNSUBSCRIBE
from ...models.workflows.playbook_opt_out import LINK, ONE_CLICK
from .limits import SENT
from .page import ROUTE, get_address, read_ticket, refuse_many, render

PATH = "/playbook/unsubscribe/<string:token>"
SERIES, ALL = "series", "all"


class CustomerUnsubscribe(http.Controller):
    """No more e-mails of this series, or none at all."""

    @http.route(PATH, methods=["GET"], **ROUTE)
    def show(self, token, **kwargs):
        """The page on which to choose: showing it changes nothing."""
        mail, page = read_ticket(UNSUBSCRIBE, token)
        if page:
            return page
        return self._show_form(mail, token)

    @http.route(PATH, methods=["POST"], **ROUTE)
    def send(self, token, scope=None, **form):
        """Take the address off; mail programs do so with one click (RFC 8058)."""
        mail, page = read_ticket(UNSUBSCRIBE, token)
        if page:
            return page
        OptOut = request.env["playbook.opt.out"]
        if form.get("List-Unsubscribe") == "One-Click":
            OptOut.with_env(mail.env)._opt_out(mail, ONE_CLICK, everything=True)
            return request.make_response("", status=200)
        if SENT.is_reached(get_address()):
            return refuse_many()
        SENT.note(get_address())
        if scope not in (SERIES, ALL):
            return self._show_form(mail, token, status=400)
        OptOut.with_env(mail.env)._opt_out(mail, LINK, everything=scope == ALL)
        values = {"told": self._get_told(mail, scope == ALL)}
        return render("customer_page_unsubscribed", values, mail=mail)

    def _show_form(self, mail, token, status=200):
        address = self._mask(mail.email)
        values = {
            "action": f"/playbook/unsubscribe/{token}",
            "address": address,
            "told": mail.env._("It is about the address %s.", address),
        }
        return render("customer_page_unsubscribe", values, mail=mail, status=status)

    def _get_told(self, mail, everything):
        address = self._mask(mail.email)
        if everything:
            return mail.env._("We send no automatic e-mails to %s any more.", address)
        return mail.env._("We send no more e-mails like the last one to %s.", address)

    @staticmethod
    def _mask(email):
        """An address so that its owner knows it, and nobody learns it."""
        name, at, domain = (email_normalize(email) or "").partition("@")
        return at and f"{name[:1]}•••@{domain}"
