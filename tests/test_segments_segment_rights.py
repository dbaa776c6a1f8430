"""Who changes segments, what stands in My Day, and mailing lists."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.crm_playbook.models.segments import playbook_segment_mailing

from .common import PROFILE_GROUPS
from .segment_common import MONDAY, TUESDAY, SegmentCommon

SHAPING = {"marketing", "sales_management", "configurator"}


@tagged("post_install", "-at_install")
class TestSegmentRights(SegmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers.purchase_potential_id = cls.high
        cls.segment = cls._create_segment()

    def test_who_shapes_and_who_reads(self):
        for profile in PROFILE_GROUPS:
            user = getattr(self, f"user_{profile}")
            segment = self.segment.with_user(user)
            may = profile in SHAPING
            with self.subTest(profile):
                self.assertEqual(segment.name, "High")
                self.assertEqual(len(segment.member_ids), 3)
                for right in ("create", "write", "unlink"):
                    self.assertEqual(segment.has_access(right), may, right)
                if may:
                    segment.action_refresh()
                    continue
                for action in (
                    segment.action_refresh,
                    segment.action_add_to_mailing_list,
                ):
                    with self.assertRaises(AccessError):
                        action()

    def test_nobody_writes_members(self):
        for model in ("playbook.segment.member", "playbook.main.segment"):
            rows = self.env[model].search([])
            for profile in PROFILE_GROUPS:
                seen = rows.with_user(getattr(self, f"user_{profile}"))
                with self.subTest(model, profile=profile):
                    self.assertTrue(seen.has_access("read"))
                    for right in ("create", "write", "unlink"):
                        self.assertFalse(seen.has_access(right))

    def test_others_see_nothing_of_it(self):
        for user in (self.user_without_profile, self.user_portal, self.user_public):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.segment.with_user(user).read(["name"])
        seen = self.user_portal.partner_id.with_user(self.user_portal)
        for name in ("main_segment_id", "segment_ids", "customer_days"):
            with self.subTest(name), self.assertRaises(AccessError):
                seen.search([(name, "!=", False)])
            with self.subTest(name), self.assertRaises(AccessError):
                seen.read([name])

    def test_built_by_clicking(self):
        """The form of Marketing, as it is filled in."""
        with (
            freeze_time(f"{MONDAY} 12:00:00"),
            Form(self.env["playbook.segment"].with_user(self.user_marketing)) as form,
        ):
            form.name = "Loyal customers in the North"
            form.domain = (
                f'["&", ("purchase_potential_id", "in", [{self.high.id}]),'
                f' ("id", "=", {self.first_one.id})]'
            )
            form.contact_min, form.contact_max = 1, 3
            form.channel = "email"
        segment = form.record
        self.assertEqual(segment.user_id, self.user_marketing)
        self.assertEqual(self._current(segment), self.first_one)
        self.assertEqual(str(segment.date_review), "2026-09-02")

    def test_customers_of_others_are_found_by_whoever_builds_it(self):
        self.customers.user_id = self.user_other_team
        segment = self.env["playbook.segment"].with_user(self.user_configurator)
        segment = segment.create(
            {"name": "All", "domain": "[('customer_state', '!=', False)]"}
        )
        self.assertLessEqual(set(self.customers), set(self._current(segment)))

    def test_review_stands_in_my_day(self):
        self.segment.write({"user_id": self.user_sales.id, "date_review": TUESDAY})
        Day = self.env["playbook.day"].with_user(self.user_sales)
        key = f"segment_review-{self.segment.id}"
        with freeze_time(f"{MONDAY} 12:00:00"):
            self.assertNotIn(key, [line["key"] for line in Day.get_my_day()["lines"]])
        with freeze_time(f"{TUESDAY} 12:00:00"):
            self.assertIn(key, [line["key"] for line in Day.get_my_day()["lines"]])
            other = Day.with_user(self.user_marketing)
            self.assertNotIn(key, [line["key"] for line in other.get_my_day()["lines"]])
            with self.subTest("nobody else can finish it"):
                self.assertFalse(other.finish_line(key)["done"])
            answer = Day.finish_line(key)
        self.assertTrue(answer["done"], answer["message"])
        self.assertEqual(str(self.segment.date_review), "2026-09-03")

    def test_review_can_be_postponed(self):
        self.segment.write({"user_id": self.user_sales.id, "date_review": MONDAY})
        Day = self.env["playbook.day"].with_user(self.user_sales)
        with freeze_time(f"{MONDAY} 12:00:00"):
            answer = Day.postpone_line(f"segment_review-{self.segment.id}", "tomorrow")
        self.assertTrue(answer["done"], answer["message"])
        self.assertEqual(str(self.segment.date_review), TUESDAY)

    # ------------------------------------------------------------------
    # Mailing lists
    # ------------------------------------------------------------------

    def test_each_address_once_and_nobody_who_wants_no_mailings(self):
        one, two, three = self.customers
        one.email, two.email = "Ann <ANN@example.com>", "ann@Example.com"
        three.email = "no address"
        # Who shows the same segments, and is no customer.
        self._create_contact(one, email="dock@example.com", type="delivery")
        self._create_contact(one, email="contact@example.com")
        more = self._create_customer(
            "Blocked",
            is_prospect=True,
            email="Blocked@example.com",
            purchase_potential_id=self.high.id,
        )
        self.env["mail.blacklist"]._add("blocked@example.com")
        self._refresh(self.segment)
        self.assertEqual(len(self._current(self.segment)), 4)
        self.assertIn(more, self._current(self.segment))
        seen = self.segment.with_user(self.user_marketing)
        contacts, without, blocked = seen._get_mailing_contacts()
        self.assertEqual(contacts, {"ann@example.com": one.name})
        self.assertEqual((without, blocked), (1, 1))

    def test_too_many_for_one_list(self):
        with (
            patch.object(playbook_segment_mailing, "MOST", 2),
            self.assertRaisesRegex(UserError, "more than 2 customers"),
        ):
            self.segment._get_mailing_contacts()

    def test_without_email_marketing(self):
        with patch.object(playbook_segment_mailing, "LIST", "no.such.model"):
            self.assertFalse(self.segment.has_mailing_lists)
            with self.assertRaisesRegex(UserError, "not installed"):
                self.segment.action_add_to_mailing_list()
