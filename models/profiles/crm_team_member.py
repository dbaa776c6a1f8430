from odoo import api, models
from odoo.exceptions import AccessError

# They see a team's documents because they belong to it.
TEAM_SCOPES = (
    (
        "crm_playbook.group_sale_salesman_team",
        "sales_team.group_sale_salesman_all_leads",
    ),
    (
        "crm_playbook.group_customer_service_team",
        "crm_playbook.group_customer_service_all",
    ),
)
SERVICE = "crm_playbook.group_customer_service"
MAY_WIDEN = "base.group_erp_manager,sales_team.group_sale_manager"


class CrmTeamMember(models.Model):
    """Who is in a team sees its documents, where their scope is the team.

    Record rules are cached for each user: they are forgotten with every change, in all
    workers, so that who was removed is refused in the next transaction.
    """

    _inherit = "crm.team.member"

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._follow_members()
        return members

    def write(self, vals):
        if {"active", "crm_team_id", "user_id"}.isdisjoint(vals):
            return super().write(vals)
        before = {member: member._get_place() for member in self}
        result = super().write(vals)
        # Odoo writes all members of a team when one comes or goes.
        self.filtered(lambda each: each._get_place() != before[each])._follow_members()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["res.users"]._forget_teams()
        return result

    def _get_place(self):
        return self.active, self.crm_team_id, self.user_id

    def _follow_members(self):
        if self:
            self.env["res.users"]._forget_teams()
        for member in self.filtered("active"):
            self._check_widens_nobodys_access(member.crm_team_id, member.user_id)

    @api.model
    def _check_widens_nobodys_access(self, team, user):
        """The Configurator makes teams, and gives nobody more access by it.

        :param user: who has come into the team or leads it now.
        :raise AccessError: when somebody's documents become more, and the current user
            does not manage access.
        """
        if self.env.su or not user or self.env.user.has_groups(MAY_WIDEN):
            return
        # Read to be compared: who is in the team is seen by everybody.
        team_sudo = team.sudo()
        people = team_sudo.member_ids | team_sudo.user_id
        others = people if self._has_customers(user) else self.env["res.users"]
        for person in user | others.with_env(self.env):
            if self._sees_by_team(person):
                raise AccessError(
                    self.env._(
                        "%(person)s sees the documents of their teams, so that putting "
                        "%(user)s into “%(team)s” would show %(person)s more. That "
                        "needs Access Rights or Sales / Administrator: ask somebody "
                        "who has it.",
                        person=person.name,
                        user=user.name,
                        team=team.name,
                    )
                )

    @api.model
    def _has_customers(self, user):
        """Whether colleagues of Customer Service see customers because of ``user``."""
        if user.has_group(SERVICE):
            return True
        # Who looks after customers is compared, and told to nobody.
        Partners = self.env["res.partner"].sudo().with_context(active_test=False)
        return bool(Partners.search_count([("service_user_id", "=", user.id)], limit=1))

    @api.model
    def _sees_by_team(self, person):
        return any(
            person.has_group(by_team) and not person.has_group(everything)
            for by_team, everything in TEAM_SCOPES
        )

    def _get_lead_from_date(self, date_from, active_test=False):
        """No figures of leads for who does not read leads, instead of an error."""
        if not self.env["crm.lead"].has_access("read"):
            return {}
        return super()._get_lead_from_date(date_from, active_test)
