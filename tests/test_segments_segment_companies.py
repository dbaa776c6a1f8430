"""Segments of one company, of another, and of all."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import INTERNAL, PROFILE_GROUPS
from .segment_common import SegmentCommon


@tagged("post_install", "-at_install")
class TestSegmentCompanies(SegmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.company_ids = [Command.link(cls.company_other.id)]
        cls.shared, cls.own, cls.theirs = cls.customers
        cls.own.company_id = cls.env.company
        cls.theirs.company_id = cls.company_other
        cls.customers.purchase_potential_id = cls.high
        cls.segment = cls._create_segment()
        cls.everywhere = cls._create_segment("Everywhere", company_id=False)
        cls.elsewhere = cls._create_segment(
            "Elsewhere", company_id=cls.company_other.id
        )
        cls.marketing_other = new_test_user(
            cls.env,
            login="segment_marketing_other",
            groups=f"{INTERNAL},{PROFILE_GROUPS['marketing']}",
            company_id=cls.company_other.id,
            company_ids=[Command.set(cls.company_other.ids)],
        )

    def test_whose_customers_belong_to_which(self):
        here, there = self.env.company, self.company_other
        for segment, company, expected in (
            (self.segment, here, self.shared | self.own),
            (self.segment, there, self.customers.browse()),
            (self.everywhere, here, self.shared | self.own),
            (self.everywhere, there, self.shared | self.theirs),
            (self.elsewhere, here, self.customers.browse()),
            (self.elsewhere, there, self.shared | self.theirs),
        ):
            with self.subTest(segment.name, company=company.name):
                self.assertEqual(self._current(segment, company), expected)

    def test_each_company_has_its_main_segment(self):
        there = self.shared.with_company(self.company_other)
        self.elsewhere.sequence = 1
        self.assertEqual(self.shared.main_segment_id, self.segment)
        self.assertEqual(self.shared.segment_ids, self.segment | self.everywhere)
        self.assertEqual(there.main_segment_id, self.elsewhere)
        self.assertEqual(there.segment_ids, self.elsewhere | self.everywhere)
        Partner = self.env["res.partner"]
        domain = [("main_segment_id", "=", self.elsewhere.id)]
        self.assertFalse(Partner.search(domain))
        self.assertEqual(
            Partner.with_company(self.company_other).search(domain),
            self.shared | self.theirs,
        )

    def test_nobody_reads_what_is_another_companys(self):
        Segment = self.env["playbook.segment"].with_user(self.user_marketing)
        self.assertEqual(Segment.search([]), self.segment | self.everywhere)
        for action in (
            lambda: Segment.browse(self.elsewhere.id).read(["name"]),
            lambda: Segment.browse(self.elsewhere.id).write({"name": "Mine"}),
            lambda: Segment.browse(self.elsewhere.id).action_refresh(),
        ):
            with self.assertRaises(AccessError):
                action()
        for model in ("playbook.segment.member", "playbook.main.segment"):
            rows = self.env[model].with_user(self.user_marketing).search([])
            self.assertEqual(rows.company_id, self.env.company)
            self.assertNotIn(self.theirs, rows.partner_id)
        sizes = self.env["playbook.segment.size"].with_user(self.user_marketing)
        self.assertEqual(sizes.search([]).company_id, self.env.company)

    def test_conditions_are_searched_with_the_company_alone(self):
        """A relation that depends on the company tells that of the company."""
        domain = [("main_segment_id", "=", self.elsewhere.id)]
        self.elsewhere.sequence = 1
        asking = self._create_segment(
            "Asking", company_id=False, domain=str(domain), sequence=90
        )
        self.assertFalse(self._current(asking))
        self.assertEqual(
            self._current(asking, self.company_other), self.shared | self.theirs
        )

    def test_whoever_refreshes_finds_the_same(self):
        before = self._versions()
        self.everywhere.with_user(self.user_marketing).action_refresh()
        self.everywhere.with_user(self.marketing_other).action_refresh()
        self.assertEqual(self._versions(), before)

    def test_counts_are_of_the_chosen_companies(self):
        seen = self.everywhere.with_user(self.user_marketing)
        self.assertEqual(seen.member_count, 2)
        both = self.everywhere.with_context(
            allowed_company_ids=(self.env.company | self.company_other).ids
        )
        self.assertEqual(both.member_count, 4)

    def test_the_responsible_is_of_the_company(self):
        with self.assertRaises(UserError):
            self.segment.user_id = self.user_other_company
            self.env.flush_all()
