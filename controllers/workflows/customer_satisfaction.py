from odoo import fields, http
from odoo.http import request

from odoo.addons.rating.controllers.main import Rating

from ...models.workflows.playbook_customer_answer_take import LONGEST_COMMENT
from ...models.workflows.playbook_customer_satisfaction import (
    HAPPY,
    NEUTRAL,
    RATES,
    UNHAPPY,
)
from .page import (
    ROUTE,
    act_for,
    get_day,
    refuse,
    refuse_colleague,
    refuse_flood,
    refuse_late,
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
        rating, mail = self._find_playbook_mail(token)
        if not rating:
            return super().action_open_rating(token, rate, **kwargs)
        return self._refuse_playbook_rating(mail) or self._show_playbook_rating(
            mail, token, rate
        )

    @http.route()
    def action_submit_rating(self, token, rate=0, **kwargs):
        """Odoo's address for sending a rating: ours are sent to another."""
        rating, mail = self._find_playbook_mail(token)
        if not rating:
            return super().action_submit_rating(token, rate, **kwargs)
        return self._refuse_playbook_rating(mail) or self._show_playbook_rating(
            mail, token, rate
        )

    @http.route("/playbook/satisfaction/<string:token>", methods=["POST"], **ROUTE)
    def send_playbook_rating(self, token, rate=None, comment=None, **kwargs):
        """Take the rating, and thank for it."""
        rating, mail = self._find_playbook_mail(token)
        if not rating:
            return refuse()
        page = self._refuse_playbook_rating(mail) or refuse_flood(("rate", rating.id))
        if page:
            return page
        rates = {str(each): each for each in RATES}
        if mail._get_last_answer_day() >= fields.Date.today():
            if mail._is_rating_awaited() and rate not in rates:
                problem = mail.env._("Please choose one of the three faces.")
                return self._show_playbook_rating(mail, token, None, problem, comment)
            if rate in rates:
                mail._take_rating(rates[rate], mail._read_comment(comment))
        rate = int(rating.rating) if rating.consumed else 5
        return request.redirect(f"/rate/{token}/{rate}", 303)

    @staticmethod
    def _find_playbook_mail(token):
        """The rating with this token, where an e-mail of ours asked for it, and that
        e-mail, if it is still there; or none of either.
        """
        # The token is the credential, as everywhere with ratings.
        Rating = request.env["rating.rating"].sudo()
        if not token.isalnum():
            # None of Odoo's.
            return Rating, Rating.playbook_customer_mail_id
        rating = Rating.search(
            [("access_token", "=", token), ("playbook_asked", "=", True)], limit=1
        )
        return rating, act_for(rating.playbook_customer_mail_id)

    @staticmethod
    def _refuse_playbook_rating(mail):
        """The page for whom it is not, or that is needed no more; None for others."""
        page = refuse_colleague()
        if page:
            return page
        if not mail:
            # The record was deleted: Odoo's page would write on the customer's.
            return render("customer_page_gone")
        user = request.env.user
        asked = mail.rating_id.partner_id.commercial_partner_id
        if not user._is_public() and user.partner_id.commercial_partner_id != asked:
            # Another customer, in the portal.
            return refuse()
        return None

    def _show_playbook_rating(self, mail, token, rate, problem=None, comment=None):
        if mail._get_last_answer_day() < fields.Date.today():
            return refuse_late(mail)
        rating, awaited = mail.rating_id, mail._is_rating_awaited()
        # Whoever comes from the e-mail again with another face wants to change it.
        wants_other = rate in RATES and rate != rating.rating
        changes = problem or wants_other or request.params.get("change")
        if not awaited or (rating.consumed and not changes):
            change = f"/rate/{token}/{int(rating.rating)}?change=1"
            told = self._get_playbook_told(mail, awaited)
            values = {"told": told, "change_url": awaited and change}
            return render("customer_page_rated", values, mail=mail)
        values = {
            "action": f"/playbook/satisfaction/{token}",
            "rate": rate if rate in RATES else None,
            "problem": problem,
            "comment": mail._read_comment(comment or mail.answer_comment),
            "longest": LONGEST_COMMENT,
            "intro": self._get_playbook_intro(mail),
        }
        status = 400 if problem else 200
        return render("customer_page_rate", values, mail=mail, status=status)

    @staticmethod
    def _get_playbook_told(mail, awaited):
        """What they have said, and what becomes of it."""
        env = mail.env
        faces = {
            HAPPY: env._("Satisfied"),
            NEUTRAL: env._("So so"),
            UNHAPPY: env._("Not satisfied"),
        }
        face = faces.get(int(mail.rating_id.rating), "")
        if awaited:
            return env._(
                "We have written it down (“%(face)s”), and do better where it was not "
                "good.",
                face=face,
            )
        return env._(
            "You have already told us on %(day)s: “%(face)s”.",
            day=get_day(mail, mail.answer_date or mail.rating_id.rated_on),
            face=face,
        )

    @staticmethod
    def _get_playbook_intro(mail):
        # Colleagues sign their e-mails with their names.
        person = mail.user_id.name
        if not person:
            return mail.env._("Choose a face: we read what you say.")
        return mail.env._(
            "Choose a face: %(person)s will read what you say.", person=person
        )
