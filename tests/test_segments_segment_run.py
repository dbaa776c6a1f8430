"""The scheduled action: rounds, steps, and what happens meanwhile."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ConcurrencyError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.base.models.ir_cron import IrCron

from ..models.profiles.rounds import read_round
from ..models.segments.playbook_segment_run import LONGEST_ROUND, ROUND
from .segment_common import TUESDAY, SegmentCommon


@tagged("post_install", "-at_install")
class TestSegmentRuns(SegmentCommon):
    def _get_round(self):
        return read_round(self.env, ROUND, LONGEST_ROUND)

    def _stop_after(self, units):
        """A scheduled action that has time for so many steps, the first to count."""
        left = iter([1] * units)
        return patch.object(
            IrCron, "_commit_progress", lambda *args, **kwargs: next(left, 0)
        )

    def test_out_of_time_the_next_run_goes_on(self):
        self.customers.purchase_potential_id = self.high
        one, two = self._create_segment("One"), self._create_segment("Two")
        self.customers.purchase_potential_id = False
        Segment = self.env["playbook.segment"]
        with freeze_time(f"{TUESDAY} 12:00:00"), self._stop_after(0):
            Segment._cron_refresh()
        self.assertFalse(self._current(one))
        self.assertEqual(self._current(two), self.customers)
        self.assertTrue(self.first_one.main_segment_id)
        with freeze_time(f"{TUESDAY} 12:05:00"):
            self.assertTrue(self._get_round())
            with self._stop_after(99):
                Segment._cron_refresh()
            self.assertFalse(self._get_round())
        self.assertFalse(self._current(two))
        self.assertFalse(self.first_one.main_segment_id)
        noon = fields.Datetime.to_datetime(f"{TUESDAY} 12:00:00")
        self.assertEqual(one.refreshed_at, noon, "not once more in this round")

    def test_one_saved_during_the_run_is_done_in_it(self):
        self.customers.purchase_potential_id = self.high
        one, two = self._create_segment("One"), self._create_segment("Two")
        Segment = self.env["playbook.segment"]
        with freeze_time(f"{TUESDAY} 12:00:00"), self._stop_after(0):
            Segment._cron_refresh()
        name = "odoo.addons.crm_playbook.models.segments.playbook_segment_refresh"
        with patch(f"{name}.AT_ONCE", 1):
            one.domain = f"[('id', '=', {self.first_one.id})]"
        self.assertEqual(self._current(one), self.customers)
        with freeze_time(f"{TUESDAY} 12:05:00"), self._stop_after(99):
            Segment._cron_refresh()
        self.assertEqual(self._current(one), self.first_one)
        self.assertEqual(self._current(two), self.customers)

    def test_each_company_is_a_step_of_its_own(self):
        self.customers.purchase_potential_id = self.high
        shared = self._create_segment(company_id=False)
        self.customers.purchase_potential_id = False
        Segment = self.env["playbook.segment"]
        with freeze_time(f"{TUESDAY} 12:00:00"), self._stop_after(0):
            Segment._cron_refresh()
        open_rows = shared.member_ids.filtered(lambda row: not row.date_to)
        first = self.env["res.company"].search([], limit=1, order="id")
        self.assertTrue(open_rows)
        self.assertNotIn(first, open_rows.company_id)
        with freeze_time(f"{TUESDAY} 12:05:00"), self._stop_after(999):
            Segment._cron_refresh()
        self.env.invalidate_all()
        self.assertFalse(shared.member_ids.filtered(lambda row: not row.date_to))

    def test_round_that_is_nonsense(self):
        Parameter = self.env["ir.config_parameter"]
        for text in ("x", "-1", "1.5", "", "1999-01-01 00:00:00"):
            Parameter.set_param("crm_playbook.segment_round", text)
            self.assertFalse(self._get_round())

    def test_a_customer_deleted_meanwhile_is_no_problem_of_the_condition(self):
        self.customers.purchase_potential_id = self.high
        segment, other = self._create_segment(), self._create_segment("Other")
        kind, search = type(segment), type(segment)._search_customers
        gone = "SELECT 2000000000 AS id"

        def find(self, company):
            query = search(self, company)
            if self == segment:
                query.select = lambda *args: SQL(gone)
            return query

        with patch.object(kind, "_search_customers", find):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(ConcurrencyError),
                self.env.cr.savepoint(),
            ):
                segment._refresh()
            self.assertFalse(segment.problem)
            self.customers.purchase_potential_id = False
            self.env.flush_all()
            with (
                mute_logger("odoo.sql_db"),
                freeze_time(f"{TUESDAY} 12:00:00"),
                patch.object(self.env.cr, "rollback", lambda: None),
                self._stop_after(99),
            ):
                self.env["playbook.segment"]._cron_refresh()
            with self.subTest("it is tried again"):
                parameter = self.env["ir.config_parameter"]
                self.assertTrue(parameter.get_param("crm_playbook.segment_round"))
        self.assertFalse(segment.problem)
        self.assertEqual(self._current(segment), self.customers)
        self.assertFalse(self._current(other))

    def test_main_segments_of_a_company_are_found_by_one_at_a_time(self):
        segment = self._create_segment()
        with self._recorded_queries() as queries:
            self._refresh(segment)
        text = "\n".join(map(str, queries))
        self.assertEqual(text.count("pg_advisory_xact_lock"), 1)
        self.assertLess(
            text.index("pg_advisory_xact_lock"), text.index("FOR SHARE NOWAIT")
        )

    def test_sizes_of_a_segment_read_its_members_alone(self):
        segment = self._create_segment()
        Size = self.env["playbook.segment.size"]
        query = Size._search(
            [("segment_id", "=", segment.id), ("company_id", "=", self.env.company.id)]
        )
        self.env.flush_all()
        rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        plan = "\n".join(row[0] for row in rows)
        self.assertNotIn("CTE Scan", plan)
        # Twice: for the days that there are, and for what changed on each.
        self.assertGreaterEqual(plan.count(f"(segment_id = {segment.id})"), 2, plan)
