"""Pages for customers: light, in their language, with the company's look."""

import functools
import hashlib

from odoo import SUPERUSER_ID
from odoo.http import request
from odoo.tools import file_open, format_date

from ...models.workflows.customer_page import get_brand, get_language
from .limits import SENT, WRONG, get_household

# What a page with a link in its address must not tell anybody.
HEADERS = [
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Frame-Options", "DENY"),
    ("X-Content-Type-Options", "nosniff"),
    (
        "Content-Security-Policy",
        "default-src 'none'; img-src 'self' data:; style-src 'self'; "
        "style-src-attr 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'",
    ),
]
# What is sent is a choice, a day and a few words.
MOST_BYTES = 64 * 1024
# What all routes for customers have in common. The signed link is the credential: there
# is no session that another page could misuse, hence no token against that.
ROUTE = {
    "type": "http",
    "auth": "public",
    "csrf": False,
    "save_session": False,
    "sitemap": False,
    "max_content_length": MOST_BYTES,
}


STYLE = "crm_playbook/static/pages/customer_page.css"


@functools.cache
def _get_style_version():
    """What changes with the look of the pages: browsers keep it no longer."""
    with file_open(STYLE, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()[:12]


def act_for(mail, company=None):
    """``mail`` in an environment that may do everything, in the customer's language.

    Whoever holds the signed link may do what it is for; what that is, is said by the
    methods that are called with it.

    :param company: in whose name it was written, where ``mail`` is gone.
    """
    lang = get_language(request.env, mail.lang).code
    if mail or not company:
        company = mail._get_answer_company()
    return (
        mail.with_user(SUPERUSER_ID)
        .with_context(lang=lang, tz=mail.user_id.tz or "UTC")
        .with_company(company)
    )


def render(template, values=None, *, mail=None, company=None, status=200):
    """A page: ``template`` with ``values``, in the look of the company of ``mail``.

    Without one it is neutral, in the browser's language: it tells nothing of anybody.
    """
    if mail:
        company = mail._get_answer_company()
    elif company is None:
        company = request.env["res.company"]
    language = get_language(request.env, mail.lang if mail else None)
    body = (
        # It shows nothing but what it is given.
        request.env["ir.qweb"]
        .sudo()
        .with_context(lang=language.code)
        ._render(
            f"crm_playbook.{template}",
            {
                "company": company,
                "brand": get_brand(company),
                "style": f"/{STYLE}?v={_get_style_version()}",
                "language": language.code.replace("_", "-"),
                "direction": language.direction,
                **(values or {}),
            },
        )
    )
    return request.make_response(
        f"<!DOCTYPE html>{body}",
        headers=[("Content-Type", "text/html; charset=utf-8"), *HEADERS],
        status=status,
    )


def get_day(mail, day):
    """A day in full, as one writes it in the language of ``mail``."""
    return format_date(mail.env, day, date_format="long")


def refuse():
    """For links that we have not signed: the same page, whatever is wrong with them."""
    address = get_household(request.httprequest.remote_addr)
    if WRONG.is_reached(address):
        return _refuse_many()
    WRONG.note(address)
    return render("customer_page_wrong", status=404)


def _refuse_many():
    return render("customer_page_too_many", status=429)


def refuse_flood(key):
    """The page for who sends one form over and over again; None for all others.

    :param key: what tells this link from all others.
    """
    if SENT.is_reached(key):
        return _refuse_many()
    SENT.note(key)
    return None


def refuse_colleague():
    """The page for colleagues who open a customer's link, as those who read the
    customer's e-mails may: what is said there, the customer says. None for all others.
    """
    if request.env.user._is_internal():
        return render("customer_page_colleague", status=403)
    return None


def read_signed(purpose, token):
    """What a link is for, and None; or None and the page that says why not.

    The signature is looked at first: what others do wrong keeps nobody from their link.
    """
    ticket = request.env["playbook.customer.mail"]._read_ticket(purpose, token)
    return (None, refuse()) if ticket is None else (ticket, None)


def read_ticket(purpose, token):
    """The e-mail to which a link belongs, and None; or None and the page that says why
    not.
    """
    ticket, page = read_signed(purpose, token)
    page = page or refuse_colleague()
    if page:
        return None, page
    if not ticket.mail:
        # The record was deleted: there is nobody's look to show.
        return None, render("customer_page_gone")
    mail = act_for(ticket.mail)
    return (None, refuse_late(mail)) if ticket.is_expired else (mail, None)


def refuse_late(mail):
    """For links whose time is over: whom to write to instead."""
    email = mail._get_answer_company().email
    told = mail.env._("You can still answer us: simply reply to the e-mail.")
    if email:
        told = mail.env._(
            "You can still answer us: reply to the e-mail, or write to %(email)s.",
            email=email,
        )
    return render("customer_page_expired", {"told": told}, mail=mail, status=410)
