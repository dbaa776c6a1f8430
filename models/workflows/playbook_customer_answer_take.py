"""A customer's answer: whether it is still awaited, and what of it is understood."""

from datetime import timedelta
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from .playbook_customer_answer import LATER, NO, YES
from .playbook_customer_mail import COMING, LEFT_OUT
from .playbook_workflow_step_mail import INTEREST

CHOICES = (YES, LATER, NO)
# Whether an answer is awaited; already there, and may be changed; settled, as somebody
# has acted on it or it was changed too often; or needed no more.
AWAITED, ANSWERED, SETTLED, GONE = "awaited", "answered", "settled", "gone"
LONGEST_COMMENT = 2000
MOST_ANSWERS = 5
LATEST_MONTHS = 12
OFFERED_MONTHS = 1
OPEN_ORDERS = ("draft", "sent")


class Answer(NamedTuple):
    """What a customer says.

    :param until: the day before which they want to hear nothing.
    :param reason: a ``crm.lost.reason``, or none.
    """

    choice: str
    until: Any
    reason: Any
    comment: str


class PlaybookCustomerMail(models.Model):
    _inherit = "playbook.customer.mail"

    # ------------------------------------------------------------------
    # Whether it is awaited
    # ------------------------------------------------------------------

    def _get_answer_state(self):
        """Whether the customer's answer is awaited: ``AWAITED`` and so on."""
        if not self._is_answer_needed():
            return GONE
        if not self.customer_answer:
            return AWAITED
        if self.answer_count >= MOST_ANSWERS or self._is_acted_on():
            return SETTLED
        return ANSWERED

    def _is_answer_needed(self):
        """The e-mail went out and asked, and its record is still there.

        What is lost may be won back: who says so then is heard.
        """
        if not self or self.asks_for != INTEREST or self.state in (*COMING, LEFT_OUT):
            return False
        document = self._get_document()
        if self.order_id:
            # Whoever said no may say otherwise when it has been cancelled for that.
            said_no = self.customer_answer == NO and document.state == "cancel"
            return document.state in OPEN_ORDERS or said_no
        if self.lead_id:
            return document.won_status == "lost" or (
                document.active and document.won_status == "pending"
            )
        return bool(document.active)

    def _is_acted_on(self):
        """Somebody has begun with what the answer brought about: it stands.

        Who said no is heard all the same when they change their mind: nobody is at work
        on it.
        """
        activity = self.answer_activity_id
        return bool(activity) and self._is_touched(activity)

    @api.model
    def _is_touched(self, activity):
        return not activity.active or activity.write_date > activity.create_date

    # ------------------------------------------------------------------
    # What of it is understood
    # ------------------------------------------------------------------

    def _get_day_limits(self):
        """The first and the last day which the customer may choose, and the one that is
        offered.
        """
        today = fields.Date.context_today(self)
        return (
            today + timedelta(days=1),
            today + relativedelta(months=LATEST_MONTHS),
            today + relativedelta(months=OFFERED_MONTHS),
        )

    def _get_lost_reasons(self):
        """The reasons from which a customer who says no may choose."""
        # Their names are shown to whoever got an e-mail that asks, and to say so is
        # somebody's decision.
        Reason = self.env["crm.lost.reason"].sudo()
        return Reason.search([("playbook_for_customers", "=", True)], limit=20)

    def _read_answer(self, form):
        """What somebody has entered on the page.

        :param form: a dictionary of texts, as the browser sends it: of any content.
        :return: an :class:`Answer` and None; or None and what is wrong, in words.
        """
        choice = form.get("choice")
        if choice not in CHOICES:
            return None, self.env._("Please choose one of the three answers.")
        until, reason = None, self.env["crm.lost.reason"]
        if choice == LATER:
            until, problem = self._read_day(form.get("until"))
            if problem:
                return None, problem
        if choice == NO:
            chosen = form.get("reason")
            reasons = self._get_lost_reasons()
            reason = reasons.filtered(lambda each: str(each.id) == chosen)
        comment = self._read_comment(form.get("comment"))
        return Answer(choice, until, reason, comment), None

    def _read_day(self, text):
        """A day that a customer may choose, and None; or None and what is wrong."""
        first, last, _offered = self._get_day_limits()
        try:
            day = fields.Date.to_date(text) if isinstance(text, str) else None
        except ValueError:
            day = None
        if day and first <= day <= last:
            return day, None
        return None, self.env._(
            "Please choose a day from %(first)s to %(last)s.",
            first=format_date(self.env, first, date_format="long"),
            last=format_date(self.env, last, date_format="long"),
        )

    @api.model
    def _read_comment(self, text):
        """What a customer wrote, as far as it is kept."""
        if not isinstance(text, str):
            return ""
        text = text.replace("\r\n", "\n").replace("\x00", "")
        return text[:LONGEST_COMMENT].strip()

    # ------------------------------------------------------------------
    # Taking it
    # ------------------------------------------------------------------

    def _take_answer(self, answer):
        """Write down what the customer says and do what follows.

        Call it in an environment that may do everything: the signed link is what allows
        it. Nothing happens where it is no more awaited, or was said before.

        :param answer: an :class:`Answer`.
        """
        self.ensure_one()
        self._lock_for_answer()
        if self._get_answer_state() not in (AWAITED, ANSWERED) or self._is_said(answer):
            return
        self._take_back_answer()
        self.write(
            {
                "customer_answer": answer.choice,
                "answer_date": fields.Datetime.now(),
                "answer_until": answer.until,
                "answer_comment": answer.comment,
                "answer_lost_reason_id": answer.reason.id,
                "answer_count": self.answer_count + 1,
            }
        )
        self._follow_answer()
        self.env.flush_all()

    def _lock_for_answer(self):
        """Let no two answers, nor the engine, come between: the other one waits."""
        self.env.flush_all()
        for table, row_id in (
            ("playbook_enrollment", self.enrollment_id.id),
            ("playbook_customer_mail", self.id),
        ):
            self.env.cr.execute(
                SQL(
                    "SELECT FROM %s WHERE id = %s FOR UPDATE",
                    SQL.identifier(table),
                    row_id,
                )
            )
        self.env.invalidate_all()

    def _is_said(self, answer):
        """Whether the customer said the very same before: a page sent twice; or no, and
        somebody has decided meanwhile what becomes of that.
        """
        if answer.choice == self.customer_answer == NO and not self.answer_open:
            return True
        said = Answer(
            self.customer_answer or "",
            self.answer_until or None,
            self.answer_lost_reason_id,
            self.answer_comment or "",
        )
        return answer == said
