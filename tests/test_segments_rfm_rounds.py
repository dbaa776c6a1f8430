from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from psycopg2 import errors

from odoo.exceptions import ConcurrencyError
from odoo.tests import freeze_time, tagged

from ..models.profiles.halves import gone_meanwhile
from ..models.profiles.rounds import read_round
from ..models.segments.playbook_rfm_score_run import LONGEST_ROUND, ROUND
from .rfm_common import NOW, RfmOrders

CRON = "crm_playbook.ir_cron_score_rfm"
SEGMENTS = "crm_playbook.ir_cron_refresh_segments"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestRfmRounds(RfmOrders):
    """The scheduled action goes through all companies, in several runs if need be."""

    def _get_round(self):
        return read_round(self.env, ROUND, LONGEST_ROUND)

    def setUp(self):
        super().setUp()
        self.cron = self.env.ref(CRON)
        self.triggers = self.env["ir.cron.trigger"]
        self.triggers.search([]).unlink()
        self.env["playbook.rfm.run"].search([]).checked_at = "2026-06-01 12:00:00"
        self.companies = self.env["res.company"].search([])
        self.turns = []

    def _count_triggers(self, cron=CRON):
        return self.triggers.search_count([("cron_id", "=", self.env.ref(cron).id)])

    def _run(self, seconds=1):
        """Run once, in this transaction; 0: out of time after each company."""
        Cron = type(self.env["ir.cron"])
        with patch.object(Cron, "_commit_progress", lambda *a, **k: seconds):
            self.Score._cron_refresh()

    @contextmanager
    def _scoring(self, hinder=lambda company: None):
        refresh = type(self.Score)._refresh

        def noting(records, company, as_of=None):
            self.turns.append(company)
            hinder(company)
            return refresh(records, company, as_of)

        with (
            patch.object(type(self.Score), "_refresh", noting),
            patch.object(self.env.cr, "rollback", lambda: None),
        ):
            yield

    def test_each_company_has_its_turn(self):
        with self._scoring():
            for _company in self.companies:
                self.assertFalse(self._count_triggers(SEGMENTS))
                self._run(0)
            self.assertEqual(len(self.turns), len(self.companies))
            self.assertEqual(set(self.turns), set(self.companies))
            self.assertEqual(self._count_triggers(SEGMENTS), 1)
            # A new round, in which who was first is first.
            with freeze_time("2026-06-16 12:00:00"):
                self._run()
        self.assertEqual(len(self.turns), 2 * len(self.companies))

    def test_round_begins_anew_where_somebody_asks(self):
        with self._scoring():
            self._run(0)
            self.assertTrue(self._get_round())
            self.Score._score_soon()
            self.assertFalse(self._get_round())
            self._run()
        self.assertEqual(len(self.turns), 1 + len(self.companies))

    def test_the_longest_waiting_first(self):
        with freeze_time("2026-06-15 13:00:00"):
            self.Score._refresh(self.company)
        self.assertEqual(self.Score._get_due_companies(None)[-1], self.company)
        run = self.env["playbook.rfm.run"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        self.assertEqual(run.checked_at, datetime(2026, 6, 15, 13))
        begun = datetime(2026, 6, 15, 13)
        self.assertNotIn(self.company, self.Score._get_due_companies(begun))

    def test_company_that_waits_has_its_turn_soon(self):
        def hinder(company):
            if company == self.company:
                raise errors.SerializationFailure

        with self._scoring(hinder):
            self._run()
        self.assertEqual(self.turns.count(self.company), 2)
        self.assertFalse(self._count_triggers(SEGMENTS))
        self.assertEqual(self._count_triggers(), 1)
        self.turns.clear()
        with freeze_time("2026-06-15 12:05:00"), self._scoring():
            self._run()
        self.assertEqual(self.turns, list(self.company))
        self.assertEqual(self._count_triggers(SEGMENTS), 1)

    def test_merged_meanwhile(self):
        """Tried once more, and no error."""
        hindered = []

        def hinder(company):
            if company == self.company and not hindered:
                hindered.append(company)
                with gone_meanwhile():
                    raise errors.ForeignKeyViolation

        with self._scoring(hinder), self.assertNoLogs("odoo.addons", "ERROR"):
            self._run()
        self.assertEqual(self.turns.count(self.company), 2)
        self.assertEqual(self._count_triggers(SEGMENTS), 1)
        with self.assertRaises(ConcurrencyError), gone_meanwhile():
            raise errors.ForeignKeyViolation

    def test_company_that_fails_has_had_its_turn_and_says_so(self):
        def hinder(company):
            if company == self.company:
                raise ValueError("something odd")

        with (
            self._scoring(hinder),
            self.assertLogs("odoo.addons.crm_playbook", "ERROR"),
        ):
            self._run()
        self.assertEqual(self.turns.count(self.company), 1)
        run = self.env["playbook.rfm.run"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        self.assertIn("something odd", run.problems)
        self.assertEqual(self._count_triggers(SEGMENTS), 1)

    def test_score_now_does_what_the_scheduled_action_does(self):
        told = []
        with patch.object(
            type(self.Score), "_after_refresh", lambda _s, company: told.append(company)
        ):
            self.env["playbook.rfm.group"].with_user(
                self.user_marketing
            ).action_score_now()
        self.assertEqual(told, list(self.company))
        self.assertEqual(self._count_triggers(SEGMENTS), 1)
