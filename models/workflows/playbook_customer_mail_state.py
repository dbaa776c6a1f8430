"""What becomes of e-mails to customers: sent, left out, come back."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from .playbook_customer_mail import (
    ANNOUNCED,
    ASKED,
    BOUNCED,
    COMING,
    FAILED,
    LEFT_OUT,
    QUEUED,
    SENT,
)
from .run_sql import RETRY_HOURS

# For so many days it is said that an e-mail could not be sent.
FAILURE_DAYS = 7
# Nobody reads more of what a server says.
REASON_LENGTH = 1000


class PlaybookCustomerMail(models.Model):
    """What the history of the workflow says goes with it: its event is *planned* while
    somebody may still decide.
    """

    _inherit = "playbook.customer.mail"

    held_since = fields.Datetime(
        readonly=True,
        exportable=False,
        help="When it should have been sent, and had to wait.",
    )
    tries = fields.Integer(
        readonly=True,
        exportable=False,
        help="How often it could not be made.",
    )

    @api.model
    def _find_coming(self, enrollments):
        """What of these was announced and is not sent yet."""
        # Whoever ends a follow-up may not see all that comes of it.
        return self.sudo().search(
            [
                ("enrollment_id", "in", enrollments.ids),
                # What could not be made is tried again.
                *("|", ("state", "in", COMING)),
                *("&", ("state", "=", FAILED), ("tries", ">", 0)),
            ]
        )

    def _tell_state(self):
        """What becomes of it, in words, for the history."""
        self.ensure_one()
        env, email = self.env, self.email
        if self.state == ANNOUNCED and self.held_since:
            return env._(
                "Waits until %(day)s, to %(email)s. %(why)s",
                day=format_date(env, self.date_due),
                email=email,
                why=self.reason or "",
            )
        if self.state == ANNOUNCED:
            day = format_date(env, self.date_due)
            return env._("Announced for %(day)s, to %(email)s", day=day, email=email)
        if self.state == ASKED:
            return env._("Waits for a yes, to %(email)s", email=email)
        return env._("To %(email)s", email=email)

    # ------------------------------------------------------------------
    # Before
    # ------------------------------------------------------------------

    def _send(self, env):
        """Queue what was announced or asked for.

        :param env: the environment to act in: see ``playbook.workflow._acting_env``.
        """
        self._queue(env)
        self.held_since = False
        self._close_events("carried_out")

    def _leave_out(self, why, *, events=True):
        """These are not sent.

        :param why: in words.
        :param events: whether the history is told.
        """
        self._cancel_queued()
        self.write({"state": LEFT_OUT, "reason": why})
        if events:
            self._close_events("skipped", why)

    def _put_off(self, later):
        """These have to wait.

        :param later: by enrollment, as of ``playbook.workflow.step._find_postponed``.
        """
        now = self.env["playbook.workflow"]._now()
        for mail in self:
            wait = later[mail.enrollment_id.id]
            mail.write(
                {
                    "state": ANNOUNCED,
                    "date_due": wait.moment,
                    "reason": wait.why,
                    "held_since": wait.get_held_since(mail.held_since, now),
                    "tries": 0,
                }
            )

    def _fail(self, why):
        """These cannot be made: somebody must look at it. Another try comes by itself
        as for what is in quarantine; what was announced stays open until then.
        """
        now = self.env["playbook.workflow"]._now()
        for mail in self:
            again = RETRY_HOURS[mail.tries : mail.tries + 1]
            mail.write(
                {
                    "state": FAILED,
                    "reason": why[:REASON_LENGTH],
                    "tries": mail.tries + 1,
                    "date_due": now + timedelta(hours=again[0] if again else 0),
                }
            )

    def _close_events(self, state, detail=None):
        events = self.env["playbook.workflow.event"].search(
            [
                ("enrollment_id", "in", self.enrollment_id.ids),
                ("step_id", "in", self.step_id.ids),
                ("state", "=", "planned"),
            ]
        )
        keys = {(m.enrollment_id, m.step_id, m.occurrence): m for m in self}
        for event in events:
            mail = keys.get((event.enrollment_id, event.step_id, event.occurrence))
            if mail:
                words = detail or mail._tell_state()
                event.write({"state": state, "detail": words})

    # ------------------------------------------------------------------
    # Afterwards
    # ------------------------------------------------------------------

    @api.model
    def _note_delivery(self, message_ids, state, reason=None):
        """Odoo's mail queue has done with these messages, or given up.

        By SQL: it is asked for each e-mail that Odoo sends, whatever it is.

        :param state: ``sent``, ``failed`` or ``bounced``.
        """
        before = {SENT: (QUEUED, FAILED), FAILED: (QUEUED,)}
        before[BOUNCED] = (QUEUED, SENT, FAILED)
        if not message_ids:
            return
        self.flush_model(["message_id", "reason", "state"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_customer_mail
                   SET state = %s, reason = %s, write_date = %s
                 WHERE message_id = ANY(%s) AND state IN %s
                """,
                state,
                reason and reason[:REASON_LENGTH],
                fields.Datetime.now(),
                list(message_ids),
                before[state],
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(["state", "reason"], flush=False)

    @api.model
    def _count_failures(self):
        """What could not be sent lately, and nobody has decided about: numbers, by
        workflow.
        """
        since = self.env["playbook.workflow"]._now() - timedelta(days=FAILURE_DAYS)
        # How many there are, for who answers for the workflows; not which.
        return dict(
            self.sudo()._read_group(
                [("state", "=", FAILED), ("date_due", ">=", since)],
                ["workflow_id"],
                ["__count"],
            )
        )
