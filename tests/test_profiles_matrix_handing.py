"""What Marketing and Sales Management may do with leads beside reading and writing."""

from odoo.fields import Command
from odoo.tests import tagged

from . import access_matrix as matrix
from .matrix_common import MatrixCommon

LABELS = (
    "unassigned",
    "other_team",
    "other_company",
    "lead_unassigned",
    "lead_other_team",
)


@tagged("post_install", "-at_install")
class TestMatrixHanding(MatrixCommon):
    wanted = {*LABELS, ("own", "sales_own"), ("mine", "service_own")}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.later = cls.env["crm.stage"].create({"name": "Later", "sequence": 900})

    def _leads(self, *labels):
        return self.env["crm.lead"].union(
            *(self.cases[label]["crm.lead"] for label in labels)
        )

    def test_marketing_changes_neither_whose_a_lead_is_nor_what(self):
        user = self.holders["marketing"]
        seller = self.holders["sales_all"]
        for lead in self._leads("lead_unassigned", "lead_other_team").with_user(user):
            for name, value in (
                ("type", "opportunity"),
                ("user_id", seller.id),
                ("user_id", user.id),
                ("team_id", self.matrix_team.id),
                ("stage_id", self.later.id),
            ):
                values = {name: value}
                with self.subTest(lead=lead, **values):
                    self.assertFalse(self._try(lead.write, values))
                    self.assertFalse(self._try(lead.web_save, values, {}))
                    self.assertFalse(self._try(lead.write, {"name": "X", **values}))
            with self.subTest(lead=lead):
                self.assertFalse(self._try(lead.convert_opportunity, lead.partner_id))
                self.assertFalse(self._try(lead.action_set_won))
                self.assertTrue(self._try(lead.write, {"user_id": lead.user_id.id}))

    def test_marketing_writes_no_deal_through_its_customer(self):
        lead = self._leads("other_team")
        env = self._act_as("marketing")
        partner = lead.partner_id.with_env(env)
        values = {"opportunity_ids": [Command.update(lead.id, {"name": "Changed"})]}
        self.assertFalse(self._try(partner.write, values))
        orders = {"sale_order_ids": [Command.create({"note": "X"})]}
        self.assertFalse(self._try(partner.write, orders))

    def test_where_leads_are_off_marketing_writes_what_nobody_has_begun(self):
        internal = self.env.ref("base.group_user")
        internal._remove_group(self.env.ref("crm.group_use_lead"))
        begun = self._leads("unassigned").copy({"user_id": False})
        begun.stage_id = self.later
        self.env.flush_all()
        self.env.invalidate_all()
        leads = self._leads(*LABELS) | begun
        mine = leads.with_user(self.holders["marketing"])
        written = mine.filtered(lambda lead: self._try(lead.write, {"name": "X"}))
        expected = self._leads("unassigned", "lead_unassigned", "lead_other_team")
        self.assertEqual(written.sudo(), leads & expected)
        self.assertFalse(self._try(mine[:1].write, {"stage_id": self.later.id}))
        values = {"name": "New", "type": "opportunity", "stage_id": self.stage.id}
        Lead = mine.browse()
        self.assertTrue(self._try(Lead.create, {**values, "user_id": False}))
        self.assertFalse(self._try(Lead.create, {**values, "user_id": Lead.env.uid}))

    def test_nobody_else_hands_over_or_reassigns(self):
        seller, none = self.holders["sales_all"], self.env["crm.team"]
        leads = self._leads("lead_unassigned", "unassigned", "other_team")
        for holder in matrix.HOLDERS:
            for lead in leads.with_user(self.holders[holder]):
                with self.subTest(holder=holder, lead=lead):
                    handed = self._try(lead._hand_over, seller, none)
                    self.assertEqual(
                        handed, holder == "marketing" and lead.sudo().type == "lead"
                    )
                    given = self._try(lead._reassign, seller, none)
                    self.assertEqual(given, holder == "sales_management")

    def test_nobody_gives_away_what_they_do_not_reach(self):
        """Neither a lead of another company nor by writing the dialog's leads."""
        seller, none = self.holders["sales_all"], self.env["crm.team"]
        hidden = self._leads("other_company")
        for holder in ("marketing", "sales_management"):
            lead = hidden.with_user(self.holders[holder])
            with self.subTest(holder):
                self.assertFalse(self._try(lead._hand_over, seller, none))
                self.assertFalse(self._try(lead._reassign, seller, none))
                self.assertFalse(self._try(lead.action_reassign))
        dialog = self.env["playbook.lead.assign"].with_user(self.holders["marketing"])
        dialog = dialog.create(
            {
                "purpose": "hand_over",
                "user_id": seller.id,
                "lead_ids": self._leads("other_team").ids,
            }
        )
        self.assertFalse(self._try(dialog.action_confirm))
        dialog.write({"purpose": "reassign"})
        self.assertFalse(self._try(dialog.action_confirm))

    def test_a_decision_is_not_asked_on_what_one_does_not_read(self):
        decision = self.plain["playbook.decision.type"]["any"]
        for holder in ("configurator", "sales_own", "service_own"):
            lead = self._leads("other_team").with_user(self.holders[holder])
            handover = self._as(holder, "playbook.decision.handover")
            values = {
                "type_id": decision.id,
                "res_model": "crm.lead",
                "res_id": lead.id,
                "user_id": self.holders["sales_all"].id,
            }
            with self.subTest(holder):
                self.assertFalse(
                    self._try(lambda h=handover, v=values: h.create(v).action_confirm())
                )
                self.assertFalse(
                    self._try(lambda h=handover, v=values: h.create(v).record_name)
                )
