from odoo import api, fields, models

from ..profiles.playbook_screen import DIALOGS, ENTITIES
from .field_uses import REQUIRED

TEXT, NUMBER, DAY, YES_NO = "text", "number", "date", "yes_no"
CHOICE, SEVERAL, OTHER = "choice", "several", "other"
KINDS = [
    (TEXT, "Text"),
    (NUMBER, "Number"),
    (DAY, "Date"),
    (YES_NO, "Yes or no"),
    (CHOICE, "Choice"),
    (SEVERAL, "Several choices"),
    (OTHER, "Other"),
]
KIND_OF_TYPE = {
    **dict.fromkeys(("char", "text", "html"), TEXT),
    **dict.fromkeys(("integer", "float", "monetary"), NUMBER),
    **dict.fromkeys(("date", "datetime"), DAY),
    **dict.fromkeys(("selection", "many2one", "reference"), CHOICE),
    **dict.fromkeys(("many2many", "one2many"), SEVERAL),
    "boolean": YES_NO,
}


class PlaybookFieldUsage(models.Model):
    """A field of one of the four forms: how far it is filled in, and who needs it.

    Counted over the records of all companies, and written by the addon alone. Only
    counts are told; nothing is ever deleted because of them.
    """

    _name = "playbook.field.usage"
    _description = "Field of a form"
    _rec_name = "field_name"
    _order = "entity, is_counted desc, fill_rate desc, id"

    entity = fields.Selection(
        selection=lambda self: self.env["playbook.screen"]
        ._fields["entity"]
        ._description_selection(self.env),
        string="Form",
        required=True,
        readonly=True,
    )
    field_name = fields.Char(string="Technical name", required=True, readonly=True)
    label = fields.Char(
        string="Field", compute="_compute_label", search="_search_label"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True, default=OTHER)
    is_gone = fields.Boolean(
        string="No longer there",
        readonly=True,
        help="The field is gone, perhaps with its addon, and something still names it.",
    )
    problem = fields.Text(compute="_compute_problem")
    is_counted = fields.Boolean(
        string="Counted",
        readonly=True,
        help="Fields in which nothing is kept are not counted.",
    )
    counted_on = fields.Date(string="Counted on", readonly=True)
    record_count = fields.Integer(string="Records", readonly=True, aggregator=None)
    filled_count = fields.Integer(string="Filled in on", readonly=True, aggregator=None)
    filler_count = fields.Integer(
        string="Says nothing",
        readonly=True,
        aggregator=None,
        help="On so many records something stands in it that says nothing: “x”, "
        "“n/a”, “123”, a phone number too short to call.",
    )
    fill_rate = fields.Float(
        string="Filled in",
        readonly=True,
        aggregator=None,
        help="On how many of the records something stands in it, in percent.",
    )
    valid_rate = fields.Float(
        string="Valid",
        readonly=True,
        aggregator=None,
        help="On how many of the records what stands in it says something, in percent.",
    )
    last_filled = fields.Date(
        string="Last filled",
        readonly=True,
        help="When one of the records that have it was last changed.",
    )
    procedure_count = fields.Integer(
        string="Required by",
        readonly=True,
        aggregator=None,
        help="So many procedures require it, drafts too.",
    )
    use_count = fields.Integer(
        string="Used by",
        readonly=True,
        aggregator=None,
        help="So many conditions, outcomes and other things work with it.",
    )
    used_where = fields.Text(string="Used where", compute="_compute_used_where")
    profile_ids = fields.Many2many(
        "playbook.profile",
        "playbook_field_usage_profile_rel",
        "usage_id",
        "profile_id",
        string="Profiles",
        readonly=True,
        help="On whose forms it stands, from whichever adoption level on.",
    )
    shown_to = fields.Char(string="Shown to", compute="_compute_shown_to")
    proposal_ids = fields.One2many(
        "playbook.field.proposal", "usage_id", string="On the forms of profiles"
    )
    open_count = fields.Integer(
        string="To decide",
        compute="_compute_open_count",
        help="So many proposals about it wait for an answer.",
    )

    _once = models.Constraint(
        "UNIQUE(entity, field_name)", "A field stands in the inventory once."
    )

    @api.depends("entity", "field_name")
    @api.depends_context("lang")
    def _compute_label(self):
        for entity, usages in self.grouped("entity").items():
            words = self._get_labels(entity)
            for usage in usages:
                usage.label = words.get(usage.field_name) or usage.field_name

    @api.depends("label")
    def _compute_display_name(self):
        for usage in self:
            usage.display_name = usage.label

    def _search_label(self, operator, value):
        if operator not in ("ilike", "="):
            return NotImplemented
        wanted = str(value or "").casefold()
        # A few hundred rows, whose words are not in the database.
        found = self.search([]).filtered(  # pylint: disable=no-search-all
            lambda usage: (
                wanted == usage.label.casefold()
                if operator == "="
                else wanted in f"{usage.label} {usage.field_name}".casefold()
            )
        )
        return [("id", "in", found.ids)]

    @api.model
    def _get_labels(self, entity):
        """What the fields of a form are called, by their names."""
        # Labels are no secret, whoever may read the fields.
        return self.env["playbook.screen"].sudo().new({"entity": entity})._get_words()

    @api.model
    def _get_fields(self, entity):
        """The fields that a form may have, by name; those of its dialog too."""
        known = {}
        for model in (*DIALOGS.get(entity, ())[:1], ENTITIES[entity][0]):
            known |= self.env[model]._fields
        return known

    @api.depends("is_gone", "is_counted", "field_name")
    @api.depends_context("lang")
    def _compute_problem(self):
        for usage in self:
            usage.problem = usage._get_problem()

    def _get_problem(self):
        if self.is_gone:
            return self.env._(
                "There is no field “%(field)s” any more: the addon that brought it "
                "has been removed, or has changed. What still names it is listed "
                "below: choose another field there.",
                field=self.field_name,
            )
        if not self.is_counted:
            return self.env._(
                "Nothing is kept in it: it is worked out when somebody looks at it, or "
                "belongs to the dialog alone. So it is not counted."
            )
        return False

    @api.depends("entity", "field_name")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_used_where(self):
        uses = self._get_uses()
        for usage in self:
            found = uses.get((usage.entity, usage.field_name), ())
            texts = [self._tell_use(use) for use in found]
            usage.used_where = "\n".join(dict.fromkeys(texts)) or False

    @api.model
    def _tell_use(self, use):
        """Where a field is used, without the names of what is of other companies."""
        owner = use.owner
        company = owner.company_id if "company_id" in owner._fields else owner.browse()
        if company and company not in self.env.companies:
            return self.env._("Something of another company")
        return use.text

    @api.depends("profile_ids.name")
    def _compute_shown_to(self):
        for usage in self:
            usage.shown_to = ", ".join(usage.profile_ids.mapped("name"))

    @api.depends("proposal_ids.state")
    def _compute_open_count(self):
        rows = self.env["playbook.field.proposal"]._read_group(
            [("usage_id", "in", self.ids), ("state", "=", "proposed")],
            ["usage_id"],
            ["__count"],
        )
        counts = {usage.id: count for usage, count in rows}
        for usage in self:
            usage.open_count = counts.get(usage.id, 0)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    @api.model
    def action_open_inventory(self):
        """Open the inventory with what stands on the forms now; counted once a day."""
        self._check_may_shape()
        # Rows are listed and counted by the addon.
        self.sudo()._refresh_all()
        return self._open_action("playbook_field_usage_action")

    def action_count_again(self):
        """Count how far the fields are filled in, all of them, now."""
        self._check_may_shape()
        # As above.
        self.sudo()._refresh_all(again=True)

    def action_open_proposals(self):
        """Open what is proposed to leave out, or to put back, by profile."""
        return self._open_action("playbook_field_proposal_action")

    def action_open_procedures(self):
        """Open the procedures that require it."""
        self.ensure_one()
        found = self._get_uses().get((self.entity, self.field_name), ())
        ids = [use.owner.id for use in found if use.source == REQUIRED]
        action = self._open_action("playbook_procedure_action")
        action["domain"] = [("id", "in", ids)]
        action["context"] = {}
        return action

    @api.model
    def _open_action(self, name):
        return self.env["ir.actions.act_window"]._for_xml_id(f"crm_playbook.{name}")

    @api.model
    def _check_may_shape(self):
        """:raise AccessError: unless the user may shape the forms of profiles."""
        self.check_access("read")
        self.env["playbook.screen.item"].check_access("write")
