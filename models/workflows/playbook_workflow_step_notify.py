"""Notifying: colleagues are told, and nothing is asked of them."""

from collections import defaultdict

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from ..segments.bell import Notification
from .playbook_workflow_step_run import Done

# Whoever would get more from one batch gets one that lists the records.
SINGLE = 10


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _run_notify(self, rows, env):
        """Tell whoever it is for and may read the record."""
        records = self._get_records([row["record_id"] for row in rows], env)
        # Nobody is told in the name of the run-as user what that person cannot see.
        records.check_access("read")
        told = self._find_recipients(rows)
        per_person = defaultdict(list)
        for row in rows:
            for uid in told[row["enrollment_id"]]:
                per_person[uid].append(row)
        langs = self._find_langs(per_person)
        many = {uid for uid, own in per_person.items() if len(own) > SINGLE}
        notifications = self._prepare_lists(
            {uid: per_person[uid] for uid in many}, langs, env
        )
        for lang in sorted(set(langs.values())):
            notifications += self.with_context(lang=lang)._prepare_singles(
                rows,
                {
                    enrollment_id: [
                        uid for uid in uids if langs[uid] == lang and uid not in many
                    ]
                    for enrollment_id, uids in told.items()
                },
                env,
            )
        self._ring(notifications, env)
        return self._tell_told(told)

    def _tell_told(self, told):
        user_ids = {uid for uids in told.values() for uid in uids}
        # What colleagues are called is no secret.
        users_sudo = self.env["res.users"].sudo().browse(user_ids)
        names = {user.id: user.name for user in users_sudo}
        return {
            enrollment_id: Done(
                detail=self.env._(
                    "Told: %(people)s",
                    people=", ".join(sorted(names[uid] for uid in uids)),
                )
            )
            for enrollment_id, uids in told.items()
        }

    def _find_langs(self, user_ids):
        """The languages of these users, by id."""
        # In what language somebody is told is no secret.
        users_sudo = self.env["res.users"].sudo().browse(user_ids)
        return {user.id: user.lang or self.env.lang or "en_US" for user in users_sudo}

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------

    def _find_recipients(self, rows):
        """Whom to tell of each row, by ``enrollment_id``: who works here and may read
        the record.
        """
        meant = {row["enrollment_id"]: self._get_meant_ids(row) for row in rows}
        readable = self._find_readable(rows, meant)
        found = {
            row["enrollment_id"]: [
                uid
                for uid in meant[row["enrollment_id"]]
                if row["record_id"] in readable.get(uid, ())
            ]
            for row in rows
        }
        for row in rows:
            if not found[row["enrollment_id"]]:
                record = self._get_records(row["record_id"], self.env)
                raise UserError(
                    self.env._(
                        "Of those whom “%(step)s” is for, nobody works here and may "
                        "read “%(record)s”. Choose others in the step.",
                        step=self.summary,
                        record=record.display_name,
                    )
                )
        return found

    def _get_meant_ids(self, row):
        """The ids of the users whom the step is for, each once."""
        if self.assign_to == "profiles":
            return self.notify_profile_ids.user_ids.ids
        uid = {
            "person": row["user_id"] or row["person_id"],
            "leader": row["leader_id"],
            "responsible": self.workflow_id.responsible_id.id,
            "user": self.assign_user_id.id,
        }[self.assign_to]
        return [uid] if uid else []

    def _find_readable(self, rows, meant):
        """For each user of ``meant`` who works here, the ids of the records that they
        may read.
        """
        asked = defaultdict(list)
        for row in rows:
            for uid in meant[row["enrollment_id"]]:
                asked[uid].append(row["record_id"])
        # Who works here, and in which companies, is compared, not told.
        users_sudo = self.env["res.users"].sudo().browse(asked)
        readable = {}
        for user in users_sudo.filtered(lambda user: user.active and not user.share):
            context = {**self.env.context, "allowed_company_ids": user.company_ids.ids}
            records = self._get_records(
                asked[user.id], self.env(user=user.id, su=False, context=context)
            )
            readable[user.id] = set(records._filtered_access("read").ids)
        return readable

    # ------------------------------------------------------------------
    # What
    # ------------------------------------------------------------------

    def _prepare_singles(self, rows, told, env):
        """A notification on each record, in this environment's language."""
        rows = [row for row in rows if told[row["enrollment_id"]]]
        stages = self._read_names("crm.stage", rows, "stage_id")
        people = self._read_names("res.users", rows, "stands_in_for_id")
        records = self._get_records([row["record_id"] for row in rows], env)
        return [
            Notification(
                tuple(told[row["enrollment_id"]]),
                self.summary,
                Markup("<p>%s</p><p>%s</p>")
                % (self._get_note(row, stages, people), record._get_html_link()),
                record.id,
            )
            for row, record in zip(rows, records, strict=True)
        ]

    def _prepare_lists(self, per_person, langs, env):
        """One notification for each person, that lists the records."""
        notifications = []
        for lang, uids in self._by_lang(per_person, langs).items():
            step = self.with_context(lang=lang)
            note = Markup("<br/>").join((step.note or "").splitlines())
            notifications += [
                Notification(
                    (uid,),
                    step.env._(
                        "%(step)s: %(count)s records",
                        step=step.summary,
                        count=len(per_person[uid]),
                    ),
                    Markup("<p>%s</p>%s")
                    % (
                        note,
                        step._list_records(
                            [row["record_id"] for row in per_person[uid]], env
                        ),
                    ),
                )
                for uid in uids
            ]
        return notifications

    def _by_lang(self, user_ids, langs):
        grouped = defaultdict(list)
        for uid in user_ids:
            grouped[langs[uid]].append(uid)
        return grouped
