"""Indicators of leads and opportunities on random records, against an oracle."""

import random

from odoo.tests import freeze_time, tagged

from .common import FULL
from .results_sales_common import NOW, SalesCase
from .results_sales_oracle import SalesOracle

ROUNDS, LEADS = (6, 150) if FULL else (1, 90)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSalesOracleDeals(SalesOracle, SalesCase):
    def _check_random(self, check):
        for seed in range(ROUNDS):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self._random_leads(random.Random(seed), LEADS)  # noqa: S311
                check()
                savepoint.rollback()
                self.env.invalidate_all()

    def _set_leads(self, used):
        group = self.env.ref("crm.group_use_lead")
        everybody = self.env.ref("base.group_user")
        everybody.implied_ids = [(4 if used else 3, group.id)]

    def test_deals(self):
        self._check_random(self._check_deals)

    def _check_deals(self):
        def each(tell, chosen=bool):
            return lambda span: [
                self._fact(lead, *tell(lead))
                for lead in self._deals_decided(span)
                if chosen(lead)
            ]

        def is_won(lead):
            return lead.won_status == "won"

        def cycle(lead):
            return self._days(self._decided(lead) - self._made(lead)), 1

        def is_worth(lead):
            return is_won(lead) and lead.expected_revenue > 0

        def value(lead):
            worth = lead.expected_revenue
            return is_won(lead) * worth, worth

        def won(lead):
            return is_won(lead), 1

        def deal(lead):
            return lead.expected_revenue, 1

        self._assert_oracle("win_rate", each(won))
        self._assert_oracle("win_rate_value", each(value))
        self._assert_oracle("sales_cycle", each(cycle, is_won))
        self._assert_oracle("average_deal", each(deal, is_worth))
        self._assert_oracle("pipeline", self._tell_pipeline)
        self._assert_oracle("forecast", self._tell_forecast)
        self._assert_oracle("stage_conversion", self._tell_stages)

    def _tell_pipeline(self, span):
        return [
            self._fact(lead, lead.expected_revenue, stage=stage)
            for lead, stage in self._deals_open(span)
        ]

    def _tell_forecast(self, span):
        return [
            self._fact(
                lead, lead.expected_revenue * lead.probability / 100, None, stage
            )
            for lead, stage in self._deals_open(span)
        ]

    def _tell_stages(self, span):
        return [
            self._fact(stay.lead_id, self._moved_on(stay), 1, stay.to_stage_id)
            for stay in self._fair_stays(span)
        ]

    def _fair_stays(self, span):
        return [
            stay
            for lead in self._all_leads(span)
            for stay in self._stays(lead)
            if span.has(stay.date_left)
            and not (stay.estimated and stay.date_left <= stay.create_date)
            and self._moved_on(stay) is not None
        ]

    # ------------------------------------------------------------------
    # Leads
    # ------------------------------------------------------------------

    def test_leads(self):
        self._set_leads(True)
        self._check_random(self._check_leads)

    def _check_leads(self):
        def received(span):
            return [
                self._fact(lead, 1)
                for lead in self._all_leads(span)
                if span.has(lead.create_date)
                and (lead.type == "lead" or lead.date_conversion)
            ]

        def converted(span):
            told = []
            for lead in self._all_leads(span):
                is_lead = lead.type == "lead"
                lost = is_lead and lead.won_status == "lost"
                moment = self._decided(lead) if lost else lead.date_conversion
                if (lost or not is_lead) and span.has(moment):
                    told.append(self._fact(lead, not is_lead, 1))
            return told

        self._assert_oracle("leads_received", received)
        self._assert_oracle("lead_conversion", converted)

    def test_leads_switched_off(self):
        self._set_leads(False)
        self._check_random(self._check_leads_switched_off)

    def _check_leads_switched_off(self):
        first = self.env["crm.stage"].browse(
            self.env["crm.stage"]._get_first_stage_ids()
        )

        def began_later(lead):
            return any(
                not stay.from_stage_id
                and stay.to_stage_id not in first
                and not stay.estimated
                and (stay.date - lead.create_date).total_seconds() < 86400
                for stay in lead.transition_ids
            )

        def received(span):
            return [
                self._fact(lead, 1)
                for lead in self._all_leads(span)
                if span.has(lead.create_date) and not began_later(lead)
            ]

        def converted(span):
            fair = self._fair_stays(span)
            ends = [
                (stay.lead_id.transition_ids & self._stays(stay.lead_id)).filtered(
                    lambda s: s.to_stage_id in first and s.date_left
                )
                for stay in fair
            ]
            return [
                self._fact(stay.lead_id, self._moved_on(stay), 1)
                for stay, theirs in zip(fair, ends, strict=True)
                if stay in theirs
                and stay == max(theirs, key=lambda s: (s.date_left, s.id))
            ]

        self._assert_oracle("leads_received", received)
        self._assert_oracle("lead_conversion", converted)
