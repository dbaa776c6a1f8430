"""Stale opportunities, and the scheduled action that follows them up."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tools import SQL

from .common import CrmPlaybookCommon

CRON = "crm_playbook.ir_cron_workflow_lane_1"


class WorkflowCommon(CrmPlaybookCommon):
    """A workflow that nothing but the opportunities of the test concern.

    ``workflow`` is a draft for 14 days and takes up only what ``_create_stale`` makes;
    ``_go_live`` has Sales Management, who may read every lead and write none, switch it
    on.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage = cls.env["crm.stage"].create(
            {"name": "Talks", "sequence": 2, "rotting_threshold_days": 0}
        )
        cls.stage_next = cls.env["crm.stage"].create(
            {"name": "Offer", "sequence": 3, "rotting_threshold_days": 0}
        )
        # What the database holds besides is none of the tests' business.
        cls.env["playbook.workflow"].search([]).write({"active": False})
        cls.workflow = cls._create_workflow()

    @classmethod
    def _create_workflow(cls, **values):
        return cls.env["playbook.workflow"].create(
            {
                "name": "Test workflow",
                "domain": "[('name', 'like', 'Stale deal')]",
                "unassigned_to": "nobody",
                "step_ids": [
                    fields.Command.create({"summary": "Call", "note": "Ask why."})
                ],
                **values,
            }
        )

    @classmethod
    def _create_stale(cls, days=20, count=1, **values):
        """``count`` opportunities that have been in ``stage`` for ``days`` days."""
        leads = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Stale deal {number}",
                    "type": "opportunity",
                    "user_id": cls.user_sales.id,
                    "team_id": cls.team.id,
                    "stage_id": cls.stage.id,
                    **values,
                }
                for number in range(count)
            ]
        )
        cls._age(leads, days)
        return leads

    @classmethod
    def _age(cls, leads, days):
        """Let ``leads`` have come into their stage ``days`` days ago."""
        cls.env.cr.execute(
            SQL(
                """UPDATE playbook_transition SET date = %s
                    WHERE lead_id IN %s AND date_left IS NULL""",
                fields.Datetime.now() - timedelta(days=days),
                tuple(leads.ids),
            )
        )
        cls.env.invalidate_all()

    def _go_live(self, user=None, workflow=None):
        user = user or self.user_sales_management
        (workflow or self.workflow).with_user(user).write({"mode": "live"})

    def _run(self):
        """Run the scheduled action as Odoo's cron worker does."""
        cron = self.env.ref(CRON)
        # Odoo adds up every five minutes from its next run until now: years of tests.
        cron.nextcall = fields.Datetime.now()
        self.env.flush_all()
        with (
            self.enter_registry_test_mode(),
            patch(
                "odoo.addons.crm_playbook.models.workflows.playbook_workflow_run.time"
            ),
        ):
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _activities(self, leads):
        """All open activities of ``leads``."""
        return self.env["mail.activity"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "in", leads.ids)]
        )

    def _enrollments(self, leads=None):
        domain = [("workflow_id", "=", self.workflow.id)]
        if leads is not None:
            domain.append(("lead_id", "in", leads.ids))
        return self.env["playbook.enrollment"].search(domain)

    def assertStates(self, leads, states):
        """The enrollments of ``leads`` have these states, in any order."""
        found = self._enrollments(leads).mapped("state")
        self.assertCountEqual(found, states)
