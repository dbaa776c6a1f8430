from odoo import fields, models


class PlaybookWorkflowTestLine(models.TransientModel):
    """How one step would go."""

    _name = "playbook.workflow.test.line"
    _description = "How a step would go"
    _rec_name = "name"

    test_id = fields.Many2one(
        "playbook.workflow.test", required=True, ondelete="cascade", index=True
    )
    step_id = fields.Many2one(
        "playbook.workflow.step", readonly=True, ondelete="cascade"
    )
    name = fields.Char(string="What", readonly=True)
    in_short = fields.Char(string="What it does", readonly=True)
    kind = fields.Selection(related="step_id.kind")
    status = fields.Selection(
        [
            ("would", "Would be done"),
            ("waits", "Would wait"),
            ("left_out", "Would be left out"),
            ("faulty", "Could not be done"),
        ],
        readonly=True,
    )
    date = fields.Datetime(string="When", readonly=True)
    for_whom = fields.Char(string="For", readonly=True)
    note = fields.Text(readonly=True)
    mail_to = fields.Char(string="To", readonly=True)
    mail_lang = fields.Char(string="Language", readonly=True)
    mail_subject = fields.Char(string="Subject", readonly=True)
    mail_body = fields.Html(string="Text", readonly=True, sanitize=False)
    mail_problem = fields.Char(string="What is missing", readonly=True)
