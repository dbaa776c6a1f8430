from datetime import timedelta

from odoo import api, models

from ..profiles.halves import gone_meanwhile
from ..segments.playbook_rfm_score import SOURCES
from .periods import MONTH, periods_back
from .rfm_past_sql import tell_past

# So many ends of months are told; of who has more documents, every third.
MONTHS = 15
MANY_DOCUMENTS = 200_000


class PlaybookRfmHistory(models.Model):
    """What was before the first scoring, as it can still be found."""

    _inherit = "playbook.rfm.history"

    @api.model
    def _tell_past(self, company, day):
        """Tell in which groups the customers of ``company`` were on ``day``, had they
        been scored then.

        It is done in the order of the days, and changes nothing of what was scored.
        """
        Score = self.env["playbook.rfm.score"]
        for name in SOURCES:
            self.env[name].flush_model()
        basis, days = company._get_rfm_basis()
        scope = Score._get_scope(company, day)
        with gone_meanwhile():
            self.env.cr.execute(tell_past(basis, scope, days), log_exceptions=False)
        self.invalidate_model(flush=False)

    @api.model
    def _get_days_before(self, company):
        """The last days of the months before the first scoring, the first one first;
        none where nothing can have been bought.
        """
        count = self._count_documents(company)
        if not count:
            return []
        runs = self.env["playbook.rfm.run"]
        scored = runs.search([("company_id", "=", company.id)], order="date", limit=1)
        first = scored.date or self.env["playbook.segment"]._get_day(company)
        months = periods_back(MONTH, first, MONTHS)
        days = [month.date_from - timedelta(days=1) for month in months]
        if count > MANY_DOCUMENTS:
            days = days[::3]
        return days[::-1]

    @api.model
    def _count_documents(self, company):
        return sum(
            self.env[model].search_count([("company_id", "=", company.id)])
            for model in ("sale.order", "account.move")
        )
