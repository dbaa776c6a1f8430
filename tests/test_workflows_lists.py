"""What lists and forms of follow-up say and offer, and in whose name one goes on."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .engine_common import EngineCommon
from .follow_up_common import FollowUpCommon


@tagged("post_install", "-at_install")
class TestFollowUpLists(FollowUpCommon):
    def test_names_say_what_it_is(self):
        row = self._enroll(self.lead)
        mine = row.with_user(self.user_sales)
        self.assertEqual(mine.display_name, f"Office chairs · {self.workflow.name}")
        self.assertEqual(mine.step_id.display_name, "Call")
        # Who may not read the record is not told its name.
        theirs = row.with_user(self.user_other_team)
        self.assertEqual(theirs.display_name, self.workflow.name)

    def test_whose_record_it_is(self):
        customer = self._create_customer()
        order = self._create_order(customer)
        self.lead.partner_id = customer
        rows = self._enroll(self.lead) | self._enroll(customer) | self._enroll(order)
        for row in rows:
            self.assertEqual(row.followed_customer_id, customer)
        self.assertEqual(
            self._happen(rows[0], self.call).followed_customer_id, customer
        )
        nobodys = self._enroll(self._create_lead(partner_id=False))
        self.assertFalse(nobodys.followed_customer_id)

    def test_who_is_offered_the_buttons(self):
        self.lead.partner_id = self._create_customer()
        row = self._enroll(self.lead)
        for who, may in (
            ("sales", True),
            ("sales_management", True),
            ("customer_service", False),
        ):
            mine = row.with_user(getattr(self, f"user_{who}"))
            with self.subTest(who):
                self.assertTrue(mine.has_access("read"))
                self.assertEqual(mine.may_steer, may)
                self.assertEqual(mine.may_steer, bool(mine._filter_steerable()))

    def test_few_and_many_cost_the_same(self):
        names = ["display_name", "followed_customer_id", "may_retry", "may_steer"]

        def cost(count):
            rows = self.env["playbook.enrollment"]
            for _number in range(count):
                lead = self._create_lead(
                    user_id=self.user_sales.id, partner_id=self._create_customer().id
                )
                rows |= self._enroll(lead)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows.with_user(self.user_sales).read(names)
            return self.cr.sql_log_count - before

        cost(2)
        self.assertEqual(cost(3), cost(30))


@tagged("post_install", "-at_install")
class TestGoesOnInItsName(EngineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_system = new_test_user(
            cls.env,
            login="system",
            name="Settings Administrator",
            groups="base.group_system,sales_team.group_sale_manager,"
            "crm_playbook.group_configurator",
        )
        action = cls.env["ir.actions.server"].create(
            {
                "name": "Mark",
                "model_id": cls.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
                "code": "records.write({'referred': 'yes'})",
            }
        )
        step = {"summary": "Mark", "kind": "server", "server_action_id": action.id}
        cls.workflow = cls.workflow.with_user(cls.user_system)
        cls.workflow.step_ids = [Command.clear(), Command.create(step)]
        cls.workflow.mode = "live"
        cls.managed = cls.workflow.with_user(cls.user_sales_management)

    def test_what_was_only_paused(self):
        self.managed.action_pause()
        self.managed.action_resume()
        self.assertRecordValues(
            self.workflow, [{"mode": "live", "run_as_id": self.user_system.id}]
        )
        self.assertFalse(self.workflow.paused_unchanged)

    def test_what_was_changed_meanwhile(self):
        for change in (
            {"delay_days": 20},
            {"step_ids": [Command.create({"summary": "Call"})]},
        ):
            self.managed.action_pause()
            self.managed.write(change)
            with (
                self.subTest(change),
                self.cr.savepoint(),
                self.assertRaisesRegex(UserError, "is no Settings administrator"),
            ):
                self.managed.action_resume()
            self.workflow.action_resume()
        self.managed.action_pause()
        self.managed.step_ids[0].summary = "Other"
        self.assertFalse(self.workflow.paused_unchanged)

    def test_however_it_was_paused(self):
        """Changed while it was live, that is by whose name it had."""
        self.managed.action_pause()
        self.managed.action_resume()
        self.workflow.delay_days = 30
        self.managed.write({"mode": "paused"})
        self.managed.action_resume()
        self.assertEqual(self.workflow.run_as_id, self.user_system)
        self.managed.action_pause()
        self.managed.write({"mode": "simulation"})
        self.assertFalse(self.workflow.paused_unchanged)

    def test_who_may_not_decide_lets_nothing_go_on(self):
        self.managed.action_pause()
        decision = self.workflow._get_live_decision()
        Decision = type(decision)
        with (
            patch.object(Decision, "_may_decide", lambda *_args, **_more: False),
            self.assertRaisesRegex(AccessError, "not yours to decide"),
        ):
            self.managed.action_resume()
        self.assertEqual(self.workflow.mode, "paused")
