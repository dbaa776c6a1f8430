from odoo import api, fields, models


class PlaybookSegmentOverlap(models.TransientModel):
    """How many customers two segments have in common, today and in this company."""

    _name = "playbook.segment.overlap"
    _description = "Overlap of two segments"

    first_id = fields.Many2one(
        "playbook.segment", string="Segment", required=True, ondelete="cascade"
    )
    second_id = fields.Many2one(
        "playbook.segment", string="Compared with", ondelete="cascade"
    )
    both_count = fields.Integer(string="In both", compute="_compute_counts")
    first_count = fields.Integer(string="Only in the first", compute="_compute_counts")
    second_count = fields.Integer(
        string="Only in the second", compute="_compute_counts"
    )
    both_percent = fields.Float(
        string="In common",
        compute="_compute_counts",
        help="Of the customers in either, those in both.",
    )

    @api.depends("first_id", "second_id")
    @api.depends_context("company", "uid")
    def _compute_counts(self):
        Partner = self.env["res.partner"]
        for overlap in self:
            counts = [
                Partner.search_count(overlap._get_domain(part))
                if overlap.first_id and overlap.second_id
                else 0
                for part in ("both", "first", "second")
            ]
            overlap.both_count, overlap.first_count, overlap.second_count = counts
            overlap.both_percent = counts[0] / sum(counts) if sum(counts) else 0.0

    def _get_domain(self, part):
        """Those who are in both segments, or only in one of them.

        :param part: ``both``, ``first`` or ``second``.
        """
        operators = {
            "both": ("in", "in"),
            "first": ("in", "not in"),
            "second": ("not in", "in"),
        }
        first, second = operators[part]
        return [
            ("customer_state", "!=", False),
            ("segment_ids", first, self.first_id.ids),
            ("segment_ids", second, self.second_id.ids),
        ]

    def action_open_both(self):
        """Open the customers who are in both."""
        return self._open("both")

    def action_open_first(self):
        """Open the customers who are in the first alone."""
        return self._open("first")

    def action_open_second(self):
        """Open the customers who are in the second alone."""
        return self._open("second")

    def _open(self, part):
        self.ensure_one()
        segments = self.first_id | self.second_id
        return segments._open_customers(self._get_domain(part))
