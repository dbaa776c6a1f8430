"""Indicators of one's own: changing, trying, and following figures to records."""

import json
from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import PROFILE_GROUPS
from .own_indicator_common import DUE, OwnCase

MODELS = (
    ("crm.lead", "create_date"),
    ("res.partner", "customer_since"),
    ("sale.order", "date_order"),
    ("playbook.action", "date_done"),
    ("playbook.promise.keeping", "date_due"),
    ("playbook.finding", "date_due"),
)


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
            indicator.domain = "[('name', 'not in', ['Small', 'Tiny'])]"
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
        kept = self._indicator("procedures_kept")
        runs = self._measure(kept, self.june)
        names = ("indicator_id", "company_id", "kind", "date_from", "date_to")
        values = {name: runs[name] for name in names}
        values |= {name: runs[name].id for name in names[:2]}
        row = self.Measurement.create({"run_id": runs.id, "cut": "main", **values})
        self.assertTrue(row.has_records)
        with self.assertRaisesRegex(UserError, "Points to Fix for the others"):
            row.action_open_records()

    def test_a_state_of_the_past_leads_nowhere(self):
        self._lead("2030-06-10")
        indicator = self._own(is_state=True, date_field=False)
        with freeze_time("2030-06-19"):
            self.assertTrue(indicator._open_records(self.company, *self.june[1:]))
        with freeze_time("2030-07-01 00:00:00"), self.assertRaises(UserError):
            indicator._open_records(self.company, *self.june[1:])

    def test_every_model_leads_to_what_counts(self):
        """In the company, and in the part, in which they are counted."""
        other = self.env["res.company"].create({"name": "Other"})
        nobodys = {"user_id": False, "team_id": False}
        for values in ({}, {"company_id": other.id, **nobodys}, nobodys):
            self._lead("2030-06-10", **values)
        for lead in self._lead("2030-06-10"), self._lead("2030-06-10", **nobodys):
            self._set(lead, "company_id", None)
        self._customer("A", "2030-06-01", user_id=self.salesperson.id)
        for model, name in MODELS:
            indicator = self._own(name=model, counted_model=model, date_field=name)
            for company in (self.company, other):
                with self.subTest(model, company=company.name):
                    self._measure(indicator, self.june, company=company)
                    rows = self.Measurement.search(
                        [
                            ("indicator_id", "=", indicator.id),
                            ("company_id", "=", company.id),
                            ("cut", "=", "main"),
                        ]
                    )
                    for row in rows:
                        action = row.action_open_records()
                        Model = self.env[model].with_context(**action["context"])
                        found = Model.search_count(action["domain"])
                        self.assertEqual(found, row.value)
                    manager = indicator.with_user(self.manager)
                    action = manager._open_records(company, *self.june[1:])
                    Model = self.env[model].with_user(self.manager)
                    self.assertIsInstance(Model.search_count(action["domain"]), int)

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

    def test_who_defined_it_is_told_that_it_does_not_work(self):
        indicator = self._own(domain="[('name', '=', 'Deal')]")
        other = new_test_user(
            self.env, "re_manager2", PROFILE_GROUPS["sales_management"]
        )
        self._set(indicator.sudo(), "domain", "[('no_such_field', '=', 1)]")
        with freeze_time("2030-06-19"), mute_logger(DUE):
            self._run_cron()
        for user, count in ((self.manager, 1), (other, 0), (self.salesperson, 0)):
            with self.subTest(user.login):
                lines = self.env["playbook.day"].with_user(user)
                self.assertEqual(len(lines._lines_indicator_problem()), count)
        self.manager.active = False
        lines = self.env["playbook.day"].with_user(other)._lines_indicator_problem()
        self.assertEqual(len(lines), 1)

    def test_built_in_ones_are_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.total.with_user(self.manager).unlink()
        self.assertTrue(self._own().unlink())

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
                (indicator.change_text, indicator.trend),
                ("up 50\N{NO-BREAK SPACE}%, better", "better"),
            )
            self.assertEqual(indicator.current_text, "0")
            self.assertEqual(lower.trend, "same")
            sales = indicator.with_user(self.salesperson)
            self.assertEqual(sales.now_text, "150")
            nobody = new_test_user(self.env, "re_other", PROFILE_GROUPS["sales"])
            self.assertEqual(indicator.with_user(nobody).now_text, "no data")
        described = [
            lower._describe_change(before, now, self.company)
            for before, now in ((10.0, 20.0), (0, 2))
        ]
        self.assertEqual(
            described,
            [("up 100\N{NO-BREAK SPACE}%, worse", "worse"), ("up 2, worse", "worse")],
        )
        self.assertEqual(lower._describe_change(None, 2, self.company)[1], "no_data")

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

    def test_screens_are_read_by_everybody(self):
        """What the lists and forms show, under the rights of a salesperson."""
        self._own()
        with freeze_time("2030-06-19"):
            self._run_cron()
        for model in (
            *("playbook.indicator", "playbook.measurement"),
            "playbook.measurement.run",
        ):
            Model = self.env[model].with_user(self.salesperson)
            kinds = ("list", "form", "search")
            views = Model.get_views([(False, kind) for kind in kinds])
            shown = views["models"][model]["fields"]
            names = [name for name in shown if name != "run_ids"]
            with self.subTest(model):
                Model.search([], limit=40).read(names)

    def test_the_small_chart_draws_months_from_the_oldest_on(self):
        indicator = self._own()
        self._lead("2030-05-10")
        with freeze_time("2030-06-19"):
            self._run_cron()
            (chart,) = json.loads(indicator.course)
        self.assertEqual(len(chart["values"]), 12, "June is not over")
        self.assertEqual([point["y"] for point in chart["values"][-2:]], [0, 1])

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
