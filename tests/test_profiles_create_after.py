"""What members of a profile made after another one can really do."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .profile_create_common import ProfileCreateCommon

LOGGERS = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
class TestMadeProfile(ProfileCreateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        internal = cls.env.ref("base.group_user")
        internal._apply_group(cls.env.ref("crm.group_use_lead"))
        cls.customer = cls._create_customer()
        cls.deal = cls._create_lead(cls.customer, user_id=cls.user_sales.id)
        cls.lead = cls._create_lead(type="lead", user_id=False)
        cls.order = cls._create_order(cls.customer, user_id=cls.user_sales.id)

    def _assert_access(self, user, record, *allowed):
        record = record.with_user(user)
        for operation in ("read", "write", "create", "unlink"):
            with self.subTest(record._name, operation=operation):
                self.assertEqual(record.has_access(operation), operation in allowed)

    def _assert_has_a_day(self, user):
        """``user`` lands on My Day, sees it in the menu, and it opens."""
        day = self.env.ref("crm_playbook.playbook_my_day_action")
        self.assertEqual(user._get_profile_home_action_id(), day.id)
        figures = self.env["playbook.day"].with_user(user).get_my_day()["figures"]
        self.assertEqual(len(figures), 3)

    def test_after_marketing(self):
        without = {"crm.lead": ("create",), "res.partner": ("create", "write")}
        user = self._member(self._make("marketing", without=without))
        self._assert_access(user, self.lead, "read", "write")
        self._assert_access(user, self.deal, "read")
        self._assert_access(user, self.customer, "read")
        self._assert_access(user, self.order)
        self.lead.with_user(user).name = "Chairs"
        self._assert_has_a_day(user)
        menus = self._menus(user)
        self.assertIn("crm.crm_menu_leads", menus)
        self.assertIn("crm_playbook.crm_lead_overview_menu", menus)
        self.assertNotIn("crm.menu_crm_opportunities", menus)
        action = self.env.ref("crm_playbook.crm_lead_action_open_overview")
        self.assertEqual(action.with_user(user).run()["res_model"], "crm.lead")
        self.env["crm.lead"].with_user(user).get_views(
            [(False, "list"), (False, "form"), (False, "kanban")]
        )

    def test_after_marketing_leads_are_handed_over_and_not_taken(self):
        user = self._member(self._make("marketing"))
        lead = self.lead.with_user(user)
        for values in (
            {"user_id": user.id},
            {"type": "opportunity"},
            {"team_id": self.team_other.id},
            {"stage_id": self.env["crm.stage"].search([], order="sequence desc")[0].id},
        ):
            with self.subTest(values), self._refused(AccessError, "Hand Over"):
                lead.write(values)
        view = self.env["crm.lead"].with_user(user).get_view(view_type="form")
        self.assertIn('name="action_hand_over"', view["arch"])
        made = (
            self.env["crm.lead"].with_user(user).create({"name": "X", "type": "lead"})
        )
        self.assertFalse(made.user_id)
        action = lead.action_hand_over()
        wizard = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
        wizard.user_id = self.user_sales
        wizard.action_confirm()
        self.assertEqual(self.lead.user_id, self.user_sales)
        self.assertEqual(self.lead.type, "opportunity")
        self._assert_access(user, self.lead, "read")

    def test_after_sales(self):
        without = {"crm.lead": ("create",), "sale.order": ("write", "create")}
        user = self._member(self._make("sales", "Inside Sales", without=without))
        own = self._create_lead(self.customer, user_id=user.id)
        self._assert_access(user, own, "read", "write")
        self._assert_access(user, self.lead, "read", "write")
        self._assert_access(user, self.deal)
        self._assert_access(user, self.order)
        order = self._create_order(self.customer, user_id=user.id)
        self._assert_access(user, order, "read")
        own.with_user(user).write(
            {"expected_revenue": 5.0, "stage_id": own.stage_id.id}
        )
        menus = self._menus(user)
        self.assertIn("crm.menu_crm_opportunities", menus)
        self.assertNotIn("crm_playbook.crm_lead_overview_menu", menus)
        pipeline = self.env.ref("crm.action_your_pipeline")
        self._assert_has_a_day(user)
        self.assertEqual(pipeline.with_user(user).run()["res_model"], "crm.lead")
        self.env["crm.lead"].with_user(user).get_views(
            [(False, "list"), (False, "form"), (False, "kanban")]
        )
        self.assertTrue(own.with_user(user).web_read({"name": {}, "stage_id": {}}))

    def test_after_sales_leads_are_given_to_them(self):
        user = self._member(self._make("sales", "Inside Sales"))
        self.lead.with_user(self.user_marketing)._hand_over(
            user, self.env["crm.team"], ""
        )
        self.assertEqual(self.lead.user_id, user)
        self.assertTrue(self.lead.with_user(user).has_access("write"))

    def test_after_sales_management(self):
        without = {"sale.order": ("read",)}
        user = self._member(self._make("sales_management", "Board", without=without))
        self._assert_access(user, self.deal, "read")
        self._assert_access(user, self.order)
        with self._refused(AccessError, "profile Sales Management"):
            self.deal.with_user(user)._reassign(user, self.env["crm.team"])
        self.assertIn("crm_playbook.crm_lead_overview_menu", self._menus(user))
        self._assert_has_a_day(user)
        view = self.env["crm.lead"].with_user(user).get_view(view_type="form")
        for button in etree.fromstring(view["arch"]).iter("button"):
            if button.get("name") == "action_view_sale_order":
                self.assertEqual(button.get("invisible"), "1")

    def test_after_customer_service(self):
        self.customer.service_user_id = self.user_without_profile
        without = {"res.partner": ("create",), "account.move": ("read",)}
        user = self._member(self._make("customer_service", "Support", without=without))
        self._assert_access(user, self.customer, "read", "write")
        self._assert_access(user, self.deal, "read")
        self._assert_access(user, self.order, "read")
        self._assert_access(user, self.lead)
        self.assertFalse(self.env["account.move"].with_user(user).has_access("read"))
        self._assert_has_a_day(user)

    @mute_logger(*LOGGERS)
    def test_with_sales_it_adds_nothing_that_was_unticked(self):
        without = {"crm.lead": ("write", "create")}
        profile = self._make("marketing", "Reader", without=without)
        user = self._member(self._profile("sales"))
        before = self.lead.with_user(user).has_access("write")
        other = self._create_lead(type="lead", user_id=self.user_other_team.id)
        self.assertFalse(other.with_user(user).has_access("read"))
        profile.user_ids += user
        self.assertEqual(self.lead.with_user(user).has_access("write"), before)
        self.assertTrue(other.with_user(user).has_access("read"))
        self.assertFalse(other.with_user(user).has_access("write"))

    def test_members_of_a_made_profile_are_wide_of_none_of_the_shipped(self):
        profile = self._make("sales", "Inside Sales")
        user = self._member(profile)
        self.assertEqual(user.playbook_profile_ids, profile)
        self.assertFalse(user.has_group("crm_playbook.group_sales"))
        self.assertFalse(user.has_group("sales_team.group_sale_salesman"))
        self.assertFalse(user.with_user(self.manager).playbook_beyond)
