"""Measuring many closed periods again: the scheduled action does it, bit by bit."""

import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from .playbook_measurement_run import CLOSED, MANAGED_BY, OPEN
from .playbook_measurement_run_correct import MANAGEMENT
from .playbook_measurement_run_due import BATCH, LOOKED_UP
from .playbook_measurement_run_rfm import ASKING

_logger = logging.getLogger(__name__)

CONFIGURATOR = "crm_playbook.group_configurator"


class PlaybookMeasurementRun(models.Model):
    _inherit = "playbook.measurement.run"

    again_reason = fields.Text(
        string="To be measured again because",
        readonly=True,
        groups=MANAGED_BY,
        help="The scheduled action corrects it.",
    )
    again_user_id = fields.Many2one(
        "res.users",
        string="Asked for by",
        ondelete="set null",
        readonly=True,
        groups=MANAGED_BY,
    )

    _to_correct = models.Index("(indicator_id) WHERE again_reason IS NOT NULL")

    # ------------------------------------------------------------------
    # Corrections
    # ------------------------------------------------------------------

    def _correct_later(self, reason):
        """Have the scheduled action measure these closed ones again.

        :param reason: why; it is kept.
        :return: how many there are.
        """
        closed = self._get_correctable(reason)
        closed.write({"again_reason": reason.strip(), "again_user_id": self.env.uid})
        self._measure_soon()
        return len(closed)

    @api.model
    def _cron_measure(self, batch=BATCH):
        result = super()._cron_measure(batch)
        try:
            self._correct_those_asked(batch)
        except TRANSIENT as error:
            self.env.cr.rollback()
            _logger.info("Correcting waits: %s", error)
        return result

    @api.model
    def _correct_those_asked(self, batch):
        """Correct those that are to be, ``batch`` of one indicator in a transaction."""
        Cron = self.env["ir.cron"]
        # What asks for RFM groups waits until those of the past are told.
        ready = Domain("company_id.playbook_rfm_past_told", "=", True)
        ready |= Domain("indicator_id.code", "not in", sorted(ASKING))
        asked = (
            ready & Domain("again_reason", "!=", False) & Domain("state", "=", CLOSED)
        )
        # What could not be corrected keeps nobody waiting.
        order = "error desc nulls first, indicator_id, id"
        runs = self.search(asked, order=order, limit=LOOKED_UP)
        if not runs:
            return
        left = len(runs)
        parts = runs.grouped(
            lambda run: (run.indicator_id, run.again_user_id, run.again_reason)
        )
        for (_indicator, user, reason), part in parts.items():
            for start in range(0, len(part), batch):
                some = part[start : start + batch]
                left -= len(some)
                some._correct_apart(user or self.env.user, reason)
                if not Cron._commit_progress(len(some), remaining=left + 1):
                    return
        # What could not be corrected waits for the next call.
        more = len(runs) == LOOKED_UP
        Cron._commit_progress(remaining=int(more))

    def _correct_apart(self, user, reason):
        """Correct these of one indicator, in the name of ``user``, who asked for it."""
        runs = self.exists()
        try:
            # They were allowed to when they asked: see _get_correctable.
            runs.with_user(user).sudo()._correct_one(runs.indicator_id, reason)
        except UserError as error:
            if isinstance(error.__cause__, TRANSIENT) or TIME_IS_UP in str(error):
                raise error.__cause__ from None
            runs._note_uncorrected(error)
            return
        runs._set({"again_reason": False, "again_user_id": False})
        runs.indicator_id._note_past_measured()

    def _note_uncorrected(self, error):
        """Note why these could not be corrected; the next call tries it again."""
        self._set({"error": str(error)})

    # ------------------------------------------------------------------
    # The past as it is known now
    # ------------------------------------------------------------------

    @api.model
    def action_measure_past_again(self):
        """Ask why what was told of the past is measured again: when history was loaded
        after the addon was installed.
        """
        self._check_may_measure_past()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Measure the Past Again"),
            "res_model": "playbook.measurement.correct",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_of_past": True,
                "default_reason": self.env._("History was loaded."),
            },
        }

    @api.model
    def _check_may_measure_past(self):
        user = self.env.user
        if not (user.has_group(MANAGEMENT) or user.has_group(CONFIGURATOR)):
            raise AccessError(
                self.env._(
                    "The past is measured again by Sales Management or the "
                    "Configurator. Ask one of them."
                )
            )

    @api.model
    def _ask_past_again(self, reason):
        """Have the scheduled action measure the past of the user's companies again.

        :param reason: why; it is kept.
        :return: how many periods there are.
        """
        self._check_may_measure_past()
        # Measurings are the addon's; that they are out of date is all that is said.
        return self.sudo()._measure_past_again(self.env.companies, reason)

    @api.model
    def _measure_past_again(self, companies, reason):
        """Have the estimated periods of ``companies`` corrected: what differs becomes a
        new version. Those that were never measured are opened: nobody has read them.
        """
        runs = self.search(self._get_estimated_domain(companies))
        runs._check_correctable(reason)
        unread = runs.filtered(lambda run: not run.date_measured)
        unread.write({"state": OPEN, "date_tried": False, "date_closed": False})
        # What waits already keeps its reason.
        asked = (runs - unread).filtered(lambda run: not run.again_reason)
        asked.write({"again_reason": reason.strip(), "again_user_id": self.env.uid})
        companies._forget_rfm_past()
        self._measure_soon()
        return len(runs)

    @api.model
    def _get_estimated_domain(self, companies):
        """The closed periods of ``companies`` that were measured afterwards."""
        return [
            ("company_id", "in", companies.ids),
            ("state", "=", CLOSED),
            ("estimated", "=", True),
            ("indicator_id.from_history", "=", True),
            ("indicator_id.active", "=", True),
        ]
