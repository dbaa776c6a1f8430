"""Nobody is asked, told or shown anything by mistake."""

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .standards_common import PHONE, MomentCase


@tagged("post_install", "-at_install")
class TestNotByMistake(MomentCase):
    def test_conditions_that_only_sql_can_compare(self):
        for text in (
            "[('expected_revenue', '>', '5')]",
            "[('name', '>', 5)]",
            "[('partner_id.color', '>', '3')]",
        ):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                self._make_procedure(domain=text)
        procedure = self._make_procedure("lead")
        self.env.flush_all()
        self.cr.execute(
            "UPDATE playbook_procedure SET domain = %s WHERE id = %s",
            ["[('name', '>', 5)]", procedure.id],
        )
        self.env.invalidate_all()
        with self.assertLogs("odoo.addons.crm_playbook", "WARNING"):
            lead = self.env["crm.lead"].create({"name": "L", "type": "opportunity"})
        self.assertFalse(self._get_findings(lead))

    def test_parts_of_values_are_asked(self):
        self._make_procedure(domain="[('date_deadline.month_number', '>=', 10)]")

    def test_several_converted_are_asked_once(self):
        self._make_procedure()
        leads = self._make_lead(type="lead", stage_id=self.proposal.id)
        leads |= self._make_lead(type="lead", stage_id=self.proposal.id)
        Wizard = self.env["crm.lead2opportunity.partner.mass"].with_user(
            self.salesperson
        )
        wizard = Wizard.with_context(
            active_model="crm.lead", active_id=leads[0].id, active_ids=leads.ids
        ).create(
            {
                "name": "convert",
                "action": "each_exist_or_create",
                "deduplicate": False,
            }
        )
        payload = self._assert_refused(wizard.action_mass_convert)
        self.assertEqual(payload["documents"][0]["count"], 2)

    def test_a_lost_deal_that_is_won(self):
        lost = self._make_lead(stage_id=self.begin.id)
        lost.action_set_lost()
        self._make_procedure(stage_ids=[Command.set(self.begin.ids)])
        lost.action_set_won()
        self.assertEqual(lost.won_status, "won")

    def test_cancelled_quotations_are_left_alone(self):
        requirement = {"model": "sale.order", "field_name": "client_order_ref"}
        self._make_procedure("quotation_sent", state="warn", requirements=[requirement])
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "user_id": self.salesperson.id}
        )
        order.with_user(self.salesperson).action_quotation_sent()
        day = self.env["playbook.day"].with_user(self.salesperson)
        self.assertTrue(day._lines_finding())
        order._action_cancel()
        self.assertFalse(day._lines_finding())

    def test_points_follow_the_deal(self):
        self._make_procedure(state="warn")
        lead = self._make_lead()
        lead.stage_id = self.proposal
        lead.sudo().user_id = self.colleague
        self.env["playbook.finding"]._follow_owners()
        self.assertEqual(self._get_findings(lead).user_id, self.colleague)

    def test_whose_my_day_it_stands_in(self):
        self._make_procedure(state="warn")
        gate = self.env["playbook.gate"].with_user(self.leader)
        lead = self._make_lead()
        found = gate._find_shortfalls_of(
            self.Procedure._get_definitions()["stage_entered"][0], lead
        )
        self.assertIn("Sam Sales", gate._get_warning("Revenue", found))
        own = gate.with_user(self.salesperson)._get_warning("Revenue", found)
        self.assertIn("It stands in My Day", own)

    def test_a_next_step_of_what_is_lost(self):
        self._make_procedure("lost", name="Lost", requirements=[{"kind": "next_step"}])
        lead = self._make_lead()
        self._assert_refused(lead.action_set_lost)
        lead.activity_schedule("mail.mail_activity_data_todo")
        lead.action_set_lost()
        self.assertEqual(lead.won_status, "lost")

    def test_given_away_and_moved(self):
        self._make_procedure()
        lead = self._make_lead()
        vals = {"user_id": self.colleague.id, "stage_id": self.proposal.id}
        self._assert_refused(lambda: lead.write(vals))
        self._answer(lead, expected_revenue=5).write(vals)
        lead = lead.sudo()
        self.assertEqual((lead.stage_id, lead.expected_revenue), (self.proposal, 5))

    def test_stages_of_other_teams(self):
        first, last = self.env["crm.stage"].create(
            [
                {"name": "Shared", "sequence": 90},
                {"name": "Shared too", "sequence": 120},
            ]
        )
        self._make_procedure()
        lead = self._make_lead(team_id=False, stage_id=first.id)
        lead.stage_id = last
        self.assertEqual(lead.stage_id, last)

    def test_what_is_no_lead_is_not_received(self):
        self.env.ref("base.group_user").implied_ids |= self.env.ref(
            "crm.group_use_lead"
        )
        self._make_procedure("lead", requirements=[{"field_name": "email_from"}])
        Lead = self.env["crm.lead"].with_user(self.salesperson)
        Lead.create({"name": "By hand", "type": "opportunity"})
        self._assert_refused(lambda: Lead.create({"name": "Came", "type": "lead"}))

    def test_converted_into_a_stage(self):
        self.begin.next_stage_ids = self.middle
        lead = self._make_lead(type="lead")
        lead.write({"type": "opportunity", "stage_id": self.final.id})
        self.assertEqual(lead.stage_id, self.final)

    def test_other_companies_guide_nobody(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._make_procedure(company_id=other.id)
        lead = self._make_lead(stage_id=self.middle.id)
        self.assertFalse(lead.get_playbook_guidance())

    def test_by_itself_only_of_whom_it_is_for(self):
        marketing = self.env.ref("crm_playbook.profile_marketing")
        sales = self.env.ref("crm_playbook.profile_sales")
        for profile, count in ((marketing, 0), (sales, 1)):
            procedure = self._make_procedure(profile_ids=[Command.set(profile.ids)])
            lead = self._make_lead()
            lead.sudo().stage_id = self.proposal
            self.assertEqual(len(self._get_findings(lead)), count)
            procedure.state = "retired"

    def test_an_author_reads_what_they_ask(self):
        director = new_test_user(
            self.env, "st_author", "crm_playbook.group_sales_management"
        )
        condition = "[('partner_id.signup_type', '!=', False)]"
        with self.assertRaises(ValidationError):
            self._make_procedure().with_user(director).domain = condition

    def test_points_of_a_quotation(self):
        requirement = {"model": "sale.order", "field_name": "client_order_ref"}
        self._make_procedure("quotation_sent", state="warn", requirements=[requirement])
        lead = self._make_lead()
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "opportunity_id": lead.id,
                "user_id": self.salesperson.id,
            }
        )
        order.with_user(self.salesperson).action_quotation_sent()
        day = self.env["playbook.day"].with_user(self.salesperson)
        line = day._lines_finding()[0]
        self.assertEqual((line["res_model"], line["res_id"]), ("sale.order", order.id))
        self._assert_refused(lambda: day.finish_line(line["key"]))
        answered = self._with(day, "sale.order", client_order_ref="PO 7")
        self.assertTrue(answered.finish_line(line["key"])["done"])
        self.assertEqual(order.client_order_ref, "PO 7")

    def test_a_reason_is_told_where_no_stay_tells_it(self):
        self._make_procedure("customer", requirements=[PHONE])
        decision = self.env.ref("crm_playbook.decision_stage_exception")
        decision.decider_ids |= self.env.ref("crm_playbook.profile_sales")
        Partner = self.env["res.partner"].with_user(self.salesperson)
        answers = {"reason": "Wants to stay unknown"}
        partner = Partner.with_context(playbook_answers=answers).create(
            {"name": "Shy", "is_prospect": True}
        )
        self.assertIn("Wants to stay unknown", partner.message_ids[0].body)

    def test_who_allows_answers_nothing_for_others(self):
        self._make_procedure()
        lead = self._make_lead()
        move = {"kind": "stage", "ids": lead.ids, "stage_id": self.proposal.id}
        lead.browse().playbook_ask_permission(move, {"reason": "Please"})
        permission = self.env["playbook.permission"].search([], limit=1)
        own = self._answer(permission.with_user(self.leader), expected_revenue=999)
        own.action_allow()
        self.env.invalidate_all()
        self.assertEqual((lead.stage_id, lead.expected_revenue), (self.proposal, 0))

    def test_permissions_that_nobody_needs_end(self):
        self._make_procedure()
        lead = self._make_lead()
        move = {"kind": "stage", "ids": lead.ids, "stage_id": self.proposal.id}
        lead.browse().playbook_ask_permission(move, {"reason": "Please"})
        self._answer(lead, expected_revenue=5).stage_id = self.proposal
        permission = self.env["playbook.permission"].search([], limit=1)
        permission._end_moved()
        self.assertEqual(permission.state, "over")
