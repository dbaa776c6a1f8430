"""What the members of a profile have on their screens."""

from lxml import etree

from odoo import api, fields, models, tools
from odoo.exceptions import UserError

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
# Who shapes screens.
SHAPERS = "crm_playbook.group_configurator,base.group_erp_manager"
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
    screen_ids = fields.One2many(
        "playbook.screen", "profile_id", string="Forms", groups=SHAPERS
    )
    menu_ids = fields.One2many(
        "playbook.screen.menu",
        "profile_id",
        string="Menus left out",
        groups=SHAPERS,
        help="All other menus are there from the first level on, as far as access "
        "rights let them be seen.",
    )
    over_budget_count = fields.Integer(
        string="Forms over budget",
        compute="_compute_over_budget_count",
        groups=SHAPERS,
    )

    broken_views = fields.Text(
        compute="_compute_broken_views",
        groups=SHAPERS,
        help="Views of this profile that another addon has made unusable: Odoo's are "
        "used instead.",
    )

    @api.depends("screen")
    def _compute_broken_views(self):
        for profile in self:
            told = map(tell_broken, profile._list_own_views())
            profile.broken_views = "\n".join(filter(None, told)) or False

    def _list_own_views(self):
        """The views that are of these screens alone, whatever they are of."""
        names = [
            f"{ours}_{self.screen}"
            for model in ("crm.lead", "res.partner")
            for kinds in self.env[model]._playbook_role_views.values()
            for ours in set(kinds.values())
        ]
        # Which view has which name is no secret; only whether it works is told.
        data = self.env["ir.model.data"].sudo()
        found = data.search_fetch(
            [
                ("module", "=", "crm_playbook"),
                ("model", "=", "ir.ui.view"),
                ("name", "in", names),
            ],
            ["res_id"],
        )
        # As above.
        views = self.env["ir.ui.view"].sudo().browse(found.mapped("res_id"))
        return views.exists().filtered("active")

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
            entities = [each for each, _words in Screen._fields["entity"].selection]
            Screen.create(
                [
                    {"profile_id": profile.id, "entity": entity}
                    for entity in entities
                    if entity not in known
                ]
            )._fill()

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


def tell_broken(view):
    """What is wrong with a view, in a line; nothing if it can be used."""
    try:
        view._get_combined_arch()
    except (ValueError, UserError, etree.LxmlError) as error:
        return f"{view.name}: {str(error).strip().splitlines()[0]}"
    return ""
