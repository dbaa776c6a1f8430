from collections import defaultdict

import pytz
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class PlaybookWorkflowStep(models.Model):
    """What a workflow does when it takes a record up."""

    _name = "playbook.workflow.step"
    _description = "Step of a workflow"
    _order = "workflow_id, sequence, id"

    workflow_id = fields.Many2one(
        "playbook.workflow", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("activity", "Plan an activity")], required=True, default="activity"
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="Activity type",
        ondelete="set null",
        domain="[('res_model', 'in', (False, 'crm.lead'))]",
        help="Empty: a to-do.",
    )
    summary = fields.Char(
        required=True,
        translate=True,
        help="What the salesperson reads in the list of activities.",
    )
    note = fields.Text(
        translate=True,
        help="What to do, in your words. How long the opportunity has stood still is "
        "added.",
    )
    due_days = fields.Integer(
        string="Due in days",
        help="Days from the day on which it is planned; 0 is the same day.",
    )

    @api.constrains("due_days")
    def _check_due_days(self):
        for step in self.filtered(lambda step: not 0 <= step.due_days <= 365):
            raise ValidationError(
                self.env._(
                    "Step “%(step)s” is due in %(days)s days: enter 0 to 365.",
                    step=step.summary,
                    days=step.due_days,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.workflow_id._record_shaping()
        return steps

    def write(self, vals):
        self.workflow_id._check_may_change()
        result = super().write(vals)
        # It may have come to another workflow.
        self.workflow_id._record_shaping()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_live(self):
        self.workflow_id._record_shaping()

    def _run_step(self, rows, env):
        """Carry out the step for ``rows`` of ``playbook.workflow._due_sql``.

        :param env: the environment to act in: see ``playbook.workflow._acting_env``.
        :return: a dictionary from the id of a lead to that of what was made for it.
        """
        self.ensure_one()
        return getattr(self, f"_run_{self.kind}")(rows, env)

    def _run_activity(self, rows, env):
        """Plan an activity for each salesperson, with no mail: it is seen in Odoo.

        One ``create`` for each company and language, never an environment a record:
        what every environment costs, all later ones pay.
        """
        users = self.env["res.users"].browse({row["user_id"] for row in rows})
        today = self._local_days(users)
        groups = defaultdict(list)
        for row in rows:
            lang = users.browse(row["user_id"]).lang
            groups[row["company_id"], lang].append(row)
        made = {}
        for (company_id, lang), group in groups.items():
            step = self.with_context(lang=lang)
            activities = (
                env["mail.activity"]
                .with_company(company_id)
                .with_context(lang=lang, mail_activity_quick_update=True)
                .create(step._prepare_activity_vals_list(group, today))
            )
            for row, activity in zip(group, activities, strict=True):
                made[row["lead_id"]] = activity.id
        return made

    def _local_days(self, users):
        """A dictionary from a user's id to what day it is for them."""
        now = pytz.utc.localize(fields.Datetime.now())
        return {
            user.id: now.astimezone(pytz.timezone(user.tz or "UTC")).date()
            for user in users
        }

    def _prepare_activity_vals_list(self, rows, today):
        """The values of the activities for ``rows``, in this environment's language."""
        todo = self.env.ref("mail.mail_activity_data_todo")
        shared = {
            "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
            "activity_type_id": (self.activity_type_id or todo).id,
            "summary": self.summary,
            "automated": True,
        }
        stages = self.env["crm.stage"].browse({row["stage_id"] for row in rows})
        names = {stage.id: stage.name for stage in stages}
        absent = self.env["res.users"].browse({row["stands_in_for_id"] for row in rows})
        people = {user.id: user.name for user in absent.filtered("id")}
        return [
            {
                **shared,
                "res_id": row["lead_id"],
                "user_id": row["user_id"],
                "date_deadline": fields.Date.add(
                    today[row["user_id"]], days=self.due_days
                ),
                "note": self._activity_note(
                    row, names[row["stage_id"]], people.get(row["stands_in_for_id"])
                ),
            }
            for row in rows
        ]

    def _activity_note(self, row, stage, absent=None):
        """What stands in the activity: the step's words, how long it has stood, and in
        whose place it is done.
        """
        facts = self.env._(
            "In “%(stage)s” since %(date)s: no stage change for %(days)s days.",
            stage=stage,
            date=format_date(self.env, row["since"]),
            days=row["days"],
        )
        lines = [*(self.note or "").splitlines(), facts]
        if absent:
            lines.append(self.env._("You stand in for %(person)s.", person=absent))
        return Markup("<br/>").join(lines)
