from odoo import fields, models

SEND = "send"
ANNOUNCE = "announce"
ASK = "ask"
NOTHING = "nothing"
INTEREST = "interest"
SATISFACTION = "satisfaction"


class PlaybookWorkflowStep(models.Model):
    """A step that writes to the customer."""

    _inherit = "playbook.workflow.step"

    template_id = fields.Many2one(
        "mail.template",
        string="E-mail template",
        ondelete="restrict",
        index="btree_not_null",
        help="What is written, in the language of whoever gets it.",
    )
    mail_mode = fields.Selection(
        [
            (SEND, "Send it"),
            (ANNOUNCE, "Announce it, then send it"),
            (ASK, "Ask first"),
        ],
        string="Sending",
        required=True,
        default=ANNOUNCE,
        help="Announced e-mails stand in My Day of whoever looks after the customer a "
        "working day before they are sent; those that ask wait there until somebody "
        "says yes.",
    )
    asks = fields.Selection(
        [
            (NOTHING, "Nothing: the customer may reply"),
            (INTEREST, "Still interested? Yes, not now, no"),
            (SATISFACTION, "How satisfied are you?"),
        ],
        string="Asks the customer",
        required=True,
        default=NOTHING,
        help="The customer answers with a click, below what the template says.",
    )
