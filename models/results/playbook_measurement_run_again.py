"""Measuring many closed periods again: the scheduled action does it, bit by bit."""

import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..profiles.halves import TIME_IS_UP, TRANSIENT
from .playbook_measurement_run import CLOSED, OPEN
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
        help="The scheduled action corrects it.",
    )
    again_user_id = fields.Many2one(
        "res.users", string="Asked for by", ondelete="set null", readonly=True
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
        runs = self.search(asked, order="indicator_id, id", limit=LOOKED_UP)
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
            runs._set({"error": str(error)})
            return
        runs._set({"again_reason": False, "again_user_id": False})
        runs.indicator_id._note_past_measured()

    # ------------------------------------------------------------------
    # The past as it is known now
    # ------------------------------------------------------------------

    @api.model
    def action_measure_past_again(self):
        """Open what was told of the past and nobody corrected: when history was loaded
        after the addon was installed. The scheduled action measures it.
        """
        user = self.env.user
        if not (user.has_group(MANAGEMENT) or user.has_group(CONFIGURATOR)):
            raise AccessError(
                self.env._(
                    "The past is measured again by Sales Management or the "
                    "Configurator. Ask one of them."
                )
            )
        companies = self.env.companies
        # Measurings are the addon's; that they are out of date is all that is said.
        count = self.sudo()._measure_past_again(companies)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._(
                    "%(count)s periods are measured again, within some hours at most.",
                    count=count,
                ),
                "type": "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _measure_past_again(self, companies):
        """Open the estimated periods of ``companies`` that nobody has corrected.

        :return: how many there are.
        """
        runs = self.search(
            [
                ("company_id", "in", companies.ids),
                ("state", "=", CLOSED),
                ("estimated", "=", True),
                ("date_corrected", "=", False),
                ("indicator_id.from_history", "=", True),
                ("indicator_id.active", "=", True),
            ]
        )
        runs.write({"state": OPEN, "date_tried": False, "date_closed": False})
        companies._forget_rfm_past()
        self._measure_soon()
        return len(runs)
