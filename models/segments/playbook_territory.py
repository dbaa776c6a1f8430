from odoo import api, fields, models


class PlaybookTerritory(models.Model):
    """A part of the market that somebody looks after.

    Its rules say whose addresses lie in it: see :class:`PlaybookTerritoryRule`. An
    archived one is given to nobody any more.
    """

    _name = "playbook.territory"
    _description = "Territory"
    _inherit = ["playbook.segmentation.option.mixin"]

    _playbook_field = "territory_id"

    rule_ids = fields.One2many(
        "playbook.territory.rule", "territory_id", string="Rules", copy=False
    )
    rule_text = fields.Char(
        string="Where", compute="_compute_rule_text", compute_sudo=False
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        ondelete="set null",
        domain="[('share', '=', False)]",
        help="Who gets new leads of this territory, where the CRM settings say so.",
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Sales Team",
        ondelete="set null",
        help="Which team gets new leads of this territory, where the CRM settings say "
        "so.",
    )

    @api.depends("rule_ids.display_name")
    @api.depends_context("lang")
    def _compute_rule_text(self):
        for territory in self:
            territory.rule_text = " · ".join(territory.rule_ids.mapped("display_name"))

    @api.constrains("active")
    def _check_rules(self):
        self.env["playbook.territory.rule"]._check_overlap()

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def action_preview_moves(self):
        """Show whom the rules, as they are now, put into another territory."""
        return self.env["playbook.territory.move"]._open()

    # ------------------------------------------------------------------
    # Who looks after its new leads
    # ------------------------------------------------------------------

    def _get_people(self, company, team):
        """Values for a lead of this territory, of ``company`` and ``team`` if any."""
        self.ensure_one()
        # Whoever makes the lead: the settings say who gets it.
        territory = self.sudo()
        user, has_team = territory.user_id, bool(team)
        team = team.sudo() or territory.team_id
        if team.company_id and company and team.company_id != company:
            return {}
        if not team.active:
            team = team.browse()
        if not self._may_get_leads(user, team, company):
            user = user.browse()
        values = {"user_id": user.id, "team_id": not has_team and team.id}
        return {name: value for name, value in values.items() if value}

    def _may_get_leads(self, user, team, company):
        """Whether ``user`` works here, and in the team where there is one."""
        if not user.active or user.share:
            return False
        if company and company not in user.company_ids:
            return False
        # Whoever makes the lead, as above.
        Team = self.env["crm.team"].sudo()
        teams = user.crm_team_ids | Team.search([("user_id", "=", user.id)])
        return team in teams if team else True
