"""What a step does when it is carried out."""

from collections import defaultdict
from typing import NamedTuple

import pytz
from markupsafe import Markup

from odoo import fields, models
from odoo.tools import format_date


class Done(NamedTuple):
    """What a step has done for one row.

    :param activity_id: of the activity that it planned.
    :param user_id: who got it, where that is not the row's ``user_id``.
    :param detail: what was done, in words.
    """

    activity_id: int | None = None
    user_id: int | None = None
    detail: str | None = None


class PlaybookWorkflowStep(models.Model):
    """A step is carried out for many records at once, never with an environment for
    each: what every environment costs, all later ones pay.

    A *row* is a dictionary with ``enrollment_id``, ``record_id`` and the same as one of
    ``lead_id``, ``partner_id``, ``order_id``; ``user_id``, who gets what the step makes;
    ``stands_in_for_id``, the absent colleague in whose place; ``person_id``, who looks
    after the record, and ``leader_id``, who leads the team; ``company_id``;
    ``occurrence``; ``since``, the day of the occasion, ``days`` since then, and
    ``stage_id`` of an opportunity.
    """

    _inherit = "playbook.workflow.step"

    def _run_step(self, rows, env):
        """Carry out the step for ``rows``.

        :param env: the environment to act in: see ``playbook.workflow._acting_env``.
        :return: a dictionary from ``enrollment_id`` to :class:`Done`.
        :raise: whatever is wrong with any of the rows: nothing is done then.
        """
        self.ensure_one()
        return getattr(self, f"_run_{self.kind}")(rows, env)

    def _run_activity(self, rows, env):
        """Plan an activity for each person, with no mail: it is seen in Odoo."""
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
                made[row["enrollment_id"]] = Done(activity.id)
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
            "res_model_id": self.env["ir.model"]._get_id(self.workflow_id.res_model),
            "activity_type_id": (self.activity_type_id or todo).id,
            "summary": self.summary,
            "playbook_purpose_id": self.purpose_id.id,
            "automated": True,
        }
        stages = self.env["crm.stage"].browse({row["stage_id"] for row in rows})
        names = {stage.id: stage.name for stage in stages}
        absent = self.env["res.users"].browse({row["stands_in_for_id"] for row in rows})
        people = {user.id: user.name for user in absent.filtered("id")}
        return [
            {
                **shared,
                "res_id": row["record_id"],
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
