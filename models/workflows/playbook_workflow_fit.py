"""Which records a workflow can be for, and which of them its conditions find."""

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

from .playbook_workflow import (
    CREATED,
    INACTIVE,
    OUTCOME,
    SOURCE,
    STALE,
    UNANSWERED,
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

    @api.constrains("domain", "stop_domain", "target")
    def _check_domain(self):
        """Whoever writes a condition must be able to search with it.

        Who reads no such records may write one all the same, and cannot go live.
        """
        for workflow in self:
            for name in CONDITIONS:
                workflow._check_condition(name)

    def _check_condition(self, name):
        """:param name: of the field with the condition."""
        records = self.env[self.res_model]
        # Conditions are written by a person, who finds with them what they see.
        records = records.with_user(self.env.user)
        try:
            domain = self._parse_condition(name, self.env.uid)
            domain.validate(records)
            if records.has_access("read"):
                records.search_count(domain, limit=1)
        except UserError:
            raise
        except Exception as error:  # whatever a wrong domain may raise
            raise ValidationError(
                self.env._(
                    "%(condition)s: the condition of “%(workflow)s” cannot be searched "
                    "with: %(error)s Mend it or leave it empty: [].",
                    condition=self._fields[name]._description_string(self.env),
                    workflow=self.name,
                    error=error,
                )
            ) from error

    def _parse_condition(self, name, uid):
        """A condition as a domain; ``uid`` and relative dates may be used.

        :param name: of the field with the condition.
        :param uid: the id of the user in whose name it is searched with.
        """
        self.ensure_one()
        return Domain(safe_eval(self[name] or "[]", {"uid": uid}))

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
        records = self.env[self._get_target().model]
        for name in CONDITIONS:
            try:
                self._parse_condition(name, self.env.uid).validate(records)
            except Exception:  # noqa: BLE001 - whatever a wrong domain may raise
                self[name] = "[]"
