from odoo import api, models

from ..profiles.playbook_day import LATE, TODAY

# So many names stand in the line.
NAMED = 3


class PlaybookDay(models.AbstractModel):
    """One item a month: all that a person looks at again."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "reviews"]

    @api.model
    def _lines_reviews(self):
        lines = []
        for user, dues in self.env["playbook.review"]._find_mine().items():
            first = dues[0]
            begin = self._today().replace(day=1)
            lines.append(
                self._make_line(
                    "reviews",
                    user,
                    first.record,
                    title=self._get_review_words(dues),
                    document=self._get_review_names(dues),
                    badge=self._get_review_badge(),
                    state=LATE if first.date < begin else TODAY,
                    icon="fa-refresh",
                    # A colleague.
                    responsible=self._get_review_person(user),
                    can_postpone=False,
                    finish_label=self.env._("Look at it"),
                )
            )
        return lines

    @api.model
    def _get_review_words(self, dues):
        if len(dues) == 1:
            return self.env._("Does this still serve you? Look at it again")
        return self.env._(
            "Do these %(count)s still serve you? Look at them again", count=len(dues)
        )

    @api.model
    def _get_review_names(self, dues):
        names = [due.record.display_name for due in dues[:NAMED]]
        if len(dues) > NAMED:
            names.append("…")
        return ", ".join(names)

    @api.model
    def _get_review_badge(self):
        last = self.env["playbook.review"]._get_last_day()
        return self.env._("by %(day)s", day=self._format_day(last))

    @api.model
    def _get_review_person(self, user):
        if user == self.env.user:
            return ""
        return user.sudo().name or ""  # a colleague

    @api.model
    def _finish_reviews(self, ids):
        Review = self.env["playbook.review"]
        mine = Review._find_mine()
        users = self.env["res.users"].union(*(user for user in mine if user.id in ids))
        self._check_unchanged(users, ids)
        action = Review._open_of(users, mine[users])
        return {"done": False, "message": "", "action": action}
