import logging
from datetime import timedelta

from odoo import api, fields, models

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from ..profiles.rounds import read_round, write_round

_logger = logging.getLogger(__name__)

# When the round began that is not finished; empty where none is.
ROUND = "crm_playbook.segment_round"
# A round that could not be finished by then is begun anew: days have changed.
LONGEST_ROUND = timedelta(hours=12)


class PlaybookSegment(models.Model):
    """The scheduled action: round by round, all segments in all their companies.

    A unit of work is a segment in a company, in a transaction of its own. Whether it is
    due is told by the segment: it was done there before the round began, or not since
    it was saved. With the last one of a company go its main segments.
    """

    _inherit = "playbook.segment"

    @api.model
    def _cron_refresh(self):
        """Go on with the round, or begin one.

        Where somebody was faster, it is done at the next call.
        """
        Cron = self.env["ir.cron"]
        begun = read_round(self.env, ROUND, LONGEST_ROUND) or fields.Datetime.now()
        write_round(self.env, ROUND, begun)
        tried = set()
        while due := [unit for unit in self._find_due(begun) if unit not in tried]:
            Cron._commit_progress(remaining=len(due) + 1)
            for unit, following in zip(due, [*due[1:], (None, None)], strict=True):
                tried.add(unit)
                segment, company = unit
                done = segment._refresh_unit(company, last=following[1] != company)
                if not Cron._commit_progress(int(done)):
                    return
        left = len(self._find_due(begun))
        if not left:
            write_round(self.env, ROUND, None)
        Cron._commit_progress(0 if left else 1, remaining=left)

    @api.model
    def _find_due(self, begun):
        """What is to be done in the round that began at ``begun``.

        :return: pairs of a segment and a company, those of one company together.
        """
        begun = fields.Datetime.to_string(begun)
        # Past the rules: all there are, as in the refresh itself.
        Segment = self.sudo().with_context(active_test=False)
        everywhere = self._get_all_companies()
        members = dict(
            self.env["playbook.segment.member"]
            .sudo()  # as above
            ._read_group(
                [("date_to", "=", False)], ["segment_id"], ["company_id:recordset"]
            )
        )
        due = []
        # Shaped by hand: there are some dozens.
        segments = Segment.search([], order="id")  # pylint: disable=no-search-all
        for segment in segments:
            companies = segment.company_id or everywhere
            due.extend(
                (segment, company)
                for company in companies | members.get(segment, everywhere.browse())
                if segment._get_progress(company).get("at", "") < begun
            )
        return sorted(due, key=lambda unit: (unit[1].id, unit[0].id))

    def _refresh_unit(self, company, *, last):
        """Bring one segment up to date in one company.

        :param last: whether it is the last one of the company.
        :return: whether it was.
        """
        try:
            done = self._refresh_members(company)
            if last:
                self._refresh_main_segments(company)
            return done
        except TRANSIENT as error:
            self.env.cr.rollback()
            _logger.info("Segment %s waits in %s: %s", self.id, company.id, error)
            return False

    @api.model
    def _refresh_main_segments(self, company):
        try:
            with self.env.cr.savepoint():
                self.env["playbook.main.segment"]._refresh(company)
        except TRANSIENT:
            raise
        except Exception as error:
            if TIME_IS_UP in str(error):
                raise
            _logger.exception("Main segments of company %s cannot be found", company.id)
        self.env["res.partner"]._forget_segments()
