"""What the scheduled action does, and when it stops."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, tagged

from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestWorkflowRun(WorkflowCommon):
    def test_draft_does_nothing(self):
        leads = self._create_stale()
        self._run()
        self.assertFalse(self._activities(leads))
        self.assertStates(leads, [])

    def test_simulation_writes_the_ledger_alone(self):
        leads = self._create_stale(count=2)
        self.workflow.mode = "simulation"
        self._run()
        self._run()
        self.assertFalse(self._activities(leads))
        self.assertStates(leads, ["simulated", "simulated"])
        events = self._enrollments(leads).event_ids
        self.assertEqual(events.mapped("state"), ["simulated", "simulated"])
        self.assertEqual(events.step_id, self.workflow.step_ids)
        leads[0].stage_id = self.stage_next
        self._run()
        self.assertStates(leads, ["simulated", "cancelled"])

    def test_live_gives_each_stale_deal_exactly_one_activity(self):
        self._go_live()
        leads = self._create_stale(count=3)
        fresh = self._create_stale(3)
        for _again in range(3):
            self._run()
        activities = self._activities(leads)
        self.assertCountEqual(activities.mapped("res_id"), leads.ids)
        self.assertFalse(self._activities(fresh))
        self.assertStates(leads, ["running"] * 3)
        events = self._enrollments(leads).event_ids
        self.assertEqual(events.activity_id, activities)
        self.assertEqual(set(events.mapped("state")), {"planned"})

    def test_the_activity(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.user_sales.write({"lang": "es_ES", "tz": "Pacific/Auckland"})
        step = self.workflow.step_ids
        step.due_days = 2
        step.with_context(lang="es_ES").write(
            {"summary": "Llamar", "note": "Pregunte <por qué>."}
        )
        self.stage.with_context(lang="es_ES").name = "Conversación"
        self._go_live()
        lead = self._create_stale(15)
        with freeze_time("2031-03-01 12:00:00"), self._no_mail():
            self._run()
        activity = self._activities(lead)
        self.assertRecordValues(
            activity,
            [
                {
                    "user_id": self.user_sales.id,
                    "create_uid": self.user_sales_management.id,
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    "summary": "Llamar",
                    # It is the 2nd of March already in Auckland.
                    "date_deadline": date(2031, 3, 4),
                    "automated": True,
                }
            ],
        )
        self.assertIn("Pregunte &lt;por qué&gt;.", activity.note)
        self.assertIn("Conversación", activity.note)

    def _no_mail(self):
        Activity = type(self.env["mail.activity"])
        return patch.object(
            Activity, "action_notify", side_effect=AssertionError("no mail")
        )

    def test_next_stay_in_a_stage_is_followed_up_again(self):
        self._go_live()
        lead = self._create_stale()
        self._run()
        lead.stage_id = self.stage_next
        self._age(lead, 20)
        self._run()
        self.assertStates(lead, ["cancelled", "running"])
        self.assertEqual(len(self._activities(lead)), 1)
        lead.stage_id = self.stage
        self._age(lead, 20)
        self._run()
        self.assertEqual(len(self._activities(lead)), 1)
        self.assertStates(lead, ["cancelled", "cancelled", "running"])

    def test_done_is_done(self):
        self._go_live()
        leads = self._create_stale(count=2)
        self._run()
        done, deleted = self._activities(leads)
        done.action_feedback(feedback="They will call back.")
        deleted.unlink()
        self._run()
        self.assertStates(leads, ["done", "done"])
        states = self._enrollments(leads).event_ids.mapped("state")
        self.assertCountEqual(states, ["finished", "cancelled"])
        self.assertFalse(self._activities(leads))

    def test_ends_with_the_stay(self):
        self._go_live()
        moved, won, lost, ordered, stays = leads = self._create_stale(
            count=5, partner_id=self._create_customer().id
        )
        order = self._create_order(ordered.partner_id, opportunity_id=ordered.id)
        self._run()
        own = self._activities(stays)
        by_hand = moved.activity_schedule(summary="By hand")
        moved.stage_id = self.stage_next
        won.action_set_won()
        lost.action_set_lost()
        self._confirm(order)
        self._run()
        self.assertEqual(self._activities(leads), own | by_hand)
        self.assertStates(leads, ["cancelled"] * 4 + ["running"])
        for lead, word in (
            (moved, "moved"),
            (won, "won"),
            (lost, "lost"),
            (ordered, "order"),
        ):
            with self.subTest(word):
                self.assertIn(word, str(lead.message_ids[0].body).lower())
                self.assertIn("Test workflow", str(lead.message_ids[0].body))
        self.assertNotIn("Test workflow", str(stays.message_ids[:1].body))

    def test_what_somebody_has_made_their_own_stays(self):
        self._go_live()
        lead = self._create_stale()
        self._run()
        activity = self._activities(lead)
        activity.with_user(self.user_sales).summary = "Call Ann: contract"
        # A test is one transaction to the database, and so one moment.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET write_date = write_date + INTERVAL '1 minute'"
            " WHERE id = %s",
            [activity.id],
        )
        lead.stage_id = self.stage_next
        self._run()
        self.assertEqual(self._activities(lead), activity)
        self.assertStates(lead, ["cancelled"])
        self.assertEqual(self._enrollments(lead).event_ids.state, "finished")

    def test_new_salesperson_gets_the_follow_up(self):
        self._go_live()
        lead = self._create_stale()
        self._run()
        activity = self._activities(lead)
        lead.user_id = self.user_team_leader
        self._run()
        self.assertEqual(self._activities(lead), activity)
        self.assertEqual(activity.user_id, self.user_team_leader)
        self.assertEqual(self._enrollments(lead).user_id, self.user_team_leader)
        lead.stage_id = self.stage_next
        self._run()
        self.assertFalse(self._activities(lead))

    def test_the_note_tells_the_day_of_the_companys_time_zone(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Lima", "tz": "America/Lima"}
        )
        self.env.company.resource_calendar_id = calendar
        self._go_live()
        lead = self._create_stale()
        stay = self.env["playbook.transition"].search([("lead_id", "=", lead.id)])
        # It is still the 1st of March in Lima.
        stay.date = fields.Datetime.to_datetime("2031-03-02 02:00:00")
        self.env.flush_all()
        with freeze_time("2031-03-21 02:00:00"):
            self._run()
        note = self._activities(lead).note
        self.assertIn("03/01/2031", note)
        self.assertIn("19 days", note)

    def test_merged_deal_keeps_one_follow_up(self):
        self._go_live()
        leads = self._create_stale(count=2)
        self._run()
        kept = leads.merge_opportunity()
        self._run()
        self.assertEqual(len(self._activities(kept)), 1)
        self.assertStates(kept, ["running", "cancelled"])

    def test_archived_workflow_and_archived_actor_do_nothing_new(self):
        self._go_live()
        followed = self._create_stale()
        self._run()
        self.workflow.active = False
        leads = self._create_stale()
        followed.stage_id = self.stage_next
        self._run()
        self.assertFalse(self._activities(leads))
        self.assertStates(followed, ["cancelled"])
        self.workflow.active = True
        self.user_sales_management.active = False
        self._run()
        self.assertFalse(self._activities(leads))

    def test_back_to_simulation_plans_nothing_more(self):
        self._go_live()
        first = self._create_stale()
        self._run()
        self.workflow.mode = "simulation"
        second = self._create_stale()
        self._run()
        self.assertEqual(len(self._activities(first | second)), 1)
        self._go_live()
        self._run()
        self.assertStates(second, ["simulated", "backlog"])

    def test_late_matches_are_taken(self):
        self._go_live()
        unassigned = self._create_stale(user_id=False)
        young = self._create_stale(6)
        planned = self._create_stale()
        activity = planned.activity_schedule(
            date_deadline=fields.Date.today() + timedelta(days=3)
        )
        leads = unassigned | young | planned
        self._run()
        self.assertFalse(self._activities(leads) - activity)
        unassigned.user_id = self.user_sales
        self.workflow.delay_days = 5
        activity.unlink()
        self._run()
        self.assertCountEqual(self._activities(leads).mapped("res_id"), leads.ids)

    def test_nobody_archived_is_given_anything(self):
        self._go_live()
        lead = self._create_stale()
        self.user_sales.active = False
        self._run()
        self.assertFalse(self._activities(lead))

    def test_cost_does_not_grow_with_the_number(self):
        self._go_live()
        costs = []
        for count in (3, 30):
            self.workflow.daily_limit = 1000
            self.env["ir.config_parameter"].set_param("crm_playbook.daily_limit", 1000)
            self._create_stale(count=count)
            self.env.flush_all()
            with self._recorded_queries() as queries:
                self._run()
            costs.append(len(queries))
        self.assertLessEqual(costs[1], costs[0] + 2)
