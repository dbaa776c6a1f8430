"""Which moments go with which records."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ..profiles.condition import find_error
from .playbook_workflow import (
    CREATED,
    INACTIVE,
    OUTCOME,
    RFM_GROUP,
    SEGMENT,
    SOURCE,
    STALE,
    UNANSWERED,
    WON,
)
from .targets import LEAD, OPPORTUNITY, ORDER, PARTNER, TARGETS

# What a trigger can happen to; the first is proposed.
FITTING = {
    STALE: (OPPORTUNITY,),
    CREATED: (LEAD, OPPORTUNITY, PARTNER, ORDER),
    SOURCE: (LEAD,),
    UNANSWERED: (ORDER,),
    OUTCOME: (OPPORTUNITY, LEAD, PARTNER, ORDER),
    INACTIVE: (PARTNER,),
    WON: (OPPORTUNITY,),
    SEGMENT: (PARTNER,),
    RFM_GROUP: (PARTNER,),
}
# What is proposed for a target with which the trigger does not go.
USUAL = {LEAD: CREATED, OPPORTUNITY: STALE, PARTNER: CREATED, ORDER: UNANSWERED}
CONDITIONS = ("domain", "stop_domain")


class PlaybookWorkflow(models.Model):
    _inherit = "playbook.workflow"

    @api.depends("target")
    def _compute_res_model(self):
        return super()._compute_res_model()

    @api.constrains("target", "trigger")
    def _check_trigger_fits(self):
        """A stage change happens to opportunities, an answer to quotations."""
        targets = dict(self._fields["target"]._description_selection(self.env))
        triggers = dict(self._fields["trigger"]._description_selection(self.env))
        for workflow in self:
            fitting = FITTING[workflow.trigger]
            if workflow.target not in fitting:
                raise ValidationError(
                    self.env._(
                        "“%(trigger)s” does not happen to what “%(workflow)s” is for "
                        "(%(target)s). Choose another moment, or one of: %(fitting)s.",
                        trigger=triggers[workflow.trigger],
                        workflow=workflow.name,
                        target=targets[workflow.target],
                        fitting=", ".join(targets[target] for target in fitting),
                    )
                )

    # ------------------------------------------------------------------
    # The form proposes what fits
    # ------------------------------------------------------------------

    @api.onchange("target")
    def _onchange_target(self):
        """Propose a moment that fits, and let go of conditions that do not."""
        if self.target and self.target not in FITTING.get(self.trigger, ()):
            self.trigger = USUAL[self.target]
        self._reset_conditions()

    @api.onchange("trigger")
    def _onchange_trigger(self):
        """Propose what it can happen to."""
        fitting = FITTING.get(self.trigger, TARGETS)
        if self.target not in fitting:
            self.target = fitting[0]
            self._reset_conditions()

    def _reset_conditions(self):
        """Empty what is no condition for records of this kind."""
        for name in CONDITIONS:
            if find_error(self.env[self._get_target().model], self[name]):
                self[name] = "[]"
