"""Stays that end, move to another lead, or have never been written down."""

import json

from odoo import api, models
from odoo.tools import SQL

from .playbook_transition import LOST, WON
from .transition_sql import missing_transitions


class PlaybookTransition(models.Model):
    _inherit = "playbook.transition"

    @api.model
    def _end_open(self, leads, now, verdict):
        """Where a lead ends in the stage in which it is, the stay says why."""
        won = leads.filtered(lambda lead: lead.won_status == WON)
        lost = leads.filtered(lambda lead: lead.won_status == LOST)
        self._update_rows(
            SQL(
                """
                UPDATE playbook_transition
                   SET date_left = GREATEST(date, %(now)s),
                       ending = CASE WHEN lead_id = ANY(%(won)s) THEN 'won'
                                     WHEN lead_id = ANY(%(lost)s) THEN 'lost'
                                     ELSE 'moved' END,
                       end_reason = %(reason)s,
                       end_allowed_by_id = %(allowed_by)s,
                       end_lacking = %(lacking)s::jsonb ->> lead_id::text
                 WHERE lead_id = ANY(%(leads)s) AND date_left IS NULL
                """,
                now=now,
                won=won.ids,
                lost=lost.ids,
                leads=leads.ids,
                reason=verdict.reason or None,
                allowed_by=verdict.allowed_by_id or None,
                lacking=json.dumps(verdict.lacking),
            )
        )

    @api.model
    def _move_to(self, kept, merged):
        """Give the stays of the ``merged`` leads to the ``kept`` one, all ended."""
        self._record_expected()
        self._update_rows(
            SQL(
                """
                UPDATE playbook_transition
                   SET lead_id = %(kept)s,
                       date_left = COALESCE(date_left, GREATEST(date, %(now)s)),
                       ending = COALESCE(ending, 'merged')
                 WHERE lead_id = ANY(%(merged)s)
                """,
                kept=kept.id,
                now=self.env.cr.now(),
                merged=merged.ids,
            )
        )

    @api.model
    def _update_rows(self, query):
        """Run an UPDATE; it tells the ORM, which has nothing of its own to write."""
        self.env.cr.execute(query)
        self.invalidate_model(
            [
                *("lead_id", "date_left", "ending", "days_stayed", "seconds_stayed"),
                *("end_lacking", "end_reason", "end_allowed_by_id", "reason"),
            ],
            flush=False,
        )

    @api.model
    def _create_missing(self):
        """Open the stays of all leads that have none, with one statement."""
        self._record_expected()
        self.env["crm.lead"].flush_model()
        field = self.env["ir.model.fields"]._get("crm.lead", "stage_id")
        self.env.cr.execute(
            missing_transitions(self.env.uid, field.id, self.env.cr.now())
        )
        self.invalidate_model(flush=False)
