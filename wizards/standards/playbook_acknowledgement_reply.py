from odoo import fields, models


class PlaybookAcknowledgementReply(models.TransientModel):
    """The dialog in which somebody answers what was said of a procedure."""

    _name = "playbook.acknowledgement.reply"
    _description = "Answer what was said of a procedure"

    acknowledgement_id = fields.Many2one(
        "playbook.acknowledgement", required=True, readonly=True, ondelete="cascade"
    )
    # As the user may read it: the dialog gives nobody anything.
    procedure_id = fields.Many2one(
        related="acknowledgement_id.procedure_id", related_sudo=False
    )
    user_id = fields.Many2one(related="acknowledgement_id.user_id", related_sudo=False)
    opinion = fields.Selection(related="acknowledgement_id.opinion", related_sudo=False)
    severity = fields.Selection(
        related="acknowledgement_id.severity", related_sudo=False
    )
    comment = fields.Text(related="acknowledgement_id.comment", related_sudo=False)
    document_name = fields.Char(
        related="acknowledgement_id.document_name", related_sudo=False
    )
    reply = fields.Text(string="Your answer")

    def action_send(self):
        """Answer it, and close the point to fix."""
        self.ensure_one()
        self.acknowledgement_id._reply(self.reply)
        return {"type": "ir.actions.act_window_close"}

    def action_open_document(self):
        """Open the record on which it was said."""
        self.ensure_one()
        return self.acknowledgement_id.action_open_document()
