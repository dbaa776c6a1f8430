from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..profiles.playbook_day import LATE, SHOWN, TODAY
from .playbook_promise_keeping import BROKEN, OPEN

# So many days after it was to be kept, it is asked for still.
ASKED_DAYS = 14


class PlaybookDay(models.AbstractModel):
    """What was promised to customers, and is due today or over: it comes first."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return ["promise", *super()._get_sources()]

    @api.model
    def _find_promises(self, ids=None):
        """Those that the user owes; what was answered meanwhile is noted."""
        Keeping = self.env["playbook.promise.keeping"]
        promising = self.env["playbook.procedure"]._get_promising_ids()
        if not promising:
            return Keeping
        tomorrow = self._begin_of(self._today() + timedelta(days=1))
        domain = Domain("procedure_id", "in", promising)
        domain &= Domain("date_kept", "=", False)
        domain &= Domain("state", "in", (OPEN, BROKEN))
        domain &= self._get_owed_domain()
        domain &= Domain("date_due", "<", tomorrow)
        domain &= Domain("date_due", ">=", tomorrow - timedelta(days=ASKED_DAYS))
        if ids is not None:
            domain &= Domain("id", "in", ids)
        found = Keeping.search(domain, order="date_due, id", limit=SHOWN)
        for procedure, own in found.grouped("procedure_id").items():
            # Written by the addon alone.
            own.sudo()._take_answers(procedure.sudo(), {})
        return found.filtered(lambda each: not (each.date_kept or each._is_over()))

    @api.model
    def _get_owed_domain(self):
        """What is this user's to keep.

        What is nobody's, or of somebody who left, is for the leader of the team;
        without one, for who answers for the procedure.
        """
        covered = self.env.user._get_covered_users().ids
        # Who works here, and leads which team, is no secret.
        Users = self.env["res.users"].sudo().with_context(active_test=False)
        Teams = self.env["crm.team"].sudo().with_context(active_test=False)
        gone = Domain("user_id", "in", Users._search([("active", "=", False)]))
        led = Teams.search([("user_id.active", "=", True)])
        mine = led.filtered(lambda team: team.user_id.id in covered)
        no_leader = Domain("team_id", "=", False) | Domain("team_id", "not in", led.ids)
        acting = Domain("team_id", "in", mine.ids)
        acting |= no_leader & Domain("procedure_id.user_id", "in", covered)
        nobodys = Domain("user_id", "=", False) | gone
        return Domain("user_id", "in", covered) | (nobodys & acting)

    @api.model
    def _lines_promise(self):
        now = fields.Datetime.now()
        return [
            self._make_line(
                "promise",
                keeping,
                keeping._get_document(),
                title=self._get_promise_title(keeping),
                date=self._local_day(keeping.date_due),
                badge=keeping._get_words(),
                state=LATE if keeping.date_due < now else TODAY,
                always_shown=True,
                by_document=True,
                icon="fa-handshake-o",
                responsible=self._get_responsible_name(keeping) or "",
                can_postpone=False,
                finish_label=self.env._("Log it"),
            )
            for keeping in self._find_promises()
        ]

    @api.model
    def _get_promise_title(self, keeping):
        promise = keeping.procedure_id.sudo().promise  # told to whoever owes it
        return self.env._("Promised: %(promise)s", promise=promise)

    @api.model
    def _finish_promise(self, ids):
        """Ask what was done: that keeps it."""
        keepings = self._find_promises(ids)
        self._check_unchanged(keepings, ids)
        Log = self.env["playbook.action.log"]
        if not Log.has_access("create"):
            raise UserError(
                self.env._(
                    "You may not log actions. Open “%(record)s” and answer there.",
                    record=keepings._get_document().display_name,
                )
            )
        values = {}
        if keepings.lead_id:
            values["lead_id"] = keepings.lead_id.id
        else:
            values["partner_id"] = keepings.partner_id.id
        if keepings.procedure_id.promise_purpose_ids:
            values["purpose_id"] = keepings.procedure_id.promise_purpose_ids[0].id
        return {"done": False, "message": "", "action": Log._open_log(**values)}
