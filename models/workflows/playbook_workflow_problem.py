"""What whoever looks at a workflow should know of it."""

import logging

from odoo import models
from odoo.exceptions import UserError

from .playbook_enrollment_advice import tell_error
from .playbook_workflow import ACTING

_logger = logging.getLogger(__name__)


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    def _tell_problem(self, error):
        """Log why this workflow could not be run.

        :return: the same for its form.
        """
        if isinstance(error, UserError | ValueError):
            _logger.warning("Workflow %s cannot be run: %s", self.id, error)
        else:
            _logger.error("Workflow %s could not be run.", self.id, exc_info=error)
        return tell_error(error)

    def _get_warning(self):
        """What whoever looks at it should know although it runs; False: nothing."""
        if self.mode not in ACTING:
            return False
        problems = self.step_ids._get_problems()
        if self._get_entry_room() == 0:
            problems.append(
                self.env._(
                    "It has taken up %(count)s new records within a day, which is its "
                    "limit; the others follow. Look whether its condition means as "
                    "many, then raise “New records a day” if it does.",
                    count=self.entry_limit,
                )
            )
        return "\n".join(problems) or False
