from odoo import fields, models

DEFAULT_CONTACT_DAYS = 3


class PlaybookWorkflow(models.Model):
    """When its e-mails are left out for a customer."""

    _inherit = "playbook.workflow"

    stop_on_meeting = fields.Boolean(
        string="Not while a meeting is planned",
        default=True,
        help="E-mails to customers with whom a meeting is planned are left out.",
    )
    contact_days = fields.Integer(
        string="Not after a contact within",
        required=True,
        default=DEFAULT_CONTACT_DAYS,
        help="Days: e-mails to customers whom somebody has contacted within so many "
        "days are left out. 0: they are sent all the same.",
    )

    _contact_days_in_range = models.Constraint(
        "CHECK(contact_days BETWEEN 0 AND 365)",
        "A workflow asks for contacts within 0 to 365 days: enter a number in between.",
    )
