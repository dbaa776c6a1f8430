"""Who may see, shape and switch on workflows, and in whose name they act."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .workflow_common import WorkflowCommon

OPERATIONS = ("read", "write", "create", "unlink")
WORKFLOWS = ("playbook.workflow", "playbook.workflow.step")
HISTORY = ("playbook.enrollment", "playbook.workflow.event")
WIZARDS = ("playbook.workflow.start", "playbook.workflow.start.line")
ALL, READ, NOTHING = set(OPERATIONS), {"read"}, set()


@tagged("post_install", "-at_install")
class TestWorkflowAccess(WorkflowCommon):
    def test_matrix(self):
        expected = {
            "sales": (READ, READ, NOTHING, NOTHING),
            "marketing": (ALL, READ, ALL, NOTHING),
            "customer_service": (READ, READ, NOTHING, NOTHING),
            "sales_management": (ALL, READ, ALL, READ),
            "configurator": (ALL, READ, ALL, READ),
            "without_profile": (NOTHING, NOTHING, NOTHING, NOTHING),
            "salesperson": (NOTHING, NOTHING, NOTHING, NOTHING),
            "portal": (NOTHING, NOTHING, NOTHING, NOTHING),
            "public": (NOTHING, NOTHING, NOTHING, NOTHING),
        }
        started = ("playbook.getting.started",)
        for who, rights in expected.items():
            user = getattr(self, f"user_{who}")
            for models, allowed in zip(
                (WORKFLOWS, HISTORY, WIZARDS, started), rights, strict=True
            ):
                for model in models:
                    records = self.env[model].with_user(user)
                    with self.subTest(who=who, model=model):
                        found = {x for x in OPERATIONS if records.has_access(x)}
                        self.assertEqual(found, allowed)

    def test_history_is_seen_by_who_sees_the_lead(self):
        self._go_live()
        mine = self._create_stale()
        others = self._create_stale(
            user_id=self.user_other_team.id, team_id=self.team_other.id
        )
        self._run()
        for model in HISTORY:
            domain = [("lead_id", "in", (mine | others).ids)]
            for who, leads in (
                ("sales", mine),
                ("other_team", others),
                ("sales_management", mine | others),
                ("marketing", mine | others),
                ("customer_service", mine.browse()),
                ("configurator", mine.browse()),
                ("other_company", mine.browse()),
            ):
                user = getattr(self, f"user_{who}")
                with self.subTest(model=model, who=who):
                    rows = self.env[model].with_user(user).search(domain)
                    self.assertEqual(rows.sudo().lead_id, leads)
                    groups = rows._read_group(domain, ["state"], ["__count"])
                    counted = sum(count for _state, count in groups)
                    self.assertEqual(counted, len(leads))
            row = self.env[model].search([("lead_id", "=", others.id)])
            with self.assertRaises(AccessError):
                row.with_user(self.user_sales).read(["state"])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_workflows_of_another_company_are_out_of_reach(self):
        theirs = self._create_workflow(company_id=self.company_other.id)
        management = theirs.with_user(self.user_sales_management)
        self.assertNotIn(theirs, management.search([]))
        for record in (management, management.step_ids.browse(theirs.step_ids.ids)):
            with self.assertRaises(AccessError):
                record.read(["sequence"])

    def test_nobody_lets_it_act_as_somebody_else(self):
        admin = self.env.ref("base.user_admin")
        for user in (self.user_sales_management, self.user_configurator):
            workflow = self.workflow.with_user(user)
            for values in (
                {"run_as_id": admin.id},
                {"run_as_id": admin.id, "mode": "live"},
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    workflow.write(values)
            with self.assertRaises(AccessError):
                workflow.create({"name": "As admin", **values})
        self.workflow.with_user(admin).write(
            {"run_as_id": self.user_team_leader.id, "mode": "live"}
        )
        self.assertEqual(self.workflow.run_as_id, self.user_team_leader)

    def test_it_does_nothing_that_who_switched_it_on_could_not_do(self):
        self.user_configurator.group_ids = [
            Command.link(self.env.ref("sales_team.group_sale_salesman").id)
        ]
        self._go_live(self.user_configurator)
        own = self._create_stale(user_id=self.user_configurator.id)
        others = self._create_stale()
        self._run()
        self.assertTrue(self._activities(own))
        self.assertFalse(self._activities(others))
        self.assertStates(others, [])

    def test_who_reads_no_leads_cannot_switch_it_on(self):
        with self.assertRaisesRegex(UserError, "may not read what it is for"):
            self._go_live(self.user_configurator)

    def test_nor_is_anything_told_to_them(self):
        self._create_stale()
        workflow = self.workflow.with_user(self.user_configurator)
        for live in (False, True):
            if live:
                self._go_live()
            with (
                self.subTest(live=live),
                self.assertRaisesRegex(UserError, "may not read what it is for"),
            ):
                workflow.action_take_backlog()
            # They hand it over, and the dialog knows the workflow alone.
            action = workflow.action_go_live()
            self.assertEqual(action["res_model"], "playbook.decision.handover")
            handover = workflow.env[action["res_model"]].browse(action["res_id"])
            self.assertEqual(handover.record_name, self.workflow.name)
            for name in handover._fields:
                self.assertNotIn("Stale deal", str(handover[name]))
            for purpose in ("live", "backlog"):
                with self.assertRaisesRegex(UserError, "may not read what it is for"):
                    workflow.env["playbook.workflow.start"].create(
                        {"workflow_id": workflow.id, "purpose": purpose}
                    )

    def test_who_reads_less_is_told_and_takes_less(self):
        self.user_configurator.group_ids = [
            Command.link(self.env.ref("sales_team.group_sale_salesman").id)
        ]
        own = self._create_stale(user_id=self.user_configurator.id)
        others = self._create_stale(count=2)
        self._go_live()
        workflow = self.workflow.with_user(self.user_configurator)
        start = workflow.env["playbook.workflow.start"].create(
            {"workflow_id": workflow.id, "purpose": "backlog"}
        )
        self.assertEqual(start.line_ids.user_id, self.user_configurator)
        start.action_confirm()
        self.assertStates(own, ["waiting"])
        self.assertStates(others, ["backlog"] * 2)

    def test_what_is_live_in_somebodys_name_is_changed_by_nobody_else(self):
        self._go_live()
        workflow = self.workflow.with_user(self.user_configurator)
        other = self._create_workflow().with_user(self.user_configurator)
        for change in (
            lambda: workflow.write({"delay_days": 1}),
            lambda: workflow.write({"domain": "[]"}),
            lambda: workflow.write({"step_ids": [Command.clear()]}),
            lambda: workflow.step_ids.write({"summary": "Pay me"}),
            lambda: workflow.step_ids.unlink(),
            lambda: workflow.step_ids.create(
                {"workflow_id": workflow.id, "summary": "More"}
            ),
        ):
            with self.assertRaisesRegex(AccessError, "live in the name of"):
                change()
        with self.assertRaisesRegex(UserError, "stays one"):
            other.step_ids.write({"workflow_id": workflow.id})
        workflow.mode = "simulation"
        workflow.delay_days = 20
        self.assertEqual(self.workflow.delay_days, 20)

    def test_nobody_archived_and_no_robot_is_acted_for(self):
        self.user_team_leader.active = False
        for values in ({}, {"run_as_id": self.user_team_leader.id}):
            with self.assertRaisesRegex(UserError, "archived"):
                self.workflow.write({"mode": "live", **values})
        self.user_team_leader.active = True
        made = self._create_workflow(mode="live", run_as_id=self.user_team_leader.id)
        self.assertEqual(made.run_as_id, self.user_team_leader)

    def test_only_deals_of_the_companies_of_who_switched_it_on(self):
        self._go_live()
        lead = self._create_stale(
            company_id=self.company_other.id,
            team_id=False,
            user_id=self.user_other_company.id,
        )
        self._run()
        self.assertFalse(self._activities(lead))
        self.user_sales_management.company_ids = [Command.link(self.company_other.id)]
        self._run()
        self.assertTrue(self._activities(lead))

    def test_lost_right_to_read_stops_the_workflow_and_no_other(self):
        self._go_live()
        other = self._create_workflow(name="Other", domain=self.workflow.domain)
        other.with_user(self.env.ref("base.user_admin")).mode = "live"
        self.user_sales_management.group_ids = [
            Command.unlink(self.env.ref("crm_playbook.group_sales_management").id)
        ]
        lead = self._create_stale()
        name = "odoo.addons.crm_playbook.models.workflows.playbook_workflow_problem"
        with self.assertLogs(name, "WARNING"):
            self._run()
        self.assertEqual(len(self._activities(lead)), 1)
        self.assertIn("may not read what it is for", self.workflow.problem)

    def test_a_workflow_is_the_work_of_who_shaped_it_last(self):
        self.env["ir.config_parameter"].set_param("crm_playbook.four_eyes", "True")
        workflow = self.workflow.with_user(self.user_sales_management)
        self.assertTrue(workflow._get_live_decision()._may_decide(workflow))
        workflow.step_ids.summary = "Other words"
        self.assertEqual(workflow.author_id, self.user_sales_management)
        with self.assertRaisesRegex(AccessError, "your own work"):
            workflow.mode = "live"
        self.assertEqual(
            workflow.action_go_live()["res_model"], "playbook.decision.handover"
        )

    def test_without_a_step_there_is_nothing_to_switch_on(self):
        self.workflow.step_ids.unlink()
        with self.assertRaisesRegex(UserError, "no step yet"):
            self._go_live()

    def test_created_live_is_switched_on_as_well(self):
        before = self._create_stale()
        user = self.user_sales_management
        made = self._create_workflow().with_user(user).copy({"mode": "live"})
        self.assertEqual((made.mode, made.run_as_id), ("live", user))
        enrollment = self.env["playbook.enrollment"].search(
            [("workflow_id", "=", made.id), ("lead_id", "=", before.id)]
        )
        self.assertEqual(enrollment.state, "backlog")

    def test_condition_must_be_one(self):
        workflow = self.workflow.with_user(self.user_sales_management)
        for domain in (
            "[('no_such_field', '=', 1)]",
            "nonsense(",
            "[('name', 'no such operator', 1)]",
            "__import__('os').system('true')",
            "[('id', '=', 1)",
        ):
            with (
                self.subTest(domain),
                self.assertRaisesRegex(ValidationError, "Mend it"),
            ):
                workflow.domain = domain

    def test_who_reads_no_leads_shapes_workflows_all_the_same(self):
        Workflow = self.env["playbook.workflow"].with_user(self.user_configurator)
        values = {"name": "Mine", "domain": "[('priority', '=', '3')]"}
        made = Workflow.create(values)
        self.assertEqual(made.mode, "draft")
        with self.assertRaisesRegex(ValidationError, "Mend it"):
            made.domain = "[('no_such_field', '=', 1)]"

    def test_condition_may_use_who_acts_and_relative_dates(self):
        self.workflow.domain = "[('user_id', '=', uid), ('create_date', '>', '-1y')]"
        self._go_live()
        own = self._create_stale(user_id=self.user_sales_management.id)
        others = self._create_stale()
        self._run()
        self.assertTrue(self._activities(own))
        self.assertFalse(self._activities(others))

    def test_what_has_a_history_is_archived_not_deleted(self):
        self._go_live()
        lead = self._create_stale()
        self._run()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.workflow.with_user(self.user_sales_management).unlink()
        lead.unlink()
        self.workflow.with_user(self.user_sales_management).unlink()
        self.assertFalse(self.workflow.exists())

    def test_due_days_make_sense(self):
        for days in (-1, 366):
            with (
                self.subTest(days),
                self.assertRaisesRegex(ValidationError, "0 to 365"),
            ):
                self.workflow.step_ids.due_days = days
