"""Finding requirements that are answered with filler, and letting them fall back."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..profiles.halves import do_in_halves
from .playbook_doubt import ASKED, FALLEN, KEPT
from .playbook_procedure import ENFORCE
from .playbook_requirement import FIELD

_logger = logging.getLogger(__name__)

SHARE, LEAST = "crm_playbook.filler_share", "crm_playbook.filler_answers"
DEFAULT_SHARE, DEFAULT_LEAST = 20, 20
WORKING_DAYS = 3
# What was kept is not asked again for so long, unless it is twice as bad.
QUIET_DAYS = 30
# What was typed is kept for so long after it was decided.
KEPT_DAYS = 180


class PlaybookDoubt(models.Model):
    _inherit = "playbook.doubt"

    @api.model
    def _cron_watch(self):
        """Let fall back what nobody keeps; then look at the answers to all that is
        enforced, one requirement at a time, what was looked at least lately first.
        """
        Cron = self.env["ir.cron"]
        before = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.env["playbook.doubt.line"]._forget_old(before)
        requirements = self._find_watched()
        asked = self.search([("state", "=", ASKED)])
        over = asked.filtered(lambda doubt: doubt.requirement_id not in requirements)
        over._end()
        due = (asked - over).filtered(
            lambda doubt: doubt.date_falls_back < doubt._get_own()._get_today()
        )
        others = requirements - due.requirement_id
        Cron._commit_progress(remaining=len(due) + len(others))
        for doubt in due:
            do_in_halves(self.env.cr, doubt, self._let_fall, self._tell_kept_open)
            if not Cron._commit_progress(1):
                return
        for requirement in others:
            do_in_halves(self.env.cr, requirement, self._watch, self._tell_failed)
            self._note_watched(requirement)
            if not Cron._commit_progress(1):
                return

    @api.model
    def _find_watched(self):
        """What is asked for in full, and can be told from filler."""
        requirements = self.env["playbook.requirement"].search(
            [
                ("procedure_id.state", "=", ENFORCE),
                ("procedure_id.active", "=", True),
                ("kind", "=", FIELD),
                ("only_warns", "=", False),
            ],
            order="date_watched NULLS FIRST, id",
        )
        return requirements.filtered(lambda each: each._can_be_doubted())

    @api.model
    def _note_watched(self, requirement):
        # Nothing that a procedure asks for: what is cached of it stays.
        self.env.cr.execute(
            SQL(
                "UPDATE playbook_requirement SET date_watched = %s WHERE id = %s",
                fields.Datetime.now(),
                requirement.id,
            )
        )
        requirement.invalidate_recordset(["date_watched"], flush=False)

    @api.model
    def _let_fall(self, doubts):
        """The day is over: let these fall back, unless it has been mended since."""
        self._watch(doubts.requirement_id)
        due = doubts.filtered(lambda doubt: doubt.state == ASKED)
        due.write({"state": FALLEN, "date_decided": fields.Datetime.now()})
        due._fall_back()

    @api.model
    def _tell_kept_open(self, doubt, error):
        return self._tell_failed(doubt.requirement_id, error)

    @api.model
    def _tell_failed(self, requirement, error):
        _logger.warning(
            "The answers to %s of procedure %s could not be looked at: %s",
            requirement.label,
            requirement.procedure_id.name,
            error,
        )
        return 1

    @api.model
    def _watch(self, requirements):
        for requirement in requirements:
            procedure = requirement.procedure_id
            company = procedure.company_id or self.env.company
            own = requirement.with_company(company)
            evidence = own._find_evidence()
            doubt = self.search(
                [("requirement_id", "=", requirement.id), ("state", "=", ASKED)]
            )
            if not self._is_doubted(evidence):
                doubt._end()
            elif doubt:
                doubt.write(doubt._get_line_values(evidence))
            elif not self._was_kept(requirement, evidence):
                self.with_company(company)._report(requirement, evidence)

    @api.model
    def _is_doubted(self, evidence):
        share, least = self._get_thresholds()
        return evidence.answers >= least and evidence.rate >= share

    @api.model
    def _was_kept(self, requirement, evidence):
        since = fields.Datetime.now() - timedelta(days=QUIET_DAYS)
        kept = self.search(
            [
                ("requirement_id", "=", requirement.id),
                ("state", "=", KEPT),
                ("date_decided", ">", since),
            ],
            limit=1,
        )
        return bool(kept) and evidence.rate < 2 * kept.rate

    @api.model
    def _report(self, requirement, evidence):
        own = self._get_own()
        today = last = own._get_today()
        Day = self.env["playbook.day"]
        for _day in range(WORKING_DAYS):
            last = Day._get_working_day(last + timedelta(days=1))
        return self.create(
            {
                "requirement_id": requirement.id,
                "procedure_id": requirement.procedure_id.id,
                "company_id": requirement.procedure_id.company_id.id,
                "date_reported": today,
                "date_falls_back": last,
                **self._get_line_values(evidence),
            }
        )

    def _get_own(self):
        """These, in the company whose days count."""
        return self.with_company(self.company_id) if self.company_id else self

    @api.model
    def _get_today(self):
        """The day that it is in the company."""
        # When the company works is no secret.
        zone = self.env.company.sudo().resource_calendar_id.tz
        return fields.Date.context_today(self.with_context(tz=zone or "UTC"))

    @api.model
    def _get_thresholds(self):
        """Percent of the answers, and how many there must be at least."""
        # From when on answers are doubted is no secret.
        get = self.env["ir.config_parameter"].sudo().get_param
        try:
            share = int(get(SHARE) or DEFAULT_SHARE)
            least = int(get(LEAST) or DEFAULT_LEAST)
        except ValueError:
            return DEFAULT_SHARE, DEFAULT_LEAST
        return min(max(share, 1), 100), max(least, 1)
