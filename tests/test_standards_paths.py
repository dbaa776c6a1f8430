"""Every way by which a deal comes to a stage, is won, lost or comes back."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.standards.channel import IMPORT, mark
from odoo.addons.crm_playbook.models.standards.gate_error import PlaybookGateError

from .standards_common import StandardsCase


@tagged("post_install", "-at_install")
class TestPaths(StandardsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls._make_procedure()

    def _assert_refused(self, act, lead=None):
        with self.assertRaises(PlaybookGateError) as caught, self.cr.savepoint():
            act()
        if lead is not None:
            lead.invalidate_recordset()
        return caught.exception

    # ------------------------------------------------------------------
    # Into a stage
    # ------------------------------------------------------------------

    def test_write(self):
        lead = self._make_lead()
        error = self._assert_refused(
            lambda: lead.write({"stage_id": self.proposal.id}), lead
        )
        self.assertEqual(lead.stage_id, self.begin)
        for word in ("Chairs", "Standard", "Expected Revenue", "expected_revenue"):
            self.assertIn(word, str(error))

    def test_write_with_the_value(self):
        lead = self._make_lead()
        lead.write({"stage_id": self.proposal.id, "expected_revenue": 5})
        self.assertEqual(lead.stage_id, self.proposal)
        self.assertFalse(self._get_findings(lead))

    def test_many_at_once(self):
        leads = self._make_lead() | self._make_lead() | self._make_lead()
        leads[0].expected_revenue = 5
        error = self._assert_refused(
            lambda: leads.write({"stage_id": self.proposal.id})
        )
        document = error.context["playbook"]["documents"][0]
        self.assertEqual(document["count"], 2)
        self.assertEqual(
            [each["name"] for each in document["fields"]], ["expected_revenue"]
        )

    def test_web_save_of_form_and_board(self):
        lead = self._make_lead()
        save = {"stage_id": self.proposal.id}
        self._assert_refused(lambda: lead.web_save(save, {"stage_id": {}}), lead)
        answered = self._answer(lead, expected_revenue=7)
        answered.web_save(save, {"stage_id": {}})
        self.assertEqual((lead.stage_id, lead.expected_revenue), (self.proposal, 7))

    def test_several_are_answered_once(self):
        leads = self._make_lead() | self._make_lead()
        leads[0].expected_revenue = 5
        self._answer(leads, expected_revenue=9).stage_id = self.proposal
        self.assertEqual(leads.mapped("expected_revenue"), [5, 9])

    def test_skipping_the_stage(self):
        lead = self._make_lead()
        self._assert_refused(lambda: lead.write({"stage_id": self.final.id}), lead)
        self.procedure.also_when_skipped = False
        lead.stage_id = self.final
        self.assertEqual(lead.stage_id, self.final)

    def test_going_back_past_it_is_free(self):
        self.procedure.state = "observe"
        lead = self._make_lead(stage_id=self.final.id)
        self.procedure.state = "enforce"
        lead.stage_id = self.begin
        self.assertEqual(lead.stage_id, self.begin)

    def test_create_there(self):
        Lead = self.env["crm.lead"].with_user(self.salesperson)
        vals = {
            "name": "New",
            "type": "opportunity",
            "team_id": self.team.id,
            "stage_id": self.proposal.id,
        }
        error = self._assert_refused(lambda: Lead.create(vals))
        payload = error.context["playbook"]
        self.assertFalse(payload["documents"][0]["id"])
        self.assertFalse(payload["move"]["ids"])
        self.assertFalse(payload["ask"])
        lead = self._answer(Lead, expected_revenue=3).create(vals)
        self.assertEqual((lead.stage_id, lead.expected_revenue), (self.proposal, 3))

    def test_quick_create_in_the_column(self):
        Lead = self.env["crm.lead"].with_user(self.salesperson)
        context = {
            "default_stage_id": self.proposal.id,
            "default_team_id": self.team.id,
            "default_type": "opportunity",
        }
        quick = Lead.with_context(**context)
        self._assert_refused(lambda: quick.name_create("Quick"))
        self._assert_refused(lambda: quick.web_save({"name": "Quick"}, {}))

    def test_copy_begins_where_it_was_or_asks(self):
        lead = self._make_lead(expected_revenue=5, stage_id=self.proposal.id)
        copied = lead.copy()
        self.assertEqual(copied.expected_revenue, 5)

    def test_import_as_set(self):
        rows = [["Imported", "Proposal", "Team"]]
        names = ["name", "stage_id", "team_id"]
        Lead = mark(self.env["crm.lead"].with_user(self.salesperson), IMPORT)
        result = Lead.with_context(default_type="opportunity").load(names, rows)
        self.assertTrue(result["ids"], result["messages"])
        lead = self.env["crm.lead"].browse(result["ids"])
        self.assertEqual(lead.stage_id, self.proposal)
        self.assertEqual(self._get_findings(lead).user_id, self.salesperson)
        self.assertEqual(self._get_stay(lead).channel, "import")
        self.procedure.on_import = "refuse"
        result = Lead.with_context(default_type="opportunity").load(names, rows)
        self.assertFalse(result["ids"])
        self.assertIn("Expected Revenue", result["messages"][0]["message"])

    def test_forged_context_gains_nothing(self):
        lead = self._make_lead()
        forged = {
            "import_file": True,
            "install_mode": True,
            "playbook_channel": "import",
            "playbook_allowed": {"lead_ids": lead.ids, "user_id": 1, "reason": "x"},
            "playbook_answers": {"values": {"crm.lead": {}}, "reason": "I want to"},
            "tracking_disable": True,
            "mail_notrack": True,
            "playbook_ending": None,
        }
        for key, value in forged.items():
            with self.subTest(key=key):
                own = lead.with_context(**{key: value})
                self._assert_refused(
                    lambda own=own: own.write({"stage_id": self.proposal.id}), lead
                )
        for answers in ("x", [], {"values": 5}, {"values": {"crm.lead": [1]}}, 7):
            own = lead.with_context(playbook_answers=answers)
            self._assert_refused(
                lambda own=own: own.write({"stage_id": self.proposal.id}), lead
            )
        # An answer to what was not asked is not written.
        own = self._answer(lead, name="Other", probability=100)
        self._assert_refused(lambda: own.write({"stage_id": self.proposal.id}), lead)
        self.assertEqual(lead.name, "Chairs")

    def test_filler_is_no_answer(self):
        self.procedure.requirement_ids.write({"field_name": "description"})
        lead = self._make_lead()
        for text in (
            "x",
            "n/a",
            "N.A.",
            "123",
            "...",
            "---",
            "test",
            "<p>xx</p>",
            "<p><br></p>",
        ):
            with self.subTest(text=text):
                own = self._answer(lead, description=text)
                self._assert_refused(
                    lambda own=own: own.write({"stage_id": self.proposal.id}), lead
                )
        self._answer(lead, description="20 chairs").stage_id = self.proposal
        self.assertEqual(lead.stage_id, self.proposal)

    # ------------------------------------------------------------------
    # Converting and merging
    # ------------------------------------------------------------------

    def _make_raw_lead(self):
        return self._make_lead(type="lead", stage_id=self.proposal.id)

    def test_leads_are_not_in_a_stage_yet(self):
        lead = self._make_raw_lead()
        lead.stage_id = self.begin
        lead.stage_id = self.proposal
        self.assertEqual(lead.stage_id, self.proposal)

    def test_convert(self):
        lead = self._make_raw_lead()
        self._assert_refused(lambda: lead.convert_opportunity(self.customer), lead)
        self.assertEqual(lead.type, "lead")
        self._answer(lead, expected_revenue=1).convert_opportunity(self.customer)
        self.assertEqual((lead.type, lead.expected_revenue), ("opportunity", 1))

    def test_convert_wizard(self):
        lead = self._make_raw_lead()
        context = {
            "active_model": "crm.lead",
            "active_id": lead.id,
            "active_ids": lead.ids,
        }
        Wizard = self.env["crm.lead2opportunity.partner"].with_user(self.salesperson)
        wizard = Wizard.with_context(**context).create(
            {"name": "convert", "action": "exist", "partner_id": self.customer.id}
        )
        self._assert_refused(wizard.action_apply, lead)
        self._answer(wizard, expected_revenue=2).action_apply()
        self.assertEqual(lead.type, "opportunity")

    def test_mass_convert_wizard(self):
        leads = self._make_raw_lead() | self._make_raw_lead()
        Wizard = self.env["crm.lead2opportunity.partner.mass"].with_user(
            self.salesperson
        )
        wizard = Wizard.with_context(
            active_model="crm.lead", active_id=leads[0].id, active_ids=leads.ids
        ).create(
            {"name": "convert", "action": "each_exist_or_create", "deduplicate": False}
        )
        self._assert_refused(wizard.action_mass_convert)
        self._answer(wizard, expected_revenue=2).action_mass_convert()
        self.assertEqual(set(leads.mapped("type")), {"opportunity"})

    def test_merge_is_a_point_to_fix(self):
        first, second = self._make_lead(), self._make_lead()
        self.procedure.state = "observe"
        second.sudo().stage_id = self.proposal
        self.procedure.state = "enforce"
        merged = (first | second).merge_opportunity()
        self.assertEqual(merged.stage_id, self.proposal)
        self.assertFalse((first | second).exists() - merged)

    # ------------------------------------------------------------------
    # Won, lost, restored
    # ------------------------------------------------------------------

    def test_set_won(self):
        self._make_procedure("won", name="Won")
        self.procedure.state = "retired"
        lead = self._make_lead()
        self._assert_refused(lead.action_set_won_rainbowman, lead)
        self.assertEqual(lead.won_status, "pending")
        self._assert_refused(lead.action_set_won, lead)
        self._assert_refused(lambda: lead.write({"stage_id": self.won.id}), lead)
        self._answer(lead, expected_revenue=5).action_set_won_rainbowman()
        self.assertEqual(lead.won_status, "won")

    def _make_lost_procedure(self):
        self.procedure.state = "retired"
        return self._make_procedure(
            "lost", name="Lost", requirements=[{"field_name": "lost_reason_id"}]
        )

    def test_set_lost(self):
        self._make_lost_procedure()
        lead = self._make_lead()
        reason = self.env["crm.lost.reason"].create({"name": "Too late"})
        self._assert_refused(lead.action_set_lost, lead)
        self.assertTrue(lead.active)
        both = {"active": False, "probability": 0}
        self._assert_refused(lambda: lead.write(both), lead)
        wizard = self.env["crm.lead.lost"].with_user(self.salesperson)
        wizard = wizard.create({"lead_ids": [Command.set(lead.ids)]})
        error = self._assert_refused(wizard.action_lost_reason_apply, lead)
        self.assertEqual(error.context["playbook"]["title"], "Before it is lost")
        self._answer(wizard, lost_reason_id=reason.id).action_lost_reason_apply()
        self.assertEqual((lead.won_status, lead.lost_reason_id), ("lost", reason))

    def test_set_lost_with_reason(self):
        self._make_lost_procedure()
        lead = self._make_lead()
        reason = self.env["crm.lost.reason"].create({"name": "Too late"})
        lead.action_set_lost(lost_reason_id=reason.id)
        self.assertEqual(lead.won_status, "lost")

    def test_restore(self):
        self.procedure.state = "observe"
        lead = self._make_lead(stage_id=self.proposal.id)
        lead.action_set_lost()
        self.procedure.state = "enforce"
        self._assert_refused(lead.action_restore, lead)
        self.assertEqual(lead.won_status, "lost")
        self._answer(lead, expected_revenue=4).action_restore()
        self.assertEqual(lead.won_status, "pending")
