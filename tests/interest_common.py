"""Product categories, and what customers are interested in."""

from odoo.fields import Command

from .common import CrmPlaybookCommon


class InterestCommon(CrmPlaybookCommon):
    """``desks`` and ``chairs``, below ``furniture``; a ``desk`` and a ``chair``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Category = cls.env["product.category"]
        cls.furniture = Category.create({"name": "Furniture"})
        cls.desks, cls.chairs = Category.create(
            [
                {"name": name, "parent_id": cls.furniture.id}
                for name in ("Desks", "Chairs")
            ]
        )
        cls.desk, cls.chair = cls.env["product.product"].create(
            [
                {"name": category.name, "type": "service", "categ_id": category.id}
                for category in (cls.desks, cls.chairs)
            ]
        )
        cls.customer = cls._create_customer()
        cls._write_told()

    @classmethod
    def _write_told(cls):
        """What happens at the end of a request."""
        cls.env.flush_all()
        cls.env.cr.flush()

    @classmethod
    def _create_quotation(cls, *products, partner=None, **values):
        order = cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls.customer).id,
                "order_line": [
                    Command.create({"product_id": product.id, "price_unit": 10.0})
                    for product in products or (cls.desk,)
                ],
                **values,
            }
        )
        cls._write_told()
        return order

    def _levels(self, partner=None, lead=None):
        """From the names of categories to the level of interest."""
        self._write_told()
        domain = [("partner_id", "=", (partner or self.customer).id)]
        if lead:
            domain = [("lead_id", "=", lead.id)]
        rows = self.env["playbook.interest"].search(domain)
        return {row.category_id.name: row.level for row in rows}
