from odoo import fields, models

# The documents whose activities are actions on a customer.
DOCUMENTS = ("crm.lead", "res.partner", "sale.order")


class MailActivity(models.Model):
    _inherit = "mail.activity"

    playbook_purpose_id = fields.Many2one(
        "playbook.purpose",
        string="Purpose",
        ondelete="set null",
        groups="base.group_user",
        help="What it is for.",
    )
    playbook_outcome_id = fields.Many2one(
        "playbook.outcome",
        string="Outcome",
        ondelete="set null",
        copy=False,
        groups="base.group_user",
        help="How it went. A program writes it when, or before, it finishes it.",
    )
