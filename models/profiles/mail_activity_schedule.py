from odoo import models


class MailActivitySchedule(models.TransientModel):
    """The dialog in which activities are planned: shaped as the form of activities."""

    _name = "mail.activity.schedule"
    _inherit = ["mail.activity.schedule", "playbook.screen.mixin"]
