"""How satisfied a customer is: Odoo's ratings, and what follows from them."""

from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models

from .playbook_customer_answer_take import MOST_ANSWERS
from .playbook_workflow import OUTCOME
from .playbook_workflow_step_mail import SATISFACTION

HAPPY, NEUTRAL, UNHAPPY = 5, 3, 1
RATES = (HAPPY, NEUTRAL, UNHAPPY)
CHANGED_HOURS = 24


class PlaybookCustomerMail(models.Model):
    _inherit = "playbook.customer.mail"

    def _create_ratings(self):
        """A rating to fill in for each of these that has none."""
        rows = self.filtered(
            lambda row: row._origin and row.mailed_customer_id and not row.rating_id
        )
        if not rows:
            return
        # Read at once: ratings ask for the names of what they are about one by one.
        rows.mailed_customer_id.mapped("display_name")
        model_id = self.env["ir.model"]._get_id("res.partner")
        actions = rows._find_asked_about()
        ratings = self.env["rating.rating"].create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": row.mailed_customer_id.id,
                    "partner_id": (row.recipient_id or row.mailed_customer_id).id,
                    "rated_partner_id": row.user_id.partner_id.id,
                    "is_internal": True,
                    "playbook_asked": True,
                    "playbook_customer_mail_id": row.id,
                    "playbook_action_id": actions.get(row.id),
                }
                for row in rows
            ]
        )
        for row, rating in zip(rows, ratings, strict=True):
            row.rating_id = rating

    def _find_asked_about(self):
        """The action that an e-mail asks about, where an action brought it about: a
        dictionary from the id of the e-mail to that of the action.
        """
        asked = {
            row.id: row.enrollment_id.occurrence
            for row in self
            if row.workflow_id.trigger == OUTCOME
        }
        known = set(self.env["playbook.action"].browse(asked.values()).exists().ids)
        return {row_id: number for row_id, number in asked.items() if number in known}

    def _is_rating_awaited(self):
        """Whether the customer may rate, or change what they rated a moment ago."""
        rating = self.rating_id
        if self.asks_for != SATISFACTION or not rating:
            return False
        if not rating.consumed:
            return True
        if self.answer_count >= MOST_ANSWERS:
            return False
        begin = self.answer_date or rating.rated_on
        return begin + timedelta(hours=CHANGED_HOURS) > fields.Datetime.now()

    def _take_rating(self, rate, comment):
        """Write down how satisfied the customer is, and do what follows.

        Call it in an environment that may do everything: the link is what allows it.

        :param rate: one of :data:`RATES`.
        """
        self.ensure_one()
        self._lock_for_answer()
        rating = self.rating_id
        said = (rating.rating, self.answer_comment or "") if rating.consumed else None
        if not self._is_rating_awaited() or said == (rate, comment):
            return
        self._take_back_answer()
        # What they wrote stays on rows that are as visible as the customer's record.
        rating.write({"rating": rate, "consumed": True})
        self.write(
            {
                # Changes are possible for a day from the first.
                "answer_date": self.answer_date or fields.Datetime.now(),
                "answer_comment": comment,
                "answer_count": self.answer_count + 1,
            }
        )
        action_id = self._find_asked_about().get(self.id)
        if action_id:
            action = self.env["playbook.action"].browse(action_id)
            action._set_satisfaction(rate, comment)
        self._follow_rating(rate)
        self.env.flush_all()

    def _follow_rating(self, rate):
        """Tell who looks after the customer; who is unhappy is called today."""
        user = self._find_caretaker()
        row = self.with_context(lang=user.lang or self.env.lang, tz=user.tz)
        title = row._get_rating_words(rate)
        row._note_answer(title)
        if rate != UNHAPPY or not user:
            return
        self.user_id = user
        Day = row.env["playbook.day"].with_company(row._get_answer_company())
        day = Day._get_working_day(fields.Date.context_today(row))
        summary = row.env._("Call: the customer is not satisfied")
        self.answer_activity_id = row._plan_call(user, summary, day, title)
        row._ring_about(user, title)

    def _get_rating_words(self, rate):
        env, customer = self.env, self._get_customer_words()
        if rate == HAPPY:
            return env._("%(customer)s is satisfied.", customer=customer)
        if rate == UNHAPPY:
            return env._("%(customer)s is not satisfied.", customer=customer)
        return env._("%(customer)s finds it neither good nor bad.", customer=customer)

    def _note_opt_out(self, everything):
        """Say on the record that the customer wants no such e-mails."""
        user = self._find_caretaker()
        row = self.with_context(lang=user.lang or self.env.lang)
        customer = row._get_customer_words()
        if everything:
            text = row.env._(
                "%(customer)s wants no automatic e-mails any more.", customer=customer
            )
        else:
            text = row.env._(
                "%(customer)s wants no more e-mails of “%(workflow)s”.",
                customer=customer,
                workflow=row.workflow_id.name,
            )
        row._get_document()._message_log(
            body=Markup("<strong>%s</strong>") % text,
            author_id=row.recipient_id.id or row.env.user.partner_id.id,
        )
