from odoo import api, fields, models
from odoo.exceptions import ValidationError

MODELS = [("crm.lead", "Lead or opportunity"), ("res.partner", "Customer")]
TYPES = (
    *("boolean", "char", "date", "datetime", "float", "integer", "many2many"),
    *("many2one", "monetary", "selection", "text"),
)
# An honest 0 or No is an answer.
ALWAYS_FILLED = ("boolean", "float", "integer", "monetary")


class PlaybookReportedField(models.Model):
    """A field of the document that is asked for when an activity is finished (R336)."""

    _name = "playbook.reported.field"
    _description = "Field to be reported"
    _inherit = ["playbook.definition.mixin"]
    _order = "sequence, id"
    _rec_name = "field_name"

    activity_type_id = fields.Many2one(
        "mail.activity.type", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    model = fields.Selection(
        MODELS, string="Of what", required=True, default="crm.lead"
    )
    field_name = fields.Char(
        string="Field",
        required=True,
        help="Its technical name; “expected_revenue”, “date_deadline”.",
    )
    field_label = fields.Char(compute="_compute_field_label")
    outcome_ids = fields.Many2many(
        "playbook.outcome",
        "playbook_reported_field_outcome_rel",
        "reported_field_id",
        "outcome_id",
        string="Only with outcomes",
        help="Asked for with these; with every outcome where there are none.",
    )
    required = fields.Boolean(
        default=True, help="The activity cannot be finished without it."
    )

    _once = models.Constraint(
        "UNIQUE(activity_type_id, model, field_name)",
        "This field is asked for already.",
    )

    @api.depends("model", "field_name")
    @api.depends_context("lang")
    def _compute_field_label(self):
        for line in self:
            line.field_label = self._get_label(line.model, line.field_name)

    @api.model
    def _get_label(self, model, name):
        if not model or name not in self.env[model]._fields:
            return name
        # The label is no secret, whoever may read the field.
        described = self.env[model].sudo().fields_get([name], ["string"])
        return described[name]["string"]

    @api.constrains("model", "field_name")
    def _check_field(self):
        for line in self:
            field = self.env[line.model]._fields.get(line.field_name)
            if (
                not field
                or field.type not in TYPES
                or field.readonly
                or not field.store
                or field.groups
                or line.field_name in models.MAGIC_COLUMNS
            ):
                raise ValidationError(
                    self.env._(
                        "“%(field)s” cannot be reported on a %(model)s: choose one "
                        "that people can fill in on its form.",
                        field=line.field_name,
                        model=dict(MODELS)[line.model],
                    )
                )
