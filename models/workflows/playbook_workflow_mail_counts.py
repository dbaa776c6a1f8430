"""How many e-mails to customers there are, and what they answered."""

from odoo import api, fields, models
from odoo.fields import Domain

from .playbook_customer_answer import LATER, NO, YES
from .playbook_customer_mail import BOUNCED, COMING, FAILED, QUEUED, SENT
from .playbook_customer_satisfaction import HAPPY, NEUTRAL, UNHAPPY

# From a count to what it counts: the values of a field.
COUNTS = {
    "coming_mail": ("state", COMING),
    "sent_mail": ("state", (QUEUED, SENT)),
    "returned_mail": ("state", (BOUNCED, FAILED)),
    "yes": ("customer_answer", (YES,)),
    "later": ("customer_answer", (LATER,)),
    "no": ("customer_answer", (NO,)),
    "happy": ("satisfied", (str(HAPPY),)),
    "neutral": ("satisfied", (str(NEUTRAL),)),
    "unhappy": ("satisfied", (str(UNHAPPY),)),
}


class PlaybookWorkflowStep(models.Model):
    """Of the records that the user may read, for all steps at once."""

    _inherit = "playbook.workflow.step"

    coming_mail_count = fields.Integer(
        string="Announced e-mails", compute="_compute_mail_counts"
    )
    sent_mail_count = fields.Integer(
        string="E-mails sent", compute="_compute_mail_counts"
    )
    returned_mail_count = fields.Integer(
        string="E-mails that came back", compute="_compute_mail_counts"
    )
    yes_count = fields.Integer(string="Said yes", compute="_compute_mail_counts")
    later_count = fields.Integer(string="Said not now", compute="_compute_mail_counts")
    no_count = fields.Integer(string="Said no", compute="_compute_mail_counts")
    happy_count = fields.Integer(string="Satisfied", compute="_compute_mail_counts")
    neutral_count = fields.Integer(string="So so", compute="_compute_mail_counts")
    unhappy_count = fields.Integer(
        string="Not satisfied", compute="_compute_mail_counts"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_mail_counts(self):
        found = self._origin._count_mails()
        for step in self:
            for name, (field, values) in COUNTS.items():
                step[f"{name}_count"] = sum(
                    found.get((step._origin.id, field, value), 0) for value in values
                )

    def _count_mails(self):
        """How many, by the id of a step, a field of e-mails and its value."""
        found = {}
        if not self.ids:
            return found
        Mail = self.env["playbook.customer.mail"]
        domain = Domain("step_id", "in", self.ids)
        for field in ("state", "customer_answer", "satisfied"):
            for step, value, count in Mail._read_group(
                domain, ["step_id", field], ["__count"]
            ):
                found[step.id, field, value] = count
        return found

    def action_open_mails(self):
        """Open the e-mails that one of the counts counts, as the context says."""
        self.ensure_one()
        domain = Domain("step_id", "=", self.id)
        name = self.env.context.get("playbook_count")
        if name in COUNTS:
            field, values = COUNTS[name]
            domain &= Domain(field, "in", values)
        return self.workflow_id._open_mails(domain, self.summary)


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    mail_count = fields.Integer(string="E-mails", compute="_compute_mail_counts")
    answer_count = fields.Integer(string="Answers", compute="_compute_mail_counts")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_mail_counts(self):
        groups = self.env["playbook.customer.mail"]._read_group(
            [("workflow_id", "in", self.ids)],
            ["workflow_id"],
            ["__count", "answer_date:count"],
        )
        counted = {workflow.id: counts for workflow, *counts in groups}
        for workflow in self:
            workflow.mail_count, workflow.answer_count = counted.get(
                workflow._origin.id, (0, 0)
            )

    def action_open_mails(self):
        """Open the e-mails of this workflow, or those that were answered."""
        self.ensure_one()
        domain = Domain("workflow_id", "=", self.id)
        if self.env.context.get("playbook_count") == "answers":
            domain &= Domain("answer_date", "!=", False)
        return self._open_mails(domain, self.name)

    def _open_mails(self, domain, title):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_customer_mail_action"
        )
        return {
            **action,
            "context": {},
            "display_name": title,
            "domain": list(domain),
        }
