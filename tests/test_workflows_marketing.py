"""Marketing shapes and switches workflows for leads and customers, and no others."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .workflow_common import WorkflowCommon

DECISION = "crm_playbook.decision_workflow_live"
LOUD = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestMarketing(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.for_leads = cls._create_workflow(
            name="For leads", domain="[]", target="lead", trigger="created"
        )
        cls.Workflow = cls.env["playbook.workflow"].with_user(cls.user_marketing)
        cls.mine = cls.Workflow.create(
            {
                "name": "Mine",
                "target": "partner",
                "trigger": "inactive",
                "step_ids": [Command.create({"summary": "Call"})],
            }
        )

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(*LOUD))

    def _as_marketing(self, record):
        return record.with_user(self.user_marketing)

    def assertRefused(self, function, error=AccessError):
        with self.assertRaises(error), self.cr.savepoint():
            function()
            self.env.flush_all()

    # ------------------------------------------------------------------
    # Which ones
    # ------------------------------------------------------------------

    def test_reads_all_and_shapes_those_for_leads_and_customers(self):
        found = self.Workflow.search([])
        self.assertLessEqual(self.workflow | self.for_leads | self.mine, found)
        mine = self._as_marketing(self.for_leads)
        mine.write({"name": "Ours", "delay_days": 3})
        mine.step_ids.summary = "Write"
        mine.step_ids = [Command.create({"summary": "Call"})]
        self.assertTrue(mine.may_shape)
        self.assertFalse(self._as_marketing(self.workflow).may_shape)
        copied = mine.copy()
        copied.unlink()
        self.assertFalse(copied.exists())

    def test_builds_none_on_opportunities_or_quotations(self):
        workflow = self._as_marketing(self.workflow)
        for values in ({}, {"target": "order", "trigger": "unanswered"}):
            self.assertRefused(
                lambda values=values: self.Workflow.create({"name": "Sly", **values})
            )
        for change in (
            lambda: workflow.write({"name": "Taken over"}),
            lambda: workflow.step_ids.write({"summary": "Pay me"}),
            lambda: workflow.write({"step_ids": [Command.create({"summary": "No"})]}),
            lambda: workflow.step_ids.unlink(),
            workflow.unlink,
            workflow.copy,
            workflow.action_simulate,
        ):
            self.assertRefused(change)

    def test_retargets_nothing(self):
        mine = self._as_marketing(self.for_leads)
        for values in (
            {"target": "opportunity"},
            {"target": "order", "trigger": "unanswered"},
        ):
            self.assertRefused(lambda values=values: mine.write(values))
        # Nor what is others' towards leads, to get hold of it.
        theirs = self._as_marketing(self.workflow)
        self.assertRefused(
            lambda: theirs.write({"target": "lead", "trigger": "created"})
        )
        mine.write({"target": "partner"})
        self.assertEqual(self.for_leads.target, "partner")

    def test_moves_no_step_where_it_may_not_make_one(self):
        step = self._as_marketing(self.for_leads).step_ids
        theirs = self.workflow.step_ids
        with self.assertRaisesRegex(UserError, "stays one"):
            step.write({"workflow_id": self.workflow.id})
        with self.assertRaises(UserError):
            self._as_marketing(theirs).write({"workflow_id": self.mine.id})

    # ------------------------------------------------------------------
    # Going live
    # ------------------------------------------------------------------

    def test_who_decides_depends_on_whom_it_is_for(self):
        for workflow, xmlid in (
            (self.workflow, DECISION),
            (self.for_leads, f"{DECISION}_marketing"),
            (self.mine, f"{DECISION}_marketing"),
        ):
            decision = workflow._get_live_decision()
            self.assertEqual(decision, self.env.ref(xmlid))
            for user, may in (
                (self.user_sales_management, True),
                (self.user_marketing, workflow != self.workflow),
                (self.user_sales, False),
                (self.user_customer_service, False),
            ):
                with self.subTest(workflow=workflow.name, user=user.login):
                    record = workflow.with_user(user)
                    self.assertEqual(decision._may_decide(record, user), may)

    def test_who_reads_no_leads_decides_on_customers_alone(self):
        """The Configurator reads customers and no leads."""
        for workflow, may in ((self.for_leads, False), (self.mine, True)):
            deciders = workflow._get_live_decision()._get_deciders(workflow)
            self.assertEqual(self.user_configurator in deciders, may)

    def test_switches_its_own_live_in_its_own_name(self):
        self.mine.write({"mode": "live"})
        self.assertEqual(self.mine.run_as_id, self.user_marketing)
        self.assertTrue(self.mine.live_date)

    def test_shows_who_would_get_how_many(self):
        action = self.mine.action_go_live()
        self.assertEqual(action["res_model"], "playbook.workflow.start")
        start = self.mine.env[action["res_model"]].browse(action["res_id"])
        start.action_confirm()
        self.assertEqual(self.mine.mode, "live")
        workflow = self._as_marketing(self.workflow)
        for purpose in ("live", "pilot", "backlog"):
            self.assertRefused(
                lambda purpose=purpose: workflow.env["playbook.workflow.start"].create(
                    {"workflow_id": workflow.id, "purpose": purpose}
                )
            )

    def test_switches_no_other_live(self):
        workflow = self._as_marketing(self.workflow)
        for mode in ("simulation", "pilot", "live", "paused"):
            self.assertRefused(lambda mode=mode: workflow.write({"mode": mode}))

    def test_what_is_live_in_anothers_name_is_not_taken_over(self):
        self._go_live(workflow=self.for_leads)
        mine = self._as_marketing(self.for_leads)
        for change in (
            lambda: mine.write({"run_as_id": self.user_marketing.id}),
            lambda: mine.write({"run_as_id": False}),
            lambda: mine.write({"domain": "[]", "mode": "simulation"}),
            lambda: mine.write({"stop_domain": "[(1, '=', 0)]"}),
            lambda: mine.write({"responsible_id": self.user_marketing.id}),
            lambda: mine.step_ids.write({"summary": "Pay me"}),
            lambda: mine.write({"step_ids": [Command.clear()]}),
        ):
            self.assertRefused(change)
        self.assertEqual(self.for_leads.run_as_id, self.user_sales_management)

    def test_acts_in_nobody_elses_name(self):
        admin = self.env.ref("base.user_admin")
        for change in (
            lambda: self.mine.write({"run_as_id": admin.id}),
            lambda: self.mine.copy({"run_as_id": admin.id}),
            lambda: self.Workflow.with_context(
                default_run_as_id=admin.id, default_mode="live"
            ).create({"name": "Sly", "target": "lead", "trigger": "created"}),
        ):
            self.assertRefused(change)

    def test_a_default_switches_nothing_live(self):
        """Neither one in the context, nor one that somebody has set for themselves."""
        values = {"name": "Sly", "target": "lead", "trigger": "created"}
        sly = self.Workflow.with_context(default_mode="live")
        self.assertRefused(lambda: sly.create(values), UserError)
        Default = self.env["ir.default"].with_user(self.user_marketing)
        Default.set("playbook.workflow", "mode", "live", user_id=True)
        self.assertRefused(lambda: self.Workflow.create(values), UserError)

    def test_what_does_nothing_is_not_paused(self):
        """Going on, it would be asked for no backlog."""
        self.assertRefused(lambda: self.mine.write({"mode": "paused"}), UserError)
        made = self.mine.copy({"mode": "paused"})
        self.assertEqual(made.mode, "draft")
