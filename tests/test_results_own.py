"""Indicators of one's own: what they count."""

import random
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .own_indicator_common import DUE, SHARE, OwnCase


@tagged("post_install", "-at_install")
class TestOwn(OwnCase):
    def test_how_many_in_the_days_of_the_company(self):
        self.company.resource_calendar_id.tz = "America/New_York"
        for moment in (
            *("2030-06-01 03:59:59", "2030-06-01 04:00:00"),
            *("2030-07-01 03:59:59", "2030-07-01 04:00:00"),
        ):
            self._lead(moment)
        indicator = self._own(domain="[('name', '=', 'Deal')]")
        self.assertEqual(self._value(indicator), 2)
        own = self._figure(indicator, self.june, user=self.salesperson)
        self.assertEqual(own.value, 2)

    def test_sum_and_average_of_a_number(self):
        for revenue in (100, 50.5):
            self._lead("2030-06-10", expected_revenue=revenue)
        self._lead("2030-05-10", expected_revenue=7)
        number = {"measure_field": "expected_revenue", "unit": "money"}
        total = self._own(calculation="sum", **number)
        mean = self._own(calculation="mean", **number)
        self.assertEqual((total.is_ratio, mean.is_ratio), (False, True))
        self.assertEqual(self._value(total), 150.5)
        self.assertEqual(self._value(mean), 75.25)
        self.assertIsNone(self._value(mean, self._month(2030, 7)))

    def test_share_counts_lost_ones_too(self):
        leads = [self._lead("2030-05-01") for _number in range(4)]
        leads[0].action_set_won()
        for lead in leads[1:3]:
            lead.action_set_lost()
        for lead in leads[:3]:
            self._set(lead, "date_closed", "2030-06-15")
        indicator = self._own(**SHARE)
        self.assertEqual(indicator.unit, "percent")
        self.assertAlmostEqual(self._value(indicator), 33.33, 2)
        self.assertIsNone(self._value(indicator, self._month(2030, 7)))

    def test_state_at_the_end(self):
        self._lead("2030-05-01")
        indicator = self._own(
            is_state=True,
            date_field=False,
            domain=f"[('user_id', '=', {self.salesperson.id})]",
        )
        self.assertFalse(indicator.from_history)
        self.assertEqual(self._value(indicator), 1)

    def test_orders_in_the_currency_of_the_company(self):
        currency = self.env["res.currency"].create(
            {"name": "ZZZ", "symbol": "Z", "rate_ids": [Command.create({"rate": 4})]}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self._customer("A", "2030-01-01").id,
                "user_id": self.salesperson.id,
            }
        )
        values = {"amount_untaxed": 100, "currency_rate": 4, "date_order": "2030-06-07"}
        for name, value in (values | {"currency_id": currency.id}).items():
            self._set(order, name, value)
        indicator = self._own(
            counted_model="sale.order",
            calculation="sum",
            measure_field="amount_untaxed",
            date_field="date_order",
            unit="money",
        )
        self.assertEqual(self._value(indicator), 25)

    def test_every_model_can_be_counted(self):
        for model, name in (
            ("res.partner", "customer_since"),
            ("playbook.action", "date_done"),
            ("playbook.promise.keeping", "date_due"),
            ("playbook.finding", "date_due"),
        ):
            with self.subTest(model):
                self.assertTrue(
                    self._own(name=model, counted_model=model, date_field=name)
                )
                self.env.flush_all()
        self._customer("A", "2030-06-01", user_id=self.salesperson.id)
        customers = self.Indicator.search([("name", "=", "res.partner")])
        self.assertEqual(self._value(customers), 1)
        points = self.Indicator.search([("name", "=", "playbook.finding")])
        lead = self._lead("2030-05-01")
        requirement = self.env.ref("crm_playbook.requirement_won_revenue")
        self.env["playbook.finding"].create(
            {
                "requirement_id": requirement.id,
                "procedure_id": requirement.procedure_id.id,
                "lead_id": lead.id,
                "user_id": self.salesperson.id,
                "date_due": "2030-06-30",
            }
        )
        self.assertEqual(self._value(points), 1)

    def test_actions_and_promises(self):
        lead = self._lead("2030-05-01")
        mine = {
            "lead_id": lead.id,
            "user_id": self.salesperson.id,
            "company_id": self.company.id,
        }
        actions = self._own(counted_model="playbook.action", date_field="date_done")
        for moment in ("2030-06-30 23:59:59", "2030-07-01 00:00:00"):
            self.env["playbook.action"].create(
                {"name": "Call", "date_done": moment, "state": "done", **mine}
            )
        self.assertEqual(self._value(actions), 1)
        model = "playbook.promise.keeping"
        promises = self._own(counted_model=model, date_field="date_due")
        procedure = self.env.ref("crm_playbook.procedure_new_lead")
        for moment in ("2030-06-01", "2030-06-30 23:59:59", "2030-07-01"):
            self.env[model].create(
                {
                    "procedure_id": procedure.id,
                    "origin": f"test,{moment}",
                    "date_from": "2030-05-01",
                    "date_due": moment,
                    **mine,
                }
            )
        self.assertEqual(self._value(promises), 2)

    def test_each_company_has_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._lead("2030-06-10")
        self._lead("2030-06-10", company_id=other.id, user_id=False, team_id=False)
        self._lead("2030-06-10", company_id=other.id, user_id=False, team_id=False)
        indicator = self._own()
        runs = self.Run._ensure(indicator.sudo(), self.company, [self.june])
        runs |= self.Run._ensure(indicator.sudo(), other, [self.june])
        runs._measure()
        root = self.env.ref("base.user_root")
        for company, count in ((self.company, 1), (other, 2)):
            figure = self._figure(indicator, self.june, user=root, company=company)
            self.assertEqual(figure.value, count)

    def test_parts_add_up_on_random_data(self):
        """As Python counts them, by person, source and stage."""
        rng = random.Random(13)  # noqa: S311 (repeatable)
        users = [self.salesperson, self.manager, self.env["res.users"]]
        sources = self.env["utm.source"].create([{"name": x} for x in "AB"])
        stages = self.env["crm.stage"].search([], limit=3)
        leads = self.env["crm.lead"]
        for _number in range(60):
            user, source = rng.choice(users), rng.choice([*sources, sources[:0]])
            moment = datetime(2030, 4, 28) + timedelta(hours=rng.randrange(24 * 70))
            leads |= self._lead(
                moment,
                user_id=user.id,
                team_id=False,
                source_id=source.id,
                stage_id=rng.choice(stages).id,
                expected_revenue=rng.randrange(1000),
            )
        indicator = self._own(
            calculation="sum",
            measure_field="expected_revenue",
            domain="[('expected_revenue', '>', 200)]",
        )
        for month in (5, 6):
            period = self._month(2030, month)
            self._value(indicator, period)
            counted = leads.filtered(
                lambda x, m=month: x.create_date.month == m and x.expected_revenue > 200
            )
            for cut, name in (
                *(("main", "user_id"), ("source", "source_id")),
                ("stage", "stage_id"),
            ):
                figures = self._figure(indicator, period, groupby=[name], cut=cut)
                found = {key[1]: figure.value for key, figure in figures.items()}
                expected = {
                    group: sum(own.mapped("expected_revenue"))
                    for group, own in counted.grouped(name).items()
                }
                self.assertEqual(found, expected)

    def test_a_condition_that_breaks_later_is_told(self):
        indicator = self._own(domain="[('name', '=', 'Deal')]").sudo()
        self._set(indicator, "domain", "[('no_such_field', '=', 1)]")
        self.total.active = True
        with freeze_time("2030-06-19"), mute_logger(DUE):
            self._run_cron()
            self.assertIn("no_such_field", indicator.problem)
        self.assertTrue(all(self._runs(self.total).mapped("date_measured")))
        self._set(indicator, "date_field", "no_such_date")
        self._set(indicator, "domain", "[]")
        with freeze_time("2030-06-20"), mute_logger(DUE):
            self._run_cron()
            self.assertIn("no_such_date", indicator.problem)
