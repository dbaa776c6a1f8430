from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.values import plain
from .playbook_load import COLUMNS, PAUSED, REVIEWED
from .playbook_load_choices import get_option_id
from .playbook_load_target import FIXED_OPTION

MAP, CREATE, EMPTY, REJECT = "map", "create", "empty", "reject"


class PlaybookLoadValue(models.Model):
    """What a file calls an option: a stage, a salesperson, an industry..."""

    _name = "playbook.load.value"
    _description = "Value of a data load"
    _rec_name = "text"
    # What is not known comes first.
    _order = "load_id, treatment desc, column_id, occurrences desc, id"

    load_id = fields.Many2one(
        "playbook.load", required=True, ondelete="cascade", index=True, readonly=True
    )
    column_id = fields.Many2one(
        "playbook.load.column",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    target = fields.Char(readonly=True)
    text = fields.Char(string="In the file", readonly=True)
    occurrences = fields.Integer(string="Lines", readonly=True)
    treatment = fields.Selection(
        [
            (MAP, "Is"),
            (CREATE, "Create it"),
            (EMPTY, "Leave empty"),
            (REJECT, "Reject these lines"),
        ],
        string="What to do",
        required=True,
        default=REJECT,
    )
    option_value = fields.Char(
        string="In Odoo", help="The id of the option, or the key of a fixed one."
    )
    option_label = fields.Char(compute="_compute_option_label")
    may_create = fields.Boolean(
        readonly=True, help="Whether you may make options of this kind."
    )
    created = fields.Boolean(readonly=True, help="Made by this load.")
    treatments = fields.Char(
        compute="_compute_treatments", help="Those that can be chosen for this one."
    )

    @api.depends("may_create")
    def _compute_treatments(self):
        for value in self:
            value.treatments = " ".join(
                key
                for key in dict(self._fields["treatment"].selection)
                if key != CREATE or value.may_create
            )

    def _get_place(self):
        places = self.env["playbook.load.target"]._get_places(self.load_id.kind)
        return places.get(self.target)

    @api.depends("option_value", "target")
    def _compute_option_label(self):
        for value in self:
            value.option_label = value.option_value and value._describe_choice()

    def _describe_choice(self):
        place = self._get_place()
        if not place:
            return self.option_value
        fixed = self.env["playbook.load.target"]._get_fixed(place)
        if self.option_value in fixed:
            return fixed[self.option_value]
        option_id = get_option_id(self.option_value)
        if not (place.comodel and option_id):
            return self.option_value
        # Nothing of what this user may not choose, whatever was sent.
        env = self.load_id._as(self.env.user).env
        Option = env[place.comodel].with_context(active_test=False)
        option = Option.search([("id", "=", option_id)])
        return env["playbook.load.target"]._get_option_label(option)

    def get_choices(self, search=""):
        """What a value can be, as its field offers it.

        :return: a list of at most 200 dictionaries ``value``, ``label``, ``group``.
        """
        self.ensure_one()
        self.check_access("read")
        place = self._get_place()
        if not place:
            return []
        env = self.load_id._as(self.env.user).env
        Target = env["playbook.load.target"]
        found = [
            {"value": key, "label": label, "group": ""}
            for key, label in Target._get_fixed(place).items()
            if plain(search or "") in plain(label)
        ]
        if place.comodel and place.sort != FIXED_OPTION:
            domain = Target._get_option_domain(place)
            if search:
                domain &= Domain("display_name", "ilike", search)
            found += [
                {
                    "value": str(option.id),
                    "label": Target._get_option_label(option),
                    "group": "",
                }
                for option in Target._get_option_model(place).search(domain, limit=200)
            ]
        return found

    def write(self, vals):
        if not self.env.su:
            allowed = {"treatment", "option_value"}
            if any(
                load.state not in (COLUMNS, REVIEWED, PAUSED) for load in self.load_id
            ) or not allowed.issuperset(vals):
                raise UserError(
                    self.env._(
                        "What a value means is decided before it is loaded, and "
                        "nothing else of it is changed."
                    )
                )
            if vals.get("option_value") and "treatment" not in vals:
                vals = {**vals, "treatment": "map"}
            if vals.get("treatment") == CREATE:
                self._check_may_create()
        if not {"treatment", "option_value"}.isdisjoint(vals):
            self.load_id._ask_for_review()
        return super().write(vals)

    def _check_may_create(self):
        """:raise UserError: if one of them would not be made."""
        for value in self:
            if not value.may_create:
                place = value._get_place()
                raise UserError(
                    self.env._(
                        "“%(text)s” cannot be created in “%(field)s” here: say which "
                        "of those in Odoo it is, leave it empty, or reject its lines.",
                        text=value.text,
                        field=place.label if place else value.target,
                    )
                )
