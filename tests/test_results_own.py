"""Indicators of one's own: what they count, and what is refused."""

import random
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import PROFILE_GROUPS
from .measuring_common import MeasuringCase

DUE = "odoo.addons.crm_playbook.models.results.playbook_measurement_run_due"
LEAD = {"counted_model": "crm.lead", "date_field": "create_date"}
SHARE = {
    "calculation": "share",
    "second_domain": "[('won_status', '=', 'won')]",
    "date_field": "date_closed",
    "domain": "[('won_status', '!=', 'pending')]",
}


class OwnCase(MeasuringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_env = cls.env(user=cls.manager)
        cls.june = cls._month(2030, 6)

    def _own(self, user=None, **values):
        values = {"name": "Ours", "dimension": "process", **LEAD, **values}
        return self.Indicator.with_user(user or self.manager).create(values)

    def _lead(self, moment, **values):
        lead = self.env["crm.lead"].create(
            {
                "name": "Deal",
                "type": "opportunity",
                "user_id": self.salesperson.id,
                "company_id": self.company.id,
                **values,
            }
        )
        self._set(lead, "create_date", moment)
        return lead

    def _set(self, record, name, value):
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {record._table} SET {name} = %s WHERE id = %s",  # noqa: S608
            [value, record.id],
        )
        record.invalidate_recordset()

    def _value(self, indicator, period=None, **how):
        period = period or self.june
        runs = self.Run._ensure(indicator.sudo(), self.company, [period])
        runs._measure()
        return self._figure(indicator, period, **how).value


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
        rng = random.Random(13)
        users = [self.salesperson, self.manager, self.env["res.users"]]
        sources = self.env["utm.source"].create([{"name": x} for x in "AB"])
        stages = self.env["crm.stage"].search([], limit=3)
        leads = self.env["crm.lead"]
        for _number in range(60):
            user, source = rng.choice(users), rng.choice([*sources, None])
            moment = datetime(2030, 4, 28) + timedelta(hours=rng.randrange(24 * 70))
            leads |= self._lead(
                moment,
                user_id=user.id,
                team_id=False,
                source_id=source.id if source else False,
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
                lambda lead, m=month: (
                    lead.create_date.month == m and lead.expected_revenue > 200
                )
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


@tagged("post_install", "-at_install")
class TestOwnRefused(OwnCase):
    def test_what_makes_no_sense_says_what_to_do(self):
        for values, words in (
            ({"domain": "[('nothing', '=', 1)]"}, "does not work"),
            ({"domain": "[("}, "does not work"),
            ({"domain": "[('user_id', '=', uid)]"}, "asks for “me”"),
            ({**SHARE, "second_domain": "[('user_id', '=', uid)]"}, "asks for “me”"),
            ({"calculation": "share"}, "Say of which"),
            ({**SHARE, "unit": "count"}, "in percent"),
            ({"calculation": "sum"}, "Choose a number"),
            ({"calculation": "sum", "measure_field": "name"}, "Choose a number"),
            ({"date_field": False}, "Choose the date"),
            ({"date_field": "day_close"}, "Choose the date"),
            ({"date_field": "activity_date_deadline"}, "Choose the date"),
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(ValidationError, f"“Ours”.*{words}"),
            ):
                self._own(**values)

    def test_code_in_a_condition_is_not_run(self):
        for text in (
            "__import__('os').system('true')",
            "[('name', '=', open('/etc/passwd').read())]",
            "().__class__",
        ):
            with self.subTest(text), self.assertRaises(UserError):
                self._own(domain=text)

    def test_the_same_cannot_prove_two_things(self):
        first = self._own(name="First", domain="[('name', '=', 'Deal')]")
        words = "“First” counts exactly the same"
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            self._own(dimension="loyalty", domain=" [ ('name','=','Deal') ] ")
        first.active = False
        with self.assertRaisesRegex(ValidationError, "“First”"):
            self._own(domain="[('name', '=', 'Deal')]")
        self.assertTrue(self._own(domain="[('name', '=', 'Other')]"))

    def test_a_copy_says_nothing_until_it_is_changed(self):
        copy = self._own().copy()
        self.assertFalse(copy.counted_model)
        self.assertIn("copy", copy.name)
        with freeze_time("2030-06-19"):
            self.Run._make_missing()
        self.assertFalse(self._runs(copy))

    def test_who_may_not(self):
        with self.assertRaises(AccessError):
            self._own(user=self.salesperson)
        indicator = self._own()
        with self.assertRaises(AccessError):
            indicator.with_user(self.salesperson).name = "Mine"

    def test_a_number_that_the_author_may_not_read(self):
        field = self.env["crm.lead"]._fields["expected_revenue"]
        self.patch(field, "groups", "base.group_system")
        with self.assertRaisesRegex(ValidationError, "Choose a number"):
            self._own(calculation="sum", measure_field="expected_revenue")

    def test_built_in_ones_cannot_count_something_else(self):
        with self.assertRaisesRegex(ValidationError, "built-in"):
            self.total.with_user(self.manager).write(LEAD)


@tagged("post_install", "-at_install")
class TestOwnScreens(OwnCase):
    def test_a_changed_definition_asks_what_to_do_with_the_past(self):
        for year in (2030, 2029):
            self._lead(f"{year}-06-10", expected_revenue=100)
        self._lead("2030-05-10", name="Small")
        indicator = self._own()
        with freeze_time("2030-06-19"):
            self._run_cron()
            self.assertEqual(self._figure(indicator, self._month(2030, 5)).value, 1)
            indicator.name = "Renamed"
            self.assertFalse(indicator.date_changed)
            indicator.domain = "[('name', '!=', 'Small')]"
            self.assertTrue(indicator.date_changed)
            indicator.action_keep_past()
            self.assertFalse(indicator.date_changed)
            indicator.domain = "[('name', 'not in', ['Small'])]"
            self._run_cron()
            self.assertEqual(self._figure(indicator, self._month(2030, 5)).value, 1)
            action = indicator.action_measure_past()
            dialog = self.manager_env["playbook.measurement.correct"].with_context(
                **action["context"]
            )
            dialog = dialog.create({})
            self.assertTrue(dialog.reason)
            dialog.action_correct()
            self.assertFalse(indicator.date_changed)
        self.assertEqual(self._figure(indicator, self._month(2030, 5)).value, 0)
        may = self._runs(indicator, date_from=date(2030, 5, 1))
        self.assertEqual(may.version, 2)

    def test_what_is_open_is_measured_anew_by_itself(self):
        self._lead("2030-06-10", name="Small")
        indicator = self._own()
        with freeze_time("2030-06-19 10:00:00"):
            self._run_cron()
        with freeze_time("2030-06-19 10:05:00"):
            indicator.domain = "[('name', '!=', 'Small')]"
            self._run_cron()
        self.assertEqual(self._figure(indicator, self.june).value, 0)

    def test_figures_lead_to_their_records(self):
        mine = self._lead("2030-06-10")
        theirs = self._lead("2030-06-11", user_id=self.manager.id)
        self._lead("2030-07-11")
        mine.action_set_lost()
        indicator = self._own()
        self._value(indicator)
        rows = self.Measurement.search(
            [("indicator_id", "=", indicator.id), ("cut", "=", "main")]
        )
        found = self.env["crm.lead"]
        for row in rows:
            self.assertTrue(row.has_records)
            action = row.with_user(self.manager).action_open_records()
            leads = self.env["crm.lead"].with_context(**action["context"])
            leads = leads.search(action["domain"])
            self.assertEqual(len(leads), row.value)
            found |= leads
        self.assertEqual(found, mine | theirs)

    def test_figures_that_cannot_be_followed_say_so(self):
        self._customer("New", "2030-06-18")
        runs = self._measure(self.total, self.june)
        row = self.Measurement.search([("run_id", "=", runs.id)], limit=1)
        if not row.has_records:
            with self.assertRaisesRegex(UserError, "cannot be followed"):
                row.action_open_records()

    def test_trying_counts_what_one_may_see(self):
        self._lead("2030-06-10")
        self._lead("2030-06-11", user_id=self.manager.id)
        indicator = self._own()
        with freeze_time("2030-06-19"):
            for user, count in ((self.manager, "2"), (self.salesperson, "1")):
                Try = self.env["playbook.indicator.try"].with_user(user)
                action = indicator.with_user(user).action_try()
                dialog = Try.with_context(**action["context"]).create({})
                self.assertIn(f'<td class="text-end">{count}</td></tr>', dialog.result)
                opened = dialog.action_open_records()
                leads = self.env["crm.lead"].with_user(user).search(opened["domain"])
                self.assertEqual(len(leads), int(count))
            self.assertFalse(self._runs(indicator))

    def test_trying_without_rights_tells_nothing(self):
        configurator = new_test_user(
            self.env, "re_configurator", PROFILE_GROUPS["configurator"]
        )
        self._lead("2030-06-10")
        indicator = self._own(user=configurator)
        Try = self.env["playbook.indicator.try"].with_user(configurator)
        dialog = Try.create({"indicator_id": indicator.id})
        self.assertNotIn("<table", dialog.result)

    def test_trying_what_says_nothing(self):
        with self.assertRaisesRegex(UserError, "does not say yet"):
            self.total.with_user(self.manager).action_try()

    def test_how_it_goes(self):
        indicator = self._own(calculation="sum", measure_field="expected_revenue")
        for month, revenue in ((4, 100), (5, 150)):
            self._lead(f"2030-0{month}-10", expected_revenue=revenue)
        lower = self._own(name="Lower", better="lower", domain="[('id', '>', 0)]")
        with freeze_time("2030-06-19"):
            self._run_cron()
            self.assertEqual(
                (indicator.now_text, indicator.before_text), ("150", "100")
            )
            self.assertEqual(
                (indicator.change_text, indicator.trend), ("up 50.0 %", "better")
            )
            self.assertEqual(indicator.current_text, "0")
            self.assertEqual(lower.trend, "same")
            sales = indicator.with_user(self.salesperson)
            self.assertEqual(sales.now_text, "150")
            nobody = new_test_user(self.env, "re_other", PROFILE_GROUPS["sales"])
            self.assertEqual(indicator.with_user(nobody).now_text, "0")
        self.assertEqual(lower._describe_change(10.0, 20.0), ("up 100.0 %", "worse"))
        self.assertEqual(lower._describe_change(0, 2), ("up from 0", "worse"))
        self.assertEqual(lower._describe_change(None, 2)[1], "no_data")

    def test_reading_the_list_costs_the_same_for_all(self):
        every = self.Indicator.with_context(active_test=False).search([])
        costs = []
        for some in (every[:3], every[:3], every[:30]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("now_text")
            some.mapped("problem")
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[2], costs[1] + 1)

    def test_buttons_open_what_there_is(self):
        indicator = self._own()
        for name in (
            *("figures", "by_team", "by_person", "by_segment", "by_source"),
            *("by_stage", "by_rfm", "runs"),
        ):
            with self.subTest(name):
                action = getattr(indicator, f"action_open_{name}")()
                records = self.manager_env[action["res_model"]]
                records.search(action["domain"])
        self.assertEqual(fields.Date.to_string(self.june.date_from), "2030-06-01")
