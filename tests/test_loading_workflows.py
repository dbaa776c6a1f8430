"""Workflows leave loaded opportunities alone, until somebody works on them."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .loading_common import LoadingCase
from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestLoadedWorkflows(LoadingCase, WorkflowCommon):
    def _load_stale(self, **vals):
        rows = [
            ["ID", "Name", "Company name", "Stage", "Created on", "Salesperson"],
            [
                "W-1",
                "Stale deal W",
                "Work Ltd",
                "Talks",
                "2020-01-02",
                "playbook_sales",
            ],
        ]
        admin = self.env.ref("base.user_admin")
        lead = self._get_records(self._load(rows, "lead", user=admin, **vals))
        self.assertRecordValues(
            lead, [{"stage_id": self.stage.id, "user_id": self.user_sales.id}]
        )
        return lead

    def _follow_up(self):
        WorkflowCommon._run(self)

    def _pass_days(self, days):
        """Let the load have been so long ago."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE playbook_load_key SET create_date = create_date - %s",
                timedelta(days=days),
            )
        )
        self.env.invalidate_all()

    def test_left_alone(self):
        lead = self._load_stale()
        other = self._create_stale()
        self._go_live()
        self._follow_up()
        self.assertFalse(self._enrollments(lead))
        self.assertTrue(self._enrollments(other))
        self.assertFalse(self._activities(lead))

    def test_loaded_after_going_live(self):
        self._go_live()
        lead = self._load_stale()
        self._follow_up()
        self.assertFalse(self._enrollments(lead))

    def test_asked_to_act(self):
        self._go_live()
        lead = self._load_stale(with_workflows=True)
        self._follow_up()
        self.assertTrue(self._enrollments(lead))
        self.assertTrue(self._activities(lead))

    def test_loaded_again(self):
        """A later file that changes nothing does not set them going."""
        lead = self._load_stale()
        self._pass_days(30)
        self._load_stale()
        self._go_live()
        self._follow_up()
        self.assertFalse(self._enrollments(lead))

    def test_moved_since(self):
        lead = self._load_stale()
        self._pass_days(30)
        lead.stage_id = self.stage_next
        self.env.flush_all()
        self._go_live()
        self._follow_up()
        self.assertFalse(self._enrollments(lead), "it is not stale yet")
        self._age(lead, 20)
        self._follow_up()
        self.assertTrue(self._enrollments(lead))

    def test_loaded_onto_what_was_there(self):
        """What people made, and a file only changes, is not the file's."""
        lead = self._create_stale()
        lead.email_from = "w@work.example"
        rows = [
            ["ID", "Name", "Email", "Amount"],
            ["W-1", lead.name, lead.email_from, "5"],
        ]
        admin = self.env.ref("base.user_admin")
        load = self._make_load(rows, "lead", user=admin)
        lines = self._review(load)
        self.assertVerdicts(lines, "duplicate")
        self.assertIn("e-mail", lines.get_comparison()["titles"][1]["how"].lower())
        lines.decide("load", lead.id)
        load.action_load()
        self.assertEqual(lead.expected_revenue, 5)
        self._go_live()
        self._follow_up()
        self.assertTrue(self._enrollments(lead))

    def test_stale_since_then(self):
        """It is shown as stale all the same: only workflows leave it alone."""
        lead = self._load_stale()
        stay = self.env["playbook.transition"].search([("lead_id", "=", lead.id)])
        self.assertEqual(str(stay.date)[:10], "2020-01-02")
        self.assertLess(stay.date, fields.Datetime.now())
