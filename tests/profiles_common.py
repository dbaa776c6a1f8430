"""People with a scope, and what they sell: for the tests of who sees what."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import INTERNAL
from .segmentation_common import SegmentationCommon

SCOPES = {
    "own": "sales_team.group_sale_salesman",
    "team": "crm_playbook.group_sale_salesman_team",
    "all": "sales_team.group_sale_salesman_all_leads",
}
SERVICE_SCOPES = {
    "own": "crm_playbook.group_customer_service",
    "team": "crm_playbook.group_customer_service_team",
    "all": "crm_playbook.group_customer_service_all",
}
QUIET = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


class ProfilesCommon(SegmentationCommon):
    """Factories for users with a scope, and helpers to tell what they reach."""

    @classmethod
    def _create_user(cls, login, *groups, **values):
        return new_test_user(
            cls.env, f"playbook_{login}", groups=",".join([INTERNAL, *groups]), **values
        )

    @classmethod
    def _create_sold(cls, user, team, partner=None):
        """A deal, an order, its invoice and a finished activity: of ``user``."""
        partner = partner or cls._create_customer(f"Customer of {user.login}")
        values = {"user_id": user.id, "team_id": team.id}
        lead = cls._create_lead(partner, company_id=cls.env.company.id, **values)
        lead.activity_schedule("mail.mail_activity_data_todo").action_feedback()
        order = cls._create_order(partner, opportunity_id=lead.id, **values)
        cls._confirm(order)
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_user_id": user.id,
                "team_id": team.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create({"product_id": cls.product.id, "price_unit": 100})
                ],
            }
        )
        return {
            "crm.lead": lead,
            "sale.order": order,
            "sale.order.line": order.order_line,
            "account.move": invoice,
            "account.move.line": invoice.invoice_line_ids,
        }

    def _reached(self, user, sold):
        """The models of ``sold`` whose record ``user`` finds and reads."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = set()
        for model, records in sold.items():
            seen = records.with_user(user)
            if seen.search([("id", "in", records.ids)]):
                found.add(model)
                seen.read(["display_name"])
            else:
                self._assert_refused(lambda seen=seen: seen.read(["display_name"]))
        lead, order = sold["crm.lead"], sold["sale.order"]
        for model, domain in (
            ("sale.report", [("order_reference", "=", f"sale.order,{order.id}")]),
            ("crm.activity.report", [("lead_id", "=", lead.id)]),
        ):
            if self.env[model].with_user(user).search_count(domain):
                found.add(model)
        return found

    def _assert_refused(self, *calls, error=AccessError, message=""):
        for number, call in enumerate(calls):
            with (
                self.subTest(call=number),
                mute_logger(*QUIET),
                self.assertRaisesRegex(error, message),
                self.env.cr.savepoint(),
            ):
                call()
