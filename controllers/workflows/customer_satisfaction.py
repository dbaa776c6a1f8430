from odoo import fields, http
from odoo.http import request

from odoo.addons.rating.controllers.main import Rating

from ...models.workflows.playbook_customer_answer_take import LONGEST_COMMENT
from ...models.workflows.playbook_customer_satisfaction import RATES
from .limits import SENT, WRONG
from .page import (
    ROUTE,
    act_for,
    get_address,
    refuse,
    refuse_late,
    refuse_many,
    render,
)


class CustomerSatisfaction(Rating):
    """Odoo's pages for ratings, for those that an e-mail of a workflow asked for.

    Odoo's would write on the customer's record as for everybody to read; all others are
    Odoo's as before.
    """

    @http.route()
    def action_open_rating(self, token, rate, **kwargs):
        """The page on which a customer says how satisfied they are."""
        mail = self._find_playbook_mail(token)
        if not mail or self._is_for_another(mail):
            return super().action_open_rating(token, rate, **kwargs)
        return self._show_playbook_rating(mail, token, rate)

    @http.route()
    def action_submit_rating(self, token, rate=0, **kwargs):
        """Odoo's address for sending a rating: ours are sent to another."""
        mail = self._find_playbook_mail(token)
        if not mail:
            return super().action_submit_rating(token, rate, **kwargs)
        return self._show_playbook_rating(mail, token, rate)

    @http.route("/playbook/satisfaction/<string:token>", methods=["POST"], **ROUTE)
    def send_playbook_rating(self, token, rate=None, comment=None, **kwargs):
        """Take the rating, and thank for it."""
        if WRONG.is_reached(get_address()):
            return refuse_many()
        mail = self._find_playbook_mail(token)
        if not mail or self._is_for_another(mail):
            return refuse()
        if SENT.is_reached(get_address()):
            return refuse_many()
        SENT.note(get_address())
        rates = {str(each): each for each in RATES}
        if mail._get_last_answer_day() >= fields.Date.today():
            if mail._is_rating_awaited() and rate not in rates:
                problem = mail.env._("Please choose one of the three faces.")
                return self._show_playbook_rating(mail, token, None, problem, comment)
            if rate in rates:
                mail._take_rating(rates[rate], mail._read_comment(comment))
        return request.redirect(f"/rate/{token}/{rate if rate in rates else 5}", 303)

    @staticmethod
    def _find_playbook_mail(token):
        """The e-mail that asked, by the token of its rating; or none."""
        # The token is the credential, as everywhere with ratings.
        Mail = request.env["playbook.customer.mail"].sudo()
        if not token.isalnum():
            # None of Odoo's.
            return Mail
        mail = Mail.search([("rating_id.access_token", "=", token)], limit=1)
        return act_for(mail) if mail else mail

    @staticmethod
    def _is_for_another(mail):
        """Whether a colleague, or another customer, who is logged in opens it."""
        user = request.env.user
        if user._is_public():
            return False
        asked = mail.rating_id.partner_id.commercial_partner_id
        return user.partner_id.commercial_partner_id != asked

    def _show_playbook_rating(self, mail, token, rate, problem=None, comment=None):
        if mail._get_last_answer_day() < fields.Date.today():
            return refuse_late(mail)
        rating = mail.rating_id
        if rating.consumed and not problem and not request.params.get("change"):
            change = f"/rate/{token}/{int(rating.rating)}?change=1"
            values = {"change_url": mail._is_rating_awaited() and change}
            return render("customer_page_rated", values, mail=mail)
        if not mail._is_rating_awaited():
            return render("customer_page_rated", {"change_url": False}, mail=mail)
        values = {
            "action": f"/playbook/satisfaction/{token}",
            "rate": rate if rate in RATES else None,
            "problem": problem,
            "comment": mail._read_comment(comment or rating.feedback),
            "longest": LONGEST_COMMENT,
            "intro": self._get_playbook_intro(mail),
        }
        status = 400 if problem else 200
        return render("customer_page_rate", values, mail=mail, status=status)

    @staticmethod
    def _get_playbook_intro(mail):
        # Colleagues sign their e-mails with their names.
        person = mail.user_id.name
        if not person:
            return mail.env._("Choose a face: we read what you say.")
        return mail.env._(
            "Choose a face: %(person)s will read what you say.", person=person
        )
