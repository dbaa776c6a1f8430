"""Whom a workflow turns to: colleagues, customers, or both."""

from odoo import api, fields, models

from .playbook_workflow import ACTING
from .playbook_workflow_step import MAIL

# What is read by the customer.
TO_CUSTOMERS = (MAIL,)
INTERNAL = "internal"
CUSTOMER = "customer"
BOTH = "both"


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    audience = fields.Selection(
        [
            (INTERNAL, "Colleagues"),
            (CUSTOMER, "Customers"),
            (BOTH, "Both"),
        ],
        string="Turns to",
        compute="_compute_audience",
        store=True,
        help="Whom its steps turn to: they write to customers, ask colleagues, or do "
        "both.",
    )
    writes_to_customers = fields.Boolean(compute="_compute_writes_to_customers")

    @api.depends("step_ids.kind")
    def _compute_audience(self):
        for workflow in self:
            kinds = set(workflow.step_ids.mapped("kind"))
            others = kinds.difference(TO_CUSTOMERS)
            workflow.audience = (
                INTERNAL if kinds == others else BOTH if others else CUSTOMER
            )

    @api.depends("step_ids.kind")
    def _compute_writes_to_customers(self):
        """Also in a form that is not saved yet, and for what only looks at it."""
        for workflow in self:
            kinds = workflow.step_ids.mapped("kind")
            workflow.writes_to_customers = any(kind in TO_CUSTOMERS for kind in kinds)

    def _decide_writing(self):
        """Have it decided that what is live begins to write to customers.

        Whoever switched it live has decided about something that did not. That it may
        be changed at all is asked by ``_check_may_change``.
        """
        if self.env.su:
            return
        for workflow in self.filtered(lambda each: each.mode in ACTING):
            decision = workflow._get_live_decision()
            decision._check_may_decide(workflow, author=self.env.user)
            decision._record_decided(workflow)


class PlaybookWorkflowStep(models.Model):
    """The first step that turns to customers is decided as going live is."""

    _inherit = "playbook.workflow.step"

    @api.model_create_multi
    def create(self, vals_list):
        silent = self._find_silent(
            self.env["playbook.workflow"].browse(
                {vals.get("workflow_id") for vals in vals_list} - {None, False}
            )
        )
        steps = super().create(vals_list)
        silent.filtered("writes_to_customers")._decide_writing()
        return steps

    def write(self, vals):
        if vals.get("kind") not in TO_CUSTOMERS:
            return super().write(vals)
        silent = self._find_silent(self.workflow_id)
        result = super().write(vals)
        silent.filtered("writes_to_customers")._decide_writing()
        return result

    def _find_silent(self, workflows):
        """Those that act now, and write to nobody yet."""
        return workflows.filtered(
            lambda each: each.mode in ACTING and not each.writes_to_customers
        )
