"""Setting a field: what people could have written, with the run-as user's rights."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .step_common import StepCommon


@tagged("post_install", "-at_install")
class TestStepField(StepCommon):
    def _set(self, field, value, target="opportunity", **values):
        return self._create_step(
            "field", target, set_field=field, set_value=value, **values
        )

    def test_sets_what_differs_and_tells_what_it_was(self):
        deals = self._create_deals(3)
        deals[0].priority = "2"
        step = self._set("crm.lead.priority", "High")
        done = self._carry_out(step, deals, self.user_sales)
        self.assertEqual(deals.mapped("priority"), ["2"] * 3)
        self.assertEqual(done[0].detail, "Was already: Priority")
        self.assertEqual(done[1].detail, "Priority: Low → High")

    def test_other_types_of_values(self):
        customer = self._create_customers(1)
        spain = self.env.ref("base.es")
        for field, text, value, words in (
            ("country_id", "Spain", spain, "Country: empty → Spain"),
            ("ref", "A1", "A1", "Reference: empty → A1"),
            ("is_prospect", "Yes", True, None),
        ):
            with self.subTest(field):
                step = self._set(f"res.partner.{field}", text, "partner")
                [done] = self._carry_out(step, customer, self.user_marketing)
                self.assertEqual(customer[field], value)
                if words:
                    self.assertEqual(done.detail, words)

    def test_value_in_another_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        priority = self.env["ir.model.fields"]._get("crm.lead", "priority")
        high = priority.selection_ids.filtered(lambda each: each.value == "2")
        high.with_context(lang="es_ES").name = "Alta"
        self.env.registry.clear_cache()
        step = self._set("crm.lead.priority", "Alta")
        deal = self._create_deals(1)
        [done] = self._carry_out(step, deal, self.user_sales)
        self.assertEqual(deal.priority, "2")
        self.assertEqual(done.detail, "Priority: Low → High")

    def test_stage_of_opportunities_alone(self):
        name = self.stage_next.name
        step = self._set("crm.lead.stage_id", name)
        deal = self._create_deals(1)
        [done] = self._carry_out(step, deal, self.user_sales)
        self.assertEqual(deal.stage_id, self.stage_next)
        self.assertIn(f"{self.stage.name} → {name}", done.detail)
        with self.assertRaisesRegex(ValidationError, "cannot be set"):
            self._set("crm.lead.stage_id", name, "lead")
        with self.assertRaisesRegex(ValidationError, "cannot be set"):
            step.workflow_id.target = "lead"

    def test_what_may_not_be_set(self):
        for field, target in (
            *((f"crm.lead.{name}", "lead") for name in ("user_id", "active", "type")),
            *(
                (f"sale.order.{name}", "order")
                for name in ("state", "user_id", "partner_id", "signed_by", "locked")
            ),
            *(
                (f"res.partner.{name}", "partner")
                for name in ("email", "active", "parent_id", "company_id")
            ),
        ):
            with (
                self.subTest(field),
                self.assertRaisesRegex(ValidationError, "cannot be set"),
                self.cr.savepoint(),
            ):
                self._set(field, "1", target)
        with self.assertRaisesRegex(ValidationError, "“priority” cannot be set"):
            self._set("crm.lead.priority", "1", "partner")
        step = self._set("crm.lead.priority", "High")
        with self.assertRaisesRegex(ValidationError, "“Salesperson” cannot be set"):
            step.set_field = "crm.lead.user_id"

    def test_form_offers_what_the_records_have(self):
        step = self._set("crm.lead.priority", "High")
        self.assertIn("crm.lead.priority", step.settable_fields)
        self.assertIn("crm.lead.stage_id", step.settable_fields)
        self.assertFalse(
            [name for name in step.settable_fields if not name.startswith("crm.lead.")]
        )
        step.write({"kind": "activity", "set_field": False})
        step.workflow_id.write({"target": "partner", "trigger": "created"})
        self.assertIn("res.partner.ref", step.settable_fields)
        labels = dict(step._fields["set_field"]._description_selection(self.env))
        self.assertLessEqual(set(step.settable_fields), set(labels))

    def test_incomplete_or_wrong_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "step “Call”: choose the field"):
            self._set(False, "1")
        with self.assertRaisesRegex(ValidationError, "to “Huge”: there is no such"):
            self._set("crm.lead.priority", "Huge")
        with self.assertRaisesRegex(ValidationError, "to “”: there is no such"):
            self._set("crm.lead.priority", False)

    def test_field_that_is_gone_is_told(self):
        step = self._set("crm.lead.priority", "High")
        self.env.cr.execute(
            "UPDATE playbook_workflow_step SET set_field = 'crm.lead.x_gone'"
            " WHERE id = %s",
            [step.id],
        )
        step.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "“x_gone” cannot be set, or is there"):
            self._carry_out(step, self._create_deals(1), self.user_sales)
        with self.assertRaisesRegex(UserError, "“x_gone” cannot be set, or is there"):
            step._check_can_run_as(self.user_sales)

    def test_value_that_is_gone_is_told(self):
        stage = self.env["crm.stage"].create({"name": "Passing", "sequence": 3})
        step = self._set("crm.lead.stage_id", "Passing")
        stage.unlink()
        with self.assertRaisesRegex(UserError, "“Passing”: there is no such value"):
            self._carry_out(step, self._create_deals(1), self.user_sales)

    def test_who_may_not_write_is_refused(self):
        deals = self._create_deals(2)
        step = self._set("crm.lead.priority", "High")
        with self.assertRaises(AccessError):
            self._carry_out(step, deals)
        with self.assertRaises(AccessError):
            # They write leads, and not these.
            self._carry_out(step, deals, self.user_marketing)
        self.assertEqual(deals.mapped("priority"), ["0", "0"])
        with self.assertRaisesRegex(UserError, "may not write “Priority” of Opportu"):
            step._check_can_run_as(self.user_sales_management)
        step._check_can_run_as(self.user_sales)
        with self.assertRaisesRegex(ValidationError, "sales_management may not write"):
            self._set("crm.lead.priority", "High", user=self.user_sales_management)

    def test_written_by_itself_on_the_stages_way(self):
        """What the procedure of the stages would ask somebody for is not asked."""
        step = self._set("crm.lead.stage_id", self.stage_next.name)
        deal = self._create_deals(1)
        self._carry_out(step, deal, self.user_sales)
        transition = self.env["playbook.transition"].search(
            [("lead_id", "=", deal.id)], order="id desc", limit=1
        )
        self.assertEqual(transition.to_stage_id, self.stage_next)
        self.assertEqual(transition.channel, "automatic")

    def test_few_and_many_cost_the_same(self):
        self.assertSameCost(
            self._set("crm.lead.priority", "High"), self._create_deals, self.user_sales
        )
        self.assertSameCost(
            self._set("res.partner.ref", "A1", "partner"),
            self._create_customers,
            self.user_marketing,
        )
