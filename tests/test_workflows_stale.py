"""Which opportunities are stale."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestStale(WorkflowCommon):
    def _plan(self, lead, days):
        return lead.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=fields.Date.today() + timedelta(days=days),
            user_id=self.user_sales.id,
        )

    def test_after_the_days_of_the_workflow_unless_the_stage_has_its_own(self):
        young, old = self._create_stale(13), self._create_stale(14)
        self.assertEqual((young | old).mapped("is_stale"), [False, True])
        self.stage.rotting_threshold_days = 30
        self.env.invalidate_all()
        self.assertFalse(old.is_stale)
        self._age(old, 30)
        self.assertTrue(old.is_stale)
        self.stage.rotting_threshold_days = 0
        self.workflow.delay_days = 31
        self.env.invalidate_all()
        self.assertFalse(old.is_stale)

    def test_days_are_whole_days_of_the_companys_time_zone(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Auckland", "tz": "Pacific/Auckland"}
        )
        self.env.company.resource_calendar_id = calendar
        lead = self._create_stale()
        stay = lead.env["playbook.transition"].search([("lead_id", "=", lead.id)])
        # 23:30 on the 1st in Auckland, and 00:30 on the 2nd.
        for entered, stale in (("2026-06-01 11:30", True), ("2026-06-01 12:30", False)):
            stay.date = fields.Datetime.to_datetime(f"{entered}:00")
            self.env.flush_all()
            with self.subTest(entered), freeze_time("2026-06-15 02:00:00"):
                self.env.invalidate_all()
                self.assertEqual(lead.is_stale, stale)
                self.assertEqual(lead.days_in_stage, 14 if stale else 13)

    def test_something_planned_for_a_later_day_keeps_it_from_being_stale(self):
        for days, stale in ((-3, True), (0, True), (1, False), (30, False), (31, True)):
            lead = self._create_stale()
            self._plan(lead, days)
            with self.subTest(days=days):
                self.assertEqual(lead.is_stale, stale)

    def test_what_is_done_is_no_longer_planned(self):
        lead = self._create_stale()
        activity = self._plan(lead, 5)
        self.assertFalse(lead.is_stale)
        activity.action_feedback()
        lead.invalidate_recordset()
        self.assertTrue(lead.is_stale)

    def test_confirmed_order_is_never_chased_a_quotation_is(self):
        customer = self._create_customer()
        lead = self._create_stale(partner_id=customer.id)
        order = self._create_order(customer, opportunity_id=lead.id)
        self.assertTrue(lead.is_stale)
        self._confirm(order)
        lead.invalidate_recordset()
        self.assertFalse(lead.is_stale)

    def test_only_open_opportunities(self):
        lead, won, lost, archived = self._create_stale(count=4)
        a_lead = self._create_stale(type="lead")
        won.action_set_won()
        lost.action_set_lost()
        archived.action_archive()
        leads = lead | won | lost | archived | a_lead
        self.assertEqual(leads.filtered("is_stale"), lead)

    def test_unassigned_ones_are_stale_too(self):
        self.assertTrue(self._create_stale(user_id=False).is_stale)

    def test_moving_on_ends_it(self):
        lead = self._create_stale()
        lead.stage_id = self.stage_next
        self.assertFalse(lead.is_stale)
        self.assertEqual(lead.days_in_stage, 0)

    def test_converted_lead_is_stale_from_its_conversion_on(self):
        self.user_sales.group_ids |= self.env.ref("crm.group_use_lead")
        lead = self._create_stale(40, type="lead")
        lead.with_user(self.user_sales).convert_opportunity(lead.partner_id)
        lead.invalidate_recordset()
        self.assertFalse(lead.is_stale)
        self.assertEqual(lead.days_in_stage, 0)
        lead.date_conversion = fields.Datetime.now() - timedelta(days=15)
        lead.invalidate_recordset()
        self.assertTrue(lead.is_stale)
        self.assertEqual(lead.days_in_stage, 15)

    def test_unsaved_form_shows_what_is(self):
        lead = self._create_stale(20)
        edited = lead.new(origin=lead)
        edited.user_id = self.user_team_leader
        self.assertEqual((edited.days_in_stage, edited.is_stale), (20, True))

    def test_search(self):
        stale, fresh = self._create_stale(20), self._create_stale(2)
        both = [("id", "in", (stale | fresh).ids)]
        Lead = self.env["crm.lead"].with_user(self.user_sales)
        for domain, found in (
            ([("is_stale", "=", True)], stale),
            ([("is_stale", "!=", True)], fresh),
            ([("is_stale", "=", False)], fresh),
            ([("is_stale", "!=", False)], stale),
            ([("is_stale", "in", [True, False])], stale | fresh),
            ([("is_stale", "in", [])], stale.browse()),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(Lead.search([*both, *domain]).sudo(), found)

    def test_each_sees_the_stale_ones_that_they_may_read(self):
        mine = self._create_stale()
        others = self._create_stale(
            user_id=self.user_other_team.id, team_id=self.team_other.id
        )
        domain = [("id", "in", (mine | others).ids), ("is_stale", "=", True)]
        Lead = self.env["crm.lead"]
        self.assertEqual(Lead.with_user(self.user_sales).search(domain).sudo(), mine)
        management = Lead.with_user(self.user_sales_management)
        self.assertEqual(management.search_count(domain), 2)

    def test_the_first_workflow_that_is_for_the_company_says_the_days(self):
        self.workflow.sequence = 20
        self._create_workflow(
            sequence=10, company_id=self.company_other.id, delay_days=40
        )
        self.user_sales.company_ids = [Command.link(self.company_other.id)]
        team = self.env["crm.team"].create(
            {"name": "There", "company_id": self.company_other.id}
        )
        here = self._create_stale()
        there = self._create_stale(
            company_id=self.company_other.id,
            team_id=team.id,
            user_id=self.user_other_company.id,
        )
        self.assertEqual((here | there).mapped("is_stale"), [True, False])
        self._age(there, 40)
        self.assertTrue(there.is_stale)

    def test_without_any_workflow_it_is_14_days(self):
        self.workflow.active = False
        self.assertFalse(self._create_stale(13).is_stale)
        self.assertTrue(self._create_stale(14).is_stale)

    def test_one_query_for_all(self):
        few, many = self._create_stale(count=3), self._create_stale(count=30)
        self._create_stale().mapped("is_stale")
        costs = [
            self._count_queries(lambda leads=leads: leads.mapped("is_stale"))
            for leads in (few, many)
        ]
        self.assertEqual(costs[0], costs[1])
