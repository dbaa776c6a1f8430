from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .playbook_segment import REVIEW_MONTHS


class PlaybookDay(models.AbstractModel):
    """The segments that one answers for: which do not work, and which to look at."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "segment_problem", "segment_review"]

    @api.model
    def _find_segments(self, domain, ids=None):
        Segment = self.env["playbook.segment"]
        if not Segment.has_access("read"):
            return Segment
        domain &= Domain("user_id", "in", self.env.user._get_covered_users().ids)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        return Segment.search(domain)

    @api.model
    def _lines_segment_problem(self):
        return [
            self._make_line(
                "segment_problem",
                segment,
                title=self.env._(
                    "See why this segment is no longer brought up to date"
                ),
                badge=self.env._("Does not work"),
                icon="fa-exclamation-triangle",
                # It goes away when it is mended.
                can_finish=False,
                can_postpone=False,
            )
            for segment in self._find_segments(Domain("problem", "!=", False))
        ]

    @api.model
    def _find_segments_to_review(self, ids=None):
        return self._find_segments(Domain("date_review", "<=", self._today()), ids)

    @api.model
    def _lines_segment_review(self):
        return [
            self._make_line(
                "segment_review",
                segment,
                title=self.env._(
                    "Do we still treat these customers well? Look at the segment again"
                ),
                date=segment.date_review,
                by_document=True,
                icon="fa-refresh",
                finish_label=self.env._("Looked at"),
            )
            for segment in self._find_segments_to_review()
        ]

    @api.model
    def _finish_segment_review(self, ids):
        """Looked at: the next time is in half a year."""
        segments = self._find_segments_to_review(ids)
        self._check_unchanged(segments, ids)
        day = self._today() + relativedelta(months=REVIEW_MONTHS)
        segments._set_date_review(day)
        return self.env._("Next time: %(day)s.", day=self._format_day(day))

    @api.model
    def _postpone_segment_review(self, ids, date):
        segments = self._find_segments_to_review(ids)
        self._check_unchanged(segments, ids)
        segments._set_date_review(fields.Date.to_date(date))
        return self._get_postponed_words(date)
