"""What each profile is offered on the screens of leads, orders and invoices."""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from lxml import etree

from odoo import api
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.profiles import (
    crm_lead_screen,
    playbook_reader_mixin,
)

from .common import PROFILE_GROUPS
from .profiles_common import ProfilesCommon

CLASSES = (crm_lead_screen.CrmLead, playbook_reader_mixin.PlaybookReaderMixin)
NO_CHANGES = ("False", "False")
WON = "action_set_won_rainbowman"
LOST = "crm.crm_lead_lost_action"
CONVERT = "crm.action_crm_lead2opportunity_partner"
QUOTATION = "action_sale_quotations_new"


def _as_above(cls):
    """A method that does what the class above ``cls`` does."""

    def _get_view(self, view_id=None, view_type="form", **options):
        return super(cls, self)._get_view(view_id, view_type, **options)

    return api.model(_get_view)


@tagged("post_install", "-at_install")
class TestScreens(ProfilesCommon):
    def _arch(self, user, kind="form", model="crm.lead", view=None):
        view_id = self.env.ref(view).id if view else None
        found = self.env[model].with_user(user).get_view(view_id, kind)
        return etree.fromstring(found["arch"])

    def _buttons(self, arch, name):
        if "." in name:
            name = str(self.env.ref(name).id)
        return arch.xpath(f"//button[@name='{name}']")

    def assertHidden(self, arch, *names):
        for name in names:
            for button in self._buttons(arch, name):
                self.assertIn(button.get("invisible"), ("1", "True"), name)

    def assertDependsOnLead(self, arch, *names):
        for name in names:
            buttons = self._buttons(arch, name)
            self.assertTrue(buttons, name)
            for button in buttons:
                self.assertIn("not playbook_can_write", button.get("invisible"), name)

    def assertOffers(self, arch, *names):
        for name in names:
            offered = [
                button
                for button in self._buttons(arch, name)
                if button.get("invisible") not in ("1", "True")
            ]
            self.assertTrue(offered, name)

    def test_marketing_hands_over_and_does_not_sell(self):
        arch = self._arch(self.user_marketing)
        self.assertHidden(arch, CONVERT, QUOTATION, "action_view_sale_order")
        self.assertDependsOnLead(arch, WON, LOST, "action_restore")
        self.assertOffers(arch, "action_hand_over")
        self.assertFalse(self._buttons(arch, "action_reassign"))
        for name in ("user_id", "team_id", "stage_id"):
            fields = arch.xpath(f"//field[@name='{name}'][not(ancestor::field)]")
            self.assertTrue(fields)
            for field in fields:
                self.assertIn(field.get("readonly"), ("1", "True"), name)
        (name,) = arch.xpath("//sheet//field[@name='name'][not(ancestor::field)]")
        self.assertIn("not playbook_can_write", name.get("readonly"))

    def test_who_only_reads_is_offered_nothing_to_change(self):
        for user in (self.user_sales_management, self.user_customer_service):
            arch = self._arch(user)
            self.assertEqual((arch.get("edit"), arch.get("create")), NO_CHANGES)
            self.assertHidden(arch, CONVERT, QUOTATION, LOST)
            self.assertDependsOnLead(arch, WON, "action_restore")
            self.assertFalse(self._buttons(arch, "action_hand_over"))
        self.assertOffers(self._arch(self.user_sales_management), "action_reassign")

    def test_cards_are_dragged_by_who_may_change_their_stage(self):
        view = "crm.crm_case_kanban_view_leads"
        expected = {
            self.user_marketing: "0",
            self.user_sales_management: "0",
            self.user_customer_service: "0",
            self.user_sales: None,
            self.user_salesperson: None,
        }
        for user, draggable in expected.items():
            with self.subTest(user.login):
                arch = self._arch(user, "kanban", view=view)
                self.assertEqual(arch.get("records_draggable"), draggable)

    def test_lists(self):
        opportunities = "crm.crm_case_tree_view_oppor"
        arch = self._arch(self.user_marketing, "list", view=opportunities)
        self.assertHidden(arch, "action_hand_over")
        leads = "crm.crm_case_tree_view_leads"
        arch = self._arch(self.user_marketing, "list", view=leads)
        self.assertOffers(arch, "action_hand_over")
        self.assertHidden(arch, CONVERT)
        self._switch_leads(on=False)
        arch = self._arch(self.user_marketing, "list", view=opportunities)
        self.assertOffers(arch, "action_hand_over")

    def test_who_also_sells_is_offered_both(self):
        self.user_marketing.group_ids = [
            Command.link(self.env.ref(PROFILE_GROUPS["sales"]).id)
        ]
        arch = self._arch(self.user_marketing)
        self.assertOffers(arch, "action_hand_over", QUOTATION)
        self.assertDependsOnLead(arch, WON, LOST)
        for field in arch.xpath("//field[@name='user_id'][not(ancestor::field)]"):
            self.assertIn("not playbook_can_write", field.get("readonly"))

    def test_can_write_tells_of_each_lead(self):
        own, others = (
            self._create_lead(user_id=user.id)
            for user in (self.user_sales, self.user_other_team)
        )
        leads = (own | others).with_user(self.user_marketing)
        self.assertEqual(leads.mapped("playbook_can_write"), [False, False])
        raw = self._create_raw_lead().with_user(self.user_marketing)
        self.assertTrue(raw.playbook_can_write)
        self.assertTrue(self.env["crm.lead"].new({}).playbook_can_write)
        self.assertTrue(own.with_user(self.user_sales).playbook_can_write)
        many = self.env["crm.lead"].create([{"name": "x"} for _i in range(30)])
        many = many.with_user(self.user_marketing)
        counts = [
            self._count_queries(lambda n=n: many[:n].mapped("playbook_can_write"))
            for n in (3, 30)
        ]
        self.assertEqual(counts[0], counts[1])

    def test_orders_and_invoices_are_read(self):
        for user in (self.user_sales_management, self.user_customer_service):
            for model in ("sale.order", "account.move"):
                arch = self._arch(user, model=model)
                buttons = arch.xpath("/form/header//button")
                self.assertTrue(buttons)
                for button in buttons:
                    self.assertIn(button.get("invisible"), ("1", "True"))

    def test_who_has_no_profile_sees_odoos_screens(self):
        """To the byte; those of Sales who read nobody else's leads too."""
        requests = [
            ("crm.lead", "form", None),
            ("crm.lead", "kanban", "crm.crm_case_kanban_view_leads"),
            ("crm.lead", "list", "crm.crm_case_tree_view_oppor"),
            ("sale.order", "form", None),
            ("account.move", "form", None),
        ]
        for user in (self.user_salesperson, self.user_sales):
            for model, kind, view in requests:
                with self.subTest(user=user.login, model=model, kind=kind):
                    ours = self._text(user, model, kind, view)
                    with self._without_overrides():
                        odoos = self._text(user, model, kind, view)
                    self.assertEqual(ours, odoos)

    def _text(self, user, model, kind, view):
        self.env.registry.clear_cache("templates")
        return etree.tostring(self._arch(user, kind, model, view))

    @contextmanager
    def _without_overrides(self):
        with ExitStack() as stack:
            for cls in CLASSES:
                stack.enter_context(patch.object(cls, "_get_view", _as_above(cls)))
            yield

    def test_screens_of_several_people_are_not_mixed_up(self):
        """The architecture is cached, each for whom it is."""
        users = (
            self.user_salesperson,
            self.user_marketing,
            self.user_sales_management,
            self.user_sales,
        )
        for model in ("crm.lead", "sale.order", "account.move"):
            for order in (users, users[::-1]):
                if model != "crm.lead":
                    order = [user for user in order if user != self.user_marketing]
                alone = {}
                for user in order:
                    self.env.registry.clear_cache("templates")
                    alone[user] = etree.tostring(self._arch(user, model=model))
                self.env.registry.clear_cache("templates")
                for user in order:
                    found = etree.tostring(self._arch(user, model=model))
                    self.assertEqual(found, alone[user], f"{model} {user.login}")
