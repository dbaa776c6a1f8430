from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .rfm_fields_common import RfmFieldsCommon


@tagged("post_install", "-at_install")
class TestRfmMigration(RfmFieldsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # One comes, one goes, one moves.
        with freeze_time("2026-07-20 12:00:00"):
            cls._buy(cls.never, "2026-07-19 10:00:00", 9)
            cls.worst.sale_order_ids._action_cancel()
            cls.Score._refresh(cls.company)
        cls.env.invalidate_all()

    def _page(self, user=None, **values):
        days = {"date_from": "2026-06-30", "date_to": "2026-07-31", **values}
        page = self.env["playbook.rfm.migration"].with_user(user or self.user_sales)
        return page.create(days)

    def _count(self, page, from_id, to_id):
        matrix = page.matrix
        ids = [group["id"] for group in matrix["groups"]]
        (row,) = [row for row in matrix["rows"] if row["id"] == from_id]
        return row["counts"][ids.index(to_id)]

    def _open(self, page, from_id, to_id):
        action = page.action_open_customers(page.matrix, from_id, to_id)
        found = self.env["res.partner"].with_context(**action["context"])
        return found.search(action["domain"])

    def test_cells_say_and_open_who_moved(self):
        page = self._page()
        matrix = page.matrix
        for row in matrix["rows"]:
            for group, count in zip(matrix["groups"], row["counts"], strict=True):
                if count:
                    found = self._open(page, row["id"], group["id"])
                    self.assertEqual(len(found), count)
        self.assertEqual(sum(matrix["totals"]), matrix["total"])
        champions = self.groups["champions"].id
        self.assertIn(self.never, self._open(page, 0, champions))
        self.assertIn(self.worst, self._open(page, self.groups["lapsed"].id, 0))
        self.assertEqual(self._open(page, 0, 0).ids, [])

    def test_cells_carry_no_ids(self):
        page = self._page()
        champions = self.groups["champions"].id
        domain = page.action_open_customers(page.matrix, 0, champions)["domain"]
        self.assertLess(len(str(domain)), 100)
        Partner = self.env["res.partner"].with_user(self.user_sales)
        self.assertIn(self.never, Partner.search(domain).with_env(self.env))
        came = page.action_open_customers(page.matrix, 0, None)["domain"]
        total = page.matrix["rows"][-1]["total"]
        self.assertEqual(Partner.search_count(came), total)
        for text in ("", "x", "1,2", "1,2026-06-30,2026-07-31,0", "1,a,b,0,0", False):
            with self.subTest(text), self.assertRaises(UserError):
                Partner.search([("rfm_moved", "=", text)])
        with self.assertRaises(AccessError):
            other = f"{self.company_other.id},2026-06-30,2026-07-31,0,0"
            Partner.search([("rfm_moved", "=", other)])
        for user in (self.user_portal, self.user_without_profile):
            with self.assertRaises(AccessError):
                Partner.with_user(user).search(domain)

    def test_day_before_anything(self):
        page = self._page(date_from="2026-01-01", date_to="2026-06-14")
        self.assertEqual(page.matrix["total"], 0)
        page.date_to = "2026-06-15"
        ids = [group["id"] for group in page.matrix["groups"]]
        self.assertEqual(ids[-1], 0)
        self.assertEqual(page.matrix["rows"][-1]["total"], page.matrix["total"])

    def test_bad_input(self):
        page = self._page(date_from="2026-08-01")
        self.assertIn("later", page.matrix["error"])
        for matrix in ({}, None, {"company_id": "x"}, {"company_id": 1, "date_to": 3}):
            with self.subTest(matrix), self.assertRaises(UserError):
                page.action_open_customers(matrix, 0, 0)

    def test_companies(self):
        matrix = {**self._page().matrix, "company_id": self.company_other.id}
        with self.assertRaises(AccessError):
            self._page().action_open_customers(matrix, None, None)
        theirs = self._page(self.user_other_company)
        self.assertEqual(theirs.company_id, self.company_other)
        self.assertEqual(theirs.matrix["total"], 0)
        with self.assertRaises(AccessError):
            self._page(self.user_portal)

    def test_customers_of_another_company_are_not_counted(self):
        total = self._page().matrix["total"]
        self.env.cr.execute(
            "UPDATE res_partner SET company_id = %s WHERE id = %s",
            [self.company_other.id, self.customers[2].id],
        )
        self.env.invalidate_all()
        user = self.user_sales
        self.assertEqual(self._page(user).matrix["total"], total - 1)

    def test_any_day_from_history(self):
        rows = self.env["playbook.rfm.history"].search(
            [("partner_id", "=", self.worst.id)]
        )
        self.assertEqual(rows.mapped("date"), [date(2026, 7, 20), date(2026, 6, 15)])
        page = self._page(date_from="2026-07-19", date_to="2026-07-20")
        self.assertTrue(self._count(page, self.groups["lapsed"].id, 0))
        self.assertEqual(
            self.env["playbook.rfm.migration"]
            .with_user(self.user_sales)
            .create({})
            .company_id,
            self.company,
        )

    def test_two_companies_in_the_choice(self):
        self.user_sales.company_ids = [Command.link(self.company_other.id)]
        page = self.env["playbook.rfm.migration"].with_user(self.user_sales)
        page = page.with_context(
            allowed_company_ids=[self.company.id, self.company_other.id]
        ).create({"company_id": self.company_other.id, "date_from": "2026-01-01"})
        self.assertEqual(page.matrix["total"], 0)
