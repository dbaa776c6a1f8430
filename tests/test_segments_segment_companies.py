"""Segments of one company, of another, and of all."""

from unittest.mock import patch

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

    def test_a_move_leaves_no_main_segment_behind(self):
        only_shared = f"[('id', '=', {self.shared.id})]"
        self.everywhere.domain = self.elsewhere.domain = only_shared
        self.assertEqual(self.own.main_segment_id, self.segment)
        self.segment.company_id = self.company_other
        self.assertFalse(self.own.main_segment_id)
        Main = self.env["playbook.main.segment"]
        rows = Main.search([("segment_id", "=", self.segment.id)])
        self.assertEqual(rows.company_id, self.company_other)

    def test_deleting_one_looks_at_its_customers_alone(self):
        Main = self.env["playbook.main.segment"]
        kind, seen = type(Main), []
        refresh = kind._refresh

        def watch(self, companies, partner_ids=None):
            seen.append((companies.ids, sorted(partner_ids)))
            return refresh(self, companies, partner_ids)

        with patch.object(kind, "_refresh", watch):
            self.segment.unlink()
        ids = sorted((self.shared | self.own).ids)
        self.assertEqual(seen, [(self.env.company.ids, ids)])
        self.assertEqual(self.own.main_segment_id, self.everywhere)

    def test_whoever_refreshes_finds_the_same(self):
        before = self._versions()
        self.everywhere.with_user(self.user_marketing).action_refresh()
        self.everywhere.with_user(self.marketing_other).action_refresh()
        self.assertEqual(self._versions(), before)

    def test_counts_and_lists_are_of_the_current_company(self):
        here, there = self.env.company, self.company_other
        self.everywhere.domain = f"[('id', 'in', {(self.shared | self.own).ids})]"
        for companies, count in ((here, 2), (here | there, 2), (there | here, 1)):
            seen = self.everywhere.with_context(allowed_company_ids=companies.ids)
            with self.subTest(companies.mapped("name")):
                seen.invalidate_recordset()
                self.assertEqual(seen.member_count, count)
                for action in (
                    seen.action_open_customers(),
                    seen.action_open_entered(),
                ):
                    found = seen.env[action["res_model"]].search(action["domain"])
                    open_rows = found
                    if "date_to" in found._fields:
                        open_rows = found.filtered(lambda row: not row.date_to)
                    self.assertEqual(len(open_rows), count)
                action = seen.action_open_sizes()
                sizes = seen.env[action["res_model"]].search(action["domain"])
                self.assertEqual(sizes.company_id, companies[0])
                self.assertEqual(sizes[0].member_count, count)

    def test_the_responsible_is_of_the_company(self):
        with self.assertRaises(UserError):
            self.segment.user_id = self.user_other_company
            self.env.flush_all()
