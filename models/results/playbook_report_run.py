"""The scheduled action that sends the reports."""

import logging

from odoo import api, fields, models

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from .playbook_report import ACTIVE

_logger = logging.getLogger(__name__)

# So many are made in one transaction at most, and so long.
BATCH = 10
SECONDS = 10


class PlaybookReport(models.Model):
    """What is due is written down first, for each recipient and period once; then it is
    made and sent, batch by batch. Kill it anywhere: what was committed is whole, and
    the next run does the rest.

    Of what was missed, the last period alone is sent.
    """

    _inherit = "playbook.report"

    @api.model
    def _cron_send(self, batch=BATCH):
        """Send what is due.

        When the time that Odoo gives is over, it says that something remains, and is
        called again.
        """
        Delivery = self.env["playbook.report.delivery"]
        for report in self.search([("state", "=", ACTIVE)]):
            report._claim_or_log()
        left = Delivery._count_waiting()
        time_left = self.env["ir.cron"]._commit_progress(remaining=left)
        measured = set()
        while left and time_left > 0:
            some = Delivery._take(batch)
            try:
                if some._bring_up_to_date(measured):
                    # Measuring may take long: what is measured stays so.
                    time_left = self.env["ir.cron"]._commit_progress(remaining=left)
                    if time_left <= 0:
                        return
                done = self._send_some(some, left)
            except TRANSIENT:
                # Somebody else was faster: all of it is done by the next run.
                self.env.cr.rollback()
                _logger.info("Scheduled reports are sent by the next run.")
                return
            left = Delivery._count_waiting()
            time_left = self.env["ir.cron"]._commit_progress(done, remaining=left)
            # What was computed for these is of no use to the others.
            self.env.invalidate_all()

    @api.model
    def _send_some(self, some, left):
        """Make and send these, as far as there is time.

        :return: how many are done.
        """
        Cron = self.env["ir.cron"]
        begun = some._begin()
        # If the server is stopped by one of them, that stays.
        Cron._commit_progress(remaining=left)
        try:
            later = begun._deliver(SECONDS)
        except TRANSIENT:
            self.env.cr.rollback()
            begun._put_back()
            Cron._commit_progress(remaining=left)
            raise
        later._put_back()
        return len(some) - len(later)

    def _claim_or_log(self):
        """What cannot be found out about one report stops no other."""
        try:
            with self.env.cr.savepoint():
                self._claim()
        except TRANSIENT:
            raise
        except Exception as error:
            if TIME_IS_UP in str(error):
                raise
            self.env.invalidate_all(flush=False)
            _logger.exception("It could not be found out who gets report %s.", self.id)

    def _claim(self):
        """Write down for whom it is due, and that what has waited longer is overtaken.

        :return: the new rows.
        """
        self.ensure_one()
        Delivery = self.env["playbook.report.delivery"]
        due = self._find_due()
        if not due:
            return Delivery
        periods = {period for _user, _company, period in due}
        there = Delivery._search_scheduled(self, periods)
        known = {(row.user_id.id, row.date_from) for row in there}
        new = Delivery.create(
            [
                self._prepare_delivery(user, company, period)
                for user, company, period in due
                if (user.id, period.date_from) not in known
            ]
        )
        new._overtake()
        return new

    def _prepare_delivery(self, user, company, period, **values):
        """The values of the row of one recipient and period."""
        self.ensure_one()
        return {
            "report_id": self.id,
            "name": self.with_context(lang=user.lang).name,
            "user_id": user.id,
            "company_id": company.id,
            "frequency": period.frequency,
            "date_from": period.date_from,
            "date_to": period.date_to,
            "date_next": fields.Datetime.now(),
            **values,
        }
