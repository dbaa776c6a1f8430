"""From figures of customers and of how we work to their records."""

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.crm_playbook.models.results import playbook_indicator_records_found

from .results_common import ResultsCase
from .test_results_customers import OWN


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 12:00:00")
class TestCustomerRecords(ResultsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {"name": "Desk", "type": "service"}
        )
        cls.customers = cls.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Kept", "Lost", "New")]
        )
        days = (("2024-10-01", "2026-02-01"), ("2024-11-01",), ("2026-05-31",))
        for customer, bought in zip(cls.customers, days, strict=True):
            for day in bought:
                cls.env["sale.order"].create(
                    {
                        "partner_id": customer.id,
                        "state": "sale",
                        "date_order": f"{day} 12:00:00",
                        "order_line": [
                            Command.create(
                                {"product_id": cls.product.id, "price_unit": 10.0}
                            )
                        ],
                    }
                )

    def _open(self, code, user=None):
        may = self._month(2026, 5)
        indicator = self._indicator(code).with_user(user or self.manager)
        return indicator._open_records(self.company, may.date_from, may.date_to)

    def _find(self, code, user=None):
        action = self._open(code, user)
        Model = self.env[action["res_model"]].with_user(user or self.manager)
        return Model.search(action["domain"]) & self.customers

    def test_who_is_meant(self):
        kept, lost, new = self.customers
        for code, expected in (
            ("new_customers", new),
            ("active_customers", kept | new),
            ("retention", kept),
            ("churn", lost),
            ("base_value", kept | new),
        ):
            with self.subTest(code):
                self.assertEqual(self._find(code), expected)

    def test_nobody_is_shown_whom_one_may_not_read(self):
        rule = {"model_id": self.env["ir.model"]._get_id("res.partner")}
        rule["domain_force"] = f"[('id', '!=', {self.customers[1].id})]"
        self.env["ir.rule"].create({"name": "Not that one", **rule})
        self.assertNotIn(self.customers[1].id, self._open("churn")["domain"][0][2])
        self.assertFalse(self._find("churn"))

    def test_a_part_before_the_limit(self):
        """Of many, the first ones are of the part, and of those one may read."""
        may = self._month(2026, 5)
        indicator = self._indicator("active_customers")
        kept, _lost, new = self.customers
        new.user_id = self.salesperson
        self._measure(indicator, may)
        rows = self.Measurement.search(
            [("indicator_id", "=", indicator.id), ("date_from", "=", may.date_from)]
        )
        row = rows.filtered(lambda x: x.cut == "main" and x.user_id == new.user_id)
        self.patch(playbook_indicator_records_found, "LISTED", 1)
        action = row.with_user(self.manager).action_open_records()
        self.assertEqual(action["domain"], [("id", "in", [new.id])])
        rule = {"model_id": self.env["ir.model"]._get_id("res.partner")}
        rule["domain_force"] = f"[('id', '=', {new.id})]"
        self.env["ir.rule"].create({"name": "Only that one", **rule})
        self.assertEqual(self._find("active_customers"), new)
        self.assertNotEqual(kept, new)

    def test_parts_by_rfm_group(self):
        company = self.company
        company.playbook_rfm_basis = "orders"
        self.env["playbook.rfm.score"]._refresh(company)
        indicator = self._indicator("base_value")
        june = self._month(2026, 6)
        self._measure(indicator, june)
        rows = self.Measurement.search(
            [
                ("indicator_id", "=", indicator.id),
                ("date_from", "=", june.date_from),
                ("cut", "=", "rfm"),
            ]
        )
        found = {}
        for row in rows:
            action = row.with_user(self.manager).action_open_records()
            for partner in self.env["res.partner"].search(action["domain"]):
                self.assertNotIn(partner, found)
                found[partner] = row.rfm_group_id
        self.assertTrue(set(self.customers[::2]) <= set(found))
        for partner in self.customers[::2]:
            self.assertEqual(found[partner], partner.rfm_group_id)

    def test_ratings_of_a_person(self):
        kept, lost, new = self.customers
        kept.user_id, lost.user_id = self.salesperson, self.manager
        model_id = self.env["ir.model"]._get_id("res.partner")
        ratings = self.env["rating.rating"].create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": customer.id,
                    "partner_id": customer.id,
                    "playbook_asked": True,
                    "rating": 5,
                    "consumed": True,
                }
                for customer in (kept, lost, new)
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE rating_rating SET rated_on = '2026-05-10' WHERE id = ANY(%s)",
            [ratings.ids],
        )
        self.env.invalidate_all()
        may = self._month(2026, 5)
        indicator = self._indicator("satisfaction")
        self._measure(indicator, may)
        rows = self.Measurement.search(
            [("indicator_id", "=", indicator.id), ("date_from", "=", may.date_from)]
        )
        found = {}
        for row in rows.filtered(lambda row: row.cut == "main"):
            action = row.action_open_records()
            records = self.env["rating.rating"].search(action["domain"])
            found[row.user_id] = records & ratings
            self.assertEqual(len(records), row.denominator)
        self.assertEqual(found[self.salesperson], ratings[0])
        self.assertEqual(found[self.manager], ratings[1])
        other = self.env["res.company"].create({"name": "Other"})
        domain = indicator._get_records_domain(other, may.date_from, may.date_to)[1]
        self.assertFalse(self.env["rating.rating"].search(domain) & ratings)

    def test_all_that_can_be_opened(self):
        """Whoever may read the model may open the list."""
        for code in OWN:
            if code == "procedures_kept":
                continue
            with self.subTest(code):
                action = self._open(code)
                Model = self.env[action["res_model"]].with_user(self.manager)
                Model.search(action["domain"], limit=1)
