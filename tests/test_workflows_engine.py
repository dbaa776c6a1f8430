"""What the engine sees to by itself: tries again, rests, lets loaded records be."""

from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .engine_common import DAY, TAKE, EngineCommon

RUN = "odoo.addons.crm_playbook.models.workflows.playbook_workflow_run"


@tagged("post_install", "-at_install")
class TestWorkflowsEngine(EngineCommon):
    def test_tried_again_after_an_hour_and_a_day_then_no_more(self):
        with freeze_time(DAY):
            self._switch_on()
            lead = self._create_stale(days=20)
        tries = []
        with (
            self._on_failing_create([lead.name], ValueError("no")),
            mute_logger(TAKE),
        ):
            for delta in (
                {},
                {"minutes": 59},
                {"hours": 1},
                {"hours": 24},
                {"hours": 25},
                {"days": 9},
            ):
                self._at(self._after(**delta))
                tries.append(self._enrollment(lead).tries)
        self.assertEqual(tries, [1, 1, 2, 2, 3, 3])
        with freeze_time(self._after(days=10)):
            self._enrollment(lead).action_retry()
            self._run()
        self.assertEqual(self._enrollment(lead).state, "running")
        self.assertFalse(self._enrollment(lead).error)

    def _slowly(self):
        """A clock on which everything takes four seconds."""
        ticks = iter(range(0, 10**6, 4))
        return patch(f"{RUN}.monotonic", lambda: next(ticks))

    @freeze_time(DAY)
    def test_what_takes_long_to_look_through_is_looked_through_less_often(self):
        self._switch_on()
        with self._slowly():
            self._run()
        self.assertEqual(self.workflow.next_scan_date, self._after(seconds=80))
        lead = self._create_stale(days=20)
        self._run()
        self.assertFalse(self._enrollment(lead))
        self._at(self._after(seconds=81))
        self.assertTrue(self._enrollment(lead))
        self.assertFalse(self.workflow.next_scan_date)

    def test_what_waits_for_its_turn_for_long_is_asked_for_less_often(self):
        with freeze_time(DAY):
            self._switch_on(daily_limit=1)
            leads = self._create_stale(days=20, count=2)
            self._run()
            with self._slowly():
                self._run()
        self.assertEqual(self.workflow.next_work_date, self._after(seconds=80))
        self._at(self._after(days=1))
        self.assertEqual(len(self._activities(leads)), 2)

    @freeze_time(DAY)
    def test_what_was_loaded_is_not_new(self):
        self._use_leads()
        self._switch_on(target="lead", trigger="created")
        loaded, asked = (
            self._create_lead(type="lead", user_id=self.user_sales.id)
            for _lead in range(2)
        )
        self._born(loaded | asked)
        source = self.env["playbook.load.source"].create({"name": "Old CRM"})
        for lead in (loaded, asked):
            self.env["playbook.load.key"].create(
                {
                    "source_id": source.id,
                    "kind": "lead",
                    "key": str(lead.id),
                    "res_model": "crm.lead",
                    "res_id": lead.id,
                    "created": True,
                    "with_workflows": lead == asked,
                }
            )
        self._run()
        self.assertFalse(self._enrollment(loaded))
        self.assertTrue(self._enrollment(asked))

    @freeze_time(DAY)
    def test_an_action_that_was_loaded_is_none_of_today(self):
        self._switch_on(
            target="opportunity",
            trigger="outcome",
            outcome_ids=self._get_outcome("went_well").ids,
        )
        lead = self._create_stale(days=0)
        action = self.env["playbook.action"].create(
            {
                "lead_id": lead.id,
                "origin": "loaded",
                "outcome_id": self._get_outcome("went_well").id,
                "date_done": DAY,
            }
        )
        self._run()
        self.assertFalse(self._enrollment(lead))
        self.env.cr.execute(
            "UPDATE playbook_action SET origin = 'logged' WHERE id = %s", [action.id]
        )
        self._run()
        self.assertTrue(self._enrollment(lead))

    @freeze_time(DAY)
    def test_it_goes_with_the_record_to_another_company(self):
        self._switch_on({}, {"delay": 1})
        lead = self._create_stale(days=20)
        self._run()
        lead.write(
            {
                "company_id": self.company_other.id,
                "team_id": False,
                "user_id": self.user_other_company.id,
            }
        )
        self._run()
        self.assertEqual(self._enrollment(lead).company_id, self.company_other)

    def test_many_working_days_with_holidays(self):
        workflow = self._create_workflow()
        calendar = self.env.company.resource_calendar_id
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": "2031-03-04 00:00:00",
                "date_to": "2031-03-04 23:00:00",
            }
        )
        start = date(2031, 3, 3)
        holidays = workflow._get_holidays(calendar, start, date(2060, 1, 1))
        for count, day in (
            (1, date(2031, 3, 5)),
            (5, date(2031, 3, 11)),
            (3650, date(2045, 2, 28)),
        ):
            with self.subTest(count):
                found = workflow._count_working_days(
                    calendar, start, count, 1, holidays
                )
                self.assertEqual(found, day)

    @freeze_time(DAY)
    def test_done_is_not_asked_for_again_the_same_day(self):
        """The deal is stale still; who has just worked on it is left in peace."""
        lead = self._create_stale(days=20)
        Day = self.env["playbook.day"].with_user(self.user_sales)
        self.assertIn(lead, Day._find_stale())
        self._finish(lead)
        self.assertNotIn(lead, Day._find_stale())
        with freeze_time(self._after(days=1)):
            self.assertIn(lead, Day._find_stale())
