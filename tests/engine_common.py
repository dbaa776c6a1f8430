"""Workflows for any target, and what they have done."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time
from odoo.tools import SQL

from .workflow_common import WorkflowCommon

TAKE = "odoo.addons.crm_playbook.models.workflows.playbook_workflow_take"
DAY = "2031-03-03 10:00:00"  # a Monday


class EngineCommon(WorkflowCommon):
    """``_switch_on`` makes a workflow live; ``_at`` runs the scheduled action then."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who leads a team reads what is the team's.
        group = cls.env.ref("crm_playbook.group_sale_salesman_team")
        cls.user_team_leader.group_ids |= group

    @classmethod
    def _date_by_the_clock(cls):
        """What is dated by the transaction, as stays in stages are, goes by the clock
        that tests freeze.
        """
        now = fields.Datetime.now
        cls.startClassPatcher(patch.object(cls.env.cr, "now", lambda: now()))

    def _switch_on(self, *steps, user=None, **values):
        """A workflow that is live, with ``steps`` as dictionaries."""
        self.workflow = self._create_workflow(
            domain="[]",
            step_ids=[
                Command.create({"summary": f"Step {place}", "sequence": place, **step})
                for place, step in enumerate(steps or [{}], 1)
            ],
            **{"responsible_id": self.user_sales_management.id, **values},
        )
        self._go_live(user)
        return self.workflow

    def _at(self, moment):
        """Run everything that is due then."""
        with freeze_time(moment):
            self._run()

    def _after(self, begin=DAY, **delta):
        return fields.Datetime.from_string(begin) + timedelta(**delta)

    def _events(self, record):
        """What was done for a record, in order: pairs of step and state."""
        field = self.workflow._get_target().column
        events = self.env["playbook.workflow.event"].search(
            [
                (field, "=", record.id),
                ("enrollment_id.workflow_id", "=", self.workflow.id),
            ],
            order="id",
        )
        return [(event.step_name, event.state) for event in events]

    def _enrollment(self, record):
        field = self.workflow._get_target().column
        return self.env["playbook.enrollment"].search(
            [(field, "=", record.id), ("workflow_id", "=", self.workflow.id)]
        )

    def _born(self, records, moment=DAY):
        """The database made them at the time of the test: let it be ``moment``."""
        records.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET create_date = %s WHERE id = ANY(%s)",
                SQL.identifier(records._table),
                moment,
                records.ids,
            )
        )
        records.invalidate_recordset()
        return records

    def _use_leads(self, used=True):
        everybody = self.env.ref("base.group_user").sudo()
        leads = self.env.ref("crm.group_use_lead")
        everybody.implied_ids = everybody.implied_ids - leads | (
            leads if used else leads.browse()
        )

    def _finish(self, record, outcome="went_well"):
        """The salesperson finishes what is open on a record, with an outcome."""
        activity = self._planned(record)[-1:]
        if not activity:
            activity = record.activity_schedule(
                summary="By hand", user_id=self.user_sales.id
            )
        activity.playbook_outcome_id = self._get_outcome(outcome)
        activity.with_user(self.user_sales).action_feedback(feedback="So.")

    def _get_outcome(self, name):
        return self.env.ref(f"crm_playbook.playbook_outcome_{name}")

    def _planned(self, record):
        """The summaries of what is open on a record."""
        return self.env["mail.activity"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)], order="id"
        )

    def _wrote(self, record, moment, author=None):
        """The customer writes on a record."""
        author = author or record.partner_id or self.env["res.partner"]
        message = record.message_post(
            body="Hello",
            message_type="email",
            author_id=author.id,
            subtype_xmlid="mail.mt_comment",
        )
        message.date = moment
        return message

    def _on_failing_create(self, names, error):
        """Activities on records of these names fail."""
        Activity = type(self.env["mail.activity"])
        create = Activity.create

        def failing(activities, vals_list):
            for vals in vals_list:
                model = activities.env["ir.model"].sudo().browse(vals["res_model_id"])
                record = activities.env[model.model].browse(vals["res_id"])
                if record.sudo().display_name in names:
                    raise error
            return create(activities, vals_list)

        return patch.object(Activity, "create", failing)
