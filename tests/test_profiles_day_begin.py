"""What can be begun from My Day: the quick form of each kind of work."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .day_common import DayCommon


@tagged("post_install", "-at_install")
class TestDayBegin(DayCommon):
    def _create_action(self, user):
        return self._get(user)["create"]

    def _form(self, user):
        action = self._create_action(user)
        records = self.env(user=user)[action["res_model"]]
        view = self.env["ir.ui.view"].browse(action["views"][0][0])
        return Form(records.with_context(**action["context"]), view=view)

    def test_sales_an_opportunity(self):
        form = self._form(self.user_sales)
        form.name = "Chairs"
        lead = form.save()
        self.assertEqual((lead.type, lead.user_id), ("opportunity", self.user_sales))

    def test_marketing_a_lead_where_there_are_leads(self):
        self.env.ref("base.group_user")._apply_group(self.env.ref("crm.group_use_lead"))
        form = self._form(self.user_marketing)
        form.name = "From the fair"
        form.contact_name = "Laura"
        lead = form.save()
        self.assertEqual((lead.type, lead.contact_name), ("lead", "Laura"))
        self.assertFalse(lead.user_id)

    def test_marketing_an_opportunity_where_there_are_none(self):
        self.env.ref("base.group_user")._remove_group(
            self.env.ref("crm.group_use_lead")
        )
        form = self._form(self.user_marketing)
        form.name = "From the fair"
        lead = form.save()
        self.assertEqual((lead.type, lead.user_id.id), ("opportunity", False))

    def test_customer_service_a_customer(self):
        form = self._form(self.user_customer_service)
        form.company_type = "company"
        form.name = "Callers Ltd"
        form.phone = "+34 600 111 222"
        partner = form.save()
        self.assertTrue(partner.is_company)

    def test_sales_management_asks_a_salesperson(self):
        deal = self._create_lead(user_id=self.user_sales.id, name="Big deal")
        form = self._form(self.user_sales_management)
        form.lead_id = deal
        self.assertEqual(form.user_id, self.user_sales)
        form.summary = "Call the buyer"
        form.note = "Before Friday."
        form.save().action_plan()
        activity = deal.activity_ids.filtered(lambda a: a.summary == "Call the buyer")
        self.assertRecordValues(
            activity, [{"user_id": self.user_sales.id, "automated": False}]
        )
        self.assertIn(f"activity-{activity.id}", self._keys(self.user_sales))

    def test_what_is_asked_reads_as_it_was_written(self):
        deal = self._create_lead(user_id=self.user_sales.id)
        quick = self.env["playbook.activity.quick"].with_user(
            self.user_sales_management
        )
        values = {"lead_id": deal.id, "summary": "Ask", "note": "One\n<b>two</b>"}
        quick = quick.create(values)
        self.assertEqual(quick.user_id, self.user_sales)
        quick.action_plan()
        note = deal.activity_ids.filtered(lambda a: a.summary == "Ask").note
        self.assertIn("One<br>", note)
        self.assertNotIn("<b>", note)

    def test_only_sales_management_asks(self):
        for user in (self.user_sales, self.user_marketing, self.user_portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["playbook.activity.quick"].with_user(user).create({})

    def test_the_configurator_begins_nothing(self):
        self.assertFalse(self._create_action(self.user_configurator))

    def test_not_what_one_may_not_create(self):
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "crm.lead")]
        ).perm_create = False
        self.env.registry.clear_all_caches()
        self.assertFalse(self._create_action(self.user_sales))

    def test_attention_is_one_tap_away(self):
        for name in ("sales", "configurator"):
            user = getattr(self, f"user_{name}")
            action = self.env.ref(self._get(user)["settings_action"])
            with self.subTest(name):
                opened = action.with_user(user).run()
                self.assertEqual(opened["res_model"], "playbook.attention")
