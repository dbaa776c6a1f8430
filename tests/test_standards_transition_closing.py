from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .transition_common import TransitionCommon


@tagged("post_install", "-at_install")
class TestTransitionOfClosing(TransitionCommon):
    """Won, lost, restored, archived: on every way there is."""

    def _mine(self):
        return self.lead.with_user(self.user_sales)

    def test_won(self):
        self._mine().action_set_won()
        self.assertEqual(self.lead.stage_id, self.won)
        self.assertHistory(
            self.lead, (None, self.first, "won"), (self.first, self.won, "won")
        )
        arrival = self._stays(self.lead)[-1]
        self.assertEqual(arrival.date, arrival.date_left)

    def test_won_by_its_stage_alone(self):
        self._mine().stage_id = self.won
        self.assertHistory(
            self.lead, (None, self.first, "won"), (self.first, self.won, "won")
        )

    def test_moved_back_from_won(self):
        self._mine().action_set_won()
        self._mine().stage_id = self.second
        self.assertEqual(self.lead.won_status, "pending")
        self.assertHistory(
            self.lead,
            (None, self.first, "won"),
            (self.first, self.won, "won"),
            (self.won, self.second, False),
        )

    def test_moved_from_one_won_stage_to_another(self):
        other = self.won.copy({"name": "Won elsewhere"})
        self._mine().action_set_won()
        self._mine().stage_id = other
        self.assertHistory(
            self.lead,
            (None, self.first, "won"),
            (self.first, self.won, "won"),
            (self.won, other, "won"),
        )

    def test_lost(self):
        self._mine().action_set_lost()
        self.assertHistory(self.lead, (None, self.first, "lost"))

    def test_lost_by_the_wizard(self):
        wizard = self.env["crm.lead.lost"].with_user(self.user_sales)
        wizard.create({"lead_ids": self.lead.ids}).action_lost_reason_apply()
        self.assertEqual(self.lead.won_status, "lost")
        self.assertHistory(self.lead, (None, self.first, "lost"))

    def test_lost_twice_is_lost_once(self):
        self._mine().action_set_lost()
        self._mine().action_set_lost()
        self.assertHistory(self.lead, (None, self.first, "lost"))

    def test_moved_while_lost(self):
        """It stays lost: the arrival is recorded, and has ended."""
        self._mine().action_set_lost()
        self._mine().stage_id = self.second
        self.assertEqual(self.lead.won_status, "lost")
        self.assertHistory(
            self.lead, (None, self.first, "lost"), (self.first, self.second, "lost")
        )

    def test_restored(self):
        for restore in ("action_unarchive", "action_restore"):
            self.lead = self._create_own()
            with self.subTest(restore):
                self._mine().action_set_lost()
                getattr(self._mine(), restore)()
                self.assertHistory(
                    self.lead,
                    (None, self.first, "lost"),
                    (self.first, self.first, False),
                )

    def test_won_after_it_was_lost(self):
        self._mine().action_set_lost()
        self._mine().action_set_won()
        self.assertHistory(
            self.lead,
            (None, self.first, "lost"),
            (self.first, self.first, "won"),
            (self.first, self.won, "won"),
        )

    def test_archived_without_being_lost_stays_where_it_is(self):
        self.lead.probability = 30
        self._mine().action_archive()
        self.assertEqual(self.lead.won_status, "pending")
        self.assertHistory(self.lead, (None, self.first, False))
        self._mine().action_unarchive()
        self.assertHistory(self.lead, (None, self.first, False))

    def test_a_won_one_that_is_archived_and_restored_stays_won(self):
        self._mine().action_set_won()
        self._mine().action_archive()
        self._mine().action_unarchive()
        self.assertEqual(self.lead.won_status, "won")
        self.assertHistory(
            self.lead, (None, self.first, "won"), (self.first, self.won, "won")
        )

    def test_a_stage_that_is_made_won_ends_the_stays_in_it(self):
        other = self._create_own(stage_id=self.second.id)
        self.first.is_won = True
        self.assertEqual(self.lead.won_status, "won")
        self.assertHistory(self.lead, (None, self.first, "won"))
        self.assertHistory(other, (None, self.second, False))

    def test_a_stage_that_is_won_no_longer_reopens_the_stays_in_it(self):
        """Odoo computes the probabilities anew; with those, who is still won."""
        won = self._create_own(stage_id=self.won.id)
        probabilities = {won.id: 40.0}
        with patch.object(
            self.env.registry["crm.lead"],
            "_pls_get_naive_bayes_probabilities",
            lambda *args, **kwargs: (probabilities, {}),
        ):
            self.won.is_won = False
        self.assertEqual(won.won_status, "pending")
        self.assertHistory(won, (None, self.won, "won"), (self.won, self.won, False))


@tagged("post_install", "-at_install")
class TestTransitionOfImporting(TransitionCommon):
    def _import(self, **values):
        """Import one opportunity as Odoo's import screen does."""
        values = {"name": "Imported", **values}
        result = (
            self.env["crm.lead"]
            .with_user(self.user_sales)
            .with_context(import_file=True)
            .load(list(values), [list(values.values())])
        )
        self.assertFalse(result["messages"])
        return self.env["crm.lead"].browse(result["ids"])

    def test_imported_without_a_date(self):
        lead = self._import(stage_id="Second")
        self.assertHistory(lead, (None, self.second, False))
        self.assertFalse(self._stays(lead).estimated)

    def test_imported_with_the_date_of_its_last_move(self):
        lead = self._import(
            stage_id="Second", date_last_stage_update="2026-01-02 03:04:05"
        )
        self.assertHistory(lead, (None, self.second, False))
        stay = self._stays(lead)
        self.assertEqual(str(stay.date), "2026-01-02 03:04:05")
        self.assertTrue(stay.estimated)

    def test_a_date_in_the_future_is_now(self):
        lead = self._import(date_last_stage_update="2222-01-02 03:04:05")
        stay = self._stays(lead)
        self.assertLessEqual(stay.date, fields.Datetime.now())
        self.assertTrue(stay.estimated)

    def test_won_with_dates(self):
        """Of the past they are kept; nothing ends in the future, or before it began."""
        for entered, closed, expected in (
            ("2026-01-02 03:04:05", "2026-02-03 04:05:06", "2026-02-03 04:05:06"),
            ("2026-03-02 03:04:05", "2026-02-03 04:05:06", "2026-03-02 03:04:05"),
            ("2026-01-02 03:04:05", "2222-02-03 04:05:06", None),
        ):
            with self.subTest(closed=closed):
                lead = self._create_own(
                    stage_id=self.won.id,
                    date_last_stage_update=entered,
                    date_closed=closed,
                )
                stay = self._stays(lead)
                self.assertEqual(stay.ending, "won")
                self.assertLessEqual(stay.date_left, fields.Datetime.now())
                if expected:
                    self.assertEqual(str(stay.date_left), expected)

    def test_moved_by_an_import(self):
        self.lead.user_id = self.user_sales
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "playbook_lead",
                "model": "crm.lead",
                "res_id": self.lead.id,
            }
        )
        lead = self._import(id="__import__.playbook_lead", stage_id="Third")
        self.assertEqual(lead, self.lead)
        self.assertHistory(
            lead, (None, self.first, "moved"), (self.first, self.third, False)
        )

    def test_two_open_stays_of_a_lead_are_refused(self):
        """By the database: two who move a deal at the same moment cannot both."""
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._stays(self.lead).copy()
