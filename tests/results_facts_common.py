"""A random company with customers and people, and what an oracle needs to compare."""

import random
from datetime import datetime, time, timedelta

import pytz

from odoo import fields
from odoo.tests import new_test_user

from .common import PROFILE_GROUPS
from .results_common import ResultsCase

ZONES = ("America/Lima", "Asia/Tokyo")
# The columns by which the parts of each cut are told apart.
PARTS = {
    "main": ("team_id", "user_id", "segment_id"),
    "source": ("team_id", "user_id", "source_id", "medium_id", "campaign_id"),
    "stage": ("team_id", "user_id", "stage_id"),
    "rfm": ("team_id", "user_id", "rfm_group_id"),
}


class FactsOracle(ResultsCase):
    """Two companies with two currencies and time zones, people in teams and without,
    customers of one company and of all, with and without segment, source, salesperson.

    An oracle gives facts: dictionaries of the columns of facts, with ``company``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chance = random.Random(13)  # noqa: S311
        currency = cls.env["res.currency"].create({"name": "XRZ", "symbol": "XRZ"})
        cls.other = cls.env["res.company"].create(
            {"name": "Other", "currency_id": currency.id}
        )
        cls.companies = cls.company | cls.other
        cls._make_rates(currency)
        for company, zone in zip(cls.companies, ZONES, strict=True):
            company.playbook_rfm_basis = "orders"
            company.resource_calendar_id = cls.env["resource.calendar"].create(
                {"name": zone, "tz": zone, "company_id": company.id}
            )
        cls.env.user.company_ids |= cls.other
        cls._make_people()
        cls._make_customers()

    @classmethod
    def _make_rates(cls, currency):
        cls.env["res.currency.rate"].create(
            [
                {
                    "currency_id": currency.id,
                    "company_id": company.id,
                    "name": day,
                    "rate": rate * company.id,
                }
                for company in cls.companies
                for day, rate in (("2024-09-01", 2.0), ("2026-02-10", 2.5))
            ]
        )

    @classmethod
    def _make_people(cls):
        """Three in each company; of the first company two are in a team."""
        cls.people = cls.env["res.users"]
        for number, company in enumerate([cls.company, cls.other] * 3):
            cls.people |= new_test_user(
                cls.env,
                f"re_person_{number}",
                PROFILE_GROUPS["sales"],
                company_id=company.id,
                company_ids=company.ids,
            )
        cls.teams = cls.env["crm.team"].create(
            [
                {"name": name, "company_id": company.id}
                for name, company in (
                    ("North", cls.company),
                    ("South", cls.company),
                    ("East", cls.other),
                )
            ]
        )
        members = zip(cls.teams, (0, 2, 1), strict=True)
        cls.env["crm.team.member"].create(
            [
                {"crm_team_id": team.id, "user_id": cls.people[number].id}
                for team, number in members
            ]
        )

    @classmethod
    def _make_customers(cls, number=24):
        pick = cls.chance.choice
        sources = cls.env["utm.source"].create([{"name": "Fair"}, {"name": "Web"}])
        values = []
        for place in range(number):
            company = pick([*cls.companies, cls.env["res.company"]])
            values.append(
                {
                    "name": f"Customer {place}",
                    "is_company": True,
                    "company_id": company.id,
                    "user_id": pick([*cls._get_people(company), cls.people[:0]]).id,
                    "source_id": pick([*sources, sources[:0]]).id,
                }
            )
        cls.customers = cls.env["res.partner"].create(values)
        cls.contacts = cls.env["res.partner"].create(
            [
                {"name": f"Contact {each.id}", "parent_id": each.id}
                for each in cls.customers[::3]
            ]
        )
        cls._make_segments()

    @classmethod
    def _make_segments(cls):
        segments = cls.env["playbook.segment"].create(
            [
                {
                    "name": f"Segment {company.id}",
                    "company_id": company.id,
                    "domain": "[('id', '=', 0)]",
                }
                for company in cls.companies
            ]
        )
        cls.env["playbook.main.segment"].create(
            [
                {
                    "partner_id": customer.id,
                    "company_id": segment.company_id.id,
                    "segment_id": segment.id,
                }
                for segment in segments
                for customer in cls.customers
                if cls.chance.random() < 0.5
            ]
        )

    @classmethod
    def _get_people(cls, company):
        if not company:
            return cls.people
        return cls.people.filtered(lambda user: user.company_id == company)

    # ------------------------------------------------------------------
    # What the oracle goes by
    # ------------------------------------------------------------------

    def _local(self, company, moment):
        """The day of a moment (naive UTC) in the company."""
        zone = pytz.timezone(company.resource_calendar_id.tz)
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _utc(self, company, day):
        """When a day begins in the company."""
        zone = pytz.timezone(company.resource_calendar_id.tz)
        local = zone.localize(datetime.combine(day, time()))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _last_day(self, company, period):
        """The last day of the period; today while it is not over."""
        today = self._local(company, fields.Datetime.now())
        return min(period.date_to - timedelta(days=1), today)

    def _company_of(self, record, team=None, user=None):
        """In whose figures a record counts."""
        first = self.env["res.company"].search([], order="id", limit=1)
        own = record.company_id if record else self.env["res.company"]
        return own or (team and team.company_id) or (user and user.company_id) or first

    # ------------------------------------------------------------------
    # Comparing
    # ------------------------------------------------------------------

    def assertFacts(self, code, periods, find):
        """The measurements are what the facts of an oracle sum up to, in all cuts.

        :param find: gives the facts of a company in a period.
        :return: how many facts there were.
        """
        indicator = self._indicator(code)
        total = 0
        for company in self.companies:
            runs = self._measure(indicator, *periods, company=company)
            for run, period in zip(runs.sorted("date_from"), periods, strict=True):
                found = list(find(company, period))
                total += len(found)
                for cut in indicator._get_cuts():
                    told = {"company": company.name, "period": period, "cut": cut}
                    with self.subTest(code, **told):
                        self.assertEqual(
                            self._get_measured(run, cut),
                            self._sum_up(company, cut, found),
                        )
        self.assertTrue(total, f"{code}: the oracle has nothing to compare")
        return total

    def _get_measured(self, run, cut):
        rows = self.Measurement.search([("run_id", "=", run.id), ("cut", "=", cut)])
        return {
            tuple(row[name].id for name in PARTS[cut]): (
                round(row.numerator, 2),
                round(row.denominator, 2),
            )
            for row in rows
        }

    def _sum_up(self, company, cut, found):
        sums = {}
        for fact in found:
            key = tuple(self._get_part(company, fact, name) for name in PARTS[cut])
            numerator, denominator = sums.get(key, (0, 0))
            sums[key] = (
                numerator + float(fact["numerator"]),
                denominator + float(fact.get("denominator", 0)),
            )
        return {key: (round(n, 2), round(d, 2)) for key, (n, d) in sums.items()}

    def _get_part(self, company, fact, name):
        if name == "segment_id":
            main = self.env["playbook.main.segment"].search(
                [
                    ("partner_id", "=", fact.get("partner_id")),
                    ("company_id", "=", company.id),
                ]
            )
            return main.segment_id.id
        if name == "team_id" and not fact.get("team_id"):
            found = self.env["crm.team.member"].search(
                [
                    ("user_id", "=", fact.get("user_id")),
                    ("crm_team_id.company_id", "in", [company.id, False]),
                ],
                order="id",
            )
            member = found.sorted(lambda one: not one.crm_team_id.company_id)[:1]
            return member.crm_team_id.id
        return fact.get(name) or False
