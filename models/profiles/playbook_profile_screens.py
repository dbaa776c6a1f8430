"""What the members of a profile have on their screens."""

from odoo import api, fields, models, tools

from .screen_defaults import LEFT_OUT_MENUS, SCREEN_DEFAULTS

CONFIGURATOR = "configurator"
STANDARD = "standard"
SCREENS = [
    ("sales", "Sales"),
    ("marketing", "Marketing"),
    ("customer_service", "Customer Service"),
    ("sales_management", "Sales Management"),
    (CONFIGURATOR, "CRM Configurator"),
    (STANDARD, "As Odoo has them"),
]
LEVELS = [("1", "1 - Daily work"), ("2", "2 - Practised"), ("3", "3 - Everything")]


class PlaybookProfile(models.Model):
    _inherit = "playbook.profile"

    screen = fields.Selection(
        SCREENS,
        string="Screens",
        required=True,
        default=STANDARD,
        help="Whose lists, cards, filters and forms its members have.",
    )
    level = fields.Selection(
        LEVELS,
        string="Adoption level",
        required=True,
        default="1",
        help="How far its members have come: each level adds to their screens. What a "
        "level leaves out they can show at any time with Show everything.",
    )
    screen_ids = fields.One2many("playbook.screen", "profile_id", string="Forms")
    menu_ids = fields.One2many(
        "playbook.screen.menu",
        "profile_id",
        string="Menus left out",
        help="All other menus are there from the first level on, as far as access "
        "rights let them be seen.",
    )
    over_budget_count = fields.Integer(
        string="Forms over budget", compute="_compute_over_budget_count"
    )

    @api.depends("screen_ids.over_count")
    def _compute_over_budget_count(self):
        for profile in self:
            over = profile.screen_ids.filtered(lambda each: each.over_count > 0)
            profile.over_budget_count = len(over)

    @api.model
    @tools.ormcache()
    def _get_screens(self):
        """What the screens of each profile depend on, in the order of profiles.

        :return: a tuple of ``(group id, profile id, key of its screens, level)``.
        """
        # Asked for by everybody who opens a screen; no secret.
        profiles_sudo = self.env["playbook.profile"].sudo()
        return tuple(
            (profile.group_id.id, profile.id, profile.screen, profile.level)
            for profile in profiles_sudo.search([("group_id", "!=", False)])
        )

    @api.model
    def _forget_screens(self):
        """Profiles have changed: so may have everybody's screens, in all workers."""
        self.env.registry.clear_cache()
        self.env.registry.clear_cache("templates")

    @api.model_create_multi
    def create(self, vals_list):
        profiles = super().create(vals_list)
        profiles._create_missing_screens()
        for profile in profiles:
            profile._create_menus()
        self._forget_screens()
        return profiles

    def write(self, vals):
        result = super().write(vals)
        self._forget_screens()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_screens()
        return result

    def action_open_screens(self):
        """Open the forms of this profile, with all that stands on them now."""
        self.ensure_one()
        self.check_access("write")
        self._create_missing_screens()
        self.screen_ids._refresh_items()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.playbook_screen_action"
        )
        action.update(
            domain=[("profile_id", "=", self.id)],
            context={},
            display_name=self.env._("Screens of %(profile)s", profile=self.name),
        )
        return action

    def _create_missing_screens(self):
        """Give each profile its forms and menus: those of the profile that it is made
        after, else those shipped for its screens.
        """
        # They belong to the profile: who may change it may change them.
        Screen = self.env["playbook.screen"].sudo()
        # The Configurator works with no customers.
        for profile in self.sudo().filtered(lambda each: each.screen != CONFIGURATOR):
            known = set(profile.screen_ids.mapped("entity"))
            model = profile.model_id
            Screen.create(
                [
                    {
                        "profile_id": profile.id,
                        "entity": entity,
                        **Screen._prepare_copy(
                            model.screen_ids.filtered(
                                lambda each, entity=entity: each.entity == entity
                            ),
                            profile._get_screen_defaults(entity),
                        ),
                    }
                    for entity, _label in Screen._fields["entity"].selection
                    if entity not in known
                ]
            )

    def _get_screen_defaults(self, entity):
        """What is shipped for a form of this profile: of :data:`SCREEN_DEFAULTS`."""
        return SCREEN_DEFAULTS.get(self.screen, {}).get(entity, {})

    def _create_menus(self):
        # As above.
        Menu = self.env["playbook.screen.menu"].sudo()
        if self.model_id:
            rows = [(each.menu_id, each.shown) for each in self.model_id.menu_ids]
        else:
            found = (
                (self.env.ref(xmlid, raise_if_not_found=False), shown)
                for xmlid, shown in LEFT_OUT_MENUS.get(self.screen, {}).items()
            )
            rows = [(menu, shown) for menu, shown in found if menu]
        Menu.create(
            [
                {"profile_id": self.id, "menu_id": menu.id, "shown": shown}
                for menu, shown in rows
            ]
        )
