from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import INTERNAL

SEGMENTS = "/odoo/action-crm_playbook.playbook_segment_action"


class SegmentTours(HttpCase):
    """A loyal customer in the North with high potential, silent for a hundred days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marketing = new_test_user(
            cls.env, "tour_segment", groups=f"{INTERNAL},crm_playbook.group_marketing"
        )
        env = cls.env
        company = env.company
        company.playbook_rfm_basis = "orders"
        loyal = env["playbook.rfm.group"].create({"name": "Tour Loyal"})
        env.ref("crm_playbook.rfm_grid").cell_ids.group_id = loyal
        cls.customer = env["res.partner"].create(
            {
                "name": "AAA Segment Tour Ltd",
                "is_company": True,
                "is_prospect": True,
                "territory_id": cls._option("territory", "Tour North"),
                "purchase_potential_id": cls._option("purchase.potential", "Tour High"),
            }
        )
        product = env["product.product"].create({"name": "Desk", "type": "service"})
        order = env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    Command.create({"product_id": product.id, "price_unit": 10.0})
                ],
            }
        )
        order.action_confirm()
        order.date_order = fields.Datetime.subtract(fields.Datetime.now(), days=100)
        env["playbook.rfm.score"]._refresh(company)

    @classmethod
    def _option(cls, model, name):
        return cls.env[f"playbook.{model}"].create({"name": name}).id


@tagged("post_install", "-at_install")
class TestSegmentsOnTheDesktop(SegmentTours):
    def test_click_together(self):
        self.start_tour(SEGMENTS, "playbook_segment", login=self.marketing.login)
        segment = self.env["playbook.segment"].search(
            [("name", "=", "Loyal in the Tour North")]
        )
        self.assertEqual(segment.create_uid, self.marketing)
        self.assertEqual(segment.member_ids.partner_id, self.customer)
        for name in ("rfm_group_id", "territory_id", "rfm_purchase_days"):
            self.assertIn(name, segment.domain)


@tagged("post_install", "-at_install")
class TestSegmentsOnThePhone(SegmentTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_look_at_one(self):
        self.env["playbook.segment"].create(
            {
                "name": "Tour prospects",
                "sequence": -100,
                "domain": f"[('id', '=', {self.customer.id})]",
                "offer": "<p>A visit</p>",
            }
        )
        self.start_tour(SEGMENTS, "playbook_segment_phone", login=self.marketing.login)
