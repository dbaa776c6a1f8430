"""Which RFM groups customers were in before they were first scored: it is worked out by
the scheduled action alone, before what asks for it is measured.
"""

import logging
from datetime import date, timedelta

from odoo import api, fields, models

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from .playbook_measurement_run import GROUPS
from .playbook_measurement_run_due import BATCH

_logger = logging.getLogger(__name__)

# Indicators that ask in which RFM group customers were on the day before a period.
MOVED = {"rfm_up", "rfm_down"}
# Those that are made of nothing else, and those that are divided by it.
MADE_OF_GROUPS = {"rfm_good", *MOVED}
ASKING = {*MADE_OF_GROUPS, "base_value", "base_margin"}


class PlaybookMeasurementRun(models.Model):
    _inherit = "playbook.measurement.run"

    @api.model
    def _cron_measure(self, batch=BATCH):
        if not self._tell_rfm_past():
            return None
        return super()._cron_measure(batch)

    @api.model
    def _tell_rfm_past(self):
        """Tell the RFM groups of the past of the companies of which that is not done:
        one day of one company in a transaction.

        :return: whether there is time left.
        """
        codes = [("code", "in", sorted(ASKING))]
        if not self.env["playbook.indicator"].search_count(codes, limit=1):
            return True
        Cron = self.env["ir.cron"]
        untold = [("playbook_rfm_past_told", "=", False)]
        for company in self.env["res.company"].search(untold):
            is_told = False
            while is_told is False:
                is_told = self._tell_rfm_past_apart(company)
                count = 0 if is_told is None else 1
                if not Cron._commit_progress(count, remaining=1):
                    return False
        return True

    @api.model
    def _tell_rfm_past_apart(self, company):
        """Tell of the next day of ``company``.

        :return: whether that was the last one; None where it cannot be done. The next
            call goes on there, and what asks for it waits.
        """
        try:
            return company._tell_rfm_past()
        except TRANSIENT as error:
            self.env.cr.rollback()
            _logger.info("The RFM groups of %s wait: %s", company.id, error)
        except Exception as error:
            self.env.cr.rollback()
            if TIME_IS_UP in str(error):
                raise
            _logger.exception("The RFM groups of %s cannot be told", company.id)
        return None

    @api.model
    def _measure_rfm_again(self, company):
        """Have measured what has waited for the groups of ``company``."""
        waiting = self.search(
            [
                ("company_id", "=", company.id),
                ("indicator_id.code", "in", sorted(ASKING)),
                ("state", "=", "open"),
            ]
        )
        waiting._set({"date_tried": False})

    def _measure(self):
        waiting = self._find_waiting(MADE_OF_GROUPS)
        waiting._set(
            {
                "date_tried": fields.Datetime.now(),
                "error": False,
                "lack": GROUPS,
            }
        )
        return super(PlaybookMeasurementRun, self - waiting)._measure()

    @api.model
    def _get_reason_groups(self):
        return self.env._(
            "In which RFM groups customers were then is still being worked out. It is "
            "measured as soon as that is known."
        )

    def _close(self):
        waiting = self._find_waiting(ASKING)
        return super(PlaybookMeasurementRun, self - waiting)._close()

    def _find_waiting(self, codes):
        """Of these, the open ones of indicators with ``codes`` that ask for RFM groups
        which have not been told yet.
        """
        asking = self.filtered(
            lambda run: run.state == "open" and run.indicator_id.code in codes
        )
        # Whether it was done says nothing of anybody.
        asking = asking.filtered(
            lambda run: not run.company_id.sudo().playbook_rfm_past_told
        )
        if not asking:
            return asking
        # When customers were first scored: a day alone.
        groups = self.env["playbook.rfm.run"].sudo()
        groups = groups._read_group(
            [("company_id", "in", asking.company_id.ids)], ["company_id"], ["date:min"]
        )
        scored = {company.id: day for company, day in groups}
        return asking.filtered(
            lambda run: run._get_rfm_day() < scored.get(run.company_id.id, date.max)
        )

    def _get_rfm_day(self):
        """The first day of which it asks for the groups."""
        self.ensure_one()
        moved = self.indicator_id.code in MOVED
        return (self.date_from if moved else self.date_to) - timedelta(days=1)
