"""Which stage comes before which."""

from odoo import api, models
from odoo.tools import ormcache

# What decides which stages lie behind.
ORDER_FIELDS = {"fold", "is_won", "sequence", "team_ids"}


class CrmStage(models.Model):
    _inherit = "crm.stage"

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        self._measure_leads_soon()
        return stages

    def write(self, vals):
        result = super().write(vals)
        if not ORDER_FIELDS.isdisjoint(vals):
            self._measure_leads_soon()
        return result

    def unlink(self):
        result = super().unlink()
        self._measure_leads_soon()
        return result

    @api.model
    def _measure_leads_soon(self):
        """What is asked of leads where they are now may be something else."""
        Procedure = self.env["playbook.procedure"]
        if Procedure._get_key_fields("crm.lead"):
            Procedure._measure_soon(always=True)

    @api.model
    @ormcache()
    def _get_order(self):
        """The stages in their order: triples of the id, the ids of the teams that have
        it (none: all), and whether it is won.
        """
        # Stages are read by everybody who works here.
        stages = self.sudo().search([("id", "!=", False)], order="sequence, id")
        return tuple(
            (stage.id, frozenset(stage.team_ids.ids), stage.is_won) for stage in stages
        )

    @api.model
    def _get_places(self):
        return {stage_id: at for at, (stage_id, *_) in enumerate(self._get_order())}

    def _find_following(self, team):
        """Where an opportunity of ``team`` goes from this stage, or from none: what is
        allowed, else the stage that follows.
        """
        allowed = self._get_allowed_next().get(self.id)
        if allowed is not None:
            order = self._get_order()
            return self.browse(each_id for each_id, *_ in order if each_id in allowed)
        here = self._get_places().get(self.id, -1)
        for stage_id, team_ids, _is_won in self._get_order()[here + 1 :]:
            if not team_ids or team.id in team_ids:
                return self.browse(stage_id)
        return self.browse()

    def _is_before(self, other):
        places = self._get_places()
        return places.get(self.id, -1) < places.get(other.id, -1)

    def _get_stages_between(self, old, teams):
        """The ids of the stages after ``old`` and before this one that all of ``teams``
        have; of all before it where there is no ``old``.
        """
        self.ensure_one()
        places = self._get_places()
        begin = places.get(old.id, -1) if old else -1
        between = self._get_order()[begin + 1 : places.get(self.id, 0)]
        return frozenset(
            stage_id
            for stage_id, team_ids, is_won in between
            if not is_won and (not team_ids or (teams and team_ids >= set(teams.ids)))
        )

    @api.model
    def _get_first_stage_ids(self):
        """Ids of the stages with which opportunities begin, of any team."""
        # Stages are read by everybody who works here.
        stages = self.sudo().search([("fold", "=", False)], order="sequence, id")
        common = stages.filtered(lambda stage: not stage.team_ids)
        first = common[:1]
        for team in stages.team_ids:
            first |= stages.filtered(
                lambda stage, team=team: not stage.team_ids or team in stage.team_ids
            )[:1]
        return first.ids
