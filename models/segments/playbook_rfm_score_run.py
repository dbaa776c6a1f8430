import logging
from datetime import timedelta

from odoo import api, fields, models

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from ..profiles.rounds import read_round, write_round

_logger = logging.getLogger(__name__)

CRON = "crm_playbook.ir_cron_score_rfm"
# When the round began that has not come to its end. Unset: there is none.
ROUND = "crm_playbook.rfm_round_begun"
# A round that has not come to its end by then begins anew.
LONGEST_ROUND = timedelta(days=1)
# How often a company is tried where somebody was faster, and when again after that.
ATTEMPTS = 2
PAUSE = timedelta(minutes=5)


class PlaybookRfmScore(models.Model):
    """The scheduled action that scores the customers of all companies."""

    _inherit = "playbook.rfm.score"

    @api.model
    def _score_company(self, company):
        """Score the customers of ``company`` and tell the rooms that follow.

        :return: a :class:`Found`.
        """
        found = self._refresh(company)
        self._after_refresh(company)
        return found

    @api.model
    def _after_refresh(self, company):
        """The customers of ``company`` are scored: rooms that follow extend it."""

    @api.model
    def _end_round(self):
        """Conditions of segments ask for scores: bring the members up to date."""
        self.env["playbook.segment"]._trigger_refresh()

    @api.model
    def _cron_refresh(self):
        """Score the customers of all companies, each in a transaction of its own.

        A *round* begins with the company whose last turn is the longest ago. Out of
        time, the next run goes on with those that have not had theirs. One that cannot
        be done is logged and stops no other; one for which somebody was faster has its
        turn again soon.
        """
        Cron = self.env["ir.cron"]
        begun = read_round(self.env, ROUND, LONGEST_ROUND)
        due = self._get_due_companies(begun)
        begun = begun or fields.Datetime.now()
        Cron._commit_progress(remaining=len(due))
        waiting = False
        for number, company in enumerate(due, 1):
            waiting |= not self._score_or_log(company)
            if not Cron._commit_progress(1) and number < len(due):
                # Whoever has asked meanwhile asked for all of them.
                write_round(self.env, ROUND, None if self._is_asked_again() else begun)
                return
        if waiting:
            write_round(self.env, ROUND, begun)
            self._trigger_scoring(fields.Datetime.now() + PAUSE)
        else:
            write_round(self.env, ROUND, None)
            self._end_round()

    @api.model
    def _get_due_companies(self, begun):
        """Those that have not had their turn in the round, the longest waiting first.

        :param begun: when the round began; None for a new one.
        """
        rows = self.env["playbook.rfm.run"]._read_group(
            [], ["company_id"], ["checked_at:max"]
        )
        turns = {company.id: at for company, at in rows if at}
        # All there are: what each has is worked out for itself.
        companies = self.env["res.company"].search([])  # pylint: disable=no-search-all
        never = companies.filtered(lambda company: company.id not in turns)
        others = companies - never
        if begun:
            others = others.filtered(lambda company: turns[company.id] < begun)
        return never + others.sorted(lambda company: turns[company.id])

    @api.model
    def _score_or_log(self, company):
        """Whether it has had its turn; False where it has to be tried again later."""
        for _attempt in range(ATTEMPTS):
            try:
                with self.env.cr.savepoint():
                    self._score_company(company)
            except TRANSIENT as error:  # noqa: PERF203 - what the loop is for
                # Somebody was faster: a new transaction sees what they did.
                self.env.cr.rollback()
                _logger.info("RFM of company %s waits: %s", company.id, error)
            except Exception as error:
                if TIME_IS_UP in str(error):
                    raise
                _logger.exception("RFM of company %s cannot be worked out", company.id)
                self.env["playbook.rfm.run"]._record_failure(company, error)
                return True
            else:
                return True
        return False

    # ------------------------------------------------------------------
    # Soon
    # ------------------------------------------------------------------

    @api.model
    def _score_soon(self):
        """Have everybody scored soon, not only tonight."""
        if read_round(self.env, ROUND, LONGEST_ROUND):
            # Also those that have had their turn.
            write_round(self.env, ROUND, None)
        self._trigger_scoring()

    @api.model
    def _trigger_scoring(self, at=None):
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            # Whoever changes what scores stand on may not manage scheduled actions.
            cron.sudo()._trigger(at)

    @api.model
    def _is_asked_again(self):
        """Whether somebody has asked for scores since the scheduled action started."""
        cron = self.env.ref(CRON, raise_if_not_found=False)
        domain = [("cron_id", "=", cron and cron.id)]
        domain += [("call_at", "<=", fields.Datetime.now())]
        return bool(self.env["ir.cron.trigger"].search_count(domain, limit=1))
