"""The salesperson's side of it, in a browser."""

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import FULL, INTERNAL
from .tour_common import StaleTourCase

STALE = "/odoo/playbook-stale"
WORKFLOWS = "/odoo/action-crm_playbook.playbook_workflow_action"


class SalespersonTours(StaleTourCase):
    def _tour(self, name):
        self._follow_up()
        self.assertEqual(len(self.lead.activity_ids), 1)
        self.start_tour(STALE, name, login=self.salesperson.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestStaleOnTheDesktop(SalespersonTours):
    def test_find_it_move_it_and_the_follow_up_is_cancelled(self):
        self._tour("playbook_stale_opportunities")
        self.assertEqual(self.lead.stage_id, self.stage_next)
        self._run()
        self.assertFalse(self.lead.activity_ids)
        self.assertIn("has moved", str(self.lead.message_ids[0].body))

    if FULL:

        def test_do_it_and_it_does_not_come_again(self):
            self._tour("playbook_follow_up_done")
            self._run()
            self.assertFalse(self.lead.activity_ids)
            enrollment = self.env["playbook.enrollment"].search(
                [("lead_id", "=", self.lead.id), ("simulated", "=", False)]
            )
            self.assertEqual(enrollment.event_ids.mapped("state"), ["finished"])


if FULL:

    @tagged("post_install", "-at_install")
    class TestStaleOnThePhone(SalespersonTours):
        browser_size = "390x844"
        touch_enabled = True

        def test_find_it(self):
            self._tour("playbook_stale_opportunities_phone")


if FULL:

    @tagged("post_install", "-at_install")
    class TestWorkflowOnTheDesktop(StaleTourCase):
        """Who directs builds a workflow and switches it live, with no code."""

        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            cls.manager = new_test_user(
                cls.env,
                "tour_manager",
                groups=f"{INTERNAL},crm_playbook.group_sales_management",
            )

        def test_build_it_go_live_and_look_at_counts(self):
            self.workflow.name = "AAA Counted"
            self._run()
            self.start_tour(WORKFLOWS, "playbook_workflow", login="tour_manager")
            self.env.invalidate_all()
            workflow = self.env["playbook.workflow"].search(
                [("name", "=", "AAA Tour workflow")]
            )
            self.assertEqual(workflow.mode, "live")
            self.assertEqual(workflow.run_as_id, self.manager)
            self.assertEqual(workflow.step_ids.mapped("kind"), ["activity", "escalate"])


class BuilderTours(StaleTourCase):
    """Who directs builds a workflow that writes to customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "tour_manager",
            groups=f"{INTERNAL},crm_playbook.group_sales_management",
        )
        cls.lead.partner_id = cls.env["res.partner"].create(
            {"name": "AAA Tour customer", "email": "customer@example.com"}
        )
        cls.template = cls.env["mail.template"].create(
            {
                "name": "AAA Tour letter",
                "model_id": cls.env["ir.model"]._get_id("crm.lead"),
                "subject": "About {{ object.name }}",
                "body_html": "<p>Hello</p>",
            }
        )


@tagged("post_install", "-at_install")
class TestBuilderOnTheDesktop(BuilderTours):
    def test_from_nothing_to_live(self):
        self.start_tour(WORKFLOWS, "playbook_workflow_builder", login="tour_manager")
        self.env.invalidate_all()
        workflow = self.env["playbook.workflow"].search(
            [("name", "=", "AAA Builder workflow")]
        )
        self.assertEqual((workflow.mode, workflow.audience), ("live", "both"))
        step = workflow.step_ids[1]
        self.assertEqual((step.kind, step.asks_for), ("mail", "interest"))
        self.assertEqual(step.template_id, self.template)


if FULL:

    @tagged("post_install", "-at_install")
    class TestBuilderOnThePhone(BuilderTours):
        browser_size = "390x844"
        touch_enabled = True

        def test_look_at_a_step_and_test_it(self):
            workflow = self.env["playbook.workflow"].create(
                {
                    "name": "AAA Builder workflow",
                    "step_ids": [
                        Command.create(
                            {
                                "kind": "mail",
                                "summary": "AAA Tour letter",
                                "template_id": self.template.id,
                            }
                        )
                    ],
                }
            )
            self.start_tour(
                f"{WORKFLOWS}/{workflow.id}",
                "playbook_workflow_builder_phone",
                login="tour_manager",
            )


if FULL:

    @tagged("post_install", "-at_install")
    class TestStaleWithLeads(SalespersonTours):
        def test_find_it_and_move_it(self):
            self.env.ref("base.group_user").implied_ids |= self.env.ref(
                "crm.group_use_lead"
            )
            self._tour("playbook_stale_opportunities")
            self.assertEqual(self.lead.stage_id, self.stage_next)
