"""What is wrong with a step is told when it is saved, with what to do."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .step_common import StepCommon


@tagged("post_install", "-at_install")
class TestStepCheck(StepCommon):
    def assertRefused(self, message, kind, **values):
        told = f"“Test steps”, step “Call”: {message}"
        with (
            self.assertRaisesRegex(ValidationError, told),
            self.cr.savepoint(),
        ):
            self._create_step(kind, **values)

    def test_numbers(self):
        self.assertRefused("it waits -1", "activity", delay=-1)
        self.assertRefused("it waits 3651", "activity", delay=3651)
        self._create_step("activity", delay=3650)

    def test_for_whom(self):
        self.assertRefused("choose the person", "activity", assign_to="user")
        self.assertRefused("choose the person", "notify", assign_to="user")
        self.assertRefused("choose the profiles", "notify", assign_to="profiles")
        self.assertRefused("the members of profiles", "activity", assign_to="profiles")
        self.assertRefused("the members of profiles", "reassign", assign_to="profiles")
        self.assertRefused("whoever looks after", "reassign", assign_to="person")
        # Those are for the leader, or for nobody.
        self._create_step("escalate", assign_to="profiles")

    def test_who_has_left(self):
        values = {"assign_to": "user", "assign_user_id": self.user_other_team.id}
        step = self._create_step("activity", **values)
        self.user_other_team.active = False
        self.assertRefused(".* does not work here any more", "activity", **values)
        [problem] = step._get_problems()
        self.assertIn("“Test steps”, step “Call”", problem)
        with self.assertRaisesRegex(UserError, "does not work here any more"):
            step._check_can_run_as(self.user_sales_management)
        with self.assertRaisesRegex(UserError, "does not work here any more"):
            self._carry_out(step, self._create_deals(1))

    def test_condition_is_searched_with_as_its_author(self):
        self.assertRefused(
            "its condition cannot be searched", "activity", domain="[('x_no', '=', 1)]"
        )
        self.assertRefused("its condition", "activity", domain="[('name', '=', ")
        hidden = "[('service_user_id.totp_secret', '!=', False)]"
        with self.assertRaises(UserError), self.cr.savepoint():
            self._create_step(
                "activity", domain=hidden, user=self.user_sales_management
            )
        self._create_step("activity", domain="[('user_id', '=', uid)]")
        self._create_step("activity", "partner", domain="[('is_company', '=', True)]")

    def test_condition_that_broke_is_told(self):
        step = self._create_step("activity")
        self.env.cr.execute(
            "UPDATE playbook_workflow_step SET domain = %s WHERE id = %s",
            ["[('x_gone', '=', 1)]", step.id],
        )
        step.invalidate_recordset()
        self.assertIn("x_gone", step._get_problems()[0])
        with self.assertRaisesRegex(UserError, "x_gone"):
            self._carry_out(step, self._create_deals(1))

    def test_open_needs_an_activity_before_it(self):
        self.assertRefused("there is no activity", "escalate", condition="open")
        step = self._create_step("activity", sequence=1)
        workflow = step.workflow_id
        workflow.step_ids = [
            self._command(kind="escalate", condition="open", sequence=2)
        ]
        later = workflow.step_ids - step
        for command in (
            Command.update(step.id, {"sequence": 3}),
            Command.delete(step.id),
        ):
            with (
                self.assertRaisesRegex(ValidationError, "no activity before it"),
                self.cr.savepoint(),
            ):
                workflow.write({"step_ids": [command]})
            self.env.invalidate_all()
        # They change places only for a moment.
        workflow.step_ids = [
            Command.update(step.id, {"sequence": 6}),
            Command.update(later.id, {"sequence": 7}),
        ]
        step.unlink()
        self.assertIn("no activity before it", later._get_problems()[0])

    def test_everything_that_came_since_is_told(self):
        kind = self.env["mail.activity.type"].create({"name": "Visit"})
        step = self._create_step(
            "activity", activity_type_id=kind.id, assign_to="responsible"
        )
        self.assertFalse(step._get_problems())
        kind.active = False
        step.workflow_id.responsible_id = False
        problems = "\n".join(step._get_problems())
        self.assertIn("nobody who works here answers for the workflow", problems)
        self.assertIn("“Visit” is archived", problems)
        with self.assertRaisesRegex(UserError, "answers for(.|\n)*is archived"):
            step._check_can_run_as(self.user_sales_management)

    def test_profiles_without_members(self):
        profile = self.env["playbook.profile"].search(
            [("user_ids", "in", self.user_customer_service.ids)], limit=1
        )
        step = self._create_step(
            "notify",
            assign_to="profiles",
            notify_profile_ids=[Command.set(profile.ids)],
        )
        profile.user_ids.active = False
        self.env.invalidate_all()
        self.assertIn("no members", "".join(step._get_problems()))

    def test_told_in_the_readers_language(self):
        step = self._create_step("activity")
        self._activate_spanish(self.user_sales_management)
        step.with_context(lang="es_ES").summary = "Llamar"
        spanish = step.with_context(lang="es_ES")
        self.assertIn("Llamar", spanish._tell_problem(""))
        self.assertIn("Call", step._tell_problem(""))


@tagged("post_install", "-at_install")
class TestStepHostile(StepCommon):
    """Somebody of Marketing shapes steps that do what they may not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._let_marketing_shape()

    def _shape(self, kind, target="lead", **values):
        return self._create_step(kind, target, user=self.user_marketing, **values)

    def test_field_that_nobody_sets(self):
        for field in ("credit_limit", "signup_type", "email"):
            with (
                self.assertRaisesRegex(ValidationError, "cannot be set"),
                self.cr.savepoint(),
            ):
                self._shape(
                    *("field", "partner"),
                    set_field=f"res.partner.{field}",
                    set_value="1",
                )

    def test_field_with_a_group_that_they_do_not_have(self):
        field = self.env["crm.lead"]._fields["priority"]
        self.addCleanup(setattr, field, "groups", field.groups)
        field.groups = "base.group_system"
        with self.assertRaisesRegex(ValidationError, "marketing may not write “Prior"):
            self._shape("field", set_field="crm.lead.priority", set_value="1")

    def test_opportunity_that_they_may_not_write(self):
        step = self._shape("field", set_field="crm.lead.priority", set_value="High")
        deal = self._create_deals(1)
        with self.assertRaises(AccessError):
            self._carry_out(step, deal, self.user_marketing)
        lead = self._create_deals(1, type="lead", user_id=False, stage_id=False)
        self._carry_out(step, lead, self.user_marketing)
        self.assertEqual((deal.priority, lead.priority), ("0", "2"))

    def test_quotations(self):
        with self.assertRaises(UserError):
            self._shape(
                *("field", "order"),
                set_field="sale.order.client_order_ref",
                set_value="1",
            )

    def test_giving_away(self):
        step = self._shape(
            "reassign", assign_to="user", assign_user_id=self.user_sales.id
        )
        lead = self._create_deals(1, type="lead", user_id=False, stage_id=False)
        with self.assertRaisesRegex(AccessError, "profile Sales Management"):
            self._carry_out(step, lead, self.user_marketing)
        self.assertFalse(lead.user_id)

    def test_server_action(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Evil",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "state": "code",
                "code": "env.user.sudo().write({})",
            }
        )
        with self.assertRaisesRegex(AccessError, "only a Settings administrator"):
            self._shape("server", server_action_id=action.id)

    def test_html_in_words_stays_words(self):
        step = self._shape("notify", "lead", note="<script>alert(1)</script>")
        lead = self._create_deals(1, name="<img src=x onerror=alert(1)>")
        self._carry_out(step, lead)
        body = self._bell(self.user_sales).body
        self.assertNotIn("<script", body)
        self.assertNotIn("<img", body)
        self.assertIn("&lt;script&gt;", body)
