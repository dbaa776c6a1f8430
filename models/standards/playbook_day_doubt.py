from odoo import api, models
from odoo.fields import Domain

from .playbook_doubt import ASKED, FALLEN

KEEP, FALL_BACK = 1, 2
MANAGEMENT = "crm_playbook.group_sales_management"


class PlaybookDay(models.AbstractModel):
    """Requirements in doubt, for who decides; those that fell back, for who answers for
    their procedure.
    """

    _inherit = "playbook.day"

    @api.model
    def _get_sources(self):
        return [*super()._get_sources(), "doubt", "fallen"]

    @api.model
    def _get_choice_sources(self):
        return [*super()._get_choice_sources(), "doubt"]

    # ------------------------------------------------------------------
    # To decide
    # ------------------------------------------------------------------

    @api.model
    def _find_doubts(self, ids=None):
        Doubt = self.env["playbook.doubt"]
        if not Doubt.has_access("read"):
            return Doubt
        domain = Domain("state", "=", ASKED)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        return Doubt.search(domain).filtered(lambda doubt: doubt._may_be_decided())

    @api.model
    def _lines_doubt(self):
        choices = [
            {
                "id": KEEP,
                "name": self.env._("Keep enforcing"),
                "result": "positive",
                "help": self.env._("It goes on stopping the work where it is missing."),
            },
            {
                "id": FALL_BACK,
                "name": self.env._("Let it fall back"),
                "result": "negative",
                "help": self.env._("The work goes on; it becomes a point to fix."),
            },
        ]
        return [
            self._make_line(
                "doubt",
                doubt,
                title=self.env._(
                    "%(filler)s of %(answers)s answers say nothing: keep asking for "
                    "it?",
                    filler=doubt.filler,
                    answers=doubt.answers,
                ),
                date=doubt.date_falls_back,
                badge=self.env._(
                    "decide until %(day)s", day=self._format_day(doubt.date_falls_back)
                ),
                # It falls back unless somebody decides.
                always_shown=True,
                icon="fa-balance-scale",
                can_postpone=False,
                finish_label=self.env._("Decide"),
                choices=choices,
                choice_required=True,
            )
            for doubt in self._find_doubts()
        ]

    @api.model
    def _finish_doubt(self, ids, choice=False):
        doubts = self._find_doubts(ids)
        self._check_unchanged(doubts, ids)
        if choice == KEEP:
            doubts.action_keep()
            return self.env._("It goes on being enforced.")
        if choice == FALL_BACK:
            doubts.action_fall_back()
            return self.env._("It only warns from now on.")
        action = doubts.action_open_decide()
        return {"done": False, "message": "", "action": action}

    # ------------------------------------------------------------------
    # What fell back
    # ------------------------------------------------------------------

    @api.model
    def _find_fallen(self, ids=None):
        domain = Domain("state", "=", FALLEN) & Domain("fallen_seen", "=", False)
        # It may have been enforced again.
        domain &= Domain("requirement_id.only_warns", "=", True)
        if ids is not None:
            domain &= Domain("id", "in", ids)
        # Who answers for a procedure is told what became of it, and not the evidence.
        fallen = self.env["playbook.doubt"].sudo().search(domain)
        people = fallen.user_id.with_env(self.env)
        # Of whom is absent or has left, as with what is to be looked at again.
        mine = self.env["playbook.review"]._filter_mine(people)
        manages = self.env.user.has_group(MANAGEMENT)
        return fallen.filtered(
            lambda doubt: doubt.user_id in mine if doubt.user_id else manages
        )

    @api.model
    def _lines_fallen(self):
        return [
            self._make_line(
                "fallen",
                doubt,
                # As whoever answers for it reads it.
                doubt.procedure_id.with_env(self.env),
                title=self.env._(
                    "“%(requirement)s” only warns now: %(filler)s of %(answers)s "
                    "answers said nothing",
                    requirement=doubt.requirement_id.label,
                    filler=doubt.filler,
                    answers=doubt.answers,
                ),
                date=self._local_day(doubt.date_decided),
                icon="fa-level-down",
                can_postpone=False,
                finish_label=self.env._("Seen"),
            )
            for doubt in self._find_fallen()
            if doubt.procedure_id.with_env(self.env).has_access("read")
        ]

    @api.model
    def _finish_fallen(self, ids):
        doubts = self._find_fallen(ids)
        self._check_unchanged(doubts, ids)
        doubts.fallen_seen = True
        return self.env._("Taken note of.")
