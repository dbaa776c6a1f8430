"""A segment on territory, potential, RFM group and days without purchase lives."""

from datetime import date

from odoo.tests import freeze_time, tagged

from .segment_common import SegmentCommon

TODAY, TOMORROW, LATER = "2026-06-15", "2026-06-16", "2026-06-20"


@tagged("post_install", "-at_install")
class TestSegmentsLiving(SegmentCommon):
    """Marketing clicks it together; each day's runs move people in and out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.playbook_rfm_basis = "orders"
        cls.north = cls.env["playbook.territory"].create({"name": "North"})
        cls.loyal = cls.env.ref("crm_playbook.rfm_group_loyal")
        cls.product = cls.env["product.product"].create(
            {"name": "Desk", "type": "service"}
        )
        cls.stays, cls.comes, cls.goes = cls.customers
        cls.customers.write(
            {"territory_id": cls.north.id, "purchase_potential_id": cls.high.id}
        )
        for customer, day in (
            (cls.stays, "2026-03-01"),
            (cls.comes, "2026-03-17"),
            (cls.goes, "2026-03-10"),
        ):
            cls._buy(customer, day)
        # All of them are loyal, so that the other conditions decide.
        cls.env.ref("crm_playbook.rfm_grid").cell_ids.group_id = cls.loyal

    @classmethod
    def _buy(cls, customer, day):
        order = cls.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "order_line": [
                    (0, 0, {"product_id": cls.product.id, "price_unit": 100})
                ],
            }
        )
        order.action_confirm()
        order.date_order = f"{day} 10:00:00"

    def _run(self, day):
        """What the scheduled actions do on a day, in their order."""
        with freeze_time(f"{day} 03:00:00"):
            self.env["playbook.rfm.score"]._refresh(self.company)
            self.env["playbook.segment"].search([])._refresh()
        self.env.invalidate_all()

    def test_people_come_and_go_with_dates(self):
        domain = [
            ("rfm_group_id", "in", self.loyal.ids),
            ("territory_id", "in", self.north.ids),
            ("purchase_potential_id", "in", self.high.ids),
            ("rfm_purchase_days", ">=", 91),
        ]
        with freeze_time(f"{TODAY} 03:00:00"):
            self.env["playbook.rfm.score"]._refresh(self.company)
            segment = (
                self.env["playbook.segment"]
                .with_user(self.user_marketing)
                .create({"name": "Loyal in the North", "domain": str(domain)})
            )
        self.assertEqual(self._current(segment), self.stays | self.goes)
        self._buy(self.goes, TODAY)
        self._run(TOMORROW)
        self.assertEqual(self._current(segment), self.stays | self.comes)
        first, second = date.fromisoformat(TODAY), date.fromisoformat(TOMORROW)
        self.assertEqual(self._rows(segment, self.stays), [(first, False)])
        self.assertEqual(self._rows(segment, self.goes), [(first, second)])
        self.assertEqual(self._rows(segment, self.comes), [(second, False)])
        self.assertEqual(self.comes.main_segment_id, segment)
        self.assertFalse(self.goes.main_segment_id)
        before = self._versions()
        self._run(TOMORROW)
        self.assertEqual(self._versions(), before, "nothing changed, nothing written")

    def test_who_moved_to_another_territory_leaves(self):
        domain = [("territory_id", "in", self.north.ids)]
        segment = self._create_segment(day=TODAY, domain=str(domain))
        self.stays.territory_id = False
        self._run(LATER)
        self.assertEqual(
            self._rows(segment, self.stays),
            [(date.fromisoformat(TODAY), date.fromisoformat(LATER))],
        )

    def test_days_are_found_as_they_are_shown(self):
        with freeze_time(f"{TODAY} 03:00:00"):
            self.env["playbook.rfm.score"]._refresh(self.company)
            customers = self.customers.with_user(self.user_sales)
            self.assertEqual(
                customers.mapped("rfm_purchase_days"),
                [106, 90, 97],
            )
            found = customers.search(
                [("rfm_purchase_days", ">", 96), ("id", "in", customers.ids)]
            )
            self.assertEqual(found, self.stays | self.goes)
