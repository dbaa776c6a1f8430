"""Server actions: for Settings administrators, from the first to the last."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .step_common import StepCommon

ACTIONS = "odoo.addons.base.models.ir_actions"


@tagged("post_install", "-at_install")
class TestStepServer(StepCommon):
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
        cls.action = cls.env["ir.actions.server"].create(
            {
                "name": "Mark",
                "model_id": cls.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
                "code": "records.write({'referred': '%s %s' % (env.uid, "
                "len(records))})",
            }
        )

    def _server(self, **values):
        values = {"server_action_id": self.action.id, **values}
        return self._create_step("server", **values)

    def test_runs_once_for_all_as_the_run_as_user(self):
        step = self._server(user=self.user_system)
        step._check_can_run_as(self.user_system)
        deals = self._create_deals(3)
        done = self._carry_out(step, deals, self.user_system)
        self.assertEqual(set(deals.mapped("referred")), {f"{self.user_system.id} 3"})
        self.assertEqual(done[0].detail, "Ran “Mark”")

    def test_what_it_raises_is_raised(self):
        step = self._server(user=self.user_system)
        self.action.code = "raise UserError('No.')"
        with self.assertRaisesRegex(UserError, "No."):
            self._carry_out(step, self._create_deals(1), self.user_system)

    def test_only_settings_administrators_choose_it(self):
        for user in (self.user_sales_management, self.user_configurator):
            with self.assertRaisesRegex(AccessError, "only a Settings administrator"):
                self._server(user=user)
        step = self._create_step("activity")
        with self.assertRaisesRegex(AccessError, "only a Settings administrator"):
            step.with_user(self.user_configurator).write(
                {"kind": "server", "server_action_id": self.action.id}
            )

    def test_it_does_not_come_as_a_default(self):
        workflow = self._create_step("activity").workflow_id
        context = {"default_server_action_id": self.action.id, "default_kind": "server"}
        with self.assertRaisesRegex(AccessError, "only a Settings administrator"):
            workflow.with_user(self.user_configurator).with_context(**context).write(
                {"step_ids": [self._command()]}
            )

    def test_others_neither_copy_nor_move_nor_revive_it(self):
        step = self._server(user=self.user_system)
        other = self._create_step("activity").workflow_id
        mine = step.with_user(self.user_configurator)
        for act in (
            mine.workflow_id.copy,
            lambda: mine.copy({"workflow_id": other.id}),
            lambda: mine.write({"workflow_id": other.id}),
            lambda: other.with_user(self.user_configurator).write(
                {"step_ids": [Command.link(step.id)]}
            ),
        ):
            with (
                self.assertRaisesRegex(AccessError, "only a Settings administrator"),
                self.cr.savepoint(),
            ):
                act()
        step.kind = "activity"
        with self.assertRaisesRegex(AccessError, "only a Settings administrator"):
            mine.kind = "server"
        # The rest of the step is theirs to write.
        mine.summary = "Other"

    def test_acts_as_a_settings_administrator_alone(self):
        step = self._server(user=self.user_system)
        for user in (self.user_sales_management, self.user_sales):
            with self.assertRaisesRegex(UserError, "is no Settings administrator"):
                step._check_can_run_as(user)
        with (
            self.assertRaisesRegex(UserError, "is no Settings administrator"),
            mute_logger(ACTIONS),
        ):
            self._carry_out(step, self._create_deals(1), self.user_sales_management)

    def test_is_for_the_workflows_records(self):
        with self.assertRaisesRegex(ValidationError, "“Mark” is for other records"):
            self._server(target="partner")
        with self.assertRaisesRegex(ValidationError, "choose the server action"):
            self._server(server_action_id=False)
        step = self._server()
        with self.assertRaisesRegex(ValidationError, "“Mark” is for other records"):
            step.workflow_id.target = "order"

    def test_few_and_many_cost_the_same(self):
        step = self._server(user=self.user_system)
        self.assertSameCost(step, self._create_deals, self.user_system)
