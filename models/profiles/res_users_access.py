"""What a user may do beyond their profiles, in words."""

from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    playbook_beyond = fields.Text(
        string="Beyond the profiles",
        compute="_compute_playbook_beyond",
        exportable=False,
        groups="base.group_user",
    )

    @api.depends("group_ids")
    @api.depends_context("uid")
    def _compute_playbook_beyond(self):
        told = self.env.user.has_group("base.group_erp_manager")
        for user in self:
            if not told:
                user.playbook_beyond = False
                continue
            profiles = user.playbook_profile_ids
            found = user._get_access_beyond(profiles) if profiles else []
            user.playbook_beyond = "\n".join(sentence for _group, sentence in found)

    def _get_access_beyond(self, profiles):
        """What groups of Odoo's allow this user beyond ``profiles``.

        :return: a list of pairs: a group that the user has explicitly, and a sentence.
        """
        self.ensure_one()
        own = profiles.group_id | profiles.given_group_id
        held = self.group_ids.filtered(lambda group: group & own.all_implied_by_ids)
        granted = (own | held)._get_granted()
        ours = self.env["res.groups"]._get_playbook_groups()
        found = []
        for group in self.group_ids - own - held:
            if group in ours and group.privilege_id not in self._scope_privileges():
                continue
            sentence = group._tell_beyond(granted)
            if sentence:
                found.append((group, sentence))
        return found

    @api.model
    def _scope_privileges(self):
        """Odoo's own Sales access: our level of it is one of Odoo's for this."""
        return self.env.ref("sales_team.res_groups_privilege_sales")
