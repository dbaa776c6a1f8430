from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Filled on fewer than so many percent of the records, a field goes unused.
UNUSED = 2.0
# From which adoption level on something is shown.
SHOWN = [
    ("1", "Always"),
    ("2", "From level 2"),
    ("3", "From level 3"),
    ("0", "Only with Show everything"),
]


class PlaybookScreenItem(models.Model):
    """A tab, group, field or figure of a form: whether, and from which adoption level
    on, the members of a profile see it.
    """

    _name = "playbook.screen.item"
    _description = "Part of a form"
    _order = "screen_id, sequence, id"

    screen_id = fields.Many2one(
        "playbook.screen",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10000)
    kind = fields.Selection(
        [
            ("page", "Tab"),
            ("group", "Group"),
            ("field", "Field"),
            ("button", "Figure"),
        ],
        required=True,
        readonly=True,
    )
    name = fields.Char(string="Technical name", required=True, readonly=True)
    shown = fields.Selection(SHOWN, required=True, default="1")
    is_missing = fields.Boolean(
        string="No longer there",
        readonly=True,
        help="No such thing stands on the form any more: the addon that brought it is "
        "gone, or has changed.",
    )
    label = fields.Char(compute="_compute_label")
    page_label = fields.Char(string="In tab", compute="_compute_label")
    is_required = fields.Boolean(string="Required", compute="_compute_label")
    # Counted when somebody opens the screens, at most once a day.
    is_counted = fields.Boolean(readonly=True)
    fill_rate = fields.Float(
        string="Filled (%)",
        digits=(5, 1),
        readonly=True,
        aggregator=None,
        help="On how many percent of the records this field is filled in.",
    )
    last_used = fields.Date(
        readonly=True,
        help="When a record that has it filled in was last changed.",
    )
    is_unused = fields.Boolean(
        string="Unused",
        compute="_compute_is_unused",
        help="Shown, and filled in on hardly any record: the form might do without it.",
    )

    _once = models.Constraint(
        "UNIQUE(screen_id, kind, name)", "A form has each part once."
    )

    @api.depends("kind", "name", "screen_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.label

    @api.depends("kind", "name", "screen_id")
    @api.depends_context("lang")
    def _compute_label(self):
        for screen, items in self.grouped("screen_id").items():
            parts = screen._list_parts() if screen else {}
            words = screen._get_words()
            for item in items:
                part = parts.get((item.kind, item.name))
                string = part.string if part else ""
                if item.kind == "field":
                    string = string or words.get(item.name)
                page = parts.get(("page", part.page)) if part and part.page else None
                name = item.name.removeprefix("action_").replace("_", " ")
                item.label = string or name.capitalize()
                item.page_label = (page.string or page.name) if page else ""
                item.is_required = bool(part and part.required)

    @api.depends("shown", "fill_rate", "is_counted")
    def _compute_is_unused(self):
        for item in self:
            item.is_unused = (
                item.is_counted
                and item.fill_rate < UNUSED
                and item.shown != "0"
                and not item.is_required
            )

    @api.constrains("shown")
    def _check_left_out(self):
        for item in self.filtered(lambda each: each.shown != "1" and each.is_required):
            raise ValidationError(
                self.env._(
                    "“%(part)s” must be filled in on the form “%(form)s”, or holds "
                    "something that must: leaving it out would keep people from "
                    "saving. Leave it at Always.",
                    part=item.label,
                    form=item.screen_id.display_name,
                )
            )
        for screen in self.filtered(lambda each: each.shown != "1").screen_id:
            screen._check_shows_something()

    def _is_left_out(self, level):
        """Whether this is left out at an adoption level."""
        return self.shown == "0" or self.shown > level

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._forget_views()
        return items

    def write(self, vals):
        result = super().write(vals)
        if "shown" in vals:
            self._forget_views()
        return result

    def unlink(self):
        self._forget_views()
        return super().unlink()

    def _forget_views(self):
        """What is left out has changed: so have the views, in all workers."""
        if self:
            self.env.registry.clear_cache("templates")
