"""What follows from a customer's answer, and how it is taken back."""

from markupsafe import Markup, escape

from odoo import SUPERUSER_ID, fields, models
from odoo.tools import format_date

from ..profiles.readers import are_read_by
from ..segments.bell import ring
from .playbook_customer_answer import LATER, NO, YES
from .playbook_enrollment import CANCELLED, PAUSED, RUNNING, WAITING
from .playbook_enrollment_change import PAUSE, STOP

SAID = {YES: "said_yes", NO: "said_no"}
# Of a large Sales Management so many are looked at.
MOST_ASKED = 20
CALL = "mail.mail_activity_data_call"


class PlaybookCustomerMail(models.Model):
    _inherit = "playbook.customer.mail"

    def _follow_answer(self):
        """Do what follows from the answer that was just written."""
        user = self._find_caretaker()
        row = self.with_context(lang=user.lang or self.env.lang, tz=user.tz)
        title = row._get_answer_words()
        row._settle_enrollment(title)
        row._note_answer(title)
        if self.customer_answer == NO:
            self.answer_open = self._can_be_closed()
        elif user:
            activity = row._plan_for_answer(user)
            self.answer_activity_id = activity
        if user:
            self.user_id = user
            row._ring_about(user, title)

    def _take_back_answer(self):
        """What the former answer brought about, and nobody has touched, goes again."""
        activity = self.answer_activity_id
        if activity and not self._is_touched(activity):
            activity.unlink()
        self.write({"answer_open": False, "answer_activity_id": False})

    # ------------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------------

    def _find_caretaker(self):
        """Who looks after the record now, and may read it; or else who was to get the
        e-mail's answer, leads the team, answers for the workflow, lent it their rights
        or made it, or is one of Sales Management: somebody is to hear of it.
        """
        document = self._get_document()
        candidates = document.user_id
        if self.partner_id:
            candidates |= document.commercial_partner_id.service_user_id
        candidates |= self.user_id
        if "team_id" in document:
            candidates |= document.team_id.user_id
        workflow = self.workflow_id
        candidates |= workflow.responsible_id | workflow.run_as_id | workflow.author_id
        found = self._find_reader(candidates)
        return found or self._find_reader(self._get_managers() - candidates)

    def _find_reader(self, candidates):
        """The first of these users who works here and may read the record."""
        document = self._get_document()
        for user in candidates:
            works_here = user.active and not user.share and user.id != SUPERUSER_ID
            if works_here and are_read_by(document, user.partner_id):
                return user
        return candidates.browse()

    def _get_managers(self):
        """Sales Management of the company in whose name it was written."""
        managers = self.env.ref("crm_playbook.group_sales_management").all_user_ids
        company = self._get_answer_company()
        return managers.filtered(lambda user: company in user.company_ids)[:MOST_ASKED]

    def _get_customer_words(self):
        """Who answers, by name."""
        # Named to whoever reads the record, wherever else they may look.
        row_sudo = self.sudo()
        return (
            row_sudo.recipient_id.name
            or row_sudo.mailed_customer_id.name
            or row_sudo.email
            or self.env._("The customer")
        )

    # ------------------------------------------------------------------
    # What is said of it
    # ------------------------------------------------------------------

    def _get_answer_words(self):
        """What the customer answers, in a sentence."""
        env, customer = self.env, self._get_customer_words()
        if self.customer_answer == YES:
            return env._("%(customer)s is still interested.", customer=customer)
        if self.customer_answer == LATER:
            return env._(
                "%(customer)s asks not to be contacted before %(day)s.",
                customer=customer,
                day=format_date(env, self.answer_until),
            )
        if self.answer_lost_reason_id:
            return env._(
                "%(customer)s is not interested: %(reason)s.",
                customer=customer,
                reason=self.answer_lost_reason_id.name,
            )
        return env._("%(customer)s is not interested.", customer=customer)

    def _get_answer_body(self, title):
        """``title`` and what the customer wrote, as HTML."""
        lines = [Markup("<strong>%s</strong>") % title]
        if self.answer_comment:
            quoted = escape(self.answer_comment).replace("\n", Markup("<br/>"))
            lines.append(Markup("“%s”") % quoted)
        told = self.env._(
            "Answer to the e-mail “%(subject)s” of “%(workflow)s”.",
            subject=self.subject or "",
            workflow=self.workflow_id.name,
        )
        if self.answer_count > 1:
            told = self.env._("Changed answer to the e-mail “%s”.", self.subject or "")
        lines.append(Markup("<small>%s</small>") % told)
        return Markup("<br/>").join(lines)

    def _note_answer(self, title):
        """Write it on the record, as a note for colleagues."""
        self._get_document()._message_log(
            body=self._get_answer_body(title),
            author_id=self.recipient_id.id or self.env.user.partner_id.id,
        )

    def _ring_about(self, user, title):
        ring(
            self.env,
            user,
            title,
            self._get_answer_body(title),
            self._get_document(),
        )

    # ------------------------------------------------------------------
    # The next step
    # ------------------------------------------------------------------

    def _plan_for_answer(self, user):
        """Ask who looks after the customer to call: today, or when they want it."""
        Day = self.env["playbook.day"].with_company(self._get_answer_company())
        if self.customer_answer == LATER:
            day = Day._get_working_day(self.answer_until)
            summary = self.env._("Ask again: now is a better time")
        else:
            day = Day._get_working_day(fields.Date.context_today(self))
            summary = self.env._("Call: the customer is still interested")
        return self._plan_call(user, summary, day, self._get_answer_words())

    def _plan_call(self, user, summary, day, title):
        document = self._get_document()
        kind = self.env.ref(CALL, raise_if_not_found=False)
        kind = kind or self.env.ref("mail.mail_activity_data_todo")
        Activity = self.env["mail.activity"].with_company(self._get_answer_company())
        return Activity.with_context(mail_activity_quick_update=True).create(
            {
                "res_model_id": self.env["ir.model"]._get_id(document._name),
                "res_id": document.id,
                "activity_type_id": kind.id,
                "summary": summary,
                "note": self._get_answer_body(title),
                "date_deadline": day,
                "user_id": user.id,
                "playbook_purpose_id": self._get_answer_purpose().id,
            }
        )

    def _get_answer_purpose(self):
        """What the call is for: an order is to be closed, a customer won back."""
        name = {"sale.order": "close", "res.partner": "win_back"}.get(
            self._get_document()._name
        )
        Purpose = self.env["playbook.purpose"]
        if not name:
            return Purpose
        purpose = self.env.ref(
            f"crm_playbook.playbook_purpose_{name}", raise_if_not_found=False
        )
        return purpose or Purpose

    # ------------------------------------------------------------------
    # The follow-up
    # ------------------------------------------------------------------

    def _settle_enrollment(self, title):
        """End the follow-up, or let it wait until the day that the customer chose.

        What the former answer ended is taken up again where the customer asks to wait.
        """
        enrollment = self.enrollment_id
        ended = enrollment.state == CANCELLED and enrollment.ending in SAID.values()
        if self.customer_answer != LATER:
            ending = SAID[self.customer_answer]
            if ended:
                enrollment.write({"ending": ending, "reason": title})
            elif enrollment._fits(STOP):
                claimed = {
                    "enrollment_id": enrollment.id,
                    "record_id": self._get_document().id,
                    "why": ending,
                }
                # The note on the record says it.
                enrollment.workflow_id._cancel([claimed], told=False, reason=title)
                enrollment.paused_until = False
            return
        if ended:
            enrollment.write(
                {
                    "state": RUNNING if enrollment.date_taken else WAITING,
                    "date_ended": False,
                    "ending": False,
                    "next_date": bool(enrollment.step_id) and fields.Datetime.now(),
                }
            )
        # What somebody has paused for good stays so.
        waits = enrollment.state == PAUSED and enrollment.paused_until
        if waits or enrollment._fits(PAUSE):
            enrollment._do_pause(title, self.answer_until)
