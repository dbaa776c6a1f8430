"""Going live with a step to customers: what the dialog says, and who decides."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .builder_common import BuilderCommon

FOUR_EYES = "crm_playbook.four_eyes"


@tagged("post_install", "-at_install")
class TestStart(BuilderCommon):
    def _start(self, workflow=None, user=None):
        workflow = workflow or self.workflow
        user = user or self.user_sales_management
        action = workflow.with_user(user).action_go_live()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_how_many_customers(self):
        """Each address counts once, and for one thing."""
        self._create_stale(partner_id=self.customer.id)
        without = self._create_customer(name="No address")
        unwanted = self._create_customer(name="Blocked", email="no@blocked.example")
        often = self._create_customer(name="Often", email="often@example.com")
        self.env["mail.blacklist"]._add("no@blocked.example")
        for partner in (without, unwanted, often):
            self._create_stale(partner_id=partner.id)
        self._create_stale(partner_id=False, email_from="New <new@example.com>")
        row = self._enroll(self._create_lead(often))
        for step in (self.call, self.mail_step):
            self._write_mail(row, step=step, email="often@example.com")
        start = self._start()
        self.assertTrue(start.writes_to_customers)
        self.assertIn("Still there?", start.mail_words)
        self.assertRecordValues(
            start,
            [
                {
                    "customer_count": 5,
                    "without_address_count": 1,
                    "unwanted_count": 1,
                    "limited_count": 1,
                    "reached_count": 3,
                }
            ],
        )

    def test_no_limit(self):
        row = self._enroll(self._create_lead(self.customer))
        for step in (self.call, self.mail_step):
            self._write_mail(row, step=step)
        self.assertEqual(self._start().limited_count, 1)
        self.env["ir.config_parameter"].set_param("crm_playbook.mail_limit", "0")
        self.assertEqual(self._start().limited_count, 0)

    def test_of_customers_and_quotations(self):
        order = self._create_order(self.customer, user_id=self.user_sales.id)
        for target, record in (("partner", self.customer), ("order", order)):
            workflow = self._create_workflow(
                name=target,
                target=target,
                trigger="created",
                domain=f"[('id', '=', {record.id})]",
                step_ids=[
                    Command.create(
                        self._mail_step(
                            template_id=self._create_template(record._name).id
                        )
                    )
                ],
            )
            with self.subTest(target):
                counts = workflow.with_user(
                    self.user_sales_management
                )._count_customers()
                self.assertEqual(counts["without_address_count"], 0)
                self.assertLessEqual(counts["customer_count"], 1)

    def test_none_where_it_writes_to_nobody(self):
        self.mail_step.unlink()
        start = self._start()
        self.assertFalse(start.writes_to_customers)
        self.assertFalse(start.customer_count)

    def test_few_and_many_cost_the_same(self):
        def cost(count):
            for number in range(count):
                partner = self._create_customer(email=f"{number}@example.com")
                self._create_stale(partner_id=partner.id)
            workflow = self.workflow.with_user(self.user_sales_management)
            return self._count_queries(workflow._count_customers)

        cost(1)
        self.assertEqual(cost(2), cost(12))

    # ------------------------------------------------------------------
    # Who decides
    # ------------------------------------------------------------------

    def test_the_first_step_to_customers_is_decided(self):
        """Where four eyes are asked for, nobody has what they switched on write."""
        self.mail_step.unlink()
        self._go_live()
        self.env["ir.config_parameter"].set_param(FOUR_EYES, "True")
        mine = self.workflow.with_user(self.user_sales_management)
        with self.assertRaises(AccessError), self.cr.savepoint():
            mine.step_ids = [Command.create(self._mail_step())]
        with self.assertRaises(AccessError), self.cr.savepoint():
            mine.step_ids[:1].write({"kind": "mail", "template_id": self.template.id})
        mine.step_ids = [Command.create({"summary": "Call again"})]
        self.env["ir.config_parameter"].set_param(FOUR_EYES, "False")
        mine.step_ids = [Command.create(self._mail_step())]
        self.assertEqual(mine.audience, "both")

    def test_a_second_one_is_not(self):
        self._go_live()
        self.env["ir.config_parameter"].set_param(FOUR_EYES, "True")
        mine = self.workflow.with_user(self.user_sales_management)
        mine.step_ids = [Command.create(self._mail_step(sequence=30))]
        self.assertEqual(len(mine.step_ids), 3)
