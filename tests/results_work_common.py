"""What happened in the last months of a random company, for oracles."""

from datetime import datetime, timedelta

from odoo.addons.crm_playbook.models.results.periods import WEEK, period_of

from .common import FULL
from .results_facts_common import FactsOracle

NOW = datetime(2026, 6, 15, 3)
SIZE = 900 if FULL else 120
DAYS = 150


class WorkOracle(FactsOracle):
    """What happened in the last months, also at the edges of days and months."""

    def _periods(self):
        months = [self._month(2026, number) for number in (2, 3, 5, 6)]
        return [period_of(WEEK, NOW.date() - timedelta(days=40)), *months]

    def assertHappened(self, code, find):
        for kind in ("week", "month"):
            periods = [each for each in self._periods() if each.kind == kind]
            self.assertFacts(code, periods, find)

    @classmethod
    def _random_moment(cls):
        at = NOW - timedelta(days=cls.chance.random() * DAYS)
        if cls.chance.random() < 0.3:
            # About midnight of a first of the month, in UTC and in the companies.
            hour = cls.chance.choice([0, 4, 5, 6, 14, 15, 16])
            at = at.replace(day=1, hour=hour, minute=0, second=0, microsecond=0)
        return at.replace(microsecond=0)

    @classmethod
    def _make_leads(cls):
        pick = cls.chance.choice
        cls.leads = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Lead {number}",
                    "type": "opportunity",
                    "user_id": False,
                    "source_id": pick([*cls.customers.source_id.ids, False]),
                }
                for number in range(40)
            ]
        )
        cls.env.flush_all()
        for lead in cls.leads:
            company = pick([*cls.companies, cls.env["res.company"]])

            def pick_of(records, company=company):
                """One of the company's, anybody's where it has none; or none."""
                theirs = records.filtered(
                    lambda each: not company or each.company_id == company
                )
                return pick([*theirs.ids, None])

            # The ORM lets no lead of all companies have a team of one; old data may.
            cls.env.cr.execute(
                "UPDATE crm_lead SET company_id = %s, team_id = %s, user_id = %s, "
                "partner_id = %s WHERE id = %s",
                [
                    company.id or None,
                    pick_of(cls.teams),
                    pick_of(cls.people),
                    pick_of(cls.customers),
                    lead.id,
                ],
            )
        cls.env.invalidate_all()

    def _is_in(self, company, period, moment):
        return period.date_from <= self._local(company, moment) < period.date_to
