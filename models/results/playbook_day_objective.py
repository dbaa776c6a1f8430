from odoo import api, models

SOURCES = ["objective", "objective_approval"]
PLAN = 1
APPROVE, REFUSE = 1, 2


class PlaybookDay(models.AbstractModel):
    """Objectives at risk, and those that wait for the approval of whoever decides."""

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), *SOURCES]

    @api.model
    def _get_choice_sources(self):
        return [*super()._get_choice_sources(), *SOURCES]

    # ------------------------------------------------------------------
    # At risk
    # ------------------------------------------------------------------

    @api.model
    def _lines_objective(self):
        return [
            self._make_line(
                "objective",
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
    def _find_objectives_to_approve(self, ids=None):
        Objective = self.env["playbook.objective"]
        domain = Objective._get_waiting_domain()
        if ids is not None:
            domain.append(("id", "in", ids))
        waiting = Objective.search(domain, order="date_asked, id")
        decision = Objective._get_decision()
        # Who decides is no secret; most people do not, and nothing more is asked.
        deciders = decision.sudo().decider_ids.user_ids
        if not waiting or (decision.sudo().active and self.env.user not in deciders):
            return Objective
        return waiting.filtered(lambda objective: objective._may_decide())

    @api.model
    def _lines_objective_approval(self):
        return [
            self._make_line(
                "objective_approval",
                objective,
                key=self._make_objective_key(objective),
                title=self.env._("May this objective be activated?"),
                # A colleague.
                responsible=objective.asked_by_id.sudo().name or "",
                date=self._local_day(objective.date_asked),
                icon="fa-bullseye",
                can_postpone=False,
                finish_label=self.env._("Decide"),
                choices=self._get_objective_choices(),
                choice_required=True,
            )
            for objective in self._find_objectives_to_approve()
        ]

    @api.model
    def _get_objective_choices(self):
        return [
            {
                "id": APPROVE,
                "name": self.env._("Approve"),
                "result": "positive",
                "help": self.env._(
                    "The baseline is frozen, and from now on it is followed."
                ),
            },
            {
                "id": REFUSE,
                "name": self.env._("Refuse"),
                "result": "negative",
                "help": self.env._("It stays a draft; you say why."),
            },
        ]

    @api.model
    def _make_objective_key(self, objective):
        """With when it was asked: what is decided on, is what stands in the list."""
        asked = objective.date_asked
        stamp = asked.strftime("%Y%m%d%H%M%S") if asked else "0"
        return f"objective_approval-{objective.id}-{stamp}"

    @api.model
    def _read_key(self, key):
        start, _separator, _asked = str(key).rpartition("-")
        if not start.startswith("objective_approval-"):
            return super()._read_key(key)
        source, number = super()._read_key(start)
        objective = self._find_objectives_to_approve([number])
        self._check_unchanged(objective, [number])
        if key != self._make_objective_key(objective):
            objective._refuse_as_changed()
        return source, number

    @api.model
    def _finish_objective_approval(self, ids, choice=False):
        objectives = self._find_objectives_to_approve(ids)
        self._check_unchanged(objectives, ids)
        if choice == APPROVE:
            objectives._approve()
            return self.env._("Approved.")
        if choice == REFUSE:
            action = objectives.action_open_refuse()
        else:
            action = objectives._open_form()
        return {"done": False, "message": "", "action": action}
