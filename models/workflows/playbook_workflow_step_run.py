"""What a step does when it is carried out."""

from collections import defaultdict
from typing import NamedTuple

import pytz

from odoo import fields, models
from odoo.exceptions import UserError

from .playbook_workflow_step import ESCALATE


class Done(NamedTuple):
    """What a step has done for one row.

    :param activity_id: of the activity that it planned.
    :param user_id: who got it, where that is not the row's ``user_id``.
    :param detail: what was done, in words.
    :param is_planned: it is only announced: something of it is still to come.
    """

    activity_id: int | None = None
    user_id: int | None = None
    detail: str | None = None
    is_planned: bool = False


class PlaybookWorkflowStep(models.Model):
    """A step is carried out for many records at once, never with an environment for
    each: what every environment costs, all later ones pay.

    A *row* is a dictionary with ``enrollment_id``, ``record_id`` and the same as one of
    ``lead_id``, ``partner_id``, ``order_id``; ``user_id``, who gets what the step
    makes; ``stands_in_for_id``, the absent colleague in whose place; ``person_id``, who
    looks after the record, and ``leader_id``, who leads the team; ``company_id``;
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
        # It was right when it was saved; people leave, and fields go with addons.
        for problem in self._find_faults():
            raise UserError(self._tell_problem(problem))
        return getattr(self, f"_run_{self.kind}")(rows, env)

    def _find_unfit(self, rows, env):
        """For which of ``rows`` a step of this kind is left out.

        :return: a dictionary from ``enrollment_id`` to why, in words.
        """
        return {}

    def _find_postponed(self, rows, env):
        """For which of ``rows`` the step cannot be carried out yet: what comes of it
        later is written down by ``_run_later``, and the follow-up goes on.

        :return: a dictionary from ``enrollment_id`` to when (naive UTC), and why in
            words.
        """
        return {}

    def _run_activity(self, rows, env):
        """Plan an activity for each person, with no mail: it is seen in Odoo."""
        self._check_somebody(rows)
        if self.kind == ESCALATE or self.assign_to != "person":
            self._check_readers(rows)
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

    def _check_somebody(self, rows):
        """There is somebody to ask, for each row."""
        lonely = [row["record_id"] for row in rows if not row["user_id"]]
        if lonely:
            record = self._get_records(lonely[:1], self.env)
            raise UserError(
                self.env._(
                    "There is nobody whom “%(step)s” on “%(record)s” could be for. Say "
                    "who looks after the record, or who leads the sales team.",
                    step=self.summary,
                    record=record.display_name,
                )
            )

    def _check_readers(self, rows):
        """Those who do not look after the records may read them."""
        readable = self._find_readable(
            rows, {row["enrollment_id"]: [row["user_id"]] for row in rows}
        )
        for row in rows:
            if row["record_id"] not in readable.get(row["user_id"], ()):
                # What a colleague is called is no secret.
                user_sudo = self.env["res.users"].sudo().browse(row["user_id"])
                record = self._get_records(row["record_id"], self.env)
                raise UserError(
                    self.env._(
                        "“%(step)s” is for %(person)s, who may not read “%(record)s” "
                        "or does not work here any more. Choose somebody else, or give "
                        "them the rights.",
                        step=self.summary,
                        person=user_sudo.name,
                        record=record.display_name,
                    )
                )

    def _get_records(self, record_ids, env):
        """The records of the workflow with these ids, in the environment ``env``."""
        return env[self._get_model_name()].browse(record_ids)

    def _get_model_name(self):
        return self.workflow_id._get_target().model

    def _local_days(self, users):
        """A dictionary from a user's id to what day it is for them."""
        now = fields.Datetime.now()
        return {user.id: self._local_day(now, user) for user in users}

    def _local_day(self, moment, user):
        """The day of the UTC ``moment`` where ``user`` is."""
        zone = pytz.timezone(user.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _prepare_activity_vals_list(self, rows, today):
        """The values of the activities for ``rows``, in this environment's language."""
        todo = self.env.ref("mail.mail_activity_data_todo")
        shared = {
            "res_model_id": self.env["ir.model"]._get_id(self._get_model_name()),
            "activity_type_id": (self.activity_type_id or todo).id,
            "summary": self.summary,
            "playbook_purpose_id": self.purpose_id.id,
            "automated": True,
        }
        stages = self._read_names("crm.stage", rows, "stage_id")
        people = self._read_names("res.users", rows, "stands_in_for_id", "person_id")
        return [
            {
                **shared,
                "res_id": row["record_id"],
                "user_id": row["user_id"],
                "date_deadline": fields.Date.add(
                    today[row["user_id"]], days=self.due_days
                ),
                "note": self._get_note(row, stages, people),
            }
            for row in rows
        ]

    def _read_names(self, model, rows, *keys):
        """The names of the records whose ids ``rows`` have under ``keys``, by id."""
        ids = {row.get(key) for row in rows for key in keys} - {None, False}
        # What a stage or a colleague is called is no secret.
        records_sudo = self.env[model].sudo().browse(ids)
        return {record.id: record.name for record in records_sudo}
