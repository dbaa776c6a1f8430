from odoo import fields, models


class ResUsersSettings(models.Model):
    """Which of their profiles a person works in, and whether they see everything."""

    _inherit = "res.users.settings"

    playbook_profile_id = fields.Many2one(
        "playbook.profile",
        string="Active profile",
        ondelete="set null",
        help="Whose screens the user has. One that they do not hold is passed over.",
    )
    playbook_reveal = fields.Boolean(
        string="Show everything",
        help="Show also what the screens of the active profile leave out.",
    )
