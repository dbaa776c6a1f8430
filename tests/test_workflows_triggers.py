"""What workflows are triggered by, from what happens to what they do."""

from odoo.tests import freeze_time, tagged

from .engine_common import DAY, EngineCommon


@tagged("post_install", "-at_install")
class TestWorkflowTriggers(EngineCommon):
    @freeze_time(DAY)
    def test_created_leads(self):
        self._use_leads()
        before = self._create_lead(type="lead", user_id=self.user_sales.id)
        self._born(before, "2030-01-01")
        self._switch_on(target="lead", trigger="created")
        lead = self._create_lead(type="lead", user_id=self.user_sales.id)
        deal = self._create_lead(user_id=self.user_sales.id)
        self._born(lead | deal)
        for _again in range(2):
            self._run()
        self.assertEqual(self._events(lead), [("Step 1", "planned")])
        self.assertEqual(self._planned(lead).user_id, self.user_sales)
        self.assertFalse(self._enrollment(before), "too long ago")
        self.assertFalse(self._enrollment(deal), "no lead")

    @freeze_time(DAY)
    def test_without_leads_an_opportunity_in_its_first_stage_is_one(self):
        self._use_leads(False)
        self._switch_on(target="lead", trigger="created")
        first = self._create_lead(user_id=self.user_sales.id, team_id=False)
        first.stage_id = self.env["crm.stage"].search(
            [("team_ids", "=", False)], order="sequence, id", limit=1
        )
        later = self._create_lead(
            user_id=self.user_sales.id, stage_id=self.stage_next.id
        )
        self._born(first | later)
        self._run()
        self.assertEqual(len(self._enrollment(first)), 1)
        self.assertFalse(self._enrollment(later))

    @freeze_time(DAY)
    def test_lead_of_a_source_or_medium(self):
        self._use_leads()
        fair, other = self.env["utm.source"].create(
            [{"name": "Test fair"}, {"name": "Test mailing"}]
        )
        website = self.env["utm.medium"].create({"name": "Test website"})
        self._switch_on(
            target="lead",
            trigger="source",
            source_ids=fair.ids,
            medium_ids=website.ids,
        )
        values = {"type": "lead", "user_id": self.user_sales.id}
        leads = [
            self._create_lead(source_id=fair.id, **values),
            self._create_lead(source_id=other.id, medium_id=website.id, **values),
            self._create_lead(source_id=other.id, **values),
            self._create_lead(**values),
        ]
        self._born(self.env["crm.lead"].union(*leads))
        self._run()
        taken = [bool(self._enrollment(lead)) for lead in leads]
        self.assertEqual(taken, [True, True, False, False])

    @freeze_time(DAY)
    def test_new_customer(self):
        known = self._create_customer(is_prospect=True, user_id=self.user_sales.id)
        self._switch_on(target="partner", trigger="created")
        customer = self._create_customer(is_prospect=True, user_id=self.user_sales.id)
        nobody = self._create_customer(name="No customer", user_id=self.user_sales.id)
        self._run()
        self.assertEqual(self._enrollment(known).state, "backlog")
        self.assertEqual(self._events(customer), [("Step 1", "planned")])
        self.assertEqual(self._planned(customer).res_model, "res.partner")
        self.assertFalse(self._enrollment(nobody))
        # Whoever becomes a customer later is taken up then.
        nobody.is_prospect = True
        self._run()
        self.assertEqual(len(self._enrollment(nobody)), 1)

    def test_quotation_without_an_answer(self):
        customer = self._create_customer()
        steps = [{}, {"delay": 4, "condition": "done"}]
        with freeze_time(DAY):
            self._switch_on(*steps, target="order", trigger="unanswered", delay_days=3)
            values = {"user_id": self.user_sales.id, "team_id": self.team.id}
            silent, answered = (
                self._create_order(customer, **values) for _order in range(2)
            )
            (silent | answered).action_quotation_sent()
        self._at(self._after(days=2))
        self.assertFalse(self._enrollment(silent))
        self._wrote(answered, self._after(days=2, hours=1))
        self._at(self._after(days=3))
        self.assertEqual(self._events(silent), [("Step 1", "planned")])
        self.assertFalse(self._enrollment(answered))
        with freeze_time(self._after(days=3, hours=2)):
            self._planned(silent).action_feedback(feedback="They think it over.")
        self._at(self._after(days=7, hours=3))
        self.assertEqual(
            self._events(silent), [("Step 1", "finished"), ("Step 2", "planned")]
        )
        # Sent again, it begins again.
        with freeze_time(self._after(days=8)):
            silent.action_draft()
            silent.action_quotation_sent()
            self._run()
        self.assertEqual(self._enrollment(silent).state, "cancelled")
        self._at(self._after(days=11))
        self.assertCountEqual(
            self._enrollment(silent).mapped("state"), ["cancelled", "running"]
        )
        with freeze_time(self._after(days=12)):
            self._confirm(silent)
            self._run()
        self.assertCountEqual(
            self._enrollment(silent).mapped("ending"), ["sent_again", "ordered"]
        )
        self.assertFalse(self._planned(silent))

    def test_action_with_an_outcome(self):
        outcomes = self._get_outcome("went_well")
        with freeze_time(DAY):
            self._switch_on(
                target="opportunity", trigger="outcome", outcome_ids=outcomes.ids
            )
            leads = self._create_stale(days=0, count=2)
            self._finish(leads[0], "went_well")
            self._finish(leads[1], "went_badly")
            self._run()
            self._run()
        self.assertEqual(self._events(leads[0]), [("Step 1", "planned")])
        self.assertFalse(self._enrollment(leads[1]))

    def test_inactive_customer(self):
        customer = self._create_customer(user_id=self.user_sales.id)
        with freeze_time(DAY):
            self._confirm(self._create_order(customer))
            self._switch_on(target="partner", trigger="inactive", delay_days=30)
        self._at(self._after(days=29))
        self.assertFalse(self._enrollment(customer))
        self._at(self._after(days=31))
        self.assertEqual(self._events(customer), [("Step 1", "planned")])
        with freeze_time(self._after(days=32)):
            self._confirm(self._create_order(customer))
            self._run()
        self.assertEqual(self._enrollment(customer).ending, "contacted")
        self.assertEqual(self._enrollment(customer).state, "cancelled")
        self.assertFalse(self._planned(customer))

    @freeze_time(DAY)
    def test_what_is_nobodys(self):
        for choice, expected in (
            ("leader", self.user_team_leader),
            ("responsible", self.user_sales_management),
            ("nobody", self.env["res.users"]),
        ):
            with self.subTest(choice):
                self._switch_on(target="order", trigger="created", unassigned_to=choice)
                order = self._create_order(
                    self._create_customer(), user_id=False, team_id=self.team.id
                )
                self._born(order)
                self._run()
                self.assertEqual(self._planned(order).user_id, expected)
                self.workflow.active = False

    def test_working_days(self):
        with freeze_time(DAY):
            self._switch_on(delay_days=5, count_days="working")
            lead = self._create_stale(days=0)
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Holiday",
                    "calendar_id": self.env.company.resource_calendar_id.id,
                    "date_from": "2031-03-05 00:00:00",
                    "date_to": "2031-03-05 23:00:00",
                }
            )
        # Five working days after Monday are the Tuesday after next: one is a holiday.
        self._at("2031-03-10 10:00:00")
        self.assertFalse(self._enrollment(lead))
        self._at("2031-03-11 10:00:00")
        self.assertEqual(len(self._enrollment(lead)), 1)
        self.assertEqual(str(self._planned(lead).date_deadline), "2031-03-11")
