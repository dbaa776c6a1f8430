"""Record quality in a browser."""

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import INTERNAL
from .quality_common import EMAIL, PHONE


@tagged("post_install", "-at_install")
class QualityTours(HttpCase):
    def test_quality_rises(self):
        """A salesperson fills in a key field, and sees what it does."""
        Procedure = self.env["playbook.procedure"]
        Procedure.search([]).write({"state": "retired"})
        Procedure.create(
            {
                "name": "New customer",
                "moment": "customer",
                "state": "observe",
                "instruction": "<p>Ask.</p>",
                "example": "Phone and e-mail.",
                "requirement_ids": [Command.create(each) for each in (PHONE, EMAIL)],
            }
        )
        customer = self.env["res.partner"].create(
            {
                "name": "Tour customer",
                "is_company": True,
                "is_prospect": True,
                "email": "info@customer.example",
            }
        )
        new_test_user(
            self.env,
            "tour_quality",
            groups=f"{INTERNAL},crm_playbook.group_sales",
            tour_enabled=False,
        )
        self.start_tour(
            f"/odoo/res.partner/{customer.id}", "playbook_quality", login="tour_quality"
        )
        self.assertEqual(customer.phone.replace(" ", ""), "+34600100200")
        self.assertEqual(customer.quality, 100)
