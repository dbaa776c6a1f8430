"""What the panel says of steps: for whom, on what condition, and by whom."""

from odoo.tests import freeze_time, tagged

from .follow_up_common import ChangeCommon, FollowUpCommon


@tagged("post_install", "-at_install")
@freeze_time("2030-05-08 09:00:00")
class TestForWhom(FollowUpCommon):
    def setUp(self):
        super().setUp()
        self.team.user_id = self.user_team_leader
        self.workflow.responsible_id = self.user_marketing
        self._enroll(self.lead)

    def _first(self, **values):
        self.call.sudo().write(values)
        return self._tell_one(self.lead)["steps"][0]["person"]

    def test_the_team_leader(self):
        leader = f"{self.user_team_leader.name} (team leader)"
        self.assertEqual(self._first(kind="escalate"), leader)
        self.assertEqual(self._first(kind="activity", assign_to="leader"), leader)
        self.assertEqual(self._first(kind="notify"), leader)

    def test_nobody_escalates_to_themselves(self):
        self.team.user_id = self.user_sales
        responsible = self.user_marketing.name
        self.assertEqual(self._first(kind="escalate"), responsible)
        self.team.user_id = False
        self.assertEqual(self._first(kind="escalate"), responsible)
        told = self._first(kind="notify", assign_to="leader")
        self.assertEqual(told, "the team leader")

    def test_others(self):
        self.assertEqual(self._first(), self.user_sales.name)
        responsible = self._first(assign_to="responsible")
        self.assertEqual(responsible, self.user_marketing.name)
        other = self.user_sales_management
        values = {"assign_to": "user", "assign_user_id": other.id}
        self.assertEqual(self._first(**values), other.name)
        profile = self.env.ref("crm_playbook.profile_marketing")
        values = {"assign_to": "profiles", "notify_profile_ids": profile.ids}
        self.assertEqual(self._first(kind="notify", **values), profile.name)

    def test_of_a_customer_and_of_later_steps(self):
        customer = self._create_customer(user_id=self.user_sales.id)
        order = self._create_order(customer, user_id=self.user_sales.id)
        order.team_id = self.team
        self.letter.sudo().kind = "escalate"
        for document in (customer, order):
            self._enroll(document)
            with self.subTest(document._name):
                step = self._tell_one(document)["steps"][1]
                self.assertIn(self.user_team_leader.name, step["person"])

    def test_conditions_and_one_day(self):
        self.letter.sudo().write({"condition": "open", "delay": 1})
        self.escalate.sudo().write(
            {"condition": "done", "domain": "[('active', '=', True)]"}
        )
        call, letter, escalate = self._tell_one(self.lead)["steps"]
        self.assertFalse(call["detail"])
        self.assertEqual(letter["label"], "Comes 1 day after the step before")
        self.assertEqual(letter["detail"], "Only if what was asked before is not done.")
        self.assertIn("before is done. Only for some", escalate["detail"])

    def test_the_year_where_it_is_another(self):
        self.env["playbook.enrollment"].search([]).write(
            {"next_date": "2031-02-03 10:00:00"}
        )
        label = self._tell_one(self.lead)["steps"][0]["label"]
        self.assertIn("Comes on Feb 3, 2031, ", label)


@tagged("post_install", "-at_install")
class TestQuarantine(FollowUpCommon):
    def test_who_may_write_the_workflow_tries_again(self):
        row = self._enroll(self.lead, state="quarantined", error_kind="requirement")
        self.workflow.responsible_id = self.user_marketing
        entry = self._tell_one(self.lead, self.user_sales_management)
        self.assertIn("retry", entry["may"])
        self.assertTrue(entry["steps"][0]["detail"].endswith("Then try again."))
        row.with_user(self.user_sales_management).action_retry()
        entry = self._tell_one(self.lead, self.user_sales_management)
        self.assertNotIn("retry", entry["may"])

    def test_others_are_told_whom_to_tell(self):
        row = self._enroll(self.lead, state="quarantined", error_kind="requirement")
        self.workflow.responsible_id = self.user_marketing
        tell = f"Tell {self.user_marketing.name}."
        entry = self._tell_one(self.lead)
        self.assertNotIn("retry", entry["may"])
        self.assertTrue(entry["steps"][0]["detail"].endswith(f"asks for. {tell}"))
        row.error_kind = "other"
        self.assertEqual(self._tell_one(self.lead)["steps"][0]["detail"], tell)


@tagged("post_install", "-at_install")
class TestByWhom(ChangeCommon):
    def test_paused_left_out_and_stopped(self):
        name = self.user_sales.name
        row = self._enroll(self.lead)
        self._change(row, "pause")
        entry = self._tell_one(self.lead)
        self.assertIn(f"Paused by {name} on ", entry["author"])
        self._change(row, "go_on")
        self._change(row, "skip")
        entry = self._tell_one(self.lead)
        self.assertEqual((entry["author"], entry["reason"]), ("", ""))
        step = entry["steps"][0]
        self.assertEqual((step["label"], step["person"]), ("Left out", name))
        self.assertTrue(step["when"])
        self._change(row, "stop")
        entry = self._tell_one(self.lead)
        self.assertIn(f"Stopped by {name} on ", entry["author"])
        self.assertEqual(entry["reason"], "They are moving house.")

    def test_what_the_engine_leaves_out_is_nobodys_doing(self):
        self._happen(self._enroll(self.lead), self.call, "skipped", detail="Done.")
        self.assertFalse(self._tell_one(self.lead)["steps"][0]["person"])
