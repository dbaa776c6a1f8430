"""The shipped workflows from end to end: what people get, what customers receive."""

import re

from odoo.tests import freeze_time

from .engine_common import DAY, EngineCommon
from .smtp_common import SmtpMixin

ANSWER = re.compile(r"https?://[^\"'\s<>]+(/playbook/answer/[^\"'\s<>?]+)")
UNSUBSCRIBE = "/playbook/unsubscribe/"


class EndCommon(SmtpMixin, EngineCommon):
    """``_day`` runs everything that is due on a day after Monday, :data:`DAY`, and
    gives what customers receive of it. ``customer`` is the salesperson's.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer(
            "Lumber Inc", email="ann@lumber.example.com", user_id=cls.user_sales.id
        )
        cls.user_sales.email = "sales@our.example.com"

    def _live(self, name):
        """Switch a shipped workflow live."""
        self.workflow = self.env.ref(f"crm_playbook.workflow_{name}")
        self.assertEqual(self.workflow.mode, "simulation")
        with freeze_time(DAY):
            self.workflow.active = True
            self._go_live()

    def _day(self, days=0, **delta):
        """What customers receive on the day, once everything that is due is done."""
        # Odoo itself sends quotations, and tells people of what they are given.
        self._queue().state = "cancel"
        self._received()
        with freeze_time(self._after(days=days, **delta)):
            self._run()
            return self._send_queue()

    def _done(self, record):
        """The states of what was done for a record, in order."""
        return [state for _name, state in self._events(record)]

    def _mails_of(self, record):
        field = self.workflow._get_target().column
        return self.env["playbook.customer.mail"].search(
            [(field, "=", record.id), ("workflow_id", "=", self.workflow.id)]
        )

    def _report(self, activity, outcome):
        """Who got it finishes ``activity``; what that plans in turn is left out."""
        document = self.env[activity.res_model].browse(activity.res_id)
        before = self._planned(document)
        activity.playbook_outcome_id = self._get_outcome(outcome)
        activity.with_user(activity.user_id).action_feedback(feedback="So it was.")
        (self._planned(document) - before).unlink()

    def assertToCustomer(self, messages, subject, to="ann@lumber.example.com"):
        """One e-mail has come, to whom it should, with how to get no more of them."""
        self.assertReceived(messages, subject)
        [message] = messages
        self.assertIn(to, message["To"])
        self.assertIn(UNSUBSCRIBE, message["List-Unsubscribe"])
        self.assertEqual(message["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        return self._text(message)

    def _get_answer_path(self, text):
        """Where the customer answers: the path of the first link."""
        found = ANSWER.search(text)
        self.assertTrue(found, f"no link to answer with in {text}")
        return found[1]
