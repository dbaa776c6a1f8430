"""Approving procedures."""

from odoo import models
from odoo.exceptions import UserError

from .playbook_approval_mixin import ASKED
from .playbook_procedure import IN_FORCE, OBSERVE


class PlaybookProcedure(models.Model):
    _inherit = "playbook.procedure"

    def action_approve(self):
        """Approve these: they come into force, and nobody notices yet (Observe)."""
        shown = self._approve()
        in_form = self.env.context.get("playbook_in_form")
        return shown._open_form() if in_form and len(shown) == 1 else None

    def _check_asked(self):
        self.check_access("read")
        for procedure in self:
            waits = procedure.approval == ASKED and procedure.active
            if not waits or procedure.state in IN_FORCE:
                raise UserError(
                    self.env._(
                        "“%(procedure)s” waits for no approval: somebody has decided "
                        "on it, or changed it since. Open it again.",
                        procedure=procedure.name,
                    )
                )
        self._check_as_seen()

    def _approve(self, comment=""):
        """:return: what is in force by that."""
        self._check_asked()
        self._check_may_decide()
        shown = self.browse()
        for procedure in self:
            people = procedure._get_waiting_people()
            # Whoever decides has decided; the addon notes it.
            begun = procedure.sudo()._come_into_force(comment).with_env(self.env)
            begun._tell_decided(people, begun._get_approved_words(), comment)
            shown |= begun
        return shown

    def _come_into_force(self, comment=""):
        """Observe from now on, what was approved.

        :return: what is in force by that.
        """
        self.ensure_one()
        self.write({"state": OBSERVE, "approval_comment": comment or False})
        return self
