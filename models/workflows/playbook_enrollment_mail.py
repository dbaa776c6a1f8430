from odoo import fields, models


class PlaybookEnrollment(models.Model):
    """Since when the next step has to wait."""

    _inherit = "playbook.enrollment"

    held_since = fields.Datetime(
        string="Waits since",
        readonly=True,
        exportable=False,
        help="When the next step had to wait for the first time.",
    )
