"""What waits to be made: which are next, and what becomes of those that fail."""

from datetime import timedelta

from odoo import api, fields, models

from .playbook_report_delivery import FAILED, SKIPPED, WAITING

TRIES = 3
WAIT = timedelta(hours=1)


class PlaybookReportDelivery(models.Model):
    _inherit = "playbook.report.delivery"

    @api.model
    def _get_waiting_domain(self):
        now = fields.Datetime.now()
        return [("state", "=", WAITING), ("date_next", "<=", now)]

    @api.model
    def _count_waiting(self):
        return self.search_count(self._get_waiting_domain())

    @api.model
    def _take(self, batch):
        """The next of them, at most ``batch``, those of one report together. What was
        begun before comes last, and alone: it may be what stops the server.
        """
        some = self.search(
            self._get_waiting_domain(), order="tries, report_id, id", limit=batch
        )
        return some.filtered(lambda row: not row.tries) or some[:1]

    def _begin(self):
        """Note that these are begun, as many times as each other: if the server is
        stopped meanwhile, others come first.

        :return: those that are still to be made.
        """
        tries = max(self.mapped("tries"), default=0)
        if tries >= TRIES:
            for report, rows in self.grouped("report_id").items():
                told = report.with_context(lang=report._get_told_language())
                error = told.env._("The server was stopped each time that it was made.")
                rows.write({"state": FAILED, "error": error, "is_noted": False})
            return self.browse()
        self.write({"tries": tries + 1, "date_next": fields.Datetime.now() + WAIT})
        return self

    def _put_back(self):
        """Note that these were not begun after all."""
        for tries, rows in self.grouped("tries").items():
            rows.write({"tries": max(tries - 1, 0), "date_next": fields.Datetime.now()})

    def _overtake(self):
        """What waits of an earlier period is not sent any more: of what was missed, the
        last is enough.
        """
        waiting = self.search(
            [
                ("report_id", "in", self.report_id.ids),
                ("state", "=", WAITING),
                ("on_demand", "=", False),
            ]
        )
        newest = {(row.report_id, row.user_id): row.date_to for row in self}
        old = (waiting - self).filtered(
            lambda row: row.date_to
            < newest.get((row.report_id, row.user_id), row.date_to)
        )
        for report, rows in old.grouped("report_id").items():
            told = report.with_context(lang=report._get_told_language())
            error = told.env._("The next one was due.")
            rows.write({"state": SKIPPED, "error": error})
