from odoo import fields, models

from .segment_sql import segment_sizes


class PlaybookSegmentSize(models.Model):
    """How many belonged to a segment at the end of a day: from the members' dates."""

    _name = "playbook.segment.size"
    _description = "Size of segments"
    _auto = False
    _rec_name = "segment_id"
    _order = "date desc, id desc"
    _check_company_auto = True
    _depends = {
        "playbook.segment.member": [
            "company_id",
            "date_from",
            "date_to",
            "segment_id",
        ],
    }

    segment_id = fields.Many2one("playbook.segment", readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    date = fields.Date(readonly=True)
    member_count = fields.Integer(
        string="Members",
        aggregator="avg",
        readonly=True,
        help="At the end of the day; of a week or month, on average.",
    )
    entered_count = fields.Integer(string="Entered", readonly=True)
    left_count = fields.Integer(string="Left", readonly=True)

    @property
    def _table_query(self):
        return segment_sizes(fields.Date.context_today(self))
