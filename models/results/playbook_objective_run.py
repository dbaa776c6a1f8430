"""Computing where all objectives stand, bounded and resumable."""

import logging

from odoo import api, models

from ..profiles.halves import TRANSIENT, do_in_halves
from .playbook_objective import ACTIVE

_logger = logging.getLogger(__name__)
BATCH = 100


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

    @api.model
    def _cron_update(self, batch=BATCH):
        """Compute where the active ones stand; one that cannot be stops no other."""
        Cron = self.env["ir.cron"]
        ids = self.search(
            [("state", "=", ACTIVE)], order="date_computed NULLS FIRST, id"
        ).ids
        Cron._commit_progress(remaining=len(ids))
        try:
            for start in range(0, len(ids), batch):
                part = self.browse(ids[start : start + batch]).exists()
                do_in_halves(self.env.cr, part, self._update_some, self._note_failed)
                if not Cron._commit_progress(len(part)):
                    return
        except TRANSIENT as error:
            # Somebody was faster: the next run goes on from here.
            self.env.cr.rollback()
            _logger.info("Objectives wait: %s", error)

    @api.model
    def _update_some(self, objectives):
        objectives._update_standing()
        objectives.filtered("problem")._note(problem=False)
        # An error of one is found here, and not at the end.
        objectives.flush_recordset()

    @api.model
    def _note_failed(self, objective, error):
        _logger.warning("Objective %s could not be computed: %s", objective.id, error)
        objective._note(problem=str(error))
        return 1
