from odoo import api, models
from odoo.exceptions import UserError


class CrmTeam(models.Model):
    """Who leads a team sees its documents, where their scope is the team."""

    _inherit = "crm.team"

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams.filtered("user_id")._follow_leaders()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if vals.get("user_id") or vals.get("active"):
            self._follow_leaders()
        elif not {"active", "user_id"}.isdisjoint(vals):
            self.env["res.users"]._forget_teams()
        return result

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
        if self:
            self.env["res.users"]._forget_teams()
        for team in self:
            self.env["crm.team.member"]._check_widens_nobodys_access(team, team.user_id)
