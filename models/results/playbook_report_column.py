from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .playbook_report_line import RECORDS

SHOWN = {
    *("char", "text", "integer", "float", "monetary", "date", "datetime"),
    *("boolean", "selection", "many2one", "many2many"),
}
# Of the machinery, and of other screens than lists.
LEFT_OUT_PREFIXES = (
    *("message_", "activity_exception", "activity_type_icon", "__", "access_"),
    *("my_activity", "website_message", "has_message", "rating_", "avatar", "image_"),
    *("property_", "playbook_", "campaign_", "has_", "is_", "may_", "show_", "can_"),
)
LEFT_OUT = {"id", "display_name", "color", "active", "sequence", "duration_tracking"}
KEPT = {"campaign_id", "is_stale"}


class PlaybookReportColumn(models.Model):
    """A column of a list of records in a scheduled report: a field of theirs."""

    _name = "playbook.report.column"
    _description = "Column of a scheduled report"
    _order = "line_id, sequence, id"

    line_id = fields.Many2one(
        "playbook.report.line", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    field_name = fields.Char(required=True, help="The name of a field of the records.")
    # What people choose, as the model and the name of the field.
    field_choice = fields.Selection(
        "_selection_choice",
        string="Column",
        compute="_compute_choice",
        inverse="_inverse_choice",
    )
    # For the form: of all choices, those of the records that are listed.
    offered_fields = fields.Json(compute="_compute_offered")

    @api.model_create_multi
    def create(self, vals_list):
        # The field is what is stored of what somebody chose.
        for vals in vals_list:
            if vals.get("field_choice") and not vals.get("field_name"):
                vals["field_name"] = vals["field_choice"].rpartition(".")[2]
        return super().create(vals_list)

    @api.depends("field_name", "line_id.model")
    def _compute_choice(self):
        offered = {key for key, _label in self._selection_choice()}
        for column in self:
            key = f"{column.line_id.model}.{column.field_name}"
            column.field_choice = key if key in offered else False

    def _inverse_choice(self):
        for column in self.filtered("field_choice"):
            column.field_name = column.field_choice.rpartition(".")[2]

    @api.depends("line_id.model")
    def _compute_offered(self):
        for column in self:
            model = column.line_id.model
            column.offered_fields = [
                f"{model}.{name}" for name in column._get_offered_fields(model)
            ]

    @api.depends("field_name", "line_id.model")
    def _compute_display_name(self):
        labels = dict(self._selection_choice())
        for column in self:
            key = f"{column.line_id.model}.{column.field_name}"
            column.display_name = labels.get(key) or column.field_name

    @api.model
    def _selection_choice(self):
        Line = self.env["playbook.report.line"]
        choices = []
        for model, _label in Line._fields["model"].selection:
            names = self._get_offered_fields(model)
            # The labels are no secret.
            labels = self.env[model].sudo().fields_get(names, ["string"])
            choices += [
                (f"{model}.{name}", labels[name]["string"])
                for name in names
                if name in labels
            ]
        return sorted(choices, key=lambda pair: (pair[1], pair[0]))

    @api.model
    def _get_offered_fields(self, model):
        """The names of the fields of ``model`` that a list can show to anybody."""
        if not model:
            return []
        return [
            name
            for name, field in self.env[model]._fields.items()
            if field.type in SHOWN
            and not (field.groups and not field.groups.startswith("base.group_user"))
            and (
                name in KEPT
                or (name not in LEFT_OUT and not name.startswith(LEFT_OUT_PREFIXES))
            )
        ]

    @api.constrains("field_name", "line_id")
    def _check_field(self):
        for column in self:
            line = column.line_id
            if line.kind != RECORDS or not line.model:
                continue
            if column.field_name not in self._get_offered_fields(line.model):
                raise ValidationError(
                    self.env._(
                        "“%(field)s” cannot be a column of “%(line)s”: its records "
                        "have no such field, or not everybody may read it. Choose one "
                        "from the list.",
                        field=column.field_name,
                        line=line.display_name,
                    )
                )
