"""Indicators of one's own: what is refused."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .own_indicator_common import LEAD, SHARE, OwnCase


@tagged("post_install", "-at_install")
class TestOwnRefused(OwnCase):
    def test_what_makes_no_sense_says_what_to_do(self):
        for values, words in (
            ({"domain": "[('nothing', '=', 1)]"}, "does not work"),
            ({"domain": "[("}, "does not work"),
            ({"domain": "[('user_id', '=', uid)]"}, "asks for “me”"),
            ({**SHARE, "second_domain": "[('user_id', '=', uid)]"}, "asks for “me”"),
            ({"calculation": "share"}, "Say of which"),
            ({**SHARE, "unit": "count"}, "in percent"),
            ({"calculation": "sum"}, "Choose a number"),
            ({"calculation": "sum", "measure_field": "name"}, "Choose a number"),
            ({"date_field": False}, "Choose the date"),
            ({"date_field": "day_close"}, "Choose the date"),
            ({"date_field": "activity_date_deadline"}, "Choose the date"),
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(ValidationError, f"“Ours”.*{words}"),
            ):
                self._own(**values)

    def test_a_built_in_one_is_there_for_every_company(self):
        total = self.total.with_user(self.manager)
        for values in ({"company_id": self.company.id}, {"better": "lower"}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "built in"):
                total.write(values)
        own = self._own()
        own.company_id = self.company
        self.assertEqual(own.company_id, self.company)

    def test_code_in_a_condition_is_not_run(self):
        for text in (
            "__import__('os').system('true')",
            "[('name', '=', open('/etc/passwd').read())]",
            "().__class__",
        ):
            with self.subTest(text), self.assertRaises(UserError):
                self._own(domain=text)

    def test_the_same_cannot_prove_two_things(self):
        first = self._own(name="First", domain="[('name', '=', 'Deal')]")
        words = "“First” counts exactly the same"
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            self._own(dimension="loyalty", domain=" [ ('name','=','Deal') ] ")
        for one, two in (
            ("[('name', 'in', ['Deal'])]", "[]"),
            ("[('name', 'in', ['Deal']), ('id', '>', 0)]", "[('id', '<', 9)]"),
            ("['|', ('name', 'ilike', 'b'), ('name', 'ilike', 'a')]", "[]"),
        ):
            self.assertNotEqual(
                first._get_normal(one), first._get_normal(two), "differ"
            )
        for one, two in (
            ("[('name', '=', 'Deal')]", "[('name', 'in', ['Deal'])]"),
            (
                "[('name', '=', 'Deal'), ('id', '>', 0)]",
                "['&', ('id', '>', 0), ('name', 'in', ['Deal'])]",
            ),
            ("[('name', 'in', ['b', 'a'])]", "[('name', 'in', ['a', 'b'])]"),
            (
                "['|', ('name', 'ilike', 'b'), ('name', 'ilike', 'a')]",
                "['|', ('name', 'ilike', 'a'), ('name', 'ilike', 'b')]",
            ),
            ("['!', ('name', '=', 'a')]", "[('name', '!=', 'a')]"),
            (
                "[('partner_id.name', '=', 'a')]",
                "[('partner_id', 'any', [('name', 'in', ['a'])])]",
            ),
        ):
            with self.subTest(one):
                self.assertEqual(first._get_normal(one), first._get_normal(two))
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            self._own(domain="[('name', 'in', ['Deal'])]")
        first.active = False
        with self.assertRaisesRegex(ValidationError, "“First”"):
            self._own(domain="[('name', '=', 'Deal')]")
        self.assertTrue(self._own(domain="[('name', '=', 'Other')]"))

    def test_a_copy_says_nothing_until_it_is_changed(self):
        copy = self._own().copy()
        self.assertFalse(copy.counted_model)
        self.assertIn("copy", copy.name)
        with freeze_time("2030-06-19"):
            self.Run._make_missing()
        self.assertFalse(self._runs(copy))

    def test_who_may_not(self):
        with self.assertRaises(AccessError):
            self._own(user=self.salesperson)
        indicator = self._own()
        with self.assertRaises(AccessError):
            indicator.with_user(self.salesperson).name = "Mine"

    def test_a_number_that_the_author_may_not_read(self):
        field = self.env["crm.lead"]._fields["expected_revenue"]
        self.patch(field, "groups", "base.group_system")
        with self.assertRaisesRegex(ValidationError, "Choose a number"):
            self._own(calculation="sum", measure_field="expected_revenue")

    def test_what_differs_by_who_looks(self):
        for name, value in (
            *(("my_activity_date_deadline", "2030-01-01"), ("activity_user_id", 1)),
            ("message_is_follower", True),
        ):
            for text in (
                f"[({name!r}, '=', {value!r})]",
                f"['!', ('partner_id', 'any', [({name!r}, '=', {value!r})])]",
                f"[('order_ids.{name}', '=', {value!r})]",
            ):
                with (
                    self.subTest(text),
                    self.assertRaisesRegex(ValidationError, "whoever looks"),
                ):
                    self._own(domain=text)
        self.assertTrue(self._own(domain="[('quality', '<', 50)]"))
        self.assertTrue(self._own(domain="[('is_rotting', '=', True)]"))

    def test_a_condition_on_what_its_author_may_not_read(self):
        """Not found out by a search, where they may read none of the records."""
        configurator = new_test_user(
            self.env, "re_configurator", PROFILE_GROUPS["configurator"]
        )
        field = self.env["res.partner"]._fields["vat"]
        self.patch(field, "groups", "base.group_system")
        for text in (
            "[('partner_id.vat', '=', 'X')]",
            "[('partner_id', 'any', [('vat', '=', 'X')])]",
        ):
            with self.subTest(text), self.assertRaises(UserError):
                self._own(user=configurator, domain=text)
        self.assertTrue(self._own(domain="[('partner_id.name', '=', 'X')]"))

    def test_built_in_ones_cannot_count_something_else(self):
        with self.assertRaisesRegex(ValidationError, "built-in"):
            self.total.with_user(self.manager).write(LEAD)
