"""What people see: roles of people alone, a way to ask, nothing typed."""

from lxml import etree

from odoo.tests import tagged

from odoo.addons.crm_playbook.models.segments.selectors import SELECTORS

from .segmentation_common import SegmentationCommon


@tagged("post_install", "-at_install")
class TestSegmentScreens(SegmentationCommon):
    def _arch(self, user, model, view, kind):
        view = self.env.ref(view)
        Model = self.env[model].with_user(user)
        return etree.fromstring(Model.get_view(view.id, kind)["arch"])

    def test_one_asks_next_to_the_selectors(self):
        for model, view in (
            ("res.partner", "base.view_partner_form"),
            ("crm.lead", "crm.crm_lead_view_form"),
        ):
            for user, there in ((self.user_sales, 1), (self.user_salesperson, 0)):
                arch = self._arch(user, model, view, "form")
                buttons = arch.xpath("//button[@name='action_ask_for_option']")
                with self.subTest(model, login=user.login):
                    self.assertEqual(len(buttons), there)

    def test_nothing_is_created_on_the_fly(self):
        for model, view in (
            ("res.partner", "base.view_partner_form"),
            ("crm.lead", "crm.crm_lead_view_form"),
        ):
            arch = self._arch(self.user_sales, model, view, "form")
            group = arch.xpath("//group[@name='playbook_segments']")[0]
            for selector in SELECTORS.values():
                for node in group.xpath(f".//field[@name='{selector.field}']"):
                    with self.subTest(model=model, field=selector.field):
                        self.assertIn("'no_create': True", node.get("options"))

    def test_roles_are_shown_for_people_alone(self):
        arch = self._arch(
            self.user_sales, "res.partner", "base.view_partner_form", "form"
        )
        nodes = arch.xpath("//field[@name='buying_role_ids']")
        own = [node for node in nodes if not node.xpath("ancestor::field")]
        self.assertEqual(len(own), 1)
        self.assertIn("is_company", own[0].get("invisible"))
        within = arch.xpath(
            "//field[@name='child_ids']/*//field[@name='buying_role_ids']"
        )
        self.assertEqual(len(within), 2)

    def test_usage_is_shown_to_who_works_by_the_playbook(self):
        for model, view in (
            ("utm.source", "utm.utm_source_view_tree"),
            ("utm.medium", "utm.utm_medium_view_tree"),
            ("utm.campaign", "utm.utm_campaign_view_tree"),
            ("res.partner.industry", "base.res_partner_industry_view_tree"),
        ):
            for user, there in ((self.user_sales, 1), (self.user_salesperson, 0)):
                arch = self._arch(user, model, view, "list")
                with self.subTest(model, login=user.login):
                    found = arch.xpath("//field[@name='last_used']")
                    self.assertEqual(len(found), there)

    def test_the_newest_that_carries_it_says_when_it_was_used(self):
        source = self.env["utm.source"].browse(self.one["source_id"])
        self.assertFalse(source.last_used)
        customer = self._create_customer(source_id=source.id)
        lead = self._create_lead(source_id=source.id, user_id=self.user_sales.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2026-01-01 23:30' WHERE id = %s",
            [customer.id],
        )
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = '2025-01-01 12:00' WHERE id = %s",
            [lead.id],
        )
        self.env.invalidate_all()
        self.user_sales.tz = "Asia/Tokyo"
        mine = source.with_user(self.user_sales).with_context(tz="Asia/Tokyo")
        self.assertEqual(str(mine.last_used), "2026-01-02")
        self.assertEqual((mine.customer_count, mine.lead_count), (1, 1))

    def test_what_odoo_lets_people_do_stays(self):
        for model in ("utm.source", "utm.medium", "utm.campaign"):
            record = self.env[model].with_user(self.user_without_profile)
            self.assertTrue(record.has_access("create"))
            self.assertFalse(record.has_access("unlink"))
        Industry = self.env["res.partner.industry"]
        self.assertFalse(
            Industry.with_user(self.user_without_profile).has_access("create")
        )
