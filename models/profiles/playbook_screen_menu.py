from odoo import api, fields, models

from .playbook_screen_item import SHOWN


class PlaybookScreenMenu(models.Model):
    """A menu that a profile does without, for good or until a level is reached."""

    _name = "playbook.screen.menu"
    _description = "Menu left out"
    _rec_name = "menu_id"
    _order = "profile_id, sequence, id"

    profile_id = fields.Many2one(
        "playbook.profile", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    menu_id = fields.Many2one(
        "ir.ui.menu", required=True, ondelete="cascade", index=True
    )
    shown = fields.Selection(SHOWN, required=True, default="0")

    _once = models.Constraint(
        "UNIQUE(profile_id, menu_id)",
        "This menu is in the list already: change it there.",
    )

    @api.model
    def _get_left_out(self, profile_id, level):
        """The ids of the menus that a profile does without at a level."""
        # What is left out is tidiness, no secret.
        rows_sudo = self.sudo().search_fetch(
            [("profile_id", "=", profile_id)], ["menu_id", "shown"]
        )
        return {
            row.menu_id.id for row in rows_sudo if row.shown == "0" or row.shown > level
        }
