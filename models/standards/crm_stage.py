from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache


def _find_pipelines(stages, teams):
    """The stages of each of ``teams``, each set of stages once: pairs of a team and
    its stages. Without teams all stages are one pipeline.
    """
    if not teams:
        return [(teams, stages)]
    pipelines = {}
    for team in teams:
        mine = stages.filtered(
            lambda stage, team=team: not stage.team_ids or team in stage.team_ids
        )
        pipelines.setdefault(mine, team)
    return [(team, mine) for mine, team in pipelines.items()]


def _find_dead_ends(stages, allowed):
    """Those of ``stages``, one pipeline, that have a list and lead to no won stage.

    :param allowed: a dictionary from the id of a stage to the ids of those that may
        follow; None, or not there: all of the pipeline.
    """
    reaching = set(stages.filtered("is_won").ids)
    waiting = set(stages.ids) - reaching
    found = bool(reaching)
    while found:
        found = {
            stage
            for stage in waiting
            if allowed.get(stage) is None or allowed[stage] & reaching
        }
        reaching |= found
        waiting -= found
    return stages.filtered(
        lambda stage: stage.id in waiting and allowed.get(stage.id) is not None
    )


class CrmStage(models.Model):
    """Which stages may follow which."""

    _inherit = "crm.stage"

    next_stage_ids = fields.Many2many(
        "crm.stage",
        "crm_stage_playbook_next_rel",
        "stage_id",
        "next_stage_id",
        string="Allowed next stages",
        help="An opportunity in this stage may move to these stages only. Empty: to "
        "every stage.",
    )

    def write(self, vals):
        result = super().write(vals)
        if not {"is_won", "next_stage_ids"}.isdisjoint(vals):
            # What creates and deletes stages empties the cache anyway.
            self.env.registry.clear_cache()
        return result

    @api.model
    @ormcache()
    def _get_allowed_next(self):
        """A dictionary from the id of each stage to a set of the ids of those that may
        follow it; None where all may.
        """
        # The same for everybody who works here: it is cached.
        stages = self.sudo().search([])  # pylint: disable=no-search-all
        return {
            stage.id: frozenset(stage.next_stage_ids.ids) or None for stage in stages
        }

    # ------------------------------------------------------------------
    # What may be listed
    # ------------------------------------------------------------------

    @api.constrains("next_stage_ids", "team_ids")
    def _check_next_stages(self):
        # Teams of companies that the user is not in count too.
        listing = self.sudo().search(
            [
                ("next_stage_ids", "!=", False),
                *("|", ("id", "in", self.ids), ("next_stage_ids", "in", self.ids)),
            ]
        )
        for stage in listing:
            if stage in stage.next_stage_ids:
                raise ValidationError(
                    self.env._(
                        "The stage “%(stage)s” cannot follow itself. Take it out of "
                        "its allowed next stages.",
                        stage=stage.name,
                    )
                )
            for following in stage.next_stage_ids:
                teams, theirs = stage.team_ids, following.team_ids
                if teams and theirs and not teams & theirs:
                    raise ValidationError(
                        self.env._(
                            "“%(following)s” cannot follow “%(stage)s”: no sales team "
                            "uses both. Take it out of the allowed next stages, or "
                            "give both stages a team in common.",
                            following=following.name,
                            stage=stage.name,
                        )
                    )

    @api.constrains("next_stage_ids", "is_won", "team_ids")
    def _check_ways_out(self):
        self._check_dead_ends()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_way_out(self):
        self._check_dead_ends(without=self)

    @api.model
    def _check_dead_ends(self, without=None):
        """Refuse stages from which nothing can be won.

        :param without: stages that are about to go. Who may be followed by these alone
            may then be followed by none, not by all.
        """
        without = without or self.browse()
        # As in _check_next_stages.
        stages = self.sudo().search([])  # pylint: disable=no-search-all
        allowed = {
            stage.id: set((stage.next_stage_ids - without).ids)
            for stage in stages
            if stage.next_stage_ids
        }
        if not allowed:
            return
        teams = stages.env["crm.team"].search([])  # pylint: disable=no-search-all
        pipelines = _find_pipelines(stages - without, teams)
        for team, mine in pipelines:
            dead = _find_dead_ends(mine, allowed)
            if not dead:
                continue
            names = ", ".join(dead.mapped("name"))
            if len(pipelines) == 1:
                raise ValidationError(self._tell_dead_end(names))
            raise ValidationError(self._tell_dead_end_of(names, team))

    @api.model
    def _tell_dead_end(self, names):
        return self.env._(
            "No opportunity could be won from here any more: %(stages)s. Add to the "
            "allowed next stages one that leads to a won stage, or leave them empty.",
            stages=names,
        )

    @api.model
    def _tell_dead_end_of(self, names, team):
        return self.env._(
            "No opportunity of the sales team %(team)s could be won from here any "
            "more: %(stages)s. Add to the allowed next stages one of this team that "
            "leads to a won stage, or leave them empty.",
            team=team.name,
            stages=names,
        )
