from odoo import api, fields, models
from odoo.fields import Domain

SALESMAN = "sales_team.group_sale_salesman"


class ResUsers(models.Model):
    """The teams, colleagues and profiles of a user, as record rules ask for them."""

    _inherit = "res.users"

    playbook_team_ids = fields.Many2many(
        "crm.team",
        string="Sales teams led or belonged to",
        compute="_compute_playbook_team_ids",
        compute_sudo=True,
        exportable=False,
    )
    playbook_colleague_ids = fields.Many2many(
        "res.users",
        string="Colleagues of the sales teams",
        compute="_compute_playbook_team_ids",
        compute_sudo=True,
        exportable=False,
    )
    playbook_profile_ids = fields.Many2many(
        "playbook.profile",
        string="Profiles",
        compute="_compute_playbook_profile_ids",
        search="_search_playbook_profile_ids",
        compute_sudo=True,
    )

    @api.depends("crm_team_member_ids.active", "crm_team_member_ids.crm_team_id")
    def _compute_playbook_team_ids(self):
        """Teams that are led count like those that one is a member of."""
        teams = self.env["crm.team"].search(
            ["|", ("user_id", "in", self.ids), ("member_ids", "in", self.ids)]
        )
        for user in self:
            mine = teams.filtered(
                lambda team, user=user: user in team.member_ids | team.user_id
            )
            user.playbook_team_ids = mine
            user.playbook_colleague_ids = mine.member_ids | mine.user_id | user

    @api.depends("group_ids.all_implied_ids")
    def _compute_playbook_profile_ids(self):
        profiles = self.env["playbook.profile"]._get_all()
        for user in self:
            user.playbook_profile_ids = profiles.filtered(
                lambda profile, user=user: profile.group_id in user.all_group_ids
            )

    def _search_playbook_profile_ids(self, operator, value):
        profiles = self.env["playbook.profile"]
        if operator == "any":
            # What is typed into a search: names.
            operator, value = "in", profiles.search(value).ids
        if operator != "in":
            return NotImplemented
        # Who holds which profile is no secret among colleagues.
        known = profiles.sudo().browse([each for each in value if each])
        found = Domain("all_group_ids", "in", known.group_id.ids)
        if False in value:
            every = Domain("all_group_ids", "in", known._get_all().group_id.ids)
            # Odoo takes "not in" on it for: has a group that is none of these.
            holders = self.sudo().with_context(active_test=False).search(every)
            found |= Domain("id", "not in", holders.ids)
        return found

    @api.model
    def _is_offered_playbook_fields(self):
        """Who manages access rights gives profiles, with or without one."""
        manages = self.env.user.has_group("base.group_erp_manager")
        return manages or super()._is_offered_playbook_fields()

    @api.model
    def _forget_teams(self):
        """Teams have changed: so may what record rules, which are cached for each user,
        show to whom - in all workers.
        """
        self.env["res.users"].invalidate_model(
            ["playbook_colleague_ids", "playbook_team_ids"], flush=False
        )
        self.env.registry.clear_cache()

    def _get_marketing_domain(self):
        """The leads that Marketing writes: see the rule of that name.

        Where leads are switched off, a lead is an opportunity that is in its first
        stage and nobody's yet.
        """
        leads = Domain("type", "=", "lead")
        if self.has_group("crm.group_use_lead"):
            return leads
        first = self.env["crm.stage"]._get_first_stage_domain()
        return leads | (Domain("user_id", "=", False) & first)

    def _get_profile_home_action_id(self):
        """The id of the action of the first screen of the profile that this user works
        in, or of another that they hold.

        A screen that the user does not see in the menu is passed over.
        """
        self.ensure_one()
        Menu = self.env["ir.ui.menu"].with_user(self)
        visible = Menu.load_menus(False).keys()
        held = [key[0] for key in self._get_held_screens()]
        # Which screen comes first is no secret; opening it asks for access.
        profiles_sudo = self.env["playbook.profile"].sudo().browse(held)
        for menu in profiles_sudo.home_menu_id:
            if menu.id in visible and menu.action:
                return menu.action.id
        return False

    def _sells(self):
        """Whether this user has Odoo's Sales access, or a profile made after one that
        has it.
        """
        self.ensure_one()
        if self.has_group(SALESMAN):
            return True
        # Who sells is no secret.
        selling = self.env["playbook.profile"]._get_selling_groups()
        return bool(self.sudo().all_group_ids & selling)

    # ------------------------------------------------------------------
    # There is always a Configurator
    # ------------------------------------------------------------------

    def write(self, vals):
        if {"active", "group_ids", "role"}.isdisjoint(vals):
            return super().write(vals)
        Groups = self.env["res.groups"]
        with_configurator = Groups._has_configurator()
        result = super().write(vals)
        Groups._check_still_configured(with_configurator)
        return result

    def unlink(self):
        Groups = self.env["res.groups"]
        with_configurator = Groups._has_configurator()
        result = super().unlink()
        Groups._check_still_configured(with_configurator)
        return result
