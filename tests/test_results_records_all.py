"""From the figure of every built-in indicator to its records: as many as it counts."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.crm_playbook.models.results.periods import to_moment

from .results_records_common import RecordsWorld
from .results_sales_common import NOW

# Of each record, what it adds to a sum that is compared with the figure's numerator
# ("numerator"), or with what it is divided by ("denominator"); None: it is one.
ONE = None
COUNTED = {
    **dict.fromkeys(
        [
            *("leads_received", "orders_won", "actions_done", "complaints"),
            *("new_customers", "active_customers", "retention", "churn", "rfm_good"),
            *("rfm_up", "rfm_down"),
        ],
        ("numerator", ONE),
    ),
    **dict.fromkeys(
        [
            *("lead_conversion", "win_rate", "sales_cycle", "average_deal"),
            *("stale_share", "next_step_share", "contact_share", "stage_conversion"),
            *("first_response", "quotations_followed", "actions_on_time"),
            *("effectiveness", "promises_kept", "satisfaction", "satisfied_share"),
            "actions_recorded",
        ],
        ("denominator", ONE),
    ),
    "win_rate_value": ("denominator", "expected_revenue"),
    "pipeline": ("numerator", "expected_revenue"),
    "forecast": ("numerator", "weighted"),
    "revenue_won": ("numerator", "revenue"),
    "brought_back": ("numerator", "sold"),
    # Who they are is told; what each bought, by their records.
    "base_value": (False, None),
    # Those that lack something, of all fields that are asked for.
    "quality_customers": (False, None),
    "quality_leads": (False, None),
}
# See ``test_results_margin_real``: not without Odoo's module.
OF_MARGINS = {"margin", "margin_rate", "base_margin"}
WITHOUT = {"procedures_kept"}
# What was open is counted from what is noted of it; which those are now is known.
OF_NOW = {"pipeline"}


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestRecordsOfAll(RecordsWorld):
    # ------------------------------------------------------------------
    # Comparing
    # ------------------------------------------------------------------

    def _open(self, action):
        Model = self.env[action["res_model"]]
        return Model.with_context(**action["context"]).search(action["domain"])

    def _sum(self, indicator, records, name, company):
        if name is ONE:
            return len(records)
        if name == "revenue":
            return sum(x.amount_untaxed / (x.currency_rate or 1) for x in records)
        if name == "weighted":
            return sum(x.expected_revenue * x.probability / 100 for x in records)
        if name == "sold":
            records = records.with_company(company)
            return sum(x.won_amount + x.ordered_amount for x in records)
        return sum(records.mapped(name))

    def _assert_records(self, code, company, period):
        """The records of the figure, and of each of its parts.

        :return: how many there are.
        """
        indicator = self._indicator(code)
        run = self._measure(indicator, period, company=company)
        rows = self.Measurement.search([("run_id", "=", run.id)])
        days = company, period.date_from, period.date_to
        whole = self._open(indicator._open_records(*days))
        side, name = COUNTED[code]
        if not side:
            return len(whole)
        told = {"company": company.name, "period": period}
        main = rows.filtered(lambda row: row.cut == "main")
        with self.subTest(code, **told):
            self.assertAlmostEqual(
                self._sum(indicator, whole, name, company), sum(main.mapped(side)), 1
            )
        # Of one company: they are told apart in the same way in all.
        for row in rows if company == self.company else ():
            with self.subTest(code, part=row.display_name, cut=row.cut, **told):
                records = self._open(row.action_open_records())
                self.assertLessEqual(records, whole)
                self.assertAlmostEqual(
                    self._sum(indicator, records, name, company), row[side], 1
                )
        return len(whole)

    def _assert_all(self, codes):
        current, last = self._periods()[:2]
        for code in codes:
            indicator = self._indicator(code)
            of_past = indicator.from_history and code not in OF_NOW
            periods = (current, last) if of_past else (current,)
            count = sum(
                self._assert_records(code, company, period)
                for company in self.companies
                for period in periods
            )
            if COUNTED[code][0]:
                self.assertTrue(count, f"{code}: nothing to compare")

    # ------------------------------------------------------------------
    # Tests
    # ------------------------------------------------------------------

    def test_every_built_in_indicator_is_thought_of(self):
        built_in = self.Indicator.search([("code", "!=", False)])
        shipped = set(built_in.filtered(lambda x: x.get_external_id()).mapped("code"))
        self.assertEqual(shipped, {*COUNTED, *OF_MARGINS, *WITHOUT})
        for indicator in built_in:
            with self.subTest(indicator.code):
                self.assertTrue(indicator._has_records())

    def test_as_many_as_are_counted(self):
        self._assert_all(COUNTED)

    def test_where_leads_are_switched_off(self):
        everybody = self.env.ref("base.group_user")
        everybody.implied_ids = [(3, self.leads_group.id)]
        self.assertFalse(self.env["crm.lead"]._uses_leads())
        self._assert_all(["leads_received", "lead_conversion"])

    def test_nobody_opens_what_they_may_not_read(self):
        """A salesperson is shown, of what is counted, what they may read."""
        last = self._periods()[1]
        days = self.company, last.date_from, last.date_to
        for code in ("revenue_won", "brought_back", "win_rate", "complaints"):
            indicator = self._indicator(code)
            whole = self._open(indicator._open_records(*days))
            action = indicator.with_user(self.salesperson)._open_records(*days)
            Model = self.env[action["res_model"]].with_user(self.salesperson)
            mine = Model.with_context(**action["context"]).search(action["domain"])
            with self.subTest(code):
                self.assertTrue(whole)
                self.assertLess(mine, whole)
                for record in mine.sudo(False):
                    record.check_access("read")

    def test_what_cannot_be_opened_says_why(self):
        last = self._periods()[1]
        days = self.company, last.date_from, last.date_to
        for code, words in (
            ("pipeline", "which records those were is not kept"),
            ("stale_share", "can be opened"),
            ("procedures_kept", "points to fix"),
            *(
                []
                if "margin" in self.env["sale.order"]._fields
                else [("margin", "not installed"), ("base_margin", "not installed")]
            ),
        ):
            with self.subTest(code), self.assertRaisesRegex(UserError, words):
                self._indicator(code)._open_records(*days)

    def test_promises_that_still_run_are_not_opened(self):
        current = self._periods()[0]
        until = to_moment(current.date_to, "Asia/Tokyo")
        self.assertGreater(until, fields.Datetime.now())
        action = self._indicator("promises_kept")._open_records(
            self.company, current.date_from, current.date_to
        )
        mine = self._open(action) & self.promises
        self.assertTrue(mine)
        now = fields.Datetime.now()
        self.assertLess(max(mine.mapped("date_due")), now)
        running = self.promises.filtered(lambda x: now < x.date_due < until)
        self.assertTrue(running)
