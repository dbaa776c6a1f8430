"""Conditions of indicators of one's own: where their paths may lead."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .own_indicator_common import SHARE, OwnCase

HOSTILE = (
    # Of whose messages and channels one reads only some, or none.
    "[('partner_id.channel_ids.message_ids.body', 'ilike', 'salary')]",
    "[('user_id.partner_id.channel_ids', 'any', [('name', 'ilike', 'boss')])]",
    "[('user_id.partner_id.channel_ids', 'in', [1])]",
    "[('user_id.partner_id.starred_message_ids.body', 'ilike', 'offer')]",
    "['!', ('partner_id', 'not any', [('channel_ids.name', '=', 'x')])]",
    "[('user_id.partner_id.user_ids.log_ids', 'any', [('id', '>', 0)])]",
    # What belongs to accounting, and settings.
    "[('partner_id.invoice_ids.amount_total', '>', 1000)]",
    "[('partner_id.invoice_ids.line_ids.price_subtotal', '>', 1000)]",
    "[('partner_id', 'any', [('invoice_ids', 'any', [('name', '=', 'X')])])]",
    "[('order_ids', 'any', [('invoice_ids.state', '=', 'draft')])]",
    "[('user_id.api_key_ids.name', 'ilike', 'a')]",
    "[('partner_id.property_account_payable_id.code', '=like', '4%')]",
    "[('calendar_event_ids.name', 'ilike', 'doctor')]",
)
HARMLESS = (
    "[('partner_id.name', '=', 'X')]",
    "[('partner_id.category_id.name', '=', 'X')]",
    "[('partner_id.country_id.code', '=', 'ES')]",
    "[('team_id.name', '=', 'X')]",
    "[('team_id', 'ilike', 'X')]",
    "[('user_id.name', '=', 'X')]",
    "[('order_ids.state', '=', 'sale')]",
    "[('order_ids.order_line.product_id.name', '=', 'X')]",
    "[('activity_ids.summary', '=', 'X')]",
    "[('message_ids.body', 'ilike', 'X')]",
    "[('stage_id', '=', 1)]",
    "[('tag_ids', 'in', [1])]",
    "[('source_id.name', 'in', ['X'])]",
    "[('partner_id.main_segment_id.name', '=', 'X')]",
    "[('partner_id', 'child_of', [1])]",
)


@tagged("post_install", "-at_install")
class TestOwnPaths(OwnCase):
    def test_what_the_author_reads_none_or_only_some_of(self):
        for text in HOSTILE:
            for values in ({"domain": text}, {**SHARE, "second_domain": text}):
                with self.subTest(text, **values):
                    with self.assertRaises(UserError) as caught:
                        self._own(**values)
                    self.assertNotIn("ir.rule", str(caught.exception))

    def test_it_says_of_which_field(self):
        words = "asks for “.*”, which you may not read"
        with self.assertRaisesRegex(ValidationError, words):
            self._own(domain=HOSTILE[1])

    def test_what_the_author_reads(self):
        for text in HARMLESS:
            with self.subTest(text):
                self.assertTrue(self._own(domain=text))

    def test_who_reads_no_deals_may_count_them_all_the_same(self):
        configurator = new_test_user(
            self.env, "re_paths", PROFILE_GROUPS["configurator"]
        )
        for text in ("[('name', '=', 'X')]", "[('partner_id.name', '=', 'Y')]"):
            self.assertTrue(self._own(user=configurator, domain=text))
        with self.assertRaises(UserError):
            self._own(user=configurator, domain=HOSTILE[1])

    # ------------------------------------------------------------------
    # Later
    # ------------------------------------------------------------------

    def test_a_number_that_its_author_may_not_read_any_more(self):
        indicator = self._own(calculation="sum", measure_field="expected_revenue")
        self.assertFalse(indicator._get_hidden_fields())
        field = self.env["crm.lead"]._fields["expected_revenue"]
        self.patch(field, "groups", "base.group_system")
        manager = indicator.with_user(self.manager)
        self.assertEqual(manager._get_hidden_fields(), ["Expected Revenue"])
        with self.assertRaisesRegex(UserError, "may not read any more"):
            indicator._check_author()
        # Nobody needs to read it to put it aside.
        indicator.with_user(self.manager).active = False

    def test_a_right_that_its_author_has_no_more(self):
        indicator = self._own(domain="[('partner_id.category_id.name', '=', 'X')]")
        other = self._own(name="Other", domain="[('name', '=', 'Deal')]")
        self._lead("2030-06-10")
        self._lead("2030-06-10", partner_id=self._tagged("X").id)
        self.assertEqual(self._value(indicator), 1)
        access = self.env["ir.model.access"].search(
            [("model_id.model", "=", "res.partner.category")]
        )
        access.active = False
        self._lead("2030-06-11", partner_id=self._tagged("X").id)
        self.assertEqual(self._value(indicator), 1, "the figure of the last time")
        run = self._runs(indicator).filtered("error")
        self.assertIn("may not read any more", run.error)
        self.assertIn(self.manager.name, run.error)
        self.assertEqual(self._value(other), 3, "the others are measured")
        access.active = True
        self.assertEqual(self._value(indicator), 2)
        self.assertFalse(self._runs(indicator).filtered("error"))

    def test_a_rule_that_leaves_its_author_some(self):
        indicator = self._own(domain="[('partner_id.category_id.name', '=', 'X')]")
        rule = self.env["ir.rule"].create(
            {
                "name": "Some",
                "model_id": self.env["ir.model"]._get_id("res.partner.category"),
                "domain_force": "[('create_uid', '=', user.id)]",
                "groups": [Command.link(self.env.ref("base.group_user").id)],
            }
        )
        self._value(indicator)
        self.assertIn("may not read", self._runs(indicator).filtered("error").error)
        rule.domain_force = "[(1, '=', 1)]"
        self._value(indicator)
        self.assertFalse(self._runs(indicator).filtered("error"))

    def test_whose_rights_count(self):
        """Of whoever said last what it counts; nobody says that it was another."""
        admin = self.env.ref("base.user_admin")
        indicator = self._own(author_id=admin.id)
        self.assertEqual(indicator.author_id, self.manager)
        indicator.with_user(self.manager).write({"author_id": admin.id})
        self.assertEqual(indicator.author_id, self.manager)
        second = new_test_user(
            self.env, "re_second", PROFILE_GROUPS["sales_management"]
        )
        indicator.with_user(second).name = "Renamed"
        self.assertEqual(indicator.author_id, self.manager)
        indicator.with_user(second).domain = "[('name', '=', 'Z')]"
        self.assertEqual(indicator.author_id, second)
        copy = indicator.with_user(self.manager).copy()
        self.assertEqual(copy.author_id, self.manager)

    def test_an_author_who_is_archived(self):
        second = new_test_user(
            self.env, "re_second", PROFILE_GROUPS["sales_management"]
        )
        indicator = self._own(user=second, domain="[('name', '=', 'Deal')]")
        self._lead("2030-06-10")
        second.active = False
        self.assertEqual(self._value(indicator), 1)

    def _tagged(self, name):
        tags = self.env["res.partner.category"].create({"name": name})
        return self.env["res.partner"].create(
            {"name": "Tagged", "category_id": [Command.set(tags.ids)]}
        )
