"""First answers to leads and the care for open deals, against an oracle."""

import random
from datetime import date, timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .common import FULL
from .results_sales_common import NOW, SalesCase
from .results_sales_oracle import SalesOracle
from .results_sales_said import Said

ROUNDS, LEADS = (5, 120) if FULL else (1, 70)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSalesOracleCare(Said, SalesOracle, SalesCase):
    def _check_random(self, check):
        for seed in range(ROUNDS):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                chance = random.Random(seed)  # noqa: S311
                leads = self._random_leads(chance, LEADS)
                self._random_talk(chance, leads, [], LEADS)
                check(chance, leads)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_first_response(self):
        everybody = self.env.ref("base.group_user")
        everybody.implied_ids = [(4, self.env.ref("crm.group_use_lead").id)]
        self._check_random(self._check_first_response)

    def _check_first_response(self, _chance, leads):
        source = self.env["playbook.load.source"].create({"name": "Old system"})
        loaded, left_out = leads[::3], []
        for lead in loaded:
            self._insert(
                "playbook_load_key",
                source_id=source.id,
                kind="lead",
                key=str(lead.id),
                res_model="crm.lead",
                res_id=lead.id,
                created=True,
            )
        self._read_talk()

        def tell(span):
            told = []
            for lead in self._all_leads(span):
                if lead.type != "lead" and not lead.date_conversion:
                    continue
                customer = lead.partner_id.commercial_partner_id
                none = self.env["sale.order"]
                answers = self._find_answers(lead, none, customer, lead.create_date)
                first = min(answers, default=None)
                if span.has(first) and lead in loaded:
                    left_out.append(lead)
                elif span.has(first):
                    hours = (first - lead.create_date) / timedelta(hours=1)
                    told.append(self._fact(lead, hours, 1))
            return told

        self._assert_oracle("first_response", tell)
        self.assertTrue(left_out, "some of them were answered")

    # ------------------------------------------------------------------
    # Open deals, as they are now
    # ------------------------------------------------------------------

    def test_care(self):
        self._check_random(self._check_care)

    def _check_care(self, chance, leads):
        self._random_care(chance, leads)
        self._read_talk()
        self._assert_oracle("next_step_share", self._tell_next_step)
        self._assert_oracle("contact_share", self._tell_contact)
        self._assert_oracle("stale_share", self._tell_stale)

    def _random_care(self, chance, leads):
        kind = self.env.ref("mail.mail_activity_data_todo")
        model = self.env["ir.model"]._get_id("crm.lead")
        self.env["mail.activity"].create(
            [
                {
                    "res_model_id": model,
                    "res_id": lead.id,
                    "activity_type_id": kind.id,
                    "user_id": self.salesperson.id,
                    "date_deadline": date(2026, 4, 15)
                    + timedelta(days=chance.choice([-5, 0, 1, 30, 31, 60])),
                    "active": chance.random() < 0.8,
                }
                for lead in leads
                if chance.random() < 0.4
            ]
        )
        self.env.flush_all()
        self._random_orders(chance, 20, leads)
        for customer in self.customers[:6]:
            for company in self.companies:
                self._insert(
                    "playbook_last_contact",
                    partner_id=customer.id,
                    company_id=company.id,
                    date=self._random_moment(chance),
                    channel="call",
                )
        self.stages[1].rotting_threshold_days = 40
        self.env.flush_all()
        self.env.invalidate_all()

    def _looked_after(self, span):
        """The open deals that were made by then."""
        return [
            lead
            for lead in self._all_leads(span)
            if lead.active
            and lead.type == "opportunity"
            and lead.won_status == "pending"
            and span.is_by_then(self._made(lead))
            and "sale" not in lead.order_ids.mapped("state")
        ]

    def _tell_next_step(self, span):
        return [
            self._fact(lead, bool(lead.activity_ids), 1, lead.stage_id)
            for lead in self._looked_after(span)
        ]

    def _tell_contact(self, span):
        since = span.as_of - timedelta(days=30)
        told = []
        for lead in self._looked_after(span):
            known = self.env["playbook.last.contact"].search(
                [
                    ("partner_id", "=", lead.partner_id.commercial_partner_id.id),
                    ("company_id", "=", span.company.id),
                    ("date", ">", since),
                ]
            )
            reached = bool(known) or self._is_reached(lead, since)
            told.append(self._fact(lead, reached, 1, lead.stage_id))
        return told

    def _tell_stale(self, span):
        told = []
        for lead in self._looked_after(span):
            stays = lead.transition_ids.filtered(lambda stay: not stay.date_left)
            if not stays:
                continue
            home = lead.company_id or lead.user_id.company_id
            zone = home.resource_calendar_id.tz or "UTC"
            today, entered = (
                fields.Datetime.context_timestamp(lead.with_context(tz=zone), x).date()
                for x in (
                    span.as_of,
                    max(filter(None, (stays.date, lead.date_conversion))),
                )
            )
            planned = [
                activity
                for activity in lead.activity_ids
                if today < activity.date_deadline <= today + timedelta(days=30)
            ]
            limit = lead.stage_id.rotting_threshold_days or 14
            stale = (today - entered).days >= limit and not planned
            told.append(self._fact(lead, stale, 1, lead.stage_id))
        return told

    def test_stale_share_is_what_the_list_of_stale_deals_has(self):
        self._check_random(self._check_stale_now)

    def _check_stale_now(self, chance, leads):
        self._random_care(chance, leads)
        month = self._periods()[0]
        indicator = self._indicator("stale_share")
        for company in self.companies:
            self._measure(indicator, month, company=company)
        stale = leads.with_context(active_test=False).filtered("is_stale")
        made = stale.filtered(lambda lead: self._made(lead) <= fields.Datetime.now())
        counted = sum(
            self._figure(indicator, month, company=company).numerator
            for company in self.companies
        )
        self.assertEqual(counted, len(made))
        self.assertTrue(made)
