"""Going live with a step to customers: what the dialog says, and who decides."""

from unittest.mock import patch

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
            self._write_mail(
                row,
                step=step,
                email="often@example.com",
                mailed_customer_id=often.id,
            )
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

    def test_a_parameter_that_is_no_number(self):
        """It counts as the default: two in a week."""
        row = self._enroll(self._create_lead(self.customer))
        for step in (self.call, self.mail_step):
            self._write_mail(row, step=step)
        self.env["ir.config_parameter"].set_param("crm_playbook.mail_limit", "abc")
        self.assertEqual(self._start().limited_count, 1)

    def test_who_is_left_out_when_it_is_sent(self):
        """By the same facts as then."""
        self.workflow.write({"contact_days": 5, "stop_on_meeting": True})
        meets = self._create_customer(name="Meets", email="meets@example.com")
        lead = self._create_stale(partner_id=meets.id)
        lead.activity_schedule(
            "mail.mail_activity_data_meeting", user_id=self.user_sales.id
        )
        opted = self._create_customer(name="Opted", email="opted@example.com")
        self._create_stale(partner_id=opted.id)
        self.env["playbook.opt.out"].create({"email": "opted@example.com"})
        start = self._start()
        self.assertRecordValues(
            start,
            [
                {
                    "customer_count": 3,
                    "unwanted_count": 1,
                    "busy_count": 1,
                    "reached_count": 1,
                    "is_sample": False,
                }
            ],
        )

    def test_only_so_many_are_looked_at(self):
        for number in range(3):
            partner = self._create_customer(email=f"{number}@example.com")
            self._create_stale(partner_id=partner.id)
        path = "odoo.addons.crm_playbook.models.workflows.playbook_workflow_reach"
        with patch(f"{path}.MOST", 3), patch(f"{path}.CHUNK", 2):
            start = self._start()
        self.assertEqual((start.customer_count, start.is_sample), (3, True))

    def test_of_customers_and_quotations(self):
        order = self._create_order(self.customer, user_id=self.user_sales.id)
        for target, record in (("partner", self.customer), ("order", order)):
            workflow = self._create_workflow(
                name=target,
                target=target,
                trigger="created",
                lookback_days=30,
                domain=f"[('id', '=', {record.id})]",
                step_ids=[
                    Command.create(
                        self._mail_step(
                            template_id=self._create_template(record._name).id
                        )
                    )
                ],
            )
            workflow.since_date = "2020-01-01"
            with self.subTest(target):
                counts = workflow.with_user(
                    self.user_sales_management
                )._count_customers()
                self.assertEqual(
                    counts,
                    {
                        "customer_count": 1,
                        "without_address_count": 0,
                        "unwanted_count": 0,
                        "busy_count": 0,
                        "limited_count": 0,
                        "is_sample": False,
                    },
                )

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

    def test_the_first_step_by_default_is_decided_too(self):
        """Whose the step is need not stand in the values."""
        self.mail_step.unlink()
        self._go_live()
        self.env["ir.config_parameter"].set_param(FOUR_EYES, "True")
        Step = self.env["playbook.workflow.step"].with_user(self.user_sales_management)
        Step = Step.with_context(default_workflow_id=self.workflow.id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            Step.create(self._mail_step())
        with self.assertRaises(AccessError), self.cr.savepoint():
            Step.with_context(
                default_kind="mail", default_template_id=self.template.id
            ).create({"summary": "Write", "sequence": 30})

    def test_less_of_a_say_is_decided(self):
        self.mail_step.mail_mode = "ask"
        self._go_live()
        self.env["ir.config_parameter"].set_param(FOUR_EYES, "True")
        mine = self.mail_step.with_user(self.user_sales_management)
        other = self._create_template(name="Something else")
        for values in (
            {"mail_mode": "announce"},
            {"mail_mode": "send"},
            {"template_id": other.id},
        ):
            with (
                self.subTest(values),
                self.assertRaises(AccessError),
                self.cr.savepoint(),
            ):
                mine.write(values)
        for values in ({"template_id": other.id}, {"mail_mode": "announce"}):
            with (
                self.subTest(values),
                self.assertRaises(AccessError),
                self.cr.savepoint(),
            ):
                step = self._mail_step(**{"mail_mode": "ask", "sequence": 30, **values})
                mine.workflow_id.step_ids = [Command.create(step)]
        mine.write({"summary": "Write again", "mail_mode": "ask"})

    def test_more_of_a_say_is_not(self):
        self._go_live()
        self.env["ir.config_parameter"].set_param(FOUR_EYES, "True")
        mine = self.workflow.with_user(self.user_sales_management)
        self.mail_step.with_user(self.user_sales_management).mail_mode = "ask"
        self.mail_step.sudo().mail_mode = "announce"
        mine.step_ids = [Command.create(self._mail_step(sequence=30))]
        self.assertEqual(len(mine.step_ids), 3)
