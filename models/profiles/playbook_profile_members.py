"""Who holds a profile: the same list on the profile and on the user."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class PlaybookProfile(models.Model):
    _inherit = "playbook.profile"

    user_ids = fields.Many2many(
        "res.users",
        string="Members",
        compute="_compute_user_ids",
        inverse="_inverse_user_ids",
        search="_search_user_ids",
        compute_sudo=True,
        domain=[("share", "=", False)],
    )
    user_count = fields.Integer(
        string="Number of members", compute="_compute_user_ids", compute_sudo=True
    )

    @api.depends("group_id.all_user_ids")
    def _compute_user_ids(self):
        for profile in self:
            users = profile.group_id.all_user_ids.filtered("active")
            profile.user_ids = users
            profile.user_count = len(users)

    def _inverse_user_ids(self):
        for profile in self:
            wanted = profile.user_ids
            # Groups are written by who may write users: see ACCESS_FIELDS.
            held = profile.group_id.all_user_ids.filtered("active")
            # In this order: the last Configurator may hand over.
            profile._link_members(wanted - held)
            profile._take_from(held - wanted)
        self.env.invalidate_all()

    @api.model
    def _search_user_ids(self, operator, value):
        if operator == "any":
            # What is typed into a search: names.
            operator, value = "in", self.env["res.users"].search(value).ids
        if operator != "in":
            return NotImplemented
        # Who holds which profile is no secret among colleagues.
        profiles_sudo = self.sudo().with_context(active_test=False)
        profiles_sudo = profiles_sudo.search([("group_id", "!=", False)])
        users = self.env["res.users"].browse([each for each in value if each])
        found = profiles_sudo.filtered(
            lambda profile: profile.user_ids & users
            or (False in value and not profile.user_ids)
        )
        return [("id", "in", found.ids)]

    def _link_members(self, users):
        """Give the profile to ``users`` who do not hold it yet."""
        self.ensure_one()
        group = self.given_group_id or self.group_id
        new = users.filtered(lambda user: self.group_id not in user.all_group_ids)
        new.write({"group_ids": [Command.link(group.id)]})

    def _take_from(self, users):
        """Take the profile, whatever the level, from ``users``."""
        self.ensure_one()
        groups = users.group_ids & self.group_id.all_implied_by_ids
        for group in groups:
            self._check_only_a_level(group)
        users.write({"group_ids": [Command.unlink(group.id) for group in groups]})

    def _check_only_a_level(self, group):
        """A group that is no level of this profile's is not taken away with it."""
        if group.privilege_id == self.group_id.privilege_id:
            return
        raise UserError(
            self.env._(
                "“%(profile)s” cannot be taken away alone: %(group)s includes it. Take "
                "that away on the form of the user.",
                profile=self.name,
                group=group.full_name,
            )
        )
