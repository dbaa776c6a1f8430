from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

LATER = "later"
LIMITED = "limited"
ALL = "all"


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
        [("live", "Go live"), ("backlog", "Take the backlog")],
        required=True,
        readonly=True,
    )
    backlog = fields.Selection(
        [
            (LATER, "Leave them: follow up only what goes stale from now on"),
            (LIMITED, "Take some of them now: at most so many for each person"),
            (ALL, "Take all of them now"),
        ],
        string="What is stale today",
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
    starting_limit = fields.Integer(
        default=10, help="The most valuable of each person are taken first."
    )
    line_ids = fields.One2many(
        "playbook.workflow.start.line", "start_id", string="Who would get how many"
    )
    stale_count = fields.Integer(compute="_compute_totals")
    taken_count = fields.Integer(compute="_compute_totals")
    daily_limit = fields.Integer(related="workflow_id.daily_limit")

    @api.depends("line_ids.stale_count", "line_ids.taken_count")
    def _compute_totals(self):
        for start in self:
            start.stale_count = sum(start.line_ids.mapped("stale_count"))
            start.taken_count = sum(start.line_ids.mapped("taken_count"))

    @api.model_create_multi
    def create(self, vals_list):
        starts = super().create(vals_list)
        for start in starts:
            workflow = start.workflow_id
            workflow.check_access("write")
            workflow._check_can_go_live(self.env.user)
            start.without_salesperson_count = workflow._count_nobodys()
            start.line_ids = [
                Command.create({"user_id": user, "stale_count": count, "worth": worth})
                for user, count, worth in workflow._count_by_person()
            ]
        return starts

    def action_confirm(self):
        """Do as chosen."""
        self.ensure_one()
        choice = self._get_choice()
        limited = choice == LIMITED
        if limited and self.starting_limit < 1:
            raise UserError(
                self.env._("Enter how many each person should get at most: 1 or more.")
            )
        if self.purpose == "live":
            self.workflow_id.write({"mode": "live"})
        taken = 0
        if choice != LATER:
            taken = self.workflow_id._take_backlog(
                self.starting_limit if limited else None
            )
        return self._told(taken)

    def _get_choice(self):
        """What becomes of the backlog."""
        return self.backlog if self.purpose == "live" else self.take

    def _told(self, taken):
        """Close, tell what happens next and show it."""
        message = self.env._("The workflow is live.")
        if self.purpose == "backlog":
            message = self.env._("Nothing was stale any more.")
        if taken:
            message = self.env._(
                "%(count)s opportunities are taken up within the next minutes.",
                count=taken,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
