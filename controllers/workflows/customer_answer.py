from odoo import http
from odoo.http import request

from ...models.workflows.playbook_customer_answer import LATER, NO
from ...models.workflows.playbook_customer_answer_take import (
    ANSWERED,
    AWAITED,
    CHOICES,
    GONE,
    LONGEST_COMMENT,
)
from ...models.workflows.playbook_customer_answer_token import ANSWER
from .page import ROUTE, get_day, read_ticket, refuse_flood, render

PATH = "/playbook/answer/<string:token>"


class CustomerAnswer(http.Controller):
    """Still interested? Yes, not now, no."""

    @http.route(PATH, methods=["GET"], **ROUTE)
    def show(self, token, choice=None, change=None, **kwargs):
        """The page on which a customer answers: showing it changes nothing, for mail
        programs follow links by themselves.
        """
        mail, page = read_ticket(ANSWER, token)
        if page:
            return page
        state = mail._get_answer_state()
        if state == GONE:
            return render("customer_page_gone", mail=mail)
        # Whoever comes from the e-mail again with another choice wants to change it.
        wants_other = choice in CHOICES and choice != mail.customer_answer
        if state == AWAITED or (state == ANSWERED and (change or wants_other)):
            form = {"choice": choice if choice in CHOICES else mail.customer_answer}
            return self._show_form(mail, token, form)
        return self._show_answered(mail, token, state)

    @http.route(PATH, methods=["POST"], **ROUTE)
    def send(self, token, **form):
        """Take the answer, and show what happens now."""
        mail, page = read_ticket(ANSWER, token)
        page = page or refuse_flood((ANSWER, mail.id))
        if page:
            return page
        state = mail._get_answer_state()
        if state == GONE:
            return render("customer_page_gone", mail=mail)
        if state in (AWAITED, ANSWERED):
            answer, problem = mail._read_answer(form)
            if problem:
                return self._show_form(mail, token, form, problem)
            mail._take_answer(answer)
        return request.redirect(f"/playbook/answer/{token}", 303)

    def _show_form(self, mail, token, form, problem=None):
        first, last, offered = mail._get_day_limits()
        until = form.get("until") if problem else None
        values = {
            "action": f"/playbook/answer/{token}",
            "choice": form.get("choice"),
            "problem": problem,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "until": self._one_line(until) or str(mail.answer_until or offered),
            "reasons": mail._get_lost_reasons(),
            "reason": form.get("reason") or str(mail.answer_lost_reason_id.id),
            "comment": mail._read_comment(form.get("comment") or mail.answer_comment),
            "longest": LONGEST_COMMENT,
            "intro": self._get_intro(mail),
        }
        return render(
            "customer_page_answer", values, mail=mail, status=400 if problem else 200
        )

    @staticmethod
    def _get_intro(mail):
        # Colleagues sign their e-mails with their names.
        person = mail.user_id.name
        if not person:
            return mail.env._("Choose your answer: we will read it and act on it.")
        return mail.env._(
            "Choose your answer: %(person)s will read it and act on it.", person=person
        )

    @staticmethod
    def _one_line(text):
        return text[:10] if isinstance(text, str) else ""

    def _show_answered(self, mail, token, state):
        values = {
            "told": self._get_told(mail),
            "told_when": mail.env._(
                "You answered on %(day)s.",
                day=get_day(mail, mail.answer_date),
            ),
            "change_url": state == ANSWERED and f"/playbook/answer/{token}?change=1",
        }
        return render("customer_page_answered", values, mail=mail)

    @staticmethod
    def _get_told(mail):
        """What they have answered, and what happens now."""
        # Whoever was asked to call, or has done so.
        env, person = mail.env, mail.user_id.active and mail.user_id.name
        if mail.customer_answer == LATER:
            return env._(
                "Not now: you do not hear from us about this before %(day)s.",
                day=get_day(mail, mail.answer_until),
            )
        if mail.customer_answer == NO:
            return env._(
                "You are not interested, and we do not ask you about this again."
            )
        if not person:
            # Nobody may be there who could be asked to call.
            return env._("You are still interested: we have written it down.")
        return env._(
            "You are still interested: %(person)s gets in touch with you soon.",
            person=person,
        )
