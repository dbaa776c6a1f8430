from odoo import fields, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    playbook_automatic = fields.Boolean(
        string="Nobody wrote it",
        readonly=True,
        exportable=False,
        groups="base.group_system",
        help="It came or went by itself: the e-mail of a workflow, or the automatic "
        "reply of somebody who is out of office. That is no contact with the customer.",
    )
