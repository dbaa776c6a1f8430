from odoo.tests import HttpCase, new_test_user, tagged

from .common import FULL, INTERNAL

CUSTOMERS = "/odoo/action-base.action_partner_form"


class CustomerStateTours(HttpCase):
    """A salesperson, and one company that nothing was ever asked of or sold to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = f"{INTERNAL},base.group_partner_manager,crm_playbook.group_sales"
        cls.user = new_test_user(cls.env, "tour_sales", groups=groups)
        # Its name puts it on the first page, whatever else the database holds.
        cls.partner = cls.env["res.partner"].create(
            {"name": "AAA Tour Prospect Ltd", "is_company": True}
        )

    def _tour(self, name):
        self.start_tour(CUSTOMERS, name, login=self.user.login)
        self.partner.invalidate_recordset()
        self.assertEqual(self.partner.customer_state, "prospect")


@tagged("post_install", "-at_install")
class TestCustomerStateOnTheDesktop(CustomerStateTours):
    def test_mark_as_prospect_and_find_again(self):
        self._tour("playbook_customer_state")


# In the everyday run another flow is walked on a phone.
if FULL:

    @tagged("post_install", "-at_install")
    class TestCustomerStateOnThePhone(CustomerStateTours):
        browser_size = "390x844"
        touch_enabled = True

        def test_mark_as_prospect(self):
            self._tour("playbook_customer_state_phone")
