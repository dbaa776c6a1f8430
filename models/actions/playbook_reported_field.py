from odoo import fields, models


class PlaybookReportedField(models.Model):
    """A field of the document that is asked for when an activity is finished (R336)."""

    _name = "playbook.reported.field"
    _description = "Field to be reported"
    _order = "sequence, id"
    _rec_name = "field_name"

    activity_type_id = fields.Many2one(
        "mail.activity.type", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    model = fields.Selection(
        [("crm.lead", "Lead or opportunity"), ("res.partner", "Customer")],
        string="Of what",
        required=True,
        default="crm.lead",
    )
    field_name = fields.Char(string="Field", required=True)
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
