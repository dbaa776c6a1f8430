"""Whom a workflow turns to: colleagues, customers, or both."""

from odoo import api, fields, models

from .playbook_workflow import ACTING
from .playbook_workflow_step import MAIL
from .playbook_workflow_step_mail import ANNOUNCE, ASK, SEND

# What is read by the customer.
TO_CUSTOMERS = (MAIL,)
INTERNAL = "internal"
CUSTOMER = "customer"
BOTH = "both"
# The less of a say colleagues have, the later.
BOLD = (ASK, ANNOUNCE, SEND)
# What of a step says what is written to customers, and how.
DECIDED = {"kind", "mail_mode", "template_id", "workflow_id"}


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

    def _decide_bolder(self, before):
        """Have it decided where more is written to customers than ``before``.

        :param before: a dictionary from each of these to what it sent, as of
            ``playbook.workflow.step._get_sent``.
        """
        self.filtered(
            lambda each: any(
                bold > before[each].get(template_id, -1)
                for template_id, bold in each.step_ids._get_sent().items()
            )
        )._decide_writing()


class PlaybookWorkflowStep(models.Model):
    """Beginning to write to customers is decided as going live is; so is writing
    something else, or the same with less of a say for colleagues.
    """

    _inherit = "playbook.workflow.step"

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        # Whose they are, and what they do, may also have come as a default.
        workflows = steps.workflow_id
        workflows._decide_bolder(
            {each: (each.step_ids - steps)._get_sent() for each in workflows}
        )
        return steps

    def write(self, vals):
        if DECIDED.isdisjoint(vals):
            return super().write(vals)
        moved = self.env["playbook.workflow"].browse(vals.get("workflow_id") or ())
        workflows = self.workflow_id | moved
        before = {each: each.step_ids._get_sent() for each in workflows}
        result = super().write(vals)
        workflows._decide_bolder(before)
        return result

    def _get_sent(self):
        """What these send to customers, and how boldly.

        :return: a dictionary from the id of a template to the place in :data:`BOLD`.
        """
        sent = {}
        for step in self.filtered(lambda each: each.kind == MAIL):
            key, bold = step.template_id.id, BOLD.index(step.mail_mode)
            sent[key] = max(bold, sent.get(key, 0))
        return sent
