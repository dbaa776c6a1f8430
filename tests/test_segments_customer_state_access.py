from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged, users

from .common import CrmPlaybookCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestCustomerStateAccess(CrmPlaybookCommon):
    @users("playbook_sales", "playbook_without_profile", "playbook_salesperson")
    def test_internal_users_read_search_and_group(self):
        partner = self._create_customer(is_prospect=True).with_env(self.env)
        self.assertEqual(partner.customer_state, "prospect")
        Partner = self.env["res.partner"]
        self.assertIn(partner, Partner.search([("customer_state", "=", "prospect")]))
        groups = dict(Partner._read_group([], ["customer_state"], ["__count"]))
        self.assertIn("prospect", groups)

    def test_portal_and_public_see_nothing_of_it(self):
        partner = self.user_portal.partner_id
        self._create_lead(partner)
        for user in (self.user_portal, self.user_public):
            with self.subTest(user.login):
                seen = partner.with_user(user)
                fields_seen = seen.fields_get()
                for name in (
                    "customer_state",
                    "customer_since",
                    "is_prospect",
                    "playbook_entity_ids",
                ):
                    self.assertNotIn(name, fields_seen)
                    with self.assertRaises(AccessError):
                        seen.read([name])
                with self.assertRaises(AccessError):
                    seen.search([("customer_state", "=", "prospect")])

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
