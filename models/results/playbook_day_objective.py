from odoo import api, models

SOURCE, APPROVAL = "objective", "objective_approval"
PLAN = 1


class PlaybookDay(models.AbstractModel):
    """Objectives at risk, and those that wait for the approval of whoever decides."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), SOURCE]

    @api.model
    def _get_choice_sources(self):
        return [*super()._get_choice_sources(), SOURCE]

    # ------------------------------------------------------------------
    # At risk
    # ------------------------------------------------------------------

    @api.model
    def _lines_objective(self):
        return [
            self._make_line(
                SOURCE,
                objective,
                title=self.env._("This is at risk: what do you do about it?"),
                badge=objective._get_gap_words(),
                icon="fa-bullseye",
                automatic=True,
                # A colleague.
                responsible=self._get_review_person(objective.user_id),
                finish_label=self.env._("Decide"),
                choices=[
                    {
                        "id": PLAN,
                        "name": self.env._("I'll plan something"),
                        "result": "positive",
                        "help": self.env._(
                            "It stands on the objective, and comes back when it is due."
                        ),
                    }
                ],
            )
            for objective in self.env["playbook.objective"]._find_at_risk()
        ]

    @api.model
    def _finish_objective(self, ids, choice=False):
        objectives = self.env["playbook.objective"]._find_at_risk(ids)
        self._check_unchanged(objectives, ids)
        if choice == PLAN:
            action = objectives.action_plan()
        else:
            action = objectives._open_form()
        return {"done": False, "message": "", "action": action}

    @api.model
    def _postpone_objective(self, ids, date):
        objectives = self.env["playbook.objective"]._find_at_risk(ids)
        self._check_unchanged(objectives, ids)
        for objective in objectives:
            summary = self.env._("See what can be done about this objective")
            self._plan_activity(objective, summary, date)
        return self._get_postponed_words(date)

    # ------------------------------------------------------------------
    # To be approved
    # ------------------------------------------------------------------

    @api.model
    def _get_approval_sources(self):
        return {**super()._get_approval_sources(), APPROVAL: "playbook.objective"}

    @api.model
    def _lines_objective_approval(self):
        accepted = self.env._("The baseline is frozen, and from now on it is followed.")
        return [
            self._make_approval_line(
                APPROVAL,
                objective,
                title=self.env._("May this objective be activated?"),
                icon="fa-bullseye",
                choices=self._get_approval_choices(accepted),
            )
            for objective in self.env["playbook.objective"]._find_to_approve()
        ]

    @api.model
    def _finish_objective_approval(self, ids, choice=False):
        return self._finish_approval(APPROVAL, ids, choice)
