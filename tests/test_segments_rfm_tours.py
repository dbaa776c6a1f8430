from odoo.tests import HttpCase, new_test_user, tagged

from .common import FULL, INTERNAL


class RfmTours(HttpCase):
    """A Configurator who shapes the grid, and a salesperson who looks who moved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("configurator", "sales"):
            user = new_test_user(
                cls.env,
                f"tour_rfm_{name}",
                groups=f"{INTERNAL},crm_playbook.group_{name}",
            )
            setattr(cls, name, user)
        customer = cls.env["res.partner"].create(
            {"name": "AAA Rfm Tour Ltd", "is_company": True, "is_prospect": True}
        )
        # Whatever else the database holds came and went before.
        cls.env["playbook.rfm.history"].search([]).unlink()
        product = cls.env["product.product"].create({"name": "Desk", "type": "service"})
        order = cls.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "order_line": [(0, 0, {"product_id": product.id, "price_unit": 10.0})],
            }
        )
        order.action_confirm()
        cls.env["playbook.rfm.score"]._refresh(cls.env.company)

    def _change_the_grid(self):
        cell = self.env.ref("crm_playbook.rfm_grid").cell_ids.filtered(
            lambda each: each.recency == each.value == 4
        )
        self.start_tour(
            "/odoo/rfm-grid", "playbook_rfm_grid", login=self.configurator.login
        )
        cell.invalidate_recordset()
        self.assertEqual(cell.group_id.name, "Champions")


@tagged("post_install", "-at_install")
class TestRfmOnTheDesktop(RfmTours):
    def test_open_who_moved(self):
        self.start_tour(
            "/odoo/rfm-movements", "playbook_rfm_movements", login=self.sales.login
        )


# Further flows: the everyday run has its share of tours of this room.
if FULL:

    @tagged("post_install", "-at_install")
    class TestRfmGridOnTheDesktop(RfmTours):
        def test_change_the_grid(self):
            self._change_the_grid()

    @tagged("post_install", "-at_install")
    class TestRfmGridOnThePhone(RfmTours):
        browser_size = "390x844"
        touch_enabled = True

        def test_change_the_grid(self):
            self._change_the_grid()
