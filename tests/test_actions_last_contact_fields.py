from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged, users
from odoo.tools import mute_logger

from .last_contact_common import LastContactCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestLastContactScreens(LastContactCommon):
    def _facts(self, user=None, partner=None):
        self.env.invalidate_all()
        seen = (partner or self.customer).with_user(user or self.user_sales)
        (block,) = [
            block for block in seen.get_playbook_360() if block["key"] == "contacts"
        ]
        return {row["label"]: row["value"] for row in block["rows"]}, block

    def test_block_of_customer_360(self):
        self._act("2026-03-01 23:30:00")
        self._act("2026-02-01 10:00:00", channel="message")
        self.user_sales.tz = "Asia/Tokyo"
        for partner in (self.customer, self.person):
            facts, block = self._facts(partner=partner)
            self.assertEqual(block["layout"], "facts")
            self.assertEqual(facts["Last contact"], "03/02/2026 08:30:00 AM")
            self.assertEqual(facts["Contact by"], "Call")
            self.assertEqual(facts["Contact with"], self.user_sales.name)
            self.assertEqual((facts["Calls"], facts["Messages"]), ("1", "1"))
            self.assertNotIn("Meetings", facts)

    def test_customer_without_contacts(self):
        facts, block = self._facts()
        self.assertFalse(facts)
        self.assertTrue(block["empty"])

    def test_block_of_each_company(self):
        self._act()
        facts, _block = self._facts(self.user_other_company)
        self.assertFalse(facts)

    def test_who_wrote_of_another_company_is_named(self):
        self._act(user_id=self.user_other_company.id)
        facts, _block = self._facts()
        self.assertEqual(facts["Contact with"], self.user_other_company.name)

    def test_filters_of_the_customers(self):
        self._act("2026-06-14 10:00:00")
        arch = (
            self.env["res.partner"]
            .with_user(self.user_sales)
            .get_view(self.env.ref("base.view_res_partner_filter").id, "search")["arch"]
        )
        for name in ("not_contacted_30", "not_contacted_90", "never_contacted"):
            self.assertIn(f'name="{name}"', arch)
        arch = (
            self.env["res.partner"]
            .with_user(self.user_without_profile)
            .get_view(self.env.ref("base.view_res_partner_filter").id, "search")["arch"]
        )
        self.assertNotIn("not_contacted_30", arch)

    def test_column_in_the_lists_of_all_profiles(self):
        for name in ("sales", "marketing", "customer_service"):
            user = getattr(self, f"user_{name}")
            for view in ("base.view_partner_tree", *self._role_lists(name)):
                arch = (
                    self.env["res.partner"]
                    .with_user(user)
                    .get_view(self.env.ref(view).id, "list")["arch"]
                )
                self.assertIn("last_contact_date", arch)

    def _role_lists(self, name):
        view = f"crm_playbook.res_partner_view_list_{name}"
        return [view] if self.env.ref(view, raise_if_not_found=False) else []

    @users("playbook_sales", "playbook_configurator", "playbook_sales_management")
    def test_rows_are_read_and_never_written(self):
        self._act()
        row = self._rows().with_env(self.env)
        self.assertEqual(row.channel, "call")
        with mute_logger("odoo.addons.base.models.ir_model"):
            for act in (
                lambda: row.write({"call_count": 99}),
                row.unlink,
                lambda: row.create({"partner_id": row.partner_id.id}),
            ):
                with self.assertRaises(AccessError):
                    act()

    def test_customer_of_another_company_hides_the_row(self):
        self._act()
        row = self._rows()
        self.customer.company_id = self.company_other
        Contact = self.env["playbook.last.contact"].with_user(self.user_sales)
        self.assertFalse(Contact.search([("id", "=", row.id)]))
