from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .playbook_screen_item import SHOWN

# Without these nobody could work, or put back what they have left out.
KEPT = ("crm.crm_menu_root", "crm_playbook.playbook_my_day_menu")
KEPT_BY_CONFIGURATOR = (
    "crm.crm_menu_config",
    "crm_playbook.playbook_configuration_menu",
    "crm_playbook.playbook_profile_menu",
    "crm_playbook.playbook_screen_menu",
)


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

    @api.constrains("menu_id", "profile_id")
    def _check_can_be_left_out(self):
        Data = self.env["ir.model.data"]
        for row in self:
            names = KEPT
            if row.profile_id.screen == "configurator":
                names += KEPT_BY_CONFIGURATOR
            kept = (
                Data._xmlid_to_res_id(name, raise_if_not_found=False) for name in names
            )
            if row.menu_id.id in kept:
                raise ValidationError(
                    self.env._(
                        "“%(menu)s” cannot be left out for “%(profile)s”: without it "
                        "its members could not work, or not put it back. Leave out "
                        "what stands below it instead.",
                        menu=row.menu_id.complete_name,
                        profile=row.profile_id.name,
                    )
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
