from odoo import fields, models


class PlaybookReportColumn(models.Model):
    """A column of a list of records in a scheduled report: a field of theirs."""

    _name = "playbook.report.column"
    _description = "Column of a scheduled report"
    _order = "line_id, sequence, id"

    line_id = fields.Many2one(
        "playbook.report.line", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    field = fields.Char(required=True, help="The name of a field of the records.")
