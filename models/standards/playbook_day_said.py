from odoo import api, models
from odoo.fields import Domain

from ..profiles.playbook_day import LATE, TODAY
from .playbook_acknowledgement import SALES_MANAGEMENT, WENT_WRONG


class PlaybookDay(models.AbstractModel):
    """What people say of the procedures one answers for; and the answers one gets."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "said", "reply"]

    # ------------------------------------------------------------------
    # To answer
    # ------------------------------------------------------------------

    @api.model
    def _find_said(self, ids=None):
        whose = Domain("user_id", "in", self.env.user._get_covered_users().ids)
        if self.env.user.has_group(SALES_MANAGEMENT):
            # Somebody must.
            whose |= Domain("user_id", "=", False)
        domain = Domain("acknowledgement_id", "!=", False) & whose
        domain &= Domain("date_closed", "=", False)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        return self.env["playbook.finding"].search(domain)

    @api.model
    def _lines_said(self):
        today = self._today()
        return [
            self._make_line(
                "said",
                finding,
                finding.procedure_id,
                title=self._get_said_title(finding),
                date=finding.date_due,
                badge=self._get_due_words(finding.date_due, today),
                state=LATE if finding.date_due < today else TODAY,
                icon="fa-comment-o",
                # A colleague.
                responsible=finding.acknowledgement_id.sudo().user_id.name,
                can_postpone=False,
                opens_by_finishing=True,
                finish_label=self.env._("Answer"),
            )
            for finding in self._find_said()
        ]

    @api.model
    def _get_said_title(self, finding):
        said = finding.acknowledgement_id
        if said.opinion != WENT_WRONG:
            return finding.display_name
        severity = said._fields["severity"].convert_to_export(said.severity, said)
        return self.env._(
            "%(said)s (%(severity)s)", said=finding.display_name, severity=severity
        )

    @api.model
    def _finish_said(self, ids):
        """Ask for the answer."""
        findings = self._find_said(ids)
        self._check_unchanged(findings, ids)
        action = findings.acknowledgement_id.action_open_reply()
        return {"done": False, "message": "", "action": action}

    # ------------------------------------------------------------------
    # Answered
    # ------------------------------------------------------------------

    @api.model
    def _find_replies(self, ids=None):
        domain = Domain("user_id", "=", self.env.uid)
        domain &= Domain("date_replied", "!=", False)
        domain &= Domain("reply_seen", "=", False)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        return self.env["playbook.acknowledgement"].search(domain)

    @api.model
    def _lines_reply(self):
        return [
            self._make_line(
                "reply",
                said,
                said.procedure_id,
                title=said._get_reply_words(),
                date=self._local_day(said.date_replied),
                icon="fa-comments-o",
                can_postpone=False,
                finish_label=self.env._("Seen"),
            )
            for said in self._find_replies()
        ]

    @api.model
    def _finish_reply(self, ids):
        replies = self._find_replies(ids)
        self._check_unchanged(replies, ids)
        # Written by the addon alone; these are the user's own.
        replies.sudo().write({"reply_seen": True})
        return self.env._("Taken note of.")
