"""The RFM groups of before the first scoring: when they are worked out, and by whom."""

from datetime import date
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.crm_playbook.models.results.playbook_rfm_history import MONTHS
from odoo.addons.crm_playbook.models.results.rfm_past_sql import tell_past

from .measuring_common import MeasuringCase

RFM = "odoo.addons.crm_playbook.models.results.playbook_measurement_run_rfm"
NOW = "2030-06-19 12:00:00"
TODAY = date(2030, 6, 19)
BOUGHT = ("2029-02-10", "2029-10-05", "2030-03-20", "2030-06-10")


@tagged("post_install", "-at_install")
class TestRfmPast(MeasuringCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.total.active = False
        cls.good = cls._indicator("rfm_good")
        cls.value = cls._indicator("base_value")
        (cls.good | cls.value).active = True
        cls.old_company = cls.company
        cls.company = cls.env["res.company"].create({"name": "New here"})
        cls.company.playbook_rfm_basis = "orders"
        cls.old_company.playbook_rfm_past_told = True
        cls.product = cls.env["product.product"].create({"name": "X"})
        cls.History = cls.env["playbook.rfm.history"]
        cls.Score = cls.env["playbook.rfm.score"]
        for day in BOUGHT:
            cls._buy(day)
        cls.startClassPatcher(freeze_time(NOW))
        cls.Score._refresh(cls.company)

    def setUp(self):
        super().setUp()
        # What was done before an error was committed.
        self.patch(self.env.cr, "rollback", lambda: None)
        self.told = []

    @classmethod
    def _buy(cls, day):
        customer = cls.env["res.partner"].create({"name": day, "is_company": True})
        cls.env["sale.order"].with_company(cls.company).create(
            {
                "partner_id": customer.id,
                "company_id": cls.company.id,
                "team_id": False,
                "user_id": False,
                "state": "sale",
                "date_order": f"{day} 12:00:00",
                "order_line": [
                    Command.create({"product_id": cls.product.id, "price_unit": 10.0})
                ],
            }
        )

    def _watch(self, fail_at=None):
        """Note the days that are told; the day number ``fail_at`` cannot be told."""
        tell = type(self.History)._tell_past

        def watched(history, company, day):
            if len(self.told) == fail_at:
                raise ValueError("Broken")
            self.told.append(day)
            return tell(history, company, day)

        return patch.object(type(self.History), "_tell_past", watched)

    def _cron(self, seconds=60):
        """Run the scheduled action, with so many ``seconds`` left.

        :return: how many days had been told at each commit.
        """
        commits = []

        def commit(*_args, **_kwargs):
            commits.append(len(self.told))
            return seconds

        with patch.object(IrCron, "_commit_progress", commit):
            self.Run._cron_measure()
        self.env.invalidate_all()
        return commits

    def _get_days(self):
        return self.History._get_days_before(self.company)

    def test_each_day_is_committed(self):
        with self._watch():
            commits = self._cron()
            self.assertEqual(commits[:MONTHS], list(range(1, MONTHS + 1)))
            self.assertEqual(self.told, self._get_days())
            self._cron()
        self.assertEqual(len(self.told), MONTHS)
        self.assertTrue(self.company.playbook_rfm_past_told)
        march = self._runs(self.good, date_from="2030-03-01")
        self.assertEqual((march.state, march.estimated), ("closed", True))
        self.assertEqual(self._count(3), 3)

    def _count(self, month):
        """How many customers had a group at the end of a month of 2030."""
        period = self._month(2030, month)
        return self._figure(self.good, period, company=self.company).denominator

    def test_where_time_is_up_the_next_call_goes_on(self):
        with self._watch():
            self._cron(seconds=0)
            self.assertEqual(self.told, self._get_days()[:1])
            self.assertFalse(self._runs(self.good))
            self._cron()
        self.assertEqual(self.told, self._get_days())
        self.assertTrue(self.company.playbook_rfm_past_told)

    def test_after_an_error_the_next_call_goes_on(self):
        with self._watch(fail_at=4), mute_logger(RFM):
            self._cron()
        self.assertEqual(self.told, self._get_days()[:4])
        self.assertFalse(self.company.playbook_rfm_past_told)
        march = self._runs(self.good, date_from="2030-03-01")
        self.assertEqual((march.state, march.date_measured), ("open", False))
        self.assertTrue(march.missing)
        # What was scored already does not wait, nor does anything of other companies.
        self.assertEqual(self._count(6), 4)
        self.assertFalse(self._runs(self.good, date_from="2030-06-01").missing)
        with self._watch():
            self._cron()
        self.assertEqual(self.told, self._get_days())
        self.assertEqual((march.state, march.missing), ("closed", False))
        self.assertTrue(march.estimated)
        self.assertEqual(self._count(3), 3)

    def test_one_company_stops_no_other(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["sale.order"].search([("company_id", "=", self.company.id)]).copy(
            {"company_id": other.id, "state": "sale"}
        )
        tell = type(self.History)._tell_past

        def fail(history, company, day):
            if company == self.company:
                raise ValueError("Broken")
            return tell(history, company, day)

        self.patch(type(self.History), "_tell_past", fail)
        with mute_logger(RFM):
            self._cron()
        self.assertTrue(other.playbook_rfm_past_told)
        self.assertFalse(self.company.playbook_rfm_past_told)

    def test_nobody_who_waits_for_figures_works_it_out(self):
        manager = self.manager
        manager.company_ids |= self.company
        with self._watch():
            Run = self.Run.with_user(manager)
            Run._measure_now(self.company, "month", date(2030, 4, 10))
        self.assertFalse(self.told)
        good = self._runs(self.good)
        self.assertEqual(set(good.mapped("state")), {"open"})
        self.assertTrue(all(good.mapped("missing")))
        april = self._month(2030, 4)
        figure = self._figure(self.good, april, user=manager, company=self.company)
        self.assertIsNone(figure.value)
        # What was bought is known; in which groups, only later.
        value = self._runs(self.value, date_from="2030-03-01")
        self.assertEqual((value.state, value.missing), ("open", False))
        march = self._month(2030, 3)
        total = self._figure(self.value, march, company=self.company)
        self.assertEqual(total.value, 20)
        self._cron()
        self.assertEqual(set(good.mapped("state")), {"closed"})
        self.assertEqual((value.state, value.estimated), ("closed", True))
        how = {"groupby": ["rfm_group_id"], "cut": "rfm"}
        divided = self._figure(self.value, march, company=self.company, **how)
        self.assertEqual(len(divided), 2)
        self.assertTrue(all(group for _indicator, group in divided))
        self.assertEqual(self._count(4), 3)

    def test_who_has_no_documents_has_no_past(self):
        self.env["sale.order"].search([("company_id", "=", self.company.id)]).write(
            {"company_id": self.old_company.id}
        )
        with self._watch():
            self._cron()
        self.assertFalse(self.told)
        self.assertTrue(self.company.playbook_rfm_past_told)

    def test_without_indicators_that_ask_it_is_not_done(self):
        (self.good | self.value).active = False
        with self._watch():
            self._cron()
        self.assertFalse(self.told)

    def test_thirty_customers_cost_what_three_cost(self):
        costs = []
        for count in (0, 30):
            for _number in range(count):
                self._buy("2029-01-05")
            self.company._tell_rfm_past()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.company._tell_rfm_past()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*costs)

    def test_no_row_is_compared_with_every_other(self):
        """Also where PostgreSQL believes that history of before is empty."""
        self.env.flush_all()
        self.env.cr.execute("ANALYZE playbook_rfm_history")
        basis, days = self.company._get_rfm_basis()
        scope = self.Score._get_scope(self.company, date(2030, 3, 31))
        query = SQL("EXPLAIN %s", tell_past(basis, scope, days))
        plan = "\n".join(row for (row,) in self.env.execute_query(query))
        self.assertRegex(plan, "(Hash|Merge) Full Join")
