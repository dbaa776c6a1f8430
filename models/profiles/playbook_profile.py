from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# Whoever changes these changes what people may see or do.
ACCESS_FIELDS = {
    "decision_type_ids",
    "given_group_id",
    "group_id",
    "is_shipped",
    "model_id",
    "user_ids",
}
SALESMAN = "sales_team.group_sale_salesman"
ADMINISTRATORS = "base.group_system,base.group_erp_manager"


class PlaybookProfile(models.Model):
    """A kind of work with customers: who does it, what for, and what they may do.

    Its members are the users of its group; a person may hold several profiles, and may
    then do what any of them may. Who manages access rights makes profiles and gives
    them; the Configurator writes what they say.
    """

    _name = "playbook.profile"
    _description = "Profile"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_shipped = fields.Boolean(readonly=True, copy=False)
    department_id = fields.Many2one(
        "playbook.department", ondelete="restrict", index="btree_not_null"
    )
    mission = fields.Text(translate=True, help="What this profile is there for.")
    guide = fields.Html(
        translate=True, help="How one works in it: a page for its members."
    )
    home_menu_id = fields.Many2one(
        "ir.ui.menu",
        string="First screen",
        ondelete="set null",
        domain=[("action", "!=", False)],
        help="Where its members land when they open Odoo, unless they have chosen a "
        "home action of their own.",
    )
    decision_type_ids = fields.Many2many(
        "playbook.decision.type",
        "playbook_decision_type_decider_rel",
        "profile_id",
        "type_id",
        string="Decides",
    )
    # Who knows of access rights alone may read groups.
    group_id = fields.Many2one(
        "res.groups",
        ondelete="restrict",
        required=True,
        index=True,
        copy=False,
        groups="base.group_erp_manager",
        help="The access group whose users are the members.",
    )
    given_group_id = fields.Many2one(
        "res.groups",
        string="Group that members get",
        ondelete="restrict",
        copy=False,
        groups="base.group_erp_manager",
        help="Where the group has levels, the level that a new member gets.",
    )
    model_id = fields.Many2one(
        "playbook.profile",
        string="Made after",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="It grants nothing that this one does not grant.",
    )

    _group_uniq = models.Constraint(
        "UNIQUE(group_id)",
        "This group belongs to another profile already: a group has one profile.",
    )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------

    @api.constrains("group_id", "given_group_id")
    def _check_group(self):
        user_group = self.env.ref("crm_playbook.group_user")
        administrators = self.env["res.groups"].union(
            *(self.env.ref(xmlid) for xmlid in ADMINISTRATORS.split(","))
        )
        for profile in self:
            group = profile.given_group_id or profile.group_id
            if profile.group_id not in group.all_implied_ids:
                raise ValidationError(
                    self.env._(
                        "Members of “%(profile)s” would get %(given)s, which does not "
                        "include %(group)s: choose one of its levels.",
                        profile=profile.name,
                        given=group.full_name,
                        group=profile.group_id.full_name,
                    )
                )
            own = profile.group_id
            if user_group not in own.all_implied_ids - own or (
                administrators & group.all_implied_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(group)s cannot be the group of the profile “%(profile)s”: a "
                        "profile's group implies “%(user_group)s” and makes nobody an "
                        "administrator. Make the profile with the button New Profile: "
                        "that makes its group too.",
                        group=group.full_name,
                        profile=profile.name,
                        user_group=user_group.full_name,
                    )
                )

    @api.constrains("group_id", "given_group_id", "model_id")
    def _check_grants_no_more_than_its_model(self):
        if self._has_cycle("model_id"):
            raise ValidationError(
                self.env._("A profile cannot be made after itself: choose another.")
            )
        for profile in self.filtered("model_id"):
            group = profile.given_group_id or profile.group_id
            model = profile.model_id
            more = group._get_access_beyond(model.given_group_id or model.group_id)
            if more:
                raise ValidationError(
                    self.env._(
                        "“%(profile)s” would grant more than “%(model)s”, which it is "
                        "made after: %(more)s. Take that away from its group, or make "
                        "it after a profile that has it.",
                        profile=profile.name,
                        model=model.name,
                        more=", ".join(more[:5]),
                    )
                )

    # ------------------------------------------------------------------
    # Creating, writing, deleting
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # What is told below is told to who may create one.
        self.check_access("create")
        for vals in vals_list:
            if not vals.get("group_id"):
                raise UserError(
                    self.env._(
                        "The profile “%(profile)s” has no access group. Make it with "
                        "the button New Profile: that makes its group too.",
                        profile=vals.get("name", ""),
                    )
                )
            self._check_group_is_free(vals)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not ACCESS_FIELDS.isdisjoint(vals):
            self._check_may_change_access()
        if vals.get("group_id"):
            self._check_group_is_free(vals)
        if vals.get("active") is False:
            self._check_has_no_members()
        return super().write(vals)

    def _check_may_change_access(self):
        if self.env.su or self.env.user.has_group("base.group_erp_manager"):
            return
        raise AccessError(
            self.env._(
                "What “%(profile)s” may do, and who holds it, is changed by somebody "
                "with Access Rights. Ask one of them; texts, department and first "
                "screen you can change yourself.",
                profile=", ".join(self.mapped("name")),
            )
        )

    def _check_group_is_free(self, vals):
        everything = self.with_context(active_test=False)
        # The name of a profile is no secret to who may create one.
        taken = everything.sudo().search([("group_id", "=", vals["group_id"])])
        if taken - self:
            raise ValidationError(
                self.env._(
                    "The group %(group)s belongs to the profile “%(profile)s” already. "
                    "Choose another group, or change that profile.",
                    group=taken.group_id.full_name,
                    profile=taken.name,
                )
            )

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_give(self):
        """Ask whom to give this profile."""
        self.ensure_one()
        return self.env["playbook.profile.give"]._open(profiles=self)

    def action_open_members(self):
        """Open the users who hold this profile."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("base.action_res_users")
        action.update(
            domain=[("id", "in", self.user_ids.ids)],
            context={},
            display_name=self.name,
        )
        return action

    def action_open_access(self):
        """Open the access lines and rules of the group, for who manages them."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.group_id.full_name,
            "res_model": "res.groups",
            "res_id": self.group_id.id,
            "view_mode": "form",
        }

    def copy_data(self, default=None):
        """Copying is making a profile after this one."""
        raise UserError(
            self.env._(
                "A profile is not duplicated but made after another: use the button "
                "New Profile and choose “%(profile)s” as its model.",
                profile=", ".join(self.mapped("name")),
            )
        )

    @api.model
    def _get_all(self):
        """All profiles that are offered: a handful."""
        return self.search([("group_id", "!=", False)])

    @api.model
    def _get_selling_groups(self):
        """Odoo's Sales access, and groups of profiles made after one that has it."""
        selling = self.env.ref(SALESMAN)
        # Which profiles sell is no secret.
        made_sudo = self.sudo().with_context(active_test=False)
        # What a profile is made after is older than itself.
        for profile in made_sudo.search([("model_id", "!=", False)], order="id"):
            if profile.model_id.group_id.all_implied_ids & selling:
                selling |= profile.group_id
        return selling
