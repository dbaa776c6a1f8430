"""Whom a workflow turns to, and making one's own of one that is there."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .builder_common import BuilderCommon


@tagged("post_install", "-at_install")
class TestAudience(BuilderCommon):
    def test_from_its_steps(self):
        self.assertEqual(self.workflow.audience, "both")
        self.assertTrue(self.workflow.writes_to_customers)
        self.call.unlink()
        self.assertEqual(self.workflow.audience, "customer")
        self.mail_step.unlink()
        self.assertEqual(self.workflow.audience, "internal")
        self.assertFalse(self.workflow.writes_to_customers)

    def test_it_is_searched_and_grouped_by(self):
        Workflow = self.env["playbook.workflow"]
        writing = Workflow.search([("audience", "in", ["customer", "both"])])
        self.assertIn(self.workflow, writing)
        groups = dict(Workflow._read_group([], ["audience"], ["__count"]))
        self.assertGreaterEqual(groups["both"], 1)

    def test_the_page_comes_with_the_step(self):
        workflow = self._create_workflow()
        with Form(workflow.with_user(self.user_sales_management)) as form:
            self.assertFalse(form.writes_to_customers)
            with form.step_ids.new() as step:
                step.kind = "mail"
                step.template_id = self.template
                self.assertEqual(step.summary, "Still there?")
            self.assertTrue(form.writes_to_customers)
            self.assertIn("gets the e-mail “Still there?”", form.in_words)
            form.contact_days = 5
        self.assertEqual(workflow.contact_days, 5)

    def test_what_is_live_is_changed_by_whose_it_is(self):
        """When it writes is part of what somebody switched live."""
        self._go_live()
        theirs = self.workflow.with_user(self.user_configurator)
        for name, value in (("contact_days", 0), ("stop_on_meeting", False)):
            with self.subTest(name), self.assertRaises(AccessError):
                theirs[name] = value

    def test_make_my_own_of_it(self):
        self._go_live()
        mine = self.workflow.with_user(self.user_sales_management)
        action = mine.action_duplicate()
        made = self.env["playbook.workflow"].browse(action["res_id"])
        self.assertEqual(made.name, "Test workflow (copy)")
        self.assertEqual(made.mode, "draft")
        self.assertFalse(made.run_as_id)
        self.assertEqual(made.responsible_id, self.user_sales_management)
        self.assertEqual(made.author_id, self.user_sales_management)
        self.assertEqual(made.step_ids.mapped("kind"), ["activity", "mail"])
        self.assertEqual(made.step_ids.template_id, self.template)
        self.assertFalse(made.enrollment_ids)

    def test_who_may_not_shape_it_copies_nothing(self):
        for who in ("sales", "marketing"):
            workflow = self.workflow.with_user(getattr(self, f"user_{who}"))
            with self.subTest(who), self.assertRaises(AccessError):
                workflow.action_duplicate()
