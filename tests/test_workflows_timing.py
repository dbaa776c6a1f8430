"""When steps come: delays, conditions, hours, and steps that change meanwhile."""

from odoo.tests import freeze_time, tagged

from .engine_common import DAY, EngineCommon


@tagged("post_install", "-at_install")
class TestWorkflowTiming(EngineCommon):
    def _begin(self, *steps, **values):
        """A deal that a live workflow has taken up on :data:`DAY`."""
        with freeze_time(DAY):
            self._switch_on(*steps, **values)
            lead = self._create_stale(days=20)
            self._run()
        return lead

    def test_each_step_after_its_delay(self):
        lead = self._begin(
            {},
            {"delay": 5, "delay_unit": "hours"},
            {"delay": 2, "delay_unit": "days"},
            {"delay": 3, "delay_unit": "working"},
        )
        self.assertEqual(len(self._planned(lead)), 1)
        for moment, count in (
            (self._after(hours=4), 1),
            (self._after(hours=5), 2),
            (self._after(hours=52), 2),
            (self._after(hours=54), 3),
            # Wednesday evening, and three working days on: Monday.
            ("2031-03-10 14:00:00", 3),
            ("2031-03-10 17:00:00", 4),
        ):
            with self.subTest(moment=str(moment)):
                self._at(moment)
                self.assertEqual(len(self._planned(lead)), count)
        self.assertFalse(self._enrollment(lead).step_id)
        self.assertEqual(self._enrollment(lead).state, "running")

    def test_escalates_what_nobody_has_done(self):
        steps = ({}, {"kind": "escalate", "delay": 7, "condition": "open"})
        lead = self._begin(*steps)
        self._at(self._after(days=7))
        self.assertEqual(
            self._planned(lead).user_id, self.user_sales | self.user_team_leader
        )
        self.assertEqual(self._enrollment(lead).user_id, self.user_sales)

    def test_does_not_escalate_what_is_done(self):
        lead = self._begin({}, {"kind": "escalate", "delay": 7, "condition": "open"})
        with freeze_time(self._after(days=1)):
            self._planned(lead).action_feedback(feedback="Called.")
            self._run()
        self.assertEqual(self._enrollment(lead).state, "running")
        self._at(self._after(days=7))
        self.assertEqual(
            self._events(lead), [("Step 1", "finished"), ("Step 2", "skipped")]
        )
        self.assertEqual(self._enrollment(lead).state, "done")
        self.assertEqual(self._enrollment(lead).ending, "finished")

    def test_step_for_some(self):
        with freeze_time(DAY):
            self._switch_on({"domain": "[('priority', '=', '2')]"}, {})
            some, others = leads = self._create_stale(days=20, count=2)
            some.priority = "2"
            self._run()
        self.assertEqual(
            [self._events(lead) for lead in leads],
            [
                [("Step 1", "planned"), ("Step 2", "planned")],
                [("Step 1", "skipped"), ("Step 2", "planned")],
            ],
        )
        self.assertTrue(self._enrollment(others).event_ids[-1:])

    def test_server_down_for_three_days(self):
        lead = self._begin({}, {"delay": 1}, {"delay": 1})
        # Nothing ran for long: what is due comes, one step after the other, never all.
        self._at(self._after(days=5))
        self.assertEqual(len(self._planned(lead)), 2)
        self._at(self._after(days=5, hours=23))
        self.assertEqual(len(self._planned(lead)), 2)
        self._at(self._after(days=6))
        self.assertEqual(len(self._planned(lead)), 3)

    def test_the_same_hour_when_the_clocks_change(self):
        self.env.company.resource_calendar_id.tz = "Europe/Madrid"
        # The clocks go forward on the 30th of March 2031.
        with freeze_time("2031-03-29 09:00:00"):
            self._switch_on({}, {"delay": 1})
            lead = self._create_stale(days=20)
            self._run()
        self._at("2031-03-30 07:59:00")
        self.assertEqual(len(self._planned(lead)), 1)
        self._at("2031-03-30 08:00:00")
        self.assertEqual(len(self._planned(lead)), 2)

    def test_quiet_hours_and_working_days(self):
        self.env.company.resource_calendar_id.tz = "Europe/Madrid"
        with freeze_time("2031-03-07 18:30:00"):  # Friday, half past seven in Madrid
            self._switch_on(quiet_from=19, quiet_to=8, working_days_only=True)
            lead = self._create_stale(days=20)
            self._run()
        self.assertEqual(self._enrollment(lead).state, "waiting")
        for moment, count in (
            ("2031-03-08 11:00:00", 0),
            ("2031-03-10 06:59:00", 0),
            ("2031-03-10 07:00:00", 1),
        ):
            with self.subTest(moment):
                self._at(moment)
                self.assertEqual(len(self._planned(lead)), count)

    def test_a_deleted_step_lets_the_next_one_follow(self):
        lead = self._begin({}, {"delay": 2}, {"delay": 30})
        workflow = self.workflow.with_user(self.user_sales_management)
        workflow.step_ids[1].unlink()
        self.assertEqual(self._enrollment(lead).step_id, self.workflow.step_ids[1])
        self._at(self._after(days=2))
        self.assertEqual(self._events(lead)[-1], ("Step 3", "planned"))
        self.assertFalse(self._enrollment(lead).step_id)

    def test_the_last_step_deleted(self):
        lead = self._begin({"kind": "escalate"}, {"delay": 2})
        with freeze_time(self._after(days=1)):
            self._planned(lead).action_feedback(feedback="Done.")
            self._run()
            self.workflow.with_user(self.user_sales_management).step_ids[1].unlink()
        self.env.invalidate_all()
        self.assertEqual(self._enrollment(lead).state, "done")

    def test_a_step_added_at_the_end_follows(self):
        lead = self._begin({})
        self.assertFalse(self._enrollment(lead).step_id)
        with freeze_time(self._after(days=1)):
            self.workflow.with_user(self.user_sales_management).write(
                {
                    "step_ids": [
                        (0, 0, {"summary": "Added", "sequence": 9, "delay": 3}),
                        (0, 0, {"summary": "Before", "sequence": 0}),
                    ]
                }
            )
        self._at(self._after(days=3))
        self.assertEqual(len(self._planned(lead)), 1)
        self._at(self._after(days=4))
        self.assertEqual(
            self._events(lead), [("Step 1", "planned"), ("Added", "planned")]
        )

    def test_each_company_in_its_own_time(self):
        tokyo = self.company_other.resource_calendar_id.copy(
            {"tz": "Asia/Tokyo", "company_id": self.company_other.id}
        )
        self.company_other.resource_calendar_id = tokyo
        self.env.company.resource_calendar_id.tz = "Europe/Madrid"
        user = self.user_sales_management
        user.company_ids |= self.company_other
        with freeze_time("2031-03-03 23:30:00"):  # half past midnight, half past eight
            self._switch_on(quiet_from=22, quiet_to=8)
            ours = self._create_stale(days=20)
            theirs = self._create_stale(
                days=20,
                company_id=self.company_other.id,
                user_id=self.user_other_company.id,
                team_id=False,
            )
            self._run()
        self.assertFalse(self._planned(ours))
        self.assertEqual(len(self._planned(theirs)), 1)
