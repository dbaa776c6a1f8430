from odoo import api, fields, models
from odoo.fields import Command


class PlaybookWorkflowTest(models.TransientModel):
    """Tries a workflow on one record: says what it would do, and does nothing.

    With the rights of whoever looks.
    """

    _name = "playbook.workflow.test"
    _description = "Test a workflow on one record"

    workflow_id = fields.Many2one(
        "playbook.workflow", required=True, readonly=True, ondelete="cascade"
    )
    target = fields.Selection(related="workflow_id.target")
    lead_id = fields.Many2one("crm.lead", ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Customer", ondelete="cascade")
    order_id = fields.Many2one("sale.order", string="Quotation", ondelete="cascade")
    is_chosen = fields.Boolean(compute="_compute_result")
    is_taken = fields.Boolean(string="Taken up now", compute="_compute_result")
    kept_out_words = fields.Text(
        string="Why it is not taken up", compute="_compute_result"
    )
    stops = fields.Char(string="What would end it now", compute="_compute_result")
    line_ids = fields.One2many(
        "playbook.workflow.test.line",
        "test_id",
        string="What it would do",
        compute="_compute_result",
    )

    @api.depends("lead_id", "order_id", "partner_id", "workflow_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_result(self):
        for test in self:
            document = test._get_document()
            test.is_chosen = bool(document)
            test.is_taken = test.kept_out_words = test.stops = False
            lines = []
            if document:
                trial = test.workflow_id._origin._try(document)
                test.is_taken = not trial.reasons
                test.kept_out_words = "\n".join(trial.reasons)
                test.stops = trial.stops
                lines = [test._prepare_line_vals(tried) for tried in trial.steps]
            test.line_ids = [Command.clear(), *map(Command.create, lines)]

    def _get_document(self):
        """The record that it is tried on."""
        workflow = self.workflow_id
        return (
            self[workflow._get_target().column]._origin
            if workflow
            else self.env["crm.lead"]
        )

    def _prepare_line_vals(self, tried):
        """:param tried: see ``playbook.workflow.step._try_step``."""
        step, mail = tried["step"], tried["mail"]
        return {
            "step_id": step.id,
            "name": step.summary,
            "in_short": step.in_short,
            "kind": step.kind,
            "status": tried["status"],
            "date": tried["date"],
            "for_whom": tried["person"],
            "note": tried["note"],
            "mail_to": mail.get("to"),
            "mail_lang": mail.get("lang"),
            "mail_subject": mail.get("subject"),
            "mail_body": mail.get("body"),
            "mail_problem": mail.get("problem"),
        }
