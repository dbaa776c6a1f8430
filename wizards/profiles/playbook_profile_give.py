from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# Who has one of these groups of Odoo's probably does the work of that profile; where a
# module is not installed, nobody has its group.
PROPOSALS = (
    ("crm_playbook.profile_sales", "sales_team.group_sale_salesman"),
    ("crm_playbook.profile_marketing", "mass_mailing.group_mass_mailing_user"),
    ("crm_playbook.profile_sales_management", "sales_team.group_sale_manager"),
)


class PlaybookProfileGive(models.TransientModel):
    """One table of people and the profiles they are given, for one or for everybody.

    It tells what each person's groups of Odoo's allow beyond their profiles, and takes
    away what is ticked. Nothing happens before it is confirmed.
    """

    _name = "playbook.profile.give"
    _description = "Give profiles"

    profile_id = fields.Many2one("playbook.profile", readonly=True, ondelete="cascade")
    add_user_ids = fields.Many2many(
        "res.users",
        string="Add people",
        domain=[("share", "=", False)],
        store=False,
    )
    line_ids = fields.One2many("playbook.profile.give.line", "give_id", string="People")
    change_count = fields.Integer(compute="_compute_change_count")

    @api.depends("line_ids.profile_ids", "line_ids.take_away")
    def _compute_change_count(self):
        for give in self:
            give.change_count = len(give.line_ids.filtered("is_changed"))

    @api.onchange("add_user_ids")
    def _onchange_add_user_ids(self):
        """Put the people into the table."""
        known = self.line_ids.user_id._origin
        for user in self.add_user_ids._origin - known:
            self.line_ids += self.line_ids.new(
                {
                    "user_id": user.id,
                    "profile_ids": (user.playbook_profile_ids | self.profile_id).ids,
                }
            )
        self.add_user_ids = False

    # ------------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------------

    @api.model
    def _open(self, users=None, profiles=None):
        """The dialog for ``users``, who are offered ``profiles`` beside their own."""
        users = users or self.env["res.users"]
        profiles = profiles or self.env["playbook.profile"]
        return self._open_with(
            {user: user.playbook_profile_ids | profiles for user in users},
            profile_id=profiles.id if len(profiles) == 1 else False,
        )

    @api.model
    def action_propose(self):
        """The dialog for everybody who works here, with what their groups suggest."""
        users = self.env["res.users"].search(
            [("share", "=", False), ("id", "!=", self.env.ref("base.user_root").id)]
        )
        return self._open_with(
            {
                user: user.playbook_profile_ids | self._propose_profiles(user)
                for user in users
            }
        )

    @api.model
    def action_give_selected(self):
        """The dialog for the users that are selected in a list."""
        users = self.env["res.users"].browse(self.env.context.get("active_ids", []))
        return self._open(users.filtered(lambda user: not user.share))

    @api.model
    def _propose_profiles(self, user):
        profiles = self.env["playbook.profile"]
        for xmlid, group in PROPOSALS:
            profile = self.env.ref(xmlid, raise_if_not_found=False)
            if profile and profile.active and user.has_group(group):
                profiles |= profile
        return profiles

    @api.model
    def _open_with(self, wanted, **values):
        give = self.create(
            {
                **values,
                "line_ids": [
                    Command.create(
                        {"user_id": user.id, "profile_ids": [Command.set(profiles.ids)]}
                    )
                    for user, profiles in wanted.items()
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Give profiles"),
            "res_model": self._name,
            "res_id": give.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # ------------------------------------------------------------------
    # Confirming
    # ------------------------------------------------------------------

    def action_confirm(self):
        """Give, and take away, what the table says."""
        self.ensure_one()
        lines = self.line_ids.filtered("is_changed")
        if not lines:
            raise UserError(
                self.env._(
                    "Nothing would change: add people, or choose profiles for them."
                )
            )
        for profile in self.env["playbook.profile"]._get_all():
            wanted = lines.filtered(lambda line, p=profile: p in line.profile_ids)
            profile._link_members(wanted.user_id)
            profile._take_from((lines - wanted).user_id & profile.user_ids)
        lines.filtered("take_away")._take_beyond_away()
        return {"type": "ir.actions.act_window_close"}
