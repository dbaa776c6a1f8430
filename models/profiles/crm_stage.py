from odoo import api, models
from odoo.fields import Domain

# Which stage comes first, and for which team.
ORDER_FIELDS = {"fold", "sequence", "team_ids"}


class CrmStage(models.Model):
    """The first stage of each team: what is still there counts as a lead where leads
    are switched off.
    """

    _inherit = "crm.stage"

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        self._forget_first_stages()
        return stages

    def write(self, vals):
        stages = self
        if "is_won" in vals:
            self.check_access("write")
            # Safe: who may shape stages decides which is won; Odoo then gives all its
            # leads their probability, which not everybody who shapes stages may read.
            stages = self.sudo()
        result = super(CrmStage, stages).write(vals)
        if not ORDER_FIELDS.isdisjoint(vals):
            self._forget_first_stages()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_first_stages()
        return result

    def _forget_first_stages(self):
        """Record rules, which name the first stages, are cached."""
        self.env.registry.clear_cache()

    @api.model
    def _get_first_stage_domain(self):
        """The leads that are in the first stage of their team, as Odoo finds it."""
        # Stages are read by everybody who works here.
        stages = self.sudo().search([("fold", "=", False)], order="sequence, id")
        common = stages.filtered(lambda stage: not stage.team_ids)
        teams = stages.team_ids
        first = common[:1]
        domain = Domain("team_id", "not in", teams.ids) & Domain(
            "stage_id", "in", first.ids
        )
        for team in teams:
            mine = stages.filtered(
                lambda stage, team=team: not stage.team_ids or team in stage.team_ids
            )
            domain |= Domain("team_id", "=", team.id) & Domain(
                "stage_id", "=", mine[:1].id
            )
        return domain
