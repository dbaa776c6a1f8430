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

    def action_give_profiles(self):
        """Show the profiles of these users, and what their groups allow beyond."""
        self.check_access("write")
        return self.env["playbook.profile.give"]._open(users=self)

    def _get_access_beyond(self, profiles):
        """What groups of Odoo's apps allow this user beyond ``profiles``.

        Basic groups are left out, and so is whatever makes administrators: it is not
        for their customers that people have them.

        :return: a list of pairs: a group that the user has explicitly, and a sentence.
        """
        self.ensure_one()
        own = profiles.group_id | profiles.given_group_id
        held = self.group_ids.filtered(lambda group: group & own.all_implied_by_ids)
        # What everybody who works here may do is nobody's excess.
        everybody = self._get_group("crm_playbook.group_user")
        granted = {
            **everybody._get_granted_to_all(),
            **(own | held)._get_granted(),
        }
        found = []
        for group in self.group_ids - own - held - self._get_groups_left_alone():
            sentence = group._tell_beyond(granted)
            if sentence:
                found.append((group, sentence))
        return found

    def _get_groups_left_alone(self):
        """The groups that are told beside no profile, and never taken away."""
        Groups = self.env["res.groups"]
        # Our level of Odoo's own Sales access is one of Odoo's for this.
        level = self._get_group("crm_playbook.group_sale_salesman_team")
        administrator = self._get_group("base.group_erp_manager")
        ours = Groups._get_playbook_groups() - level
        chiefs = self.group_ids & administrator.all_implied_by_ids
        return ours | Groups._get_basic_groups() | chiefs

    @api.model
    def _get_group(self, xmlid):
        """By id: a reference costs a query each time, and this is asked for each
        user.
        """
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        return self.env["res.groups"].browse(get_id(xmlid))
