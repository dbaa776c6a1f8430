"""Answers are found at every moment of procedures."""

from odoo.fields import Command
from odoo.tests import tagged

from .standards_common import MomentCase

NAME = {"field_name": "contact_name", "reason": "R"}


@tagged("post_install", "-at_install")
class TestMoments(MomentCase):
    def _count(self, moment, requirement, **vals):
        procedure = self._make_procedure(moment, requirements=[requirement], **vals)
        procedure.date_enforced = "2020-01-01"
        return procedure.requirement_ids._find_evidence()

    def _assert_one_more(self, before, after):
        self.assertEqual(
            (after.answers - before.answers, after.filler - before.filler), (1, 1)
        )

    def test_leads_and_deals(self):
        moments = ("stage_left", "lead", "won", "lost", "action_done")
        vals = {"stage_left": {"stage_ids": [Command.set(self.begin.ids)]}}
        befores = {
            each: self._count(each, NAME, **vals.get(each, {})) for each in moments
        }
        self.Procedure.search([]).write({"state": "retired"})
        lead = self.env["crm.lead"].create(
            {"name": "Lead", "type": "lead", "contact_name": "n/a"}
        )
        moved, won, lost, done = (
            self._make_lead(contact_name="n/a") for _number in range(4)
        )
        moved.stage_id = self.middle
        won.sudo().action_set_won()
        lost.sudo().action_set_lost()
        activity = done.activity_schedule("mail.mail_activity_data_todo")
        activity.action_feedback()
        self._commit()
        self.assertTrue(lead.exists())
        for moment in ("won", "lost", "action_done"):
            with self.subTest(moment=moment):
                self._assert_one_more(befores[moment], self._count(moment, NAME))
        left = self._count("stage_left", NAME, **vals["stage_left"])
        # Moved, and won from there.
        self.assertEqual(left.answers - befores["stage_left"].answers, 2)
        received = self._count("lead", NAME)
        self.assertGreaterEqual(received.filler - befores["lead"].filler, 1)

    def test_customers_and_contacts(self):
        ref = {"model": "res.partner", "field_name": "ref", "reason": "R"}
        moments = ("customer", "contact")
        befores = {moment: self._count(moment, ref) for moment in moments}
        self.Procedure.search([]).write({"state": "retired"})
        new = self.env["res.partner"].create(
            {"name": "New", "is_company": True, "is_prospect": True, "ref": "n/a"}
        )
        self.env["res.partner"].create(
            {"name": "Ann", "parent_id": new.id, "ref": "xx"}
        )
        self._commit()
        for moment in moments:
            with self.subTest(moment=moment):
                self._assert_one_more(befores[moment], self._count(moment, ref))

    def test_quotations(self):
        ref = {"model": "sale.order", "field_name": "client_order_ref", "reason": "R"}
        moments = ("quotation_sent", "order_confirmed")
        befores = {moment: self._count(moment, ref) for moment in moments}
        self.Procedure.search([]).write({"state": "retired"})
        product = self.env["product.product"].create({"name": "Chair"})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "client_order_ref": "tbd",
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        order.action_confirm()
        for moment in moments:
            with self.subTest(moment=moment):
                self._assert_one_more(befores[moment], self._count(moment, ref))
