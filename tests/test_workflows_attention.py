"""The run of the workflows minds who is there, and how much they have got already."""

from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, new_test_user, tagged

from .common import INTERNAL
from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestWorkflowAttention(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.everything = new_test_user(
            cls.env,
            "attention_all",
            name="Stand In",
            groups=f"{INTERNAL},crm_playbook.group_sales,"
            "sales_team.group_sale_salesman_all_leads",
        )

    def _limit(self, limit):
        self.env["ir.config_parameter"].set_param("crm_playbook.daily_limit", limit)

    def _absent(self, user, substitute=None, days=3):
        today = fields.Date.today()
        return self.env["playbook.absence"].create(
            {
                "user_id": user.id,
                "date_from": today - timedelta(days=1),
                "date_to": today + timedelta(days=days),
                "substitute_id": substitute.id if substitute else False,
            }
        )

    # ------------------------------------------------------------------
    # The daily limit
    # ------------------------------------------------------------------

    def test_all_workflows_share_the_limit(self):
        self._limit(3)
        other = self._create_workflow(
            name="Other", domain="[('name', 'like', 'Other deal')]"
        )
        self._go_live()
        self._go_live(workflow=other)
        first = self._create_stale(count=2)
        second = self._create_stale(count=4, name="Other deal")
        theirs = self._create_stale(user_id=self.user_team_leader.id, name="Other deal")
        for _again in range(2):
            self._run()
        self.assertEqual(len(self._activities(first | second)), 3)
        self.assertEqual(len(self._activities(theirs)), 1)
        taken = (self.user_sales | self.user_team_leader)._get_automatic_taken()
        self.assertEqual(taken, {self.user_sales.id: 3, self.user_team_leader.id: 1})
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self._run()
        self.assertEqual(len(self._activities(first | second)), 6)

    def test_the_smaller_limit_holds(self):
        for own, everywhere, expected in ((2, 5, 2), (5, 2, 2)):
            with self.subTest(own=own), self.cr.savepoint() as savepoint:
                self._limit(everywhere)
                self.workflow.daily_limit = own
                self._go_live()
                leads = self._create_stale(count=6)
                self._run()
                self.assertEqual(len(self._activities(leads)), expected)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_done_and_deleted_ones_count(self):
        self._limit(2)
        self._go_live()
        leads = self._create_stale(count=4)
        self._run()
        done, deleted = self._activities(leads)
        done.action_feedback()
        deleted.unlink()
        self._run()
        self.assertFalse(self._activities(leads))

    def test_what_is_taken_from_the_backlog_does_not_count(self):
        self._limit(2)
        leads = self._create_stale(count=4)
        self._go_live()
        self.workflow.with_user(self.user_sales_management)._take_backlog()
        self._run()
        self.assertEqual(len(self._activities(leads)), 4)
        self.assertEqual(
            self.user_sales._get_automatic_taken(), {self.user_sales.id: 0}
        )

    def test_the_day_is_that_of_the_company(self):
        self._limit(1)
        self.env.company.resource_calendar_id.tz = "America/Lima"
        self._go_live()
        leads = self._create_stale(count=3)
        tomorrow = fields.Datetime.now().date() + timedelta(days=1)
        for hour, expected in (("04:30", 1), ("04:50", 1), ("05:10", 2)):
            with freeze_time(f"{tomorrow} {hour}:00"), self.subTest(hour):
                self._run()
            self.assertEqual(len(self._activities(leads)), expected)

    # ------------------------------------------------------------------
    # Substitutes
    # ------------------------------------------------------------------

    def test_the_substitute_gets_it(self):
        self._absent(self.user_sales, self.everything)
        self._go_live()
        lead = self._create_stale()
        for _again in range(3):
            self._run()
        activity = self._activities(lead)
        self.assertEqual(activity.user_id, self.everything)
        self.assertIn("You stand in for Playbook sales.", activity.note)
        enrollment = self._enrollments(lead)
        self.assertRecordValues(
            enrollment, [{"state": "running", "user_id": self.everything.id}]
        )
        self.assertRecordValues(
            enrollment.event_ids,
            [
                {
                    "state": "planned",
                    "user_id": self.everything.id,
                    "stands_in_for_id": self.user_sales.id,
                }
            ],
        )
        self.assertEqual(lead.user_id, self.user_sales)

    def test_it_stays_with_the_substitute_until_it_ends(self):
        absence = self._absent(self.user_sales, self.everything)
        self._go_live()
        done, moved = leads = self._create_stale(count=2)
        self._run()
        absence.unlink()
        self._run()
        self.assertEqual(self._activities(leads).user_id, self.everything)
        self._activities(done).action_feedback()
        moved.stage_id = self.stage_next
        self._run()
        self.assertStates(leads, ["done", "cancelled"])
        self.assertFalse(self._activities(leads))

    def test_given_to_another_salesperson(self):
        self._absent(self.user_sales, self.everything)
        self._go_live()
        lead, taken_over = self._create_stale(count=2)
        self._run()
        lead.user_id = self.user_team_leader
        taken_over.user_id = self.everything
        self._run()
        self.assertEqual(self._activities(lead).user_id, self.user_team_leader)
        self.assertEqual(self._activities(taken_over).user_id, self.everything)
        for each in (lead, taken_over):
            self.assertFalse(self._enrollments(each).event_ids.stands_in_for_id)
        # To somebody who is absent: to who acts for them.
        self._absent(self.user_other_team, self.everything)
        lead.user_id = self.user_other_team
        self._run()
        self.assertEqual(self._activities(lead).user_id, self.everything)
        event = self._enrollments(lead).event_ids
        self.assertEqual(event.stands_in_for_id, self.user_other_team)

    def test_who_may_not_read_a_deal_does_not_get_it(self):
        self._limit(2)
        self._absent(self.user_sales, self.user_other_team)
        self._go_live()
        leads = self._create_stale(count=4)
        for _again in range(2):
            self._run()
        self.assertEqual(len(self._activities(leads)), 2)
        self.assertEqual(self._activities(leads).user_id, self.user_sales)

    def test_who_reads_no_deals_does_not_get_any(self):
        self._absent(self.user_sales, self.user_configurator)
        self._go_live()
        lead = self._create_stale()
        self._run()
        self.assertEqual(self._activities(lead).user_id, self.user_sales)

    def test_the_limit_is_that_of_who_gets_it(self):
        self._limit(3)
        self._absent(self.user_sales, self.everything)
        self._go_live()
        leads = self._create_stale(count=2)
        leads |= self._create_stale(count=3, user_id=self.everything.id)
        for _again in range(2):
            self._run()
        self.assertEqual(len(self._activities(leads)), 3)
        self.assertEqual(self._activities(leads).user_id, self.everything)

    def test_taken_from_the_backlog(self):
        self._absent(self.user_sales, self.everything)
        lead = self._create_stale()
        self._go_live()
        workflow = self.workflow.with_user(self.user_sales_management)
        ((user_id, count, _worth),) = workflow._count_by_person()
        self.assertEqual((user_id, count), (self.everything.id, 1))
        workflow._take_backlog()
        self._run()
        self.assertEqual(self._activities(lead).user_id, self.everything)

    def test_cost_does_not_grow_with_the_number(self):
        self._absent(self.user_sales, self.everything)
        self._limit(1000)
        self.workflow.daily_limit = 1000
        self._go_live()
        costs = []
        for count in (3, 30):
            self._create_stale(count=count)
            self.env.flush_all()
            with self._recorded_queries() as queries:
                self._run()
            costs.append(len(queries))
        self.assertLessEqual(costs[1], costs[0] + 2)
