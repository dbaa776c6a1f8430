from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..profiles.playbook_day import SHOWN
from .playbook_customer_mail import ANNOUNCED, ASKED
from .playbook_customer_mail_decide import SEND, SKIP, STOP
from .playbook_enrollment import MOVING
from .playbook_workflow import ACTING
from .playbook_workflow_step_mail import SEND as STEP_SEND

SOURCE = "customer_mail"


class PlaybookDay(models.AbstractModel):
    """E-mails to customers that are about to go out, or wait for a yes."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), SOURCE]

    @api.model
    def _get_choice_sources(self):
        return [*super()._get_choice_sources(), SOURCE]

    @api.model
    def _lines_customer_mail(self):
        mails = self._find_customer_mails()
        # Who may decide is asked of their follow-ups; which these are is no secret.
        enrollments = mails.sudo().enrollment_id.with_env(self.env)
        mine = enrollments._filter_steerable() if mails else enrollments
        return [
            self._make_line(
                SOURCE,
                mail,
                mail._get_document(),
                title=self._get_customer_mail_title(mail),
                badge=self._get_customer_mail_badge(mail),
                # The day comes by itself: nobody is late.
                date=False,
                automatic=True,
                always_shown=True,
                icon="fa-envelope-o",
                responsible=mail.user_id.name if mail.user_id != self.env.user else "",
                can_finish=mail.sudo().enrollment_id in mine,  # as above
                can_postpone=False,
                finish_label=self.env._("Decide"),
                choices=self._get_customer_mail_choices(),
                choice_required=True,
            )
            for mail in mails
        ]

    @api.model
    def _find_customer_mails(self, ids=None):
        """What waits for the user, and for whom they stand in."""
        domain = Domain("state", "=", ASKED) | self._get_announced_domain()
        # What is sent at once may have to wait: nobody was asked about it.
        domain &= Domain("mode", "!=", STEP_SEND)
        domain &= Domain("user_id", "in", self.env.user._get_covered_users().ids)
        # Whether its follow-up goes on is no secret to who reads it.
        domain &= Domain("enrollment_id", "any!", [("state", "in", MOVING)])
        domain &= Domain(
            "workflow_id", "any!", [("mode", "in", ACTING), ("active", "=", True)]
        )
        if ids is not None:
            domain &= Domain("id", "in", ids)
        return self.env["playbook.customer.mail"].search(
            domain, order="date_due, id", limit=SHOWN
        )

    @api.model
    def _get_announced_domain(self):
        """What goes out soon: of what was put off, until the next working day."""
        following = self._get_working_day(self._today() + timedelta(days=1))
        end = self._begin_of(following + timedelta(days=1))
        soon = Domain("held_since", "=", False) | Domain("date_due", "<", end)
        return Domain("state", "=", ANNOUNCED) & soon

    @api.model
    def _count_finished_automatic(self):
        """What was decided today about e-mails was asked by the software too."""
        decided = self.env["playbook.customer.mail"].search_count(
            [
                ("user_id", "in", self.env.user._get_covered_users().ids),
                ("date_decided", ">=", self._begin_of(self._today())),
            ]
        )
        return super()._count_finished_automatic() + decided

    @api.model
    def _get_customer_mail_title(self, mail):
        # What a step is called is no secret to whom it asks something.
        step_sudo = mail.sudo().step_id
        return self.env._(
            "E-mail to %(person)s: %(subject)s",
            person=mail.recipient_name or mail.email,
            subject=mail.subject or step_sudo.summary or "",
        )

    @api.model
    def _get_customer_mail_badge(self, mail):
        if mail.state != ANNOUNCED:
            return self.env._("Waits for your yes")
        day, today = self._local_day(mail.date_due), self._today()
        if day <= today:
            return self.env._("Goes out today")
        if day == today + timedelta(days=1):
            return self.env._("Goes out tomorrow")
        return self.env._("Goes out on %(day)s", day=self._format_day(day))

    @api.model
    def _get_customer_mail_choices(self):
        return [
            {
                "id": SEND,
                "name": self.env._("Send now"),
                "result": "positive",
                "help": "",
                "asks": False,
            },
            {
                "id": SKIP,
                "name": self.env._("Not this one"),
                "result": "neutral",
                "help": self.env._("It is not sent; the follow-up goes on."),
                "asks": False,
            },
            {
                "id": STOP,
                "name": self.env._("Stop the follow-up"),
                "result": "negative",
                "help": self.env._("It is not sent, and nothing more comes."),
                "asks": False,
            },
        ]

    @api.model
    def _finish_customer_mail(self, ids, choice=False):
        mails = self._find_customer_mails(ids)
        self._check_unchanged(mails, ids)
        words = {
            SEND: self.env._("It goes out within the next minutes."),
            SKIP: self.env._("It is not sent."),
            STOP: self.env._("It is not sent, and the follow-up is stopped."),
        }
        if choice not in words:
            return {
                "done": False,
                "message": self.env._("Say what becomes of it."),
                "action": False,
            }
        mails._decide(choice)
        return words[choice]
