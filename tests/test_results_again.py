"""The past measured again: what counts something else now, and what was loaded late."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.crm_playbook.wizards.results import playbook_measurement_correct

from .common import PROFILE_GROUPS
from .own_indicator_common import OwnCase

MAY = date(2030, 5, 1)


@tagged("post_install", "-at_install")
class TestAgain(OwnCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.may = cls._month(2030, 5)

    def _measure_all(self, moment="2030-06-19 10:00:00"):
        with freeze_time(moment):
            self._run_cron()

    def _correct(self, indicator, moment="2030-06-19 12:00:00", runs=None):
        with freeze_time(moment):
            action = (runs or indicator).with_user(self.manager)
            action = action.action_correct() if runs else action.action_measure_past()
            Dialog = self.manager_env["playbook.measurement.correct"]
            dialog = Dialog.with_context(**action["context"]).create({"reason": "Why"})
            return dialog.action_correct()

    def test_figures_of_another_kind_cannot_stay(self):
        self._lead("2030-05-10", expected_revenue=100)
        indicator = self._own()
        self._measure_all()
        with freeze_time("2030-06-19 11:00:00"):
            indicator.write(
                {"calculation": "mean", "measure_field": "expected_revenue"}
            )
            self.assertTrue(indicator.past_is_unlike)
            with self.assertRaisesRegex(UserError, "Measure the past again"):
                indicator.action_keep_past()
        self._correct(indicator)
        self.assertFalse(indicator.past_is_unlike or indicator.date_changed)
        self.assertEqual(self._figure(indicator, self.may).value, 100)
        with self.assertRaisesRegex(UserError, "Make a new indicator"):
            indicator.write({"is_state": True})

    def test_another_unit_is_another_kind(self):
        indicator = self._own(calculation="sum", measure_field="expected_revenue")
        indicator.unit = "money"
        self.assertFalse(indicator.past_is_unlike)
        self._measure_all()
        indicator.unit = "days"
        self.assertTrue(indicator.past_is_unlike and indicator.date_changed)

    def test_asked_until_all_of_the_past_is_measured(self):
        self._lead("2030-05-10", name="Small")
        indicator = self._own()
        self._measure_all()
        with freeze_time("2030-06-19 11:00:00"):
            indicator.domain = "[('name', '!=', 'Small')]"
        self._correct(indicator, runs=self._runs(indicator, date_from=MAY))
        self.assertTrue(indicator.date_changed)
        self._correct(indicator)
        self.assertFalse(indicator.date_changed)

    def test_many_periods_by_the_scheduled_action(self):
        lead = self._lead("2030-05-10", name="Small")
        indicator = self._own()
        self._measure_all()
        with freeze_time("2030-06-19 11:00:00"):
            indicator.domain = "[('name', '!=', 'Small')]"
        with patch.object(playbook_measurement_correct, "MOST_AT_ONCE", 3):
            self._correct(indicator)
        self.assertTrue(indicator.date_changed)
        waiting = [("again_reason", "=", "Why")]
        self.assertGreater(self.Run.search_count(waiting), 3)
        self.assertEqual(self._figure(indicator, self.may).value, 1)
        self._measure_all("2030-06-19 13:00:00")
        self.assertFalse(self.Run.search_count(waiting))
        self.assertFalse(indicator.date_changed)
        may = self._runs(indicator, date_from=MAY)
        self.assertEqual((may.version, may.correction_reason), (2, "Why"))
        self.assertEqual(may.corrected_by_id, self.manager)
        self.assertEqual(self._figure(indicator, self.may).value, 0)
        self.assertTrue(lead)

    def test_what_cannot_be_corrected_is_told_and_tried_again(self):
        self._lead("2030-05-10")
        indicator = self._own(domain="[('name', '=', 'Deal')]")
        self._measure_all()
        runs = self._runs(indicator, date_from=MAY)
        runs.with_user(self.manager)._correct_later("Why")
        self._set(indicator.sudo(), "domain", "[('no_such_field', '=', 1)]")
        self._measure_all("2030-06-19 13:00:00")
        runs.invalidate_recordset()
        self.assertIn("no_such_field", runs.error)
        self.assertTrue(runs.again_reason)
        self._set(indicator.sudo(), "domain", "[('name', '=', 'Other')]")
        self._measure_all("2030-06-19 18:00:00")
        self.assertEqual(
            (runs.again_reason, runs.error, runs.version), (False,) * 2 + (2,)
        )

    def test_who_may_have_it_corrected_later(self):
        self._measure_all()
        may = self._runs(self.total, date_from=MAY)
        configurator = new_test_user(
            self.env, "re_configurator", PROFILE_GROUPS["configurator"]
        )
        for user in (self.salesperson, configurator):
            with self.subTest(user.login), self.assertRaises(AccessError):
                may.with_user(user)._correct_later("Why")

    def _measure_past_again(self, user=None, moment="2030-06-19 12:00:00"):
        """By the dialog; :return: what it tells."""
        with freeze_time(moment):
            action = self.Run.with_user(user or self.manager)
            action = action.action_measure_past_again()
            Dialog = self.env["playbook.measurement.correct"]
            Dialog = Dialog.with_user(user or self.manager)
            Dialog = Dialog.with_context(**action["context"])
            return Dialog.create({"reason": "History"}).action_correct()

    def _versions(self, run):
        every = self.Measurement.with_context(active_test=False)
        rows = every.search([("run_id", "=", run.id), ("cut", "=", "main")])
        return sorted((row.version, row.active, row.value) for row in rows)

    def test_history_that_was_loaded_late(self):
        self._customer("First", "2030-05-09")
        self._measure_all()
        may, march = (
            self._runs(self.total, date_from=date(2030, month, 1)) for month in (5, 3)
        )
        self.assertEqual((may.state, may.estimated), ("closed", True))
        self._customer("Late", "2030-05-10")
        with patch.object(playbook_measurement_correct, "MOST_AT_ONCE", 1):
            told = self._measure_past_again()["params"]["message"]
        self.assertIn("within some hours", told)
        self.assertEqual((may.state, may.again_reason), ("closed", "History"))
        self.assertFalse(self.company.playbook_rfm_past_told)
        self.assertEqual(self._figure(self.total, self.may).value, 1)
        self._measure_all("2030-06-19 13:00:00")
        self.assertEqual((may.state, may.again_reason), ("closed", False))
        self.assertEqual(self._versions(may), [(1, False, 1), (2, True, 2)])
        self.assertEqual(may.corrected_by_id, self.manager)
        self.assertIn("History", may.corrections)
        self.assertEqual(march.version, 1, "nothing differs")
        # Loaded in two steps.
        self._customer("Later", "2030-05-11")
        self._measure_past_again(moment="2030-06-20 12:00:00")
        self._measure_all("2030-06-20 13:00:00")
        self.assertEqual(self._figure(self.total, self.may).value, 3)
        self.assertEqual(may.version, 3)

    def test_the_past_is_measured_again_bit_by_bit(self):
        self._measure_all()
        waiting = [("again_reason", "!=", False)]
        self._measure_past_again()
        count = self.Run.search_count(waiting)
        self.assertGreater(count, 6)

        def stop(*_args, remaining=None, **_kwargs):
            # The time is over once something was corrected.
            return self.Run.search_count(waiting) == count

        with freeze_time("2030-06-19 13:00:00"):
            self.patch(IrCron, "_commit_progress", stop)
            self.Run._correct_those_asked(2)
            self.assertEqual(self.Run.search_count(waiting), count - 2)
        self._measure_all("2030-06-19 14:00:00")
        self.assertFalse(self.Run.search_count(waiting))

    def test_what_was_never_measured_needs_no_version(self):
        self._measure_all()
        may = self._runs(self.total, date_from=MAY)
        self.Measurement.search([("run_id", "=", may.id)]).unlink()
        may.date_measured = False
        self._customer("Late", "2030-05-10")
        self._measure_past_again()
        self.assertEqual((may.state, may.again_reason), ("open", False))
        self._measure_all("2030-06-19 13:00:00")
        self.assertEqual((may.state, may.version), ("closed", 1))
        self.assertEqual(self._figure(self.total, self.may).value, 1)

    def test_who_may_have_the_past_measured_again(self):
        self._measure_all()
        with self.assertRaises(AccessError):
            self.Run.with_user(self.salesperson).action_measure_past_again()
        with self.assertRaises(AccessError):
            self.Run.with_user(self.salesperson)._ask_past_again("Why")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.Run.with_user(self.manager)._ask_past_again(" ")
        configurator = new_test_user(
            self.env, "re_configurator", PROFILE_GROUPS["configurator"]
        )
        self._measure_past_again(configurator)
        may = self._runs(self.total, date_from=MAY)
        self.assertEqual(may.again_user_id, configurator)
        for name in ("again_reason", "again_user_id"):
            self.assertNotIn(name, self.Run.with_user(self.salesperson).fields_get())
            self.assertIn(name, self.Run.with_user(configurator).fields_get())

    def test_what_was_scored_is_not_forgotten(self):
        History = self.env["playbook.rfm.history"]
        partner = self._customer("A", "2030-01-01")
        values = {"partner_id": partner.id, "company_id": self.company.id}
        rows = History.create(
            [{**values, "date": day} for day in ("2030-03-31", "2030-05-05")]
        )
        self.env["playbook.rfm.run"].search([]).unlink()
        run = {"company_id": self.company.id, "date": "2030-05-05"}
        self.env["playbook.rfm.run"].create(run)
        self.company._forget_rfm_past()
        self.assertEqual(rows.exists(), rows[1])
