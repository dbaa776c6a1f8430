"""What is proposed for the forms of profiles: done, declined, undone."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .fields_common import FieldsCommon


@tagged("post_install", "-at_install")
class TestFieldProposals(FieldsCommon):
    def _proposal(self, name, profile="sales", entity="lead"):
        item = self._get_item(profile, entity, name)
        found = self.env["playbook.field.proposal"].search([("item_id", "=", item.id)])
        return found.with_user(self.user_configurator)

    def test_what_nobody_fills_in_is_proposed_to_be_hidden(self):
        notes = self._proposal("description")
        self.assertEqual(
            (notes.proposal, notes.reason, notes.state), ("hide", "unused", "proposed")
        )
        self.assertIn("0 of 100 records", notes.why)
        revenue = self._proposal("expected_revenue")
        self.assertEqual(
            (revenue.proposal, revenue.reason, revenue.state),
            ("keep", "filled", "settled"),
        )
        self.assertIn("25 %", revenue.why)
        name = self._proposal("name")
        self.assertEqual((name.proposal, name.reason), ("keep", "form"))

    def test_filler_counts_as_nothing(self):
        self.env["crm.lead"].search([]).function = "n/a"
        self._refresh()
        proposal = self._proposal("function")
        self.assertEqual((proposal.proposal, proposal.reason), ("hide", "nothing"))
        self.assertIn("100 %", proposal.why)

    def test_a_no_is_an_answer(self):
        item = self._get_item("sales", "lead", "expected_revenue")
        usage = self._usage("lead", "expected_revenue")
        usage.write({"kind": "yes_no", "filled_count": 1, "fill_rate": 1})
        self.assertEqual(usage._get_reason(item), "filled")
        usage.write({"filled_count": 0, "fill_rate": 0})
        self.assertEqual(usage._get_reason(item), "unused")

    def test_of_few_records_nothing_is_said(self):
        self.env["crm.lead"].search([], limit=1).unlink()
        self._refresh()
        self.assertEqual(self._proposal("description").reason, "few")

    def test_what_is_needed_is_kept(self):
        self._require("crm.lead", "description", moment="lead")
        self._refresh()
        notes = self._proposal("description")
        self.assertEqual(
            (notes.proposal, notes.reason, notes.state),
            ("keep", "procedure", "settled"),
        )
        self.env["playbook.procedure"].search([]).write({"state": "retired"})
        self._require(
            "crm.lead", "phone", moment="lead", domain="[('description', '=', False)]"
        )
        self._refresh()
        self.assertEqual(notes.reason, "elsewhere")

    def test_applying_hides_and_undoing_shows_it(self):
        notes = self._proposal("description")
        notes.item_id.shown = "2"
        notes.action_apply()
        self.assertEqual((notes.item_id.shown, notes.state), ("0", "applied"))
        self.assertEqual(notes.decided_by_id, self.user_configurator)
        arch = (
            self.env["crm.lead"]
            .with_user(self.user_sales)
            .get_view(view_type="form")["arch"]
        )
        self.assertIn("playbook_reveal", arch)
        self._refresh()
        self.assertEqual(notes.state, "applied")
        notes.action_undo()
        self.assertEqual((notes.item_id.shown, notes.state), ("2", "proposed"))

    def test_many_at_once(self):
        Proposal = self.env["playbook.field.proposal"].with_user(self.user_configurator)
        marketing = self.env.ref("crm_playbook.profile_marketing")
        found = Proposal.search(
            [("state", "=", "proposed"), ("profile_id", "=", marketing.id)]
        )
        self.assertGreater(len(found), 1)
        found.action_apply()
        self.assertEqual(set(found.mapped("state")), {"applied"})
        self.assertEqual(set(found.item_id.mapped("shown")), {"0"})
        found.action_undo()
        self.assertEqual(set(found.mapped("state")), {"proposed"})

    def test_declined_stays_quiet_until_much_changes(self):
        notes = self._proposal("description")
        self.env["crm.lead"].search([], limit=4).description = "<p>Chairs, in red</p>"
        self._refresh()
        notes.action_decline()
        self.assertEqual((notes.item_id.shown, notes.state), ("1", "declined"))
        self._refresh()
        self.assertEqual(notes.state, "declined")
        self.env["crm.lead"].search([]).description = False
        self._refresh()
        self.assertEqual(notes.state, "proposed")

    def test_declined_is_raised_again_with_twice_the_records(self):
        notes = self._proposal("description")
        notes.action_decline()
        self.env["crm.lead"].create([{"name": f"More {n}"} for n in range(100)])
        self._refresh()
        self.assertEqual(notes.state, "proposed")

    def test_put_back_on_the_screen_is_an_answer(self):
        notes = self._proposal("description")
        notes.action_apply()
        notes.item_id.shown = "1"
        self._refresh()
        self.assertEqual(notes.state, "declined")

    def test_required_and_left_out_is_proposed_to_be_shown(self):
        notes = self._proposal("description")
        notes.action_apply()
        self._require("crm.lead", "description", moment="lead")
        self._refresh()
        self.assertEqual((notes.proposal, notes.state), ("show", "proposed"))
        notes.action_apply()
        self.assertEqual((notes.item_id.shown, notes.state), ("1", "applied"))
        self._refresh()
        self.assertEqual(notes.state, "applied")

    def test_what_is_left_out_is_shown_to_whom_a_procedure_names(self):
        notes = self._proposal("description")
        notes.item_id.shown = "0"
        vals = {"state": "observe", "instruction": "<p>Ask.</p>", "example": "Chairs"}
        procedure = self._require("crm.lead", "description", moment="lead", **vals)
        self._refresh()
        self.assertEqual((notes.proposal, notes.state), ("keep", "settled"))
        procedure.profile_ids = self.env.ref("crm_playbook.profile_sales")
        self._refresh()
        self.assertEqual((notes.proposal, notes.state), ("show", "proposed"))

    def test_what_must_be_filled_in_is_refused_by_the_screen(self):
        name = self._proposal("name")
        name.sudo().write({"proposal": "hide", "state": "proposed"})
        with self.assertRaisesRegex(ValidationError, "must be filled in"):
            name.action_apply()

    def test_nothing_to_decide(self):
        phone = self._proposal("phone")
        for act in (phone.action_apply, phone.action_decline):
            with self.assertRaisesRegex(UserError, "Nothing is to be decided"):
                act()
        phone.action_undo()
        self.assertEqual(phone.state, "settled")

    def test_who_may(self):
        notes = self._proposal("description")
        for user in (self.user_sales, self.user_sales_management):
            theirs = notes.with_user(user)
            for act in (theirs.action_apply, theirs.action_decline, theirs.action_undo):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    act()
        with self.assertRaises(AccessError):
            notes.write({"state": "applied"})

    def test_a_part_that_is_gone_is_no_longer_proposed(self):
        notes = self._proposal("description")
        item = notes.item_id.sudo()
        item.unlink()
        self.assertFalse(notes.exists())
        self._refresh()
        again = self._proposal("description")
        self.assertEqual((again.state, again.proposal), ("proposed", "hide"))

    def test_counted_on_the_list(self):
        usage = self._usage("lead", "description")
        expected = usage.proposal_ids.filtered(lambda each: each.state == "proposed")
        self.assertEqual(usage.open_count, len(expected))
        self.assertTrue(expected)
