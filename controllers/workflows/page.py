"""Pages for customers: light, in their language, with the company's look."""

from odoo import SUPERUSER_ID
from odoo.http import request
from odoo.tools import format_date

from ...models.workflows.customer_page import get_brand, get_language
from .limits import WRONG

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


def act_for(mail):
    """``mail`` in an environment that may do everything, in the customer's language.

    Whoever holds the signed link may do what it is for; what that is, is said by the
    methods that are called with it.
    """
    lang = get_language(request.env, mail.lang).code
    company = mail._get_answer_company()
    return (
        mail.with_user(SUPERUSER_ID)
        .with_context(lang=lang, tz=mail.user_id.tz or "UTC")
        .with_company(company)
    )


def render(template, values=None, *, mail=None, status=200):
    """A page: ``template`` with ``values``, in the look of the company of ``mail``.

    Without one it is neutral, in the browser's language: it tells nothing of anybody.
    """
    company = mail._get_answer_company() if mail else request.env["res.company"]
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


def get_address():
    return request.httprequest.remote_addr or ""


def refuse():
    """For links that we have not signed: the same page, whatever is wrong with them."""
    WRONG.note(get_address())
    return render("customer_page_wrong", status=404)


def refuse_many():
    return render("customer_page_too_many", status=429)


def read_ticket(purpose, token):
    """What a link is for, and None; or None and the page that says why not."""
    if WRONG.is_reached(get_address()):
        return None, refuse_many()
    ticket = request.env["playbook.customer.mail"]._read_ticket(purpose, token)
    if ticket is None:
        return None, refuse()
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
