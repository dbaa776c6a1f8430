"""Closing as lost: with the rights of whoever switched the workflow live."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .step_common import StepCommon


@tagged("post_install", "-at_install")
class TestStepLose(StepCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env["crm.lost.reason"].create({"name": "Cannot be reached"})

    def _lose(self, target="opportunity", **values):
        values = {"lost_reason_id": self.reason.id, **values}
        return self._create_step("lose", target, **values)

    def test_closes_with_the_reason_and_says_so(self):
        deals = self._create_deals(3)
        done = self._carry_out(self._lose(), deals)
        self.env.flush_all()
        self.assertEqual(deals.mapped("won_status"), ["lost"] * 3)
        self.assertEqual(deals.lost_reason_id, self.reason)
        self.assertEqual({each.detail for each in done}, {"Lost: Cannot be reached"})
        notes = "".join(deals[0].message_ids.mapped("body"))
        self.assertIn("Closed as lost by the workflow “Test steps”: Call", notes)

    def test_a_lead(self):
        lead = self._create_deals(1, type="lead", stage_id=False)
        self._carry_out(self._lose("lead"), lead)
        self.assertEqual(lead.won_status, "lost")

    def test_the_note_is_in_the_language_of_whose_it_is(self):
        self._activate_spanish(self.user_sales)
        step = self._lose()
        step.workflow_id.with_context(lang="es_ES").name = "Pasos"
        deal = self._create_deals(1)
        self._carry_out(step, deal)
        self.assertIn("Pasos", "".join(deal.message_ids.mapped("body")))

    def test_who_may_write_them_closes_them(self):
        deal = self._create_deals(1)
        self._carry_out(self._lose(), deal, self.user_sales)
        self.assertEqual(deal.won_status, "lost")

    def test_who_may_not_is_refused(self):
        deals = self._create_deals(2)
        deals[1].user_id = self.user_team_leader
        step = self._lose()
        with self.assertRaises(AccessError):
            self._carry_out(step, deals, self.user_sales)
        self.env.invalidate_all()
        self.assertEqual(deals.mapped("won_status"), ["pending"] * 2)
        step._check_can_run_as(self.user_sales_management)
        step._check_can_run_as(self.user_sales)
        step._check_can_run_as(self.user_marketing)
        with self.assertRaisesRegex(UserError, "Customer Service|may not write"):
            step._check_can_run_as(self.user_customer_service)

    def test_what_is_wrong_with_it(self):
        with self.assertRaisesRegex(ValidationError, "choose why it is lost"):
            self._lose(lost_reason_id=False)
        for target in ("order", "partner"):
            with (
                self.subTest(target),
                self.assertRaisesRegex(ValidationError, "only leads and opport"),
                self.cr.savepoint(),
            ):
                self._lose(target)
        with self.assertRaisesRegex(ValidationError, "what was won"):
            self._lose(trigger="won")
        step = self._lose()
        self.assertFalse(step._get_problems())
        self.reason.active = False
        self.assertIn("is archived", step._get_problems()[0])

    def test_few_and_many_cost_the_same(self):
        step = self._lose()

        def cost(count):
            # Odoo reads people anew every other time.
            return min(self._count_run(step, self._create_deals(count)) for _ in "12")

        cost(2)
        self.assertEqual(cost(3), cost(30))
