import ast

from odoo import api, models
from odoo.exceptions import UserError

from .role_action import role_action


class CrmTeam(models.Model):
    """Who leads a team sees its documents, where their scope is the team."""

    _inherit = "crm.team"

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        self.env["res.users"]._forget_teams()
        teams._follow_leaders()
        return teams

    def write(self, vals):
        archived = self.filtered(lambda team: not team.active)
        leaders = {team: team.user_id for team in self}
        result = super().write(vals)
        if not {"active", "user_id"}.isdisjoint(vals):
            self.env["res.users"]._forget_teams()
        if vals.get("active"):
            archived._follow_everybody()
        if vals.get("user_id"):
            self.filtered(lambda team: team.user_id != leaders[team])._follow_leaders()
        return result

    @api.model
    def action_your_pipeline(self):
        """My Pipeline, as Sales has it."""
        if self.env["res.users"]._get_screen() == "sales":
            action = role_action(self.env, "crm_lead_action")
            return self._action_update_to_pipeline(action)
        return super().action_your_pipeline()

    @api.model
    def action_opportunity_forecast(self):
        """Who directs has no pipeline of their own: theirs is everybody's."""
        if self.env["res.users"]._get_screen() in (False, "sales", "standard"):
            return super().action_opportunity_forecast()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm.crm_lead_action_forecast"
        )
        context = ast.literal_eval(action["context"] or "{}")
        context.pop("search_default_assigned_to_me", None)
        return {**action, "context": context}

    def _compute_lead_unassigned_count(self):
        """Who shapes teams need not be able to read leads: then none are counted."""
        if self.env["crm.lead"].has_access("read"):
            return super()._compute_lead_unassigned_count()
        self.lead_unassigned_count = 0
        return None

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used_for_sales(self):
        """Odoo counts orders, which who shapes teams need not be able to read."""
        if self.env["sale.order"].has_access("read"):
            return super()._unlink_except_used_for_sales()
        try:
            # Asks whether there are many, and tells no more than that.
            return super(CrmTeam, self.sudo())._unlink_except_used_for_sales()
        except UserError as error:
            raise UserError(
                self.env._(
                    "The sales team “%(team)s” has orders. Archive it instead.",
                    team=", ".join(self.mapped("name")),
                )
            ) from error

    def unlink(self):
        result = super().unlink()
        self.env["res.users"]._forget_teams()
        return result

    def _follow_leaders(self):
        for team in self:
            self.env["crm.team.member"]._check_widens_nobodys_access(team, team.user_id)

    def _follow_everybody(self):
        """A team that is there again shows its documents to all who are in it."""
        for team in self:
            for user in team.member_ids | team.user_id:
                self.env["crm.team.member"]._check_widens_nobodys_access(team, user)
