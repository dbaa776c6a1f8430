"""A stale deal of a salesperson, for tours."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from .common import INTERNAL

CRON = "crm_playbook.ir_cron_workflow_lane_1"


class StaleTourCase(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What else the database holds would stand in the lists too.
        cls.env["crm.lead"].search([]).action_archive()
        cls.salesperson = new_test_user(
            cls.env,
            "tour_salesperson",
            name="Tour Salesperson",
            groups=f"{INTERNAL},crm_playbook.group_sales",
        )
        cls.stage, cls.stage_next = cls.env["crm.stage"].create(
            [
                {"name": "Tour stage", "sequence": 1},
                {"name": "Tour next stage", "sequence": 2},
            ]
        )
        cls.lead = cls._create_stale("AAA Tour deal", cls.salesperson)
        cls._create_stale("Somebody else's deal", cls.env.ref("base.user_admin"))
        cls.workflow = cls.env.ref("crm_playbook.workflow_stale_opportunities")
        cls.workflow.write({"mode": "simulation", "active": True, "delay_days": 14})

    @classmethod
    def _create_stale(cls, name, user):
        return cls.env["crm.lead"].create(
            {
                "name": name,
                "type": "opportunity",
                "user_id": user.id,
                "stage_id": cls.stage.id,
                "date_last_stage_update": fields.Datetime.now() - timedelta(days=20),
            }
        )

    @classmethod
    def _create_installer(cls):
        """Who installs the addon: a Settings administrator who sells too."""
        groups = ("base.group_system", "sales_team.group_sale_manager")
        user = new_test_user(
            cls.env,
            "tour_installer",
            groups=f"{INTERNAL},{','.join(groups)}",
        )
        configurator = cls.env.ref("crm_playbook.group_configurator")
        user.group_ids = [Command.link(configurator.id)]
        return user

    def _follow_up(self):
        """The workflow is live, and has taken up what was stale before."""
        self.workflow.with_user(self.env.ref("base.user_admin")).mode = "live"
        self.workflow._take_backlog()
        self._run()

    def _run(self):
        self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()
