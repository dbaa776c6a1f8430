"""Which profiles can be archived or deleted, and what goes with them."""

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


class PlaybookProfile(models.Model):
    _inherit = "playbook.profile"

    def _check_has_no_members(self):
        for profile in self:
            if profile.user_ids:
                raise UserError(
                    self.env._(
                        "“%(profile)s” has members (%(people)s). Take the profile from "
                        "them first.",
                        profile=profile.name,
                        people=", ".join(profile.user_ids[:5].mapped("name")),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for profile in self:
            if profile.is_shipped:
                raise UserError(
                    self.env._(
                        "“%(profile)s” came with CRM Playbook and cannot be deleted. "
                        "Archive it instead: it is then offered no longer.",
                        profile=profile.name,
                    )
                )
        self._check_has_no_members()
        self._check_is_no_model()
        self._check_is_not_the_only_decider()

    def _check_is_no_model(self):
        for profile in self.with_context(active_test=False):
            after = profile.search([("model_id", "=", profile.id)])
            if after:
                raise UserError(
                    self.env._(
                        "“%(profile)s” cannot be deleted: %(profiles)s was made after "
                        "it. Delete that first, or archive this one.",
                        profile=profile.name,
                        profiles=", ".join(after.mapped("name")),
                    )
                )

    def _check_is_not_the_only_decider(self):
        for decision in self.with_context(active_test=False).decision_type_ids:
            if decision.decider_ids <= self:
                raise UserError(
                    self.env._(
                        "“%(profile)s” cannot be deleted: nobody else could decide "
                        "“%(decision)s”. Name another profile there first.",
                        profile=decision.decider_ids[:1].name,
                        decision=decision.name,
                    )
                )

    def unlink(self):
        """Its group goes with it, and what was made for the group alone."""
        groups = self.group_id
        result = super().unlink()
        # Uninstalling deletes all groups of ours by itself.
        if not self.env.context.get(MODULE_UNINSTALL_FLAG):
            groups._unlink_made_for_profile()
        return result
