from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.workflows.reach import reaching

LATER = "later"
LIMITED = "limited"
ALL = "all"
LIVE = "live"
PILOT = "pilot"
BACKLOG = "backlog"


class PlaybookWorkflowStart(models.TransientModel):
    """What becomes of the backlog: asked before a workflow goes live, or later.

    Whoever decides sees first how many each person would get.
    """

    _name = "playbook.workflow.start"
    _description = "Switch a workflow on"

    workflow_id = fields.Many2one(
        "playbook.workflow", required=True, readonly=True, ondelete="cascade"
    )
    purpose = fields.Selection(
        [
            (LIVE, "Go live"),
            (PILOT, "Start the pilot"),
            (BACKLOG, "Take the backlog"),
        ],
        required=True,
        readonly=True,
    )
    in_words = fields.Text(related="workflow_id.in_words")
    backlog = fields.Selection(
        [
            (LATER, "Leave them: take up only what comes from now on"),
            (LIMITED, "Take some of them now: at most so many for each person"),
            (ALL, "Take all of them now"),
        ],
        string="What matches today",
        required=True,
        default=LATER,
    )
    take = fields.Selection(
        [
            (LIMITED, "Some of them: at most so many for each person"),
            (ALL, "All of them"),
        ],
        string="What to take now",
        required=True,
        default=ALL,
    )
    without_salesperson_count = fields.Integer(readonly=True)
    nobodys_words = fields.Char(
        string="Why nobody gets them", compute="_compute_nobodys_words"
    )
    starting_limit = fields.Integer(
        default=10, help="The most valuable of each person are taken first."
    )
    line_ids = fields.One2many(
        "playbook.workflow.start.line", "start_id", string="Who would get how many"
    )
    stale_count = fields.Integer(compute="_compute_totals")
    taken_count = fields.Integer(compute="_compute_totals")
    daily_limit = fields.Integer(related="workflow_id.daily_limit")
    pilot_words = fields.Char(string="Pilot of", compute="_compute_pilot_words")
    later_words = fields.Char(
        string="Later steps",
        compute="_compute_later_words",
        help="What comes of the steps after the first.",
    )

    @api.depends("line_ids.stale_count", "line_ids.taken_count")
    def _compute_totals(self):
        for start in self:
            start.stale_count = sum(start.line_ids.mapped("stale_count"))
            start.taken_count = sum(start.line_ids.mapped("taken_count"))

    @api.depends("workflow_id")
    def _compute_pilot_words(self):
        for start in self:
            workflow = start.workflow_id
            chosen = [
                *workflow.pilot_team_ids.mapped("name"),
                *workflow.pilot_user_ids.mapped("name"),
            ]
            start.pilot_words = ", ".join(chosen)

    @api.depends_context("lang")
    @api.depends("workflow_id.unassigned_to")
    def _compute_nobodys_words(self):
        env = self.env
        why = {
            "leader": env._(
                "Match too, but nobody gets them: they have no active responsible "
                "person, their team no leader, and nobody who works here answers for "
                "the workflow."
            ),
            "responsible": env._(
                "Match too, but nobody gets them: they have no active responsible "
                "person, and nobody who works here answers for the workflow."
            ),
            "nobody": env._(
                "Match too, but are left alone: what is nobody's goes to nobody."
            ),
        }
        for start in self:
            start.nobodys_words = why.get(start.workflow_id.unassigned_to)

    @api.depends_context("lang")
    @api.depends("workflow_id")
    def _compute_later_words(self):
        for start in self:
            later = start.workflow_id.step_ids[1:]
            if not later:
                start.later_words = False
            elif len(later) == 1:
                start.later_words = self.env._(
                    "One more step follows for each of them (%(moment)s, counted from "
                    "when it is taken up), as long as nothing stops it.",
                    moment=later._get_moment_since_taken(),
                )
            else:
                start.later_words = self.env._(
                    "%(count)s more steps follow for each of them (the last one: "
                    "%(moment)s, counted from when it is taken up), as long as nothing "
                    "stops them.",
                    count=len(later),
                    moment=later[-1]._get_moment_since_taken(),
                )

    @api.model_create_multi
    def create(self, vals_list):
        starts = super().create(vals_list)
        for start in starts:
            workflow = start._get_reaching()
            workflow.check_access("write")
            workflow._check_can_go_live(self.env.user)
            start.without_salesperson_count = workflow._count_nobodys()
            start.line_ids = [
                Command.create({"user_id": user, "stale_count": count, "worth": worth})
                for user, count, worth in workflow._count_by_person()
            ]
        return starts

    def _get_reaching(self):
        """The workflow, for whom it would be switched on."""
        if self.purpose == BACKLOG:
            return self.workflow_id
        return reaching(self.workflow_id, self.purpose)

    def action_open_nobodys(self):
        """Open those that match and that nobody would get."""
        self.ensure_one()
        workflow = self._get_reaching()
        return {
            "type": "ir.actions.act_window",
            "name": workflow.name,
            "res_model": workflow.res_model,
            "view_mode": "list,form",
            "domain": [("id", "in", workflow._find_nobodys())],
        }

    def action_confirm(self):
        """Do as chosen."""
        self.ensure_one()
        choice = self._get_choice()
        limited = choice == LIMITED
        if limited and self.starting_limit < 1:
            raise UserError(
                self.env._("Enter how many each person should get at most: 1 or more.")
            )
        if self.purpose != BACKLOG:
            self.workflow_id.write({"mode": self.purpose})
        taken = 0
        if choice != LATER:
            taken = self.workflow_id._take_backlog(
                self.starting_limit if limited else None
            )
        return self._told(taken)

    def _get_choice(self):
        """What becomes of the backlog."""
        return self.take if self.purpose == BACKLOG else self.backlog

    def _told(self, taken):
        """Close, tell what happens next and show it."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self._tell_taken(taken) if taken else self._tell_none(),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _tell_none(self):
        if self.purpose == LIVE:
            return self.env._("The workflow is live.")
        if self.purpose == PILOT:
            return self.env._("The pilot has begun.")
        if self.workflow_id.trigger == "no_stage_change":
            return self.env._("Nothing was stale any more.")
        return self.env._("Nothing matched any more.")

    def _tell_taken(self, count):
        if count == 1:
            return self.env._("One record is taken up within the next minutes.")
        if self.workflow_id.target == "lead":
            return self.env._(
                "%(count)s leads are taken up within the next minutes.", count=count
            )
        if self.workflow_id.target == "partner":
            return self.env._(
                "%(count)s customers are taken up within the next minutes.", count=count
            )
        if self.workflow_id.target == "order":
            return self.env._(
                "%(count)s quotations are taken up within the next minutes.",
                count=count,
            )
        return self.env._(
            "%(count)s opportunities are taken up within the next minutes.", count=count
        )
