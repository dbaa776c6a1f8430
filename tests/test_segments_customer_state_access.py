from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, new_test_user, tagged, users
from odoo.tools import mute_logger

from .common import INTERNAL, PROFILE_GROUPS, CrmPlaybookCommon

FIELDS = ("customer_state", "customer_since", "is_prospect", "playbook_entity_ids")


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestCustomerStateAccess(CrmPlaybookCommon):
    @users(
        "playbook_sales",
        "playbook_marketing",
        "playbook_customer_service",
        "playbook_sales_management",
        "playbook_configurator",
        "playbook_without_profile",
        "playbook_salesperson",
    )
    def test_internal_users_read_search_group_and_export(self):
        partner = self._create_customer(is_prospect=True).with_env(self.env)
        self.assertEqual(partner.customer_state, "prospect")
        Partner = self.env["res.partner"]
        self.assertIn(partner, Partner.search([("customer_state", "=", "prospect")]))
        groups = dict(Partner._read_group([], ["customer_state"], ["__count"]))
        self.assertIn("prospect", groups)
        exported = partner._export_rows([["name"], ["customer_state"]])
        self.assertEqual(exported, [["Lumber Inc", "Prospect"]])

    def test_only_who_may_edit_contacts_marks_prospects(self):
        partner = self._create_customer()
        may = {
            "sales",
            "marketing",
            "customer_service",
            "without_profile",
            "salesperson",
        }
        for name in (*PROFILE_GROUPS, "without_profile", "salesperson"):
            seen = partner.with_user(getattr(self, f"user_{name}"))
            with self.subTest(name):
                if name in may:
                    seen.is_prospect = True
                    self.assertEqual(seen.customer_state, "prospect")
                    seen.is_prospect = False
                    self.assertFalse(seen.customer_state)
                else:
                    with (
                        mute_logger("odoo.addons.base.models.ir_model"),
                        self.assertRaises(AccessError),
                    ):
                        seen.is_prospect = True

    def test_salesperson_marks_a_prospect_in_the_form(self):
        partner = self._create_customer().with_user(self.user_sales)
        with Form(partner) as form:
            form.is_prospect = True
        self.assertEqual(partner.customer_state, "prospect")

    def test_who_has_no_profile_is_not_offered_the_fields(self):
        """In custom filters, groups, exports and imports, of contacts and of users."""
        for model in ("res.partner", "res.users"):
            for user in (self.user_without_profile, self.user_salesperson):
                offered = self.env[model].with_user(user).fields_get()
                self.assertIn("name", offered)
                self.assertFalse(set(FIELDS) & set(offered))
            for name in PROFILE_GROUPS:
                user = getattr(self, f"user_{name}")
                offered = self.env[model].with_user(user).fields_get()
                self.assertLessEqual(set(FIELDS), set(offered))

    def test_portal_and_public_see_nothing_of_it(self):
        partner = self.user_portal.partner_id
        self._create_lead(partner)
        for user in (self.user_portal, self.user_public):
            with self.subTest(user.login):
                seen = partner.with_user(user)
                fields_seen = seen.fields_get()
                for name in FIELDS:
                    self.assertNotIn(name, fields_seen)
                    with self.assertRaises(AccessError):
                        seen.read([name])
                    with self.assertRaises(AccessError):
                        seen.write({name: False})
                with self.assertRaises(AccessError):
                    seen.search([("customer_state", "=", "prospect")])

    def test_salesperson_confirms_an_order_of_ones_own(self):
        partner = self._create_customer()
        order = self._create_order(partner, user_id=self.user_salesperson.id)
        order.with_user(self.user_salesperson).action_confirm()
        self.assertEqual(partner.customer_state, "customer")

    def test_salesperson_triggers_it_without_reading_foreign_orders(self):
        """The state does not depend on what the one who writes may read."""
        partner = self._create_customer()
        foreign = self._create_order(partner, user_id=self.user_sales.id)
        self._confirm(foreign, "2026-03-01 10:00:00")
        lead = (
            self.env["crm.lead"]
            .with_user(self.user_salesperson)
            .create({"name": "Own", "partner_id": partner.id})
        )
        self.assertTrue(lead)
        self.assertEqual(partner.customer_state, "customer")

    def test_colleague_of_another_company_reads_the_word_alone(self):
        """One state over all companies; the orders behind it stay hidden."""
        partner = self._create_customer()
        self._confirm(self._create_order(partner))
        seen = partner.with_user(self.user_other_company)
        self.assertEqual(seen.customer_state, "customer")
        orders = self.env["sale.order"].with_user(self.user_other_company)
        self.assertFalse(orders.search([("partner_id", "=", partner.id)]))

    def test_settings_are_for_administrators(self):
        Settings = self.env["res.config.settings"]
        administrator = new_test_user(
            self.env, "playbook_admin", groups=f"{INTERNAL},base.group_system"
        )
        Settings.with_user(administrator).create(
            {"playbook_inactive_days": 30}
        ).execute()
        self.assertEqual(self.env["res.partner"]._get_inactive_days(), 30)
        with (
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaises(AccessError),
        ):
            Settings.with_user(self.user_configurator).create({})
