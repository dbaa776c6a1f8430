"""From the figures of selling to their records: as many as were counted."""

import random

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged

from .results_sales_common import NOW, SalesCase

COUNTED = (
    *("leads_received", "lead_conversion", "win_rate", "sales_cycle"),
    *("average_deal", "orders_won", "next_step_share", "contact_share"),
    *("stale_share", "quotations_followed"),
)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSalesRecords(SalesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        everybody = cls.env.ref("base.group_user")
        everybody.implied_ids = [(4, cls.env.ref("crm.group_use_lead").id)]

    def setUp(self):
        super().setUp()
        chance = random.Random(7)  # noqa: S311
        self.leads = self._random_leads(chance, 60)
        self._random_orders(chance, 40, self.leads)

    def _find(self, code, company, month):
        found = self._indicator(code)._get_records_domain(
            company, month.date_from, month.date_to
        )
        model, domain = found
        return self.env[model].with_context(active_test=False).search(domain)

    def test_as_many_records_as_were_counted(self):
        current, last = self._periods()[:2]
        for code in COUNTED:
            indicator = self._indicator(code)
            for company in self.companies:
                for month in (current, last) if indicator.from_history else (current,):
                    self._measure(indicator, month, company=company)
                    figure = self._figure(indicator, month, company=company)
                    counted = (
                        figure.denominator if indicator.is_ratio else figure.numerator
                    )
                    records = self._find(code, company, month)
                    with self.subTest(code, company=company.name, month=month):
                        if "share" in code:
                            records = records.filtered(self._is_there)
                        if code == "quotations_followed":
                            # Days that still run.
                            self.assertGreaterEqual(len(records), counted)
                        else:
                            self.assertEqual(len(records), counted)

    def _is_there(self, lead):
        """Not made later, as random ones may be; and in a stage since then."""
        made = lead.date_conversion or lead.create_date
        now = self.env["crm.lead"]._fields["create_date"].now()
        return made <= now

    def test_what_was_open_in_the_past_cannot_be_shown(self):
        last = self._periods()[1]
        with self.assertRaises(UserError):
            self._indicator("pipeline")._open_records(
                self.company, last.date_from, last.date_to
            )

    def test_the_day_of_the_decision_can_be_searched(self):
        leads = self.leads.with_context(active_test=False)
        mine = Domain("id", "in", leads.ids)
        decided = leads.filtered("playbook_decided_date")
        day = decided.sorted("playbook_decided_date")[10].playbook_decided_date
        for operator, expected in (
            (">=", decided.filtered(lambda x: x.playbook_decided_date >= day)),
            ("<", decided.filtered(lambda x: x.playbook_decided_date < day)),
            ("=", decided.filtered(lambda x: x.playbook_decided_date == day)),
        ):
            with self.subTest(operator):
                domain = mine & Domain("playbook_decided_date", operator, day)
                self.assertEqual(leads.search(domain), expected & leads)
        domain = mine & Domain("playbook_decided_date", "=", False)
        self.assertEqual(set(leads.search(domain)), set(leads - decided))
        domain = mine & Domain("playbook_decided_date", "!=", False)
        self.assertEqual(set(leads.search(domain)), set(decided))

    def test_why_there_is_no_margin(self):
        if "margin" in self.env["sale.order"]._fields:
            self.skipTest("Odoo's module for margins is installed.")
        margin = self._indicator("margin")
        runs = self._measure(margin, self._periods()[0])
        self.assertIn("Margins in Sales Orders", runs.missing)
