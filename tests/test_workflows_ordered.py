"""Opportunities that are won by themselves when their order is confirmed."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import INTERNAL
from .test_workflows_ordered_day import OrderedCommon

PARAMETER = "crm_playbook.win_by_order"
LOG = "odoo.addons.crm_playbook.models.workflows.crm_lead_ordered"


@tagged("post_install", "-at_install")
class TestWinByOrder(OrderedCommon):
    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param(PARAMETER, "True")
        # What the database holds besides.
        self.env["crm.lead"]._win_ordered(1000)

    def _win(self, batch=100):
        self.env.flush_all()
        settled = self.env["crm.lead"]._win_ordered(batch)
        self.env.invalidate_all()
        return settled

    def _poisoned(self, *names):
        """Leads of these names cannot be written on."""
        Lead = type(self.env["crm.lead"])
        write = Lead.write

        def failing(leads, vals):
            if set(leads.mapped("name")) & set(names) and "stage_id" in vals:
                raise UserError(names[0])
            return write(leads, vals)

        return patch.object(Lead, "write", failing)

    def test_won_with_a_note(self):
        deal = self._ordered()
        self.assertEqual(self._win(), 1)
        self.assertRecordValues(deal, [{"won_status": "won", "probability": 100}])
        note = deal.message_ids.filtered(lambda each: "by itself" in (each.body or ""))
        self.assertEqual(len(note), 1)
        self.assertIn(deal.order_ids.name, note.body)
        stay = self.env["playbook.transition"].search(
            [("lead_id", "=", deal.id)], order="id desc", limit=1
        )
        self.assertEqual((stay.ending, stay.channel), ("won", "automatic"))
        self.assertEqual(self._win(), 0)

    def test_off_by_default(self):
        self.env["ir.config_parameter"].set_param(PARAMETER, False)
        deal = self._ordered()
        self.assertEqual(self._win(), 0)
        self.assertEqual(deal.won_status, "pending")

    def test_the_setting(self):
        admin = new_test_user(
            self.env,
            "settings_admin",
            f"{INTERNAL},base.group_system,sales_team.group_sale_manager",
        )
        Settings = self.env["res.config.settings"].with_user(admin)
        settings = Settings.create({})
        self.assertTrue(settings.playbook_win_by_order)
        settings.playbook_win_by_order = False
        settings.execute()
        self.assertFalse(self.env["ir.config_parameter"].get_param(PARAMETER))

    def test_what_is_not_meant(self):
        lead, lost = self._ordered(type="lead"), self._ordered()
        lost.action_set_lost()
        quoted = self._deal(self.customer)
        self._create_order(self.customer, opportunity_id=quoted.id)
        self.assertEqual(self._win(), 0)
        self.assertEqual(
            (lead | lost | quoted).mapped("won_status"), ["pending", "lost", "pending"]
        )

    def test_in_batches(self):
        deals = self._ordered(5)
        self.assertEqual([self._win(2) for _run in range(4)], [2, 2, 1, 0])
        self.assertEqual(set(deals.mapped("won_status")), {"won"})

    def test_one_that_cannot_be_stops_no_other(self):
        deals = self._ordered(7)
        deals[2].name = "Poison"
        with self._poisoned("Poison"), mute_logger(LOG):
            self.assertEqual(self._win(), 7)
            # It is left alone for a day, and stands in My Day.
            self.assertEqual(self._win(), 0)
        self.assertEqual(deals[2].won_status, "pending")
        self.assertEqual(set((deals - deals[2]).mapped("won_status")), {"won"})
        self.assertEqual(self._keys(), [f"ordered-{deals[2].id}"])
        notes = deals[2].message_ids.filtered(
            lambda each: "by itself" in (each.body or "")
        )
        self.assertFalse(notes)
        later = fields.Datetime.add(fields.Datetime.now(), days=1, minutes=1)
        with freeze_time(later):
            self.assertEqual(self._win(), 1)
        self.assertEqual(deals[2].won_status, "won")

    def test_bad_ones_do_not_fill_the_batches(self):
        deals = self._ordered(4)
        deals[:2].name = "Poison"
        with self._poisoned("Poison"), mute_logger(LOG):
            self.assertEqual([self._win(2) for _run in range(3)], [2, 2, 0])
        self.assertEqual(
            deals.mapped("won_status"), ["pending", "pending", "won", "won"]
        )

    def test_a_team_without_a_stage_to_win_in(self):
        deal, other = self._ordered(), self._ordered()
        won = self.env["crm.stage"].search([("is_won", "=", True)])
        won.write({"team_ids": [(6, 0, self.team.ids)]})
        deal.team_id = self.team_other
        other.team_id = self.team
        with self.assertLogs(LOG, "WARNING") as logs:
            self.assertEqual(self._win(), 2)
        self.assertIn(str(deal.id), logs.output[0])
        self.assertEqual((deal.won_status, other.won_status), ("pending", "won"))

    def test_each_in_its_company(self):
        seen = {}
        Lead = type(self.env["crm.lead"])
        win = Lead.action_set_won

        def recording(leads):
            for lead in leads:
                seen[lead.id] = leads.env.company
            return win(leads)

        ours = self._ordered(2)
        theirs = self._ordered(
            2,
            company=self.company_other,
            user_id=self.user_other_company.id,
            team_id=False,
        )
        with patch.object(Lead, "action_set_won", recording):
            self.assertEqual(self._win(), 4)
        for deals, company in ((ours, self.env.company), (theirs, self.company_other)):
            for deal in deals:
                self.assertEqual(seen[deal.id], company)
        self.assertEqual(set((ours | theirs).mapped("won_status")), {"won"})

    def test_in_the_salespersons_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.user_sales.lang = "es_ES"
        deals = self._ordered(3)
        deals[0].user_id = False
        self.assertEqual(self._win(), 3)
        self.assertEqual(set(deals.mapped("won_status")), {"won"})

    def test_requirements_refuse_nobody_here(self):
        """What happens by itself cannot be asked; what is missing is a point to fix."""
        deal = self._ordered()
        self.env["playbook.procedure"].create(
            {
                "name": "Won",
                "instruction": "<p>Say how much.</p>",
                "example": "4,200 €",
                "moment": "won",
                "state": "enforce",
                "requirement_ids": [
                    (0, 0, {"field_name": "date_deadline", "reason": "The forecast"})
                ],
            }
        )
        self.assertEqual(self._win(), 1)
        self.assertEqual(deal.won_status, "won")
