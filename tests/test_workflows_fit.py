"""Which moments go with which records."""

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..models.workflows.playbook_workflow_fit import FITTING, USUAL
from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestWorkflowFit(WorkflowCommon):
    def test_every_pair_is_allowed_or_refused(self):
        fields = self.env["playbook.workflow"]._fields
        targets = [key for key, _label in fields["target"].selection]
        triggers = [key for key, _label in fields["trigger"].selection]
        self.assertEqual(set(triggers), set(FITTING))
        self.assertEqual(set(targets), set(USUAL))
        workflow = self._create_workflow(domain="[]")
        for trigger in triggers:
            for target in targets:
                values = {"target": target, "trigger": trigger}
                with self.subTest(**values):
                    if target in FITTING[trigger]:
                        workflow.write(values)
                        continue
                    with (
                        self.assertRaisesRegex(ValidationError, "does not happen to"),
                        self.cr.savepoint(),
                    ):
                        workflow.write(values)

    def test_what_is_proposed_fits(self):
        for target, trigger in USUAL.items():
            self.assertIn(target, FITTING[trigger])

    def test_the_message_names_what_fits(self):
        with self.assertRaisesRegex(
            ValidationError, r"“Test workflow” is for \(.*\).*one of: "
        ):
            self.workflow.trigger = "unanswered"

    def test_both_conditions_are_of_the_same_records(self):
        for name in ("domain", "stop_domain"):
            with (
                self.subTest(name),
                self.assertRaisesRegex(ValidationError, "Mend it"),
                self.cr.savepoint(),
            ):
                self.workflow.write({name: "[('amount_total', '>', 10)]"})
        order = self._create_workflow(
            target="order",
            trigger="unanswered",
            domain="[('amount_total', '>', 10)]",
            stop_domain="[('state', '=', 'cancel')]",
        )
        self.assertEqual(order.res_model, "sale.order")
        with self.assertRaisesRegex(ValidationError, "Mend it"):
            order.write({"target": "partner", "trigger": "inactive"})

    def _form(self):
        return Form(self.env["playbook.workflow"].with_user(self.user_sales_management))

    def test_the_form_proposes_the_moment(self):
        with self._form() as form:
            form.name = "Of orders"
            form.target = "order"
            self.assertEqual(form.trigger, "unanswered")
            self.assertEqual(form.res_model, "sale.order")
            form.target = "partner"
            self.assertEqual(form.trigger, "created")
            form.target = "lead"
            self.assertEqual(form.trigger, "created")
        self.assertEqual(form.record.target, "lead")

    def test_the_form_proposes_the_records(self):
        with self._form() as form:
            form.name = "Of customers"
            form.trigger = "inactive"
            self.assertEqual((form.target, form.res_model), ("partner", "res.partner"))
            form.trigger = "source"
            self.assertEqual(form.target, "lead")
            form.trigger = "created"
            self.assertEqual(form.target, "lead")

    def test_the_form_lets_go_of_conditions_that_do_not_fit(self):
        with self._form() as form:
            form.name = "Of records"
            form.domain = "[('expected_revenue', '>', 10)]"
            form.stop_domain = "[('active', '=', False)]"
            form.trigger = "unanswered"
            self.assertEqual(form.domain, "[]")
            # A quotation knows no archive either.
            self.assertEqual(form.stop_domain, "[]")
            form.domain = "[('user_id', '=', uid)]"
            form.target = "partner"
            self.assertEqual(form.domain, "[('user_id', '=', uid)]")
