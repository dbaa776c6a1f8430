import json
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..profiles.halves import TRANSIENT
from .last_contact_touched_sql import touched_since

_logger = logging.getLogger(__name__)

# Where the run has got to.
STATE = "crm_playbook.last_contact_state"
# A transaction that takes longer than this to commit is left to the sweep.
OVERLAP = timedelta(hours=1)
BATCH = 500
# Customers who are looked at whether or not anything is known to have touched them, a
# run: all of 250,000 within a day.
SWEEP = 2000


class PlaybookLastContact(models.Model):
    """The scheduled action: whoever posts a message or holds a meeting waits for
    nothing.
    """

    _inherit = "playbook.last.contact"

    @api.model
    def _cron_refresh(self, batch=BATCH, sweep=SWEEP):
        """Refresh the customers that were touched, and some others in turn.

        A pass looks at what came since a *mark* (a moment and the last ids then). It
        goes by the ids of the customers and, out of time, on where it stopped. Marks
        are taken when a pass begins and used :data:`OVERLAP` later: what was committed
        meanwhile with a lower id is looked at again, which changes nothing.
        """
        try:
            self._run_pass(batch, sweep)
        except TRANSIENT as error:
            # Somebody was faster: the next run goes on from here.
            self.env.cr.rollback()
            _logger.info("Last contacts wait: %s", error)

    @api.model
    def _run_pass(self, batch, sweep):
        state = self._read_state()
        if not state.get("begun"):
            state |= {"begun": self._take_mark(), "after": 0}
        rows = self.env.execute_query(
            touched_since(self._get_mark(state), fields.Datetime.now())
        )
        due = [
            partner_id
            for (partner_id,) in rows
            if partner_id > (state.get("after") or 0)
        ]
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(due) + 1)
        for start in range(0, len(due), batch):
            partner_ids = due[start : start + batch]
            self._refresh_or_halve(partner_ids)
            state["after"] = partner_ids[-1]
            self._write_state(state)
            if not Cron._commit_progress(len(partner_ids)):
                return
        self._sweep(state, sweep, batch)
        self._end_pass(state)
        Cron._commit_progress(1, remaining=0)

    @api.model
    def _sweep(self, state, sweep, batch):
        """Refresh the next customers in turn, beginning anew after the last one."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner.id FROM res_partner partner
                 WHERE partner.id > %s AND partner.customer_state IS NOT NULL
              ORDER BY partner.id LIMIT %s
                """,
                state.get("swept_to") or 0,
                sweep,
            )
        )
        partner_ids = [partner_id for (partner_id,) in rows]
        for start in range(0, len(partner_ids), batch):
            self._refresh_or_halve(partner_ids[start : start + batch])
        state["swept_to"] = partner_ids[-1] if len(partner_ids) == sweep > 0 else 0

    @api.model
    def _end_pass(self, state):
        """Keep the mark of this pass, and of those before what is still needed."""
        limit = fields.Datetime.to_string(fields.Datetime.now() - OVERLAP)
        marks = [*state.get("marks", ()), state["begun"]]
        settled = [mark for mark in marks if mark[0] <= limit][-1:]
        marks = settled + [mark for mark in marks if mark[0] > limit]
        self._write_state(
            {"marks": marks, "swept_to": state.get("swept_to") or 0, "begun": False}
        )

    @api.model
    def _get_mark(self, state):
        """The latest mark that is old enough, else the oldest: since when to look."""
        limit = fields.Datetime.to_string(fields.Datetime.now() - OVERLAP)
        marks = state.get("marks") or [state["begun"]]
        settled = [mark for mark in marks if mark[0] <= limit]
        return settled[-1] if settled else marks[0]

    @api.model
    def _take_mark(self):
        """Now, and the ids of the last message and the last notification."""
        ((message_id, notification_id),) = self.env.execute_query(
            SQL(
                """
                SELECT (SELECT COALESCE(MAX(id), 0) FROM mail_message),
                       (SELECT COALESCE(MAX(id), 0) FROM mail_notification)
                """
            )
        )
        now = fields.Datetime.to_string(fields.Datetime.now())
        return [now, message_id, notification_id]

    @api.model
    def _begin(self):
        """Fill the table for all customers, and look at what comes from now on."""
        self._write_state({"marks": [self._take_mark()], "begun": False})
        self._refresh()

    @api.model
    def _read_state(self):
        """Where the run has got to; nonsense counts as nowhere."""
        # Written and read by the scheduled action alone.
        text = self.env["ir.config_parameter"].sudo().get_param(STATE)
        try:
            state = json.loads(text or "{}")
            for mark in [*state.get("marks", ()), state.get("begun")]:
                if mark:
                    moment, message_id, notification_id = mark
                    fields.Datetime.to_datetime(moment)
                    int(message_id), int(notification_id)
            int(state.get("after") or 0), int(state.get("swept_to") or 0)
        except (AttributeError, TypeError, ValueError):
            return {}
        return state

    @api.model
    def _write_state(self, state):
        # As in _read_state.
        Parameter = self.env["ir.config_parameter"].sudo()
        Parameter.set_param(STATE, json.dumps(state))
