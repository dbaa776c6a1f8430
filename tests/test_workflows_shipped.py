"""The workflows that come with the addon, from end to end."""

from odoo.tests import freeze_time, tagged

from .engine_common import DAY, EngineCommon


@tagged("post_install", "-at_install")
class TestWorkflowsShipped(EngineCommon):
    SHIPPED = (
        *("web_leads", "stale_opportunities", "unanswered_quotations"),
        *("new_customers", "wanted_quotations", "win_back_at_risk"),
        *("win_back_inactive", "complaint_solved", "won"),
    )

    def test_all_begin_in_simulation_and_can_go_live(self):
        for name in self.SHIPPED:
            workflow = self.env.ref(f"crm_playbook.workflow_{name}")
            with self.subTest(name):
                self.assertEqual(workflow.mode, "simulation")
                self.assertFalse(workflow.responsible_id)
                self.assertFalse(workflow.step_ids._get_problems())
                workflow.active = True
                self._go_live(workflow=workflow)
                self.assertEqual(workflow.mode, "live")

    def test_whoever_shapes_workflows_may_copy_what_is_written(self):
        templates = self.env["ir.model.data"].search(
            [
                ("module", "=", "crm_playbook"),
                ("model", "=", "mail.template"),
                ("name", "like", "mail_template_"),
            ]
        )
        for template in self.env["mail.template"].browse(templates.mapped("res_id")):
            with self.subTest(template.name):
                self.assertFalse(template._has_unsafe_expression())

    def _live(self, name):
        """Without what it writes to customers: see test_workflows_end_*."""
        self.workflow = self.env.ref(f"crm_playbook.workflow_{name}")
        self.assertEqual(self.workflow.mode, "simulation")
        mails = self.workflow.step_ids.filtered(lambda step: step.kind == "mail")
        mails.unlink()
        with freeze_time(DAY):
            self.workflow.active = True
            self._go_live()

    def test_stale_opportunity(self):
        self._live("stale_opportunities")
        with freeze_time(DAY):
            lead = self._create_stale(days=13)
            self._run()
            self.assertFalse(self._enrollment(lead))
        self._at(self._after(days=1))
        self.assertEqual(self._planned(lead).user_id, self.user_sales)
        self._at(self._after(days=8))
        self.assertEqual(
            self._planned(lead).user_id, self.user_sales | self.user_team_leader
        )
        with freeze_time(self._after(days=9)):
            lead.stage_id = self.stage_next
            self._age(lead, 0)
            self._run()
        self.assertFalse(self._planned(lead))
        self.assertEqual(self._enrollment(lead).ending, "moved")

    def test_quotation_3_and_7_days_later(self):
        """The reminder between them: test_workflows_end_deals."""
        self._live("unanswered_quotations")
        with freeze_time(DAY):
            order = self._create_order(
                self._create_customer(),
                user_id=self.user_sales.id,
                team_id=self.team.id,
            )
            order.action_quotation_sent()
        planned = []
        for day in range(16):
            with freeze_time(self._after(days=day, minutes=1)):
                self._run()
                for activity in self._planned(order):
                    planned.append(day)
                    activity.playbook_outcome_id = self._get_outcome("not_reached")
                    activity.action_feedback(feedback="Nobody there.")
                    self._planned(order).unlink()
        self.assertEqual(planned, [3, 10])

    def test_new_customer_with_something_missing(self):
        self._live("new_customers")
        procedure = self.env.ref("crm_playbook.procedure_new_customer_company")
        procedure.state = "warn"
        with freeze_time(DAY):
            Partner = self.env["res.partner"].with_user(self.user_sales)
            values = {"is_company": True, "is_prospect": True}
            lacking, complete = Partner.create(
                [
                    {**values, "name": name, "user_id": self.user_sales.id}
                    for name in ("Lacking", "Complete")
                ]
            ).with_env(self.env)
            complete.playbook_point_ids.unlink()
            self._run()
        self.assertTrue(lacking.playbook_point_ids)
        self._at(self._after(days=2))
        self.assertFalse(self._planned(lacking))
        self._at(self._after(days=3))
        self.assertEqual(self._planned(lacking).user_id, self.user_sales)
        self.assertEqual(self._events(complete)[0][1], "skipped")
        self.assertFalse(self._planned(complete))

    def test_quotation_that_was_asked_for(self):
        self._live("wanted_quotations")
        with freeze_time(DAY):
            waiting, served = self._create_stale(
                days=0, count=2, partner_id=self._create_customer().id
            )
            for lead in waiting | served:
                activity = lead.activity_schedule(
                    "mail.mail_activity_data_call", user_id=self.user_sales.id
                )
                activity.playbook_purpose_id = self.env.ref(
                    "crm_playbook.playbook_purpose_visit"
                )
                activity.playbook_outcome_id = self._get_outcome("wants_quotation")
                activity.with_user(self.user_sales).action_feedback(feedback="Yes.")
            self._run()
            self._create_order(served.partner_id, opportunity_id=served.id)
        self._at(self._after(days=2))
        summary = "The customer waits for a quotation"
        self.assertIn(summary, self._planned(waiting).mapped("summary"))
        self.assertNotIn(summary, self._planned(served).mapped("summary"))
        self.assertEqual(self._enrollment(served).ending, "condition")
