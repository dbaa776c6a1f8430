"""What the engine notes, and the records in follow-up, are written by nobody else."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .workflow_common import WorkflowCommon

NOTED = {
    "live_date": "2020-01-01 00:00:00",
    "next_scan_date": "2039-01-01 00:00:00",
    "next_work_date": "2039-01-01 00:00:00",
    "paused_mode": "live",
    "paused_unchanged": True,
    "problem": "Nothing",
    "run_problem": "Nothing",
    "series": 7,
    "since_date": "2000-01-01 00:00:00",
}
LOUD = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestForging(WorkflowCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.for_leads = cls._create_workflow(
            name="For leads", domain="[]", target="lead", trigger="created"
        )

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(*LOUD))

    def assertRefused(self, function):
        with self.assertRaises(AccessError), self.cr.savepoint():
            function()
            self.env.flush_all()

    def test_nobody_forges_what_it_notes(self):
        admin = self.env.ref("base.user_admin")
        values = {"name": "Sly", "target": "lead", "trigger": "created"}
        for user in (self.user_marketing, self.user_sales_management, admin):
            workflow = self.for_leads.with_user(user)
            others = {"author_id": self.user_sales.id}
            for name, value in {**NOTED, **others}.items():
                forged = {name: value}
                with self.subTest(user=user.login, field=name):
                    self.assertRefused(lambda f=forged, w=workflow: w.write(f))
                    self.assertRefused(lambda f=forged, w=workflow: w.web_save(f, {}))
                    self.assertRefused(
                        lambda f=forged, w=workflow: w.create({**values, **f})
                    )
                    self.assertRefused(lambda f=forged, w=workflow: w.copy(f))
                    context = {f"default_{name}": value}
                    self.assertRefused(
                        lambda c=context, w=workflow: w.with_context(**c).create(values)
                    )
            # Nobody's work would be anybody's to decide on.
            self.assertRefused(lambda w=workflow: w.write({"author_id": False}))
            # Nor is it emptied: it would look back anew.
            self.assertRefused(lambda w=workflow: w.write({"since_date": False}))

    def _create_rows(self):
        """A record in follow-up and a line of its history."""
        lead = self._create_lead()
        shared = {"lead_id": lead.id, "occurrence": lead.id}
        enrollment = self.env["playbook.enrollment"].create(
            {
                **shared,
                "workflow_id": self.for_leads.id,
                "state": "waiting",
                "date_entered": fields.Datetime.now(),
            }
        )
        event = self.env["playbook.workflow.event"].create(
            {
                **shared,
                "enrollment_id": enrollment.id,
                "state": "skipped",
                "date": fields.Datetime.now(),
            }
        )
        return enrollment, event

    def test_nobody_writes_records_in_follow_up_or_history(self):
        rows = self._create_rows()
        who = (
            *("sales", "marketing", "customer_service", "sales_management"),
            *("configurator", "without_profile", "team_leader"),
        )
        users = [getattr(self, f"user_{each}") for each in who]
        for user in (*users, self.env.ref("base.user_admin")):
            for record in rows:
                mine = record.with_user(user)
                values = record.copy_data()[0]
                with self.subTest(user=user.login, model=record._name):
                    for change in (
                        lambda m=mine: m.write({"state": "cancelled"}),
                        lambda m=mine: m.web_save({"state": "cancelled"}, {}),
                        lambda m=mine, v=values: m.create(v),
                        mine.unlink,
                    ):
                        self.assertRefused(change)

    def test_nor_through_the_workflow(self):
        enrollment, _event = self._create_rows()
        workflow = self.for_leads.with_user(self.user_marketing)
        for command in (
            Command.create({"lead_id": enrollment.lead_id.id, "state": "done"}),
            Command.update(enrollment.id, {"state": "done"}),
            Command.delete(enrollment.id),
            Command.clear(),
        ):
            self.assertRefused(
                lambda c=command: workflow.write({"enrollment_ids": [c]})
            )

    def test_tries_again_what_may_be_shaped_alone(self):
        leads = self._create_lead() | self._create_lead()
        found = self.env["playbook.enrollment"].create(
            [
                {
                    "workflow_id": workflow.id,
                    "lead_id": lead.id,
                    "occurrence": lead.id,
                    "state": "quarantined",
                    "error": "No",
                    "date_entered": fields.Datetime.now(),
                }
                for workflow, lead in zip(
                    (self.for_leads, self.workflow), leads, strict=True
                )
            ]
        )
        ours, theirs = found.with_user(self.user_marketing)
        # In a draft nothing would be tried.
        with self.assertRaisesRegex(UserError, "let it go on first"):
            ours.action_retry()
        self.env.cr.execute("UPDATE playbook_workflow SET mode = 'live'")
        self.env.invalidate_all()
        self.assertEqual((found[0] | theirs).mapped("may_retry"), [True, True])
        self.assertEqual((ours | theirs).mapped("may_retry"), [True, False])
        ours.action_retry()
        self.assertEqual(ours.state, "waiting")
        self.assertRefused(theirs.action_retry)
        self.assertRefused(found.with_user(self.user_sales).action_retry)
