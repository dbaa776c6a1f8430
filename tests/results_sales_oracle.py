"""What the indicators of selling should be: counted record by record, without SQL."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

import pytz

from odoo import fields

CUTS = {
    "main": ("segment_id",),
    "source": ("source_id", "medium_id", "campaign_id"),
    "stage": ("stage_id",),
}
OWNERS = ("team_id", "user_id")


class Span(NamedTuple):
    """A period of a company: its days, when they begin and end, and the last moment
    that is known.
    """

    company: Any
    date_from: Any
    date_to: Any
    start: datetime
    end: datetime
    as_of: datetime

    def has(self, moment):
        return bool(moment) and self.start <= moment < self.end

    def is_by_then(self, moment):
        return bool(moment) and moment < self.end and moment <= self.as_of


class SalesOracle:
    """Needs ``env``, ``companies`` and what ``SalesCase`` has."""

    def _span(self, company, period):
        zone = pytz.timezone(company.resource_calendar_id.tz)

        def begin(day):
            local = zone.localize(datetime.combine(day, time()))
            return local.astimezone(pytz.utc).replace(tzinfo=None)

        start, end = begin(period.date_from), begin(period.date_to)
        as_of = min(end, fields.Datetime.now())
        return Span(company, period.date_from, period.date_to, start, end, as_of)

    def _home(self, record, user="user_id"):
        first = self.env["res.company"].search([], order="id", limit=1)
        return (
            record.company_id or record.team_id.company_id or record[user].company_id
        ) or first

    def _fact(self, record, numerator, denominator=None, stage=None):
        return {
            **{
                name: record[name].id or None
                for names in (OWNERS, CUTS["source"])
                for name in names
            },
            "stage_id": stage.id if stage else None,
            "customer": record.partner_id.commercial_partner_id,
            "numerator": float(numerator),
            "denominator": denominator if denominator is None else float(denominator),
        }

    # ------------------------------------------------------------------
    # Comparing
    # ------------------------------------------------------------------

    def _assert_oracle(self, code, tell):
        """The figures of all periods and companies are those of ``tell(span)``, a list
        of facts; at least some of them are there.
        """
        indicator, periods = self._indicator(code), self._periods()
        runs = self.Run
        for company in self.companies:
            runs |= self.Run._ensure(indicator, company, periods)
        runs._measure()
        counted = 0
        for run in runs:
            period = next(
                each
                for each in periods
                if (each.kind, each.date_from) == (run.kind, run.date_from)
            )
            told = tell(self._span(run.company_id, period))
            counted += len(told)
            for cut in indicator._get_cuts():
                with self.subTest(code, cut=cut, run=run, day=run.date_from):
                    self._assert_cut(run, cut, told)
        self.assertGreater(counted, 3, f"{code}: there is hardly anything to compare")

    def _assert_cut(self, run, cut, told):
        names = (*OWNERS, *CUTS[cut])
        expected = defaultdict(lambda: [0.0, 0.0])
        for fact in told:
            placed = self._place(fact, run.company_id)
            sums = expected[tuple(placed[name] for name in names)]
            sums[0] += fact["numerator"]
            sums[1] += fact["denominator"] or 0
        rows = self.Measurement.search([("run_id", "=", run.id), ("cut", "=", cut)])
        found = {tuple(row[name].id or None for name in names): row for row in rows}
        self.assertEqual(len(found), len(rows))
        self.assertEqual(set(found), set(expected))
        for key, (numerator, denominator) in expected.items():
            self.assertAlmostEqual(found[key].numerator, numerator, places=3)
            self.assertAlmostEqual(found[key].denominator, denominator, places=3)

    def _find_membership(self, user_id, company):
        """In a team of the company, else in one of all companies."""
        found = self.env["crm.team.member"].search(
            [
                ("user_id", "=", user_id),
                ("crm_team_id.company_id", "in", [company.id, False]),
            ],
            order="id",
        )
        return found.sorted(lambda one: not one.crm_team_id.company_id)[:1]

    def _place(self, fact, company):
        """With the team of who has none, and the customer's main segment."""
        member = self._find_membership(fact["user_id"], company)
        team = fact["team_id"] or (member.crm_team_id.id if fact["user_id"] else None)
        main = self.env["playbook.main.segment"].search(
            [("partner_id", "=", fact["customer"].id), ("company_id", "=", company.id)]
        )
        segment = main.segment_id.id if fact["customer"] else None
        return {**fact, "team_id": team or None, "segment_id": segment or None}

    # ------------------------------------------------------------------
    # Leads and opportunities
    # ------------------------------------------------------------------

    def _all_leads(self, span):
        every = self.env["crm.lead"].with_context(active_test=False).search([])  # pylint: disable=no-search-all
        leads = every.with_context(active_test=True)
        return leads.filtered(lambda lead: self._home(lead) == span.company)

    def _stays(self, lead):
        return lead.transition_ids.sorted(
            lambda stay: (not stay.date_left, stay.date_left or stay.date, stay.id)
        )

    def _decided(self, lead):
        """When it was won or lost, for the last time; None where it is open."""
        if lead.won_status == "pending":
            return None
        before, last = None, None
        for stay in self._stays(lead).filtered("date_left"):
            if stay.ending == lead.won_status and (
                stay.date_left > stay.date or before != stay.ending
            ):
                last = stay
            before = stay.ending
        told = [last.date_left] if last else []
        return min(told + [lead.date_closed] * bool(lead.date_closed), default=None)

    def _made(self, lead):
        return lead.date_conversion or lead.create_date

    def _deals_decided(self, span):
        return [
            lead
            for lead in self._all_leads(span)
            if lead.type == "opportunity" and span.has(self._decided(lead))
        ]

    def _deals_open(self, span):
        """Pairs of an opportunity and the stage in which it was then."""
        found = []
        for lead in self._all_leads(span):
            decided = self._decided(lead)
            if (
                lead.type != "opportunity"
                or not span.is_by_then(self._made(lead))
                or span.is_by_then(decided)
                or (not decided and not (lead.active and lead.won_status == "pending"))
            ):
                continue
            entered = [s for s in self._stays(lead) if span.is_by_then(s.date)]
            there = [s for s in entered if not span.is_by_then(s.date_left)]
            if entered and not there:
                continue
            last = max(there, key=lambda stay: (stay.date, stay.id), default=None)
            found.append((lead, last.to_stage_id if last else None))
        return found

    def _moved_on(self, stay):
        """1 or 0; None where it tells nothing: as the stage analysis has it."""
        stage = stay.to_stage_id
        if not stay.date_left or stay.ending == "merged":
            return None
        if stay.ending == "lost":
            return 0
        if stay.ending == "won":
            return None if stage.is_won else 1
        following = [
            later
            for later in stay.lead_id.transition_ids
            if later.id > stay.id and later.from_stage_id == stage
        ]
        if not following:
            return None
        nearest = min(
            following,
            key=lambda later: (abs(later.date - stay.date_left), later.id),
        )
        return int(nearest.to_stage_id.sequence > stage.sequence)

    def _days(self, length):
        return max(0, length / timedelta(days=1))
