from odoo import api, fields, models

from .playbook_profile_screens import tell_broken
from .screen_arch import Viewer, list_parts, list_shown_fields

# The four forms: what is on them, on which records, and Odoo's view of them.
ENTITIES = {
    "company": ("res.partner", "is_company", "base.view_partner_form"),
    "contact": ("res.partner", "not is_company", "base.view_partner_form"),
    "lead": ("crm.lead", "", "crm.crm_lead_view_form"),
    "activity": ("mail.activity", "", "mail.mail_activity_view_form_popup"),
}
# An activity is planned in a dialog of its own, and then found in its form.
DIALOGS = {
    "activity": ("mail.activity.schedule", "mail.mail_activity_schedule_view_form"),
}
# What is hidden on companies is never seen on theirs, and so with contacts.
NEVER_SEEN = {
    "company": frozenset({"is_company"}),
    "contact": frozenset({"not is_company"}),
}
DEVELOPERS = "base.group_no_one"
DEFAULT_BUDGET = 20


class PlaybookScreen(models.Model):
    """One of the four forms of daily work as the members of a profile see it.

    It says which of its tabs, groups, fields and figures are left out, for good or
    until an adoption level is reached, and how many fields it may have at most.
    Leaving out protects nothing: *Show everything* shows it.
    """

    _name = "playbook.screen"
    _description = "Form of a profile"
    _rec_name = "entity"
    _order = "profile_id, id"

    profile_id = fields.Many2one(
        "playbook.profile",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    entity = fields.Selection(
        [
            ("company", "Company"),
            ("contact", "Contact"),
            ("lead", "Lead or opportunity"),
            ("activity", "Activity"),
        ],
        string="Form",
        required=True,
        readonly=True,
    )
    budget = fields.Integer(
        string="Field budget",
        default=DEFAULT_BUDGET,
        required=True,
        aggregator=None,
        help="How many fields this form should have at most, so that people find what "
        "they need on it.",
    )
    item_ids = fields.One2many(
        "playbook.screen.item", "screen_id", string="What stands on it"
    )
    shown_count = fields.Integer(string="Fields shown", compute="_compute_shown_count")
    over_count = fields.Integer(
        string="Fields over budget", compute="_compute_shown_count"
    )
    meter = fields.Float(
        string="Screen load",
        compute="_compute_shown_count",
        help="Fields shown, in percent of the budget.",
    )
    problem = fields.Text(compute="_compute_shown_count")

    _once = models.Constraint(
        "UNIQUE(profile_id, entity)", "A profile has each form once."
    )
    _budget_positive = models.Constraint(
        "CHECK(budget BETWEEN 1 AND 500)",
        "A field budget is a number from 1 to 500: how many fields the form may have.",
    )

    @api.depends("profile_id", "entity")
    def _compute_display_name(self):
        words = dict(self._fields["entity"]._description_selection(self.env))
        for screen in self:
            entity = words.get(screen.entity, "")
            screen.display_name = f"{screen.profile_id.name or ''}: {entity}"

    @api.depends("budget", "item_ids.shown", "profile_id.level", "profile_id.screen")
    @api.depends_context("lang")
    def _compute_shown_count(self):
        for screen in self:
            arch, screen.problem = screen._read_arch()
            shown = screen._list_shown_fields(arch, screen.profile_id.level)
            screen.shown_count = len(shown)
            screen.over_count = max(0, len(shown) - screen.budget)
            screen.meter = 100 * len(shown) / max(1, screen.budget)

    # ------------------------------------------------------------------
    # What stands on the form
    # ------------------------------------------------------------------

    def _get_records(self):
        """The model whose form this is, as somebody who has no screens of their own."""
        self.ensure_one()
        root = self.env.ref("base.user_root")
        # Whoever looks, the form is that of the profile; only its layout is told.
        return self.env[ENTITIES[self.entity][0]].with_user(root).sudo()

    def _read_arch(self):
        """The architecture of this form before anything is left out.

        :return: the architecture, and False or what is wrong with the profile's view.
        """
        records = self._get_records()
        standard = ENTITIES[self.entity][2]
        view_id = records._xmlid_to_res_id(standard)
        ours = records._playbook_role_views.get("form", {}).get(standard)
        role_view_id = ours and records._xmlid_to_res_id(
            f"crm_playbook.{ours}_{self.profile_id.screen}"
        )
        role_view = records.env["ir.ui.view"].browse(role_view_id or [])
        problem = tell_broken(role_view) if role_view else ""
        if not role_view or problem:
            role_view_id = view_id
        arch, _view = records._get_view(role_view_id, "form")
        return arch, problem or False

    def _list_parts(self):
        """What the profile's members may see on this form, as of
        :func:`.screen_arch.list_parts`.
        """
        arch, _problem = self._read_arch()
        viewer = self._get_viewer()
        parts = list_parts(arch, self._get_records()._fields, viewer)
        for dialog, known in self._read_dialogs():
            for key, part in list_parts(dialog, known, viewer).items():
                required = key in parts and parts[key].required
                parts.setdefault(key, part)
                if required or part.required:
                    parts[key] = parts[key]._replace(required=True)
        return parts

    def _read_dialogs(self):
        """The dialogs that belong to this form, each with the fields of its model."""
        if self.entity in DIALOGS:
            model, xmlid = DIALOGS[self.entity]
            records = self._get_records().env[model]
            view_id = records._xmlid_to_res_id(xmlid)
            yield records._get_view(view_id, "form")[0], records._fields

    def _get_words(self):
        """What fields are called, by their names."""
        records = self._get_records()
        names = [records._name, *DIALOGS.get(self.entity, ())[:1]]
        return {
            name: described["string"]
            for model in reversed(names)
            for name, described in records.env[model]
            .with_context(lang=self.env.lang)
            .fields_get(attributes=["string"])
            .items()
        }

    def _list_shown_fields(self, arch, level):
        """The names of the fields that are shown at an adoption level."""
        left_out = {
            (item.kind, item.name) for item in self.item_ids if item._is_left_out(level)
        }
        known, viewer = self._get_records()._fields, self._get_viewer()
        shown = list_shown_fields(arch, known, viewer, left_out)
        return shown.union(
            *(
                list_shown_fields(dialog, names, viewer, left_out)
                for dialog, names in self._read_dialogs()
            )
        )

    def _get_viewer(self):
        """The profile's members, looking at the records of this form."""
        # Which groups a profile implies is asked for the layout alone.
        profile_sudo = self.profile_id.sudo()
        group = profile_sudo.given_group_id or profile_sudo.group_id
        # Everybody is in that one, and sees what carries it in developer mode only.
        held = set(group.all_implied_ids.ids) - {self._get_group_id(DEVELOPERS)}

        def is_in(groups):
            wanted, refused = set(), set()
            for each in groups.split(","):
                xmlid = each.strip()
                ids = refused if xmlid.startswith("!") else wanted
                ids.add(self._get_group_id(xmlid.lstrip("!")))
            return not refused & held and (not wanted or bool(wanted & held))

        return Viewer(is_in, NEVER_SEEN.get(self.entity, frozenset()))

    @api.model
    def _get_group_id(self, xmlid):
        return self.env["ir.model.data"]._xmlid_to_res_id(
            xmlid, raise_if_not_found=False
        )

    # ------------------------------------------------------------------
    # For the views
    # ------------------------------------------------------------------

    @api.model
    def _get_left_out(self, model, profile_id, level):
        """What the forms of a model leave out for a profile at a level.

        :return: a list of ``(condition, keys)`` as of :func:`.screen_arch.leave_out`.
        """
        entities = [
            each
            for each, (name, *_) in ENTITIES.items()
            if model in (name, DIALOGS.get(each, ("",))[0])
        ]
        # What is left out is tidiness, no secret.
        items_sudo = (
            self.env["playbook.screen.item"]
            .sudo()
            .search(
                [
                    ("screen_id.profile_id", "=", profile_id),
                    ("screen_id.entity", "in", entities),
                    ("shown", "!=", "1"),
                ]
            )
        )
        return [
            (
                ENTITIES[entity][1],
                {
                    (item.kind, item.name)
                    for item in items_sudo
                    if item.screen_id.entity == entity and item._is_left_out(level)
                },
            )
            for entity in entities
        ]
