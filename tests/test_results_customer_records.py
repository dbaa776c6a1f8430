"""From figures of customers and of how we work to their records."""

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

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

    def test_all_that_can_be_opened(self):
        """Whoever may read the model may open the list."""
        for code in OWN:
            indicator = self._indicator(code)
            if not indicator._has_records():
                self.assertEqual(code, "procedures_kept")
                continue
            with self.subTest(code):
                action = self._open(code)
                Model = self.env[action["res_model"]].with_user(self.manager)
                Model.search(action["domain"], limit=1)
