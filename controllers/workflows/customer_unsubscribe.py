from odoo import http
from odoo.http import request

from ...models.workflows.playbook_customer_answer_token import UNSUBSCRIBE
from ...models.workflows.playbook_opt_out import LINK, ONE_CLICK
from .page import ROUTE, act_for, read_signed, refuse_colleague, refuse_flood, render

PATH = "/playbook/unsubscribe/<string:token>"
SERIES, ALL = "series", "all"


class CustomerUnsubscribe(http.Controller):
    """No more e-mails of this series, or none at all.

    What the link says is enough: the record and the workflow may be gone.
    """

    @http.route(PATH, methods=["GET"], **ROUTE)
    def show(self, token, **kwargs):
        """The page on which to choose: showing it changes nothing."""
        ticket, page = self._read(token)
        return page or refuse_colleague() or self._show_form(ticket, token)

    @http.route(PATH, methods=["POST"], **ROUTE)
    def send(self, token, scope=None, **form):
        """Take the address off; mail programs do so with one click (RFC 8058)."""
        ticket, page = self._read(token)
        if page:
            return page
        OptOut = request.env["playbook.opt.out"].with_env(ticket.mail.env)
        if form.get("List-Unsubscribe") == "One-Click":
            OptOut._opt_out(ticket, ONE_CLICK, everything=True)
            return request.make_response("", status=200)
        page = refuse_colleague() or refuse_flood((UNSUBSCRIBE, token))
        if page:
            return page
        if scope not in (SERIES, ALL):
            return self._show_form(ticket, token, status=400)
        OptOut._opt_out(ticket, LINK, everything=scope == ALL)
        values = {"told": self._get_told(ticket, scope == ALL)}
        return self._render("customer_page_unsubscribed", values, ticket)

    @staticmethod
    def _read(token):
        """What one unsubscribes from, and None; or None and the page that says why
        not.
        """
        ticket, page = read_signed(UNSUBSCRIBE, token)
        if page:
            return None, page
        if not ticket.email:
            # Shown beforehand to a colleague, or written to nobody.
            return None, render("customer_page_gone")
        return ticket._replace(mail=act_for(ticket.mail, ticket.company)), None

    @staticmethod
    def _render(template, values, ticket, status=200):
        return render(
            template, values, mail=ticket.mail, company=ticket.company, status=status
        )

    def _show_form(self, ticket, token, status=200):
        address = self._mask(ticket.email)
        values = {
            "action": f"/playbook/unsubscribe/{token}",
            "address": address,
            "told": ticket.mail.env._("It is about the address %s.", address),
        }
        return self._render("customer_page_unsubscribe", values, ticket, status)

    def _get_told(self, ticket, everything):
        env, address = ticket.mail.env, self._mask(ticket.email)
        if everything:
            return env._("We send no automatic e-mails to %s any more.", address)
        return env._("We send no more e-mails like the last one to %s.", address)

    @staticmethod
    def _mask(email):
        """An address so that its owner knows it, and nobody learns it."""
        name, at, domain = email.partition("@")
        return at and f"{name[:1]}•••@{domain}"
