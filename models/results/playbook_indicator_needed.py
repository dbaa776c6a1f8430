"""What somebody is on the way to reach is measured on."""

from odoo import models
from odoo.exceptions import UserError

from .playbook_objective import ACTIVE


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    def write(self, vals):
        if not self.env.su:
            if not vals.get("active", True):
                self._check_no_objective()
            elif vals.get("company_id"):
                self._check_no_objective(("company_id", "!=", vals["company_id"]))
        return super().write(vals)

    def _check_no_objective(self, *terms):
        """Refuse to stop measuring what an active objective is about.

        :param terms: of which objectives; of all where nothing is said.
        """
        # Whether there is one, whoever may read it.
        Objective = self.env["playbook.objective"].sudo()
        found = Objective.search(
            [("indicator_id", "in", self.ids), ("state", "=", ACTIVE), *terms]
        )
        if not found:
            return
        readable = found.with_env(self.env)._filtered_access("read")[:1]
        objective = readable or found[0]
        words = {
            "indicator": objective.sudo().indicator_id.name,  # one of these
            "objective": readable.display_name,
        }
        if readable:
            raise UserError(
                self.env._(
                    "The active objective “%(objective)s” needs the figures of "
                    "“%(indicator)s”. Close the objective first.",
                    **words,
                )
            )
        raise UserError(
            self.env._(
                "An active objective needs the figures of “%(indicator)s”. Ask Sales "
                "Management to close it first.",
                **words,
            )
        )
