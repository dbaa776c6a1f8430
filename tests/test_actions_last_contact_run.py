from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_cron import IrCron

from .last_contact_common import LastContactCommon

CRON = "crm_playbook.ir_cron_refresh_last_contacts"
STATE = "crm_playbook.last_contact_state"
LOGGER = "odoo.addons.crm_playbook.models.actions.playbook_last_contact"


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 12:00:00")
class TestLastContactRun(LastContactCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Contact = cls.env["playbook.last.contact"]
        cls.Contact._begin()
        cls.others = cls.env["res.partner"].create(
            [
                {"name": f"Other {number}", "email": f"o{number}@x.example"}
                for number in range(4)
            ]
        )
        cls.env["crm.lead"].create(
            [{"name": "Lead", "partner_id": each.id} for each in cls.others]
        )
        # Leads of today would have everybody looked at.
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crm_lead SET create_date = '2020-01-01'")
        cls.env.cr.execute("UPDATE calendar_event SET write_date = '2020-01-01'")

    def _run(self, sweep=0, **kwargs):
        with patch.object(IrCron, "_commit_progress", return_value=60):
            self.Contact._cron_refresh(sweep=sweep, **kwargs)
        self.env.invalidate_all()

    def test_as_the_worker_runs_it(self):
        self._send()
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self._rows().email_count, 1)

    def test_messages_and_meetings_are_found(self):
        self._send()
        self._receive(self.others[0], self.others[0])
        self._meet("2026-06-15 11:59:00", self.others[1])
        self._run()
        self.assertEqual(self._rows().email_count, 1)
        self.assertEqual(self._rows(self.others[0]).email_count, 1)
        self.assertEqual(self._rows(self.others[1]).meeting_count, 1)
        self.assertFalse(self._rows(self.others[2]))

    def test_meeting_is_found_when_it_has_ended(self):
        self._meet("2026-06-15 12:30:00")
        self._run()
        self.assertFalse(self._rows())
        self.env.cr.execute("UPDATE calendar_event SET write_date = '2020-01-01'")
        for moment in ("2026-06-15 14:00:00", "2026-06-15 14:10:00"):
            with freeze_time(moment):
                self._run()
        self.assertEqual(self._rows().meeting_count, 1)

    def test_committed_late_is_found_by_the_next_runs(self):
        """A message with a lower id than what was looked at already."""
        self._send()
        self._run()
        self.env.cr.execute("DELETE FROM playbook_last_contact")
        with freeze_time("2026-06-15 12:40:00"):
            self._run()
        self.assertEqual(self._rows().email_count, 1)
        self.env.cr.execute("DELETE FROM playbook_last_contact")
        for moment in ("2026-06-15 15:00:00", "2026-06-15 17:00:00"):
            with freeze_time(moment):
                self._run()
        self.assertFalse(self._rows(), "looked at for ever")

    def test_goes_on_where_it_stopped(self):
        """Out of time after each batch: the next calls do the rest."""
        for each in self.others:
            self._receive(each, each)
        with (
            patch.object(IrCron, "_commit_progress", return_value=0),
            patch.object(
                type(self.Contact),
                "_refresh_or_halve",
                autospec=True,
                side_effect=type(self.Contact)._refresh_or_halve,
            ) as refresh,
        ):
            for _call in range(4):
                self.Contact._cron_refresh(batch=1, sweep=0)
        done = [call.args[1][0] for call in refresh.call_args_list]
        self.assertEqual(done[-4:], sorted(set(done))[-4:])
        self.assertEqual(len(done), len(set(done)))

    @mute_logger(LOGGER)
    def test_one_bad_customer_stops_nobody(self):
        for each in self.others:
            self._receive(each, each)
        bad = self.others[1]
        refresh = type(self.Contact)._refresh

        def refuse(records, partner_ids=None):
            if bad.id in partner_ids:
                records.env.cr.execute("SELECT 1 / 0")
            return refresh(records, partner_ids)

        with (
            mute_logger("odoo.sql_db"),
            patch.object(type(self.Contact), "_refresh", refuse),
        ):
            self._run()
        for each in self.others:
            self.assertEqual(bool(self._rows(each)), each != bad)
        self._run()
        self.assertTrue(self._rows(bad))

    def test_sweep_mends_what_nothing_told_of(self):
        self._act()
        self.env.cr.execute("UPDATE playbook_last_contact SET call_count = 7")
        count = self.env["res.partner"].search_count([("customer_state", "!=", False)])
        for _run in range(count // 2 + 2):
            self._run(sweep=2)
        self.assertEqual(self._rows().call_count, 1)

    def test_nonsense_in_the_parameter_is_no_error(self):
        Parameter = self.env["ir.config_parameter"].sudo()
        for text in (
            *("nonsense", "[]", "7", '{"marks": 1}', '{"marks": [["x", 1, 2]]}'),
            *('{"begun": [1]}', '{"after": "x"}', '{"begun": ["2026-01-01", 0, 0]}'),
            '{"swept_to": [1]}',
        ):
            with self.subTest(text):
                Parameter.set_param(STATE, text)
                self._run()
                self.assertIn('"marks"', Parameter.get_param(STATE))

    def test_run_costs_the_same_for_any_number(self):
        def count_run(customers):
            for each in customers:
                self._receive(each, each)
            return self._count_queries(self._run)

        count_run(self.customer)
        self.assertEqual(count_run(self.others[0]), count_run(self.others[1:]))
