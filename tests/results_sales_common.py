"""Random leads and orders of two companies, to measure what was sold."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.crm_playbook.models.results.periods import MONTH, WEEK, periods_back

from .common import PROFILE_GROUPS
from .results_common import ResultsCase

NOW = "2026-04-15 12:00:00"
BEGIN = datetime(2025, 12, 20)
# Before and after midnight in Tokyo, in Lima and in London.
HOURS = ("00:00:00", "04:59:59", "05:00:00", "12:30:00", "14:59:59", "15:00:00")
STAY_COLUMNS = (
    *("lead_id", "from_stage_id", "to_stage_id", "date", "date_left", "ending"),
    *("estimated", "create_date"),
)


class SalesCase(ResultsCase):
    """Two companies with currencies and time zones of their own, teams and people of
    each and of none, customers with main segments.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        currency = cls.env["res.currency"].create({"name": "XSA", "symbol": "x"})
        cls.other = cls.env["res.company"].create(
            {"name": "Other", "currency_id": currency.id}
        )
        cls.companies = cls.company | cls.other
        for company, zone in zip(
            cls.companies, ("Asia/Tokyo", "America/Lima"), strict=True
        ):
            company.resource_calendar_id.tz = zone
        cls.people = (
            cls.salesperson
            | cls.manager
            | new_test_user(
                cls.env,
                "re_other",
                PROFILE_GROUPS["sales"],
                company_id=cls.other.id,
                company_ids=[Command.set(cls.other.ids)],
            )
        )
        cls.teams = cls.env["crm.team"].create(
            [
                {"name": "Of one", "company_id": cls.company.id},
                {"name": "Of the other", "company_id": cls.other.id},
                {"name": "Of none", "company_id": False},
            ]
        )
        cls.env["crm.team.member"].create(
            {"crm_team_id": cls.teams[2].id, "user_id": cls.salesperson.id}
        )
        cls.stages = cls.env["crm.stage"].search([("team_ids", "=", False)])
        cls._make_customers()

    @classmethod
    def _make_customers(cls):
        Partner = cls.env["res.partner"]
        cls.customers = Partner.create(
            [{"name": f"Customer {n}", "is_company": True} for n in range(8)]
        )
        contacts = Partner.create(
            [{"name": "Contact", "parent_id": one.id} for one in cls.customers[:4]]
        )
        cls.addressees = cls.customers | contacts
        segments = cls.env["playbook.segment"].create(
            [{"name": n, "domain": f"[('name', '=', '{n}')]"} for n in ("S1", "S2")]
        )
        for number, customer in enumerate(cls.customers[:5]):
            for company in cls.companies:
                cls._insert(
                    "playbook_main_segment",
                    partner_id=customer.id,
                    company_id=company.id,
                    segment_id=segments[number % 2].id,
                )
        cls.sources = cls.env["utm.source"].create([{"name": "A"}, {"name": "B"}])
        cls.campaigns = cls.env["utm.campaign"].create([{"name": "C"}])

    @classmethod
    def _insert(cls, table, **values):
        cls.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES %s RETURNING id",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
        return cls.env.cr.fetchone()[0]

    def _set(self, record, **values):
        """Write columns past the ORM, which would date them itself."""
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = %s",
                SQL.identifier(record._table),
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), value)
                    for name, value in values.items()
                ),
                record.id,
            )
        )

    # ------------------------------------------------------------------
    # Random records
    # ------------------------------------------------------------------

    def _random_moment(self, chance, after=BEGIN, days=115):
        day = after + timedelta(days=chance.randrange(days))
        hour, minute, second = map(int, chance.choice(HOURS).split(":"))
        return max(after, day.replace(hour=hour, minute=minute, second=second))

    def _random_owner(self, chance):
        """Values of a lead or an order, ids or None."""

        def one_of(records):
            return chance.choice([None, *records.ids])

        return {
            "team_id": one_of(self.teams),
            "user_id": one_of(self.people),
            "partner_id": one_of(self.addressees),
            "source_id": one_of(self.sources),
            "campaign_id": one_of(self.campaigns),
        }

    def _random_leads(self, chance, count):
        leads = self.env["crm.lead"].create([{"name": "L", "type": "lead"}] * count)
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM playbook_transition WHERE lead_id = ANY(%s)", [leads.ids]
        )
        for lead in leads:
            self._random_lead(chance, lead)
        self.env.invalidate_all()
        return leads

    def _random_lead(self, chance, lead):
        made = self._random_moment(chance)
        is_lead = chance.random() < 0.25
        status = chance.choice(["pending", "won", "lost", "lost"])
        if is_lead and status == "won":
            status = "lost"
        stays = self._random_stays(chance, made, status)
        decided = stays[-1]["date_left"] or self._random_moment(chance, made)
        closed = chance.choice(
            [decided] * 4
            + [
                decided + timedelta(days=9),
                max(made, decided - timedelta(days=9)),
                None,
            ]
        )
        converted = None if is_lead else chance.choice([None, made + timedelta(days=1)])
        self._set(
            lead,
            **self._random_owner(chance),
            company_id=chance.choice([None, *self.companies.ids]),
            type="lead" if is_lead else "opportunity",
            create_date=made,
            date_conversion=converted,
            won_status=status,
            active=status == "won" or (status == "pending" and chance.random() < 0.9),
            date_closed=None if status == "pending" else closed,
            probability={"won": 100, "lost": 0}.get(status, chance.choice([5, 33.3])),
            stage_id=stays[-1]["to_stage_id"],
            expected_revenue=chance.choice([0, 100, 250.5, 1000]),
        )
        for stay in self._told(chance, stays):
            self._insert("playbook_transition", lead_id=lead.id, **stay)

    def _random_stays(self, chance, made, status):
        """A story that ends with ``status``, maybe after it had ended otherwise."""
        won_stage = self.stages.filtered("is_won")[:1]
        ways = self.stages - won_stage
        stays, moment, before = [], made, None
        endings = ["moved"] * chance.randrange(3)
        if chance.random() < 0.3:
            endings.append(chance.choice(["won", "lost", "merged"]))
        endings += ["moved"] * chance.randrange(2) + [status]
        for ending in endings:
            stage = chance.choice([ways[:1], *ways]).id
            left = self._random_moment(chance, moment, 25)
            is_open = ending == "pending"
            stays.append(
                {
                    "from_stage_id": before,
                    "to_stage_id": stage,
                    "date": moment,
                    "date_left": None if is_open else left,
                    "ending": None if is_open else ending,
                    "estimated": False,
                    "create_date": moment,
                }
            )
            moment, before = left, stage
            if ending == "won":
                end = {"date": left, "date_left": left, "to_stage_id": won_stage.id}
                stays.append({**stays[-1], "from_stage_id": stage, **end})
                before = won_stage.id
        return stays

    def _told(self, chance, stays):
        """What of the story was noted: all, nothing, or the end, and that later."""
        late = fields.Datetime.from_string("2026-04-10 09:00:00")
        last = {**stays[-1], "from_stage_id": None, "estimated": True}
        way = chance.random()
        if way < 0.7:
            return stays
        if way < 0.8:
            return []
        if way < 0.9:
            return [{**last, "create_date": late}]
        closed = last["date_left"] and late
        return [{**last, "date": late, "date_left": closed, "create_date": late}]

    def _random_orders(self, chance, count, leads=()):
        """Quotations and orders, some of them of deals and sent to the customer."""
        orders = self.env["sale.order"].create(
            [{"partner_id": self.customers[0].id}] * count
        )
        self.env.flush_all()
        for order in orders:
            moment = self._random_moment(chance)
            sent = chance.choice([None, moment, self._random_moment(chance)])
            owner = self._random_owner(chance)
            lead = chance.choice([None, *leads])
            self._set(
                order,
                **{**owner, "partner_id": chance.choice(self.addressees.ids)},
                company_id=chance.choice(self.companies.ids),
                state=chance.choice(
                    ["draft", "sent", "sent", "sale", "sale", "cancel"]
                ),
                date_order=moment,
                amount_untaxed=chance.choice([0, 100, 33.33, -20, 1000]),
                currency_rate=chance.choice([0, 1, 1, 0.5, 3.3]),
                playbook_sent_date=sent,
                signed_on=chance.choice([None, None, moment]),
                opportunity_id=lead and lead.id,
            )
        self.env.invalidate_all()
        return orders

    @staticmethod
    def _periods():
        day = fields.Date.from_string(NOW[:10])
        return [*periods_back(MONTH, day, 4), *periods_back(WEEK, day, 3)]
