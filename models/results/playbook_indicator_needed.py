"""What somebody is on the way to reach is measured on."""

from odoo import api, models
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
        words = self._find_needing(
            ("active", "=", True), ("state", "=", ACTIVE), *terms
        )
        if words and words["objective"]:
            raise UserError(
                self.env._(
                    "The active objective “%(objective)s” needs the figures of "
                    "“%(indicator)s”. Close the objective first.",
                    **words,
                )
            )
        if words:
            raise UserError(
                self.env._(
                    "An active objective needs the figures of “%(indicator)s”. Ask "
                    "Sales Management to close it first.",
                    **words,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_objectives(self):
        self._check_no_objective()
        words = self._find_needing()
        if words and words["objective"]:
            raise UserError(
                self.env._(
                    "“%(indicator)s” is what the objective “%(objective)s” is measured "
                    "by. Choose another one there, or archive this one: it is not "
                    "measured any more, and its figures are kept.",
                    **words,
                )
            )
        if words:
            raise UserError(
                self.env._(
                    "“%(indicator)s” is what an objective is measured by that you may "
                    "not read. Archive it: it is not measured any more, and its "
                    "figures are kept.",
                    **words,
                )
            )

    def _find_needing(self, *terms):
        """The names of one objective that is about these, and of what it is about:
        empty where there is none; that of one that the user may not read is not told.
        """
        # Those that the user may not read need it, too.
        Objective = self.env["playbook.objective"].sudo()
        found = Objective.with_context(active_test=False).search(
            [("indicator_id", "in", self.ids), *terms]
        )
        if not found:
            return {}
        readable = found.with_env(self.env)._filtered_access("read")[:1]
        one = (readable or found[0]).sudo()  # one of these
        return {"indicator": one.indicator_id.name, "objective": readable.display_name}
