from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .playbook_load import STOPPED
from .playbook_load_line import LEFT_OUT, LOAD, REVIEWED


class PlaybookLoad(models.Model):
    """What waits: lines that were not reached, and what was changed meanwhile."""

    _inherit = "playbook.load"

    # Set by what changes what comes of the lines, once they have been looked at.
    needs_review = fields.Boolean(readonly=True, copy=False)
    rest_count = fields.Integer(
        string="Not reached",
        compute="_compute_counts",
        help="Lines that were to be loaded when it was stopped.",
    )

    def _check_reviewed(self):
        """:raise UserError: if what was reviewed is not what would be loaded."""
        if self.needs_review:
            raise UserError(
                self.env._(
                    "“%(load)s” has been changed since it was reviewed. Press “Review "
                    "again”, see what becomes of its lines, then load.",
                    load=self.display_name,
                )
            )

    def action_load_rest(self):
        """Load what was not loaded because somebody stopped it."""
        self._check_state(STOPPED)
        load = self._take_over()
        load._check_may_load()
        if not self.rest_count:
            raise UserError(
                self.env._(
                    "“%(load)s” has no line left to load.", load=self.display_name
                )
            )
        Line = self.env["playbook.load.line"]
        Line.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE playbook_load_line
                   SET state = %s, reason = NULL
                 WHERE load_id = %s AND state = %s AND handling = %s
                """,
                REVIEWED,
                self.id,
                LEFT_OUT,
                LOAD,
            )
        )
        Line.invalidate_model(flush=False)
        self._forget_counts()
        self._set(date_done=False)
        self._begin_loading()
        load._work()
