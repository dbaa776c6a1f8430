"""Giving records to somebody else, as Sales Management does it."""

from collections import defaultdict

from markupsafe import Markup

from odoo import models

from ..segments.bell import Notification
from ..standards import channel
from .playbook_workflow_step_run import Done

# Which teams are for leads of which type.
USED_FOR = {"lead": "leads", "opportunity": "opportunities"}


class PlaybookWorkflowStep(models.Model):
    _inherit = "playbook.workflow.step"

    def _run_reassign(self, rows, env):
        """Give each record to whom it is for, with no mail: they are told in Odoo."""
        records = self._get_records([row["record_id"] for row in rows], env)
        records.check_access("read")
        chosen = {row["record_id"]: self._get_chosen_id(row) for row in rows}
        # Who looks after them now, to tell it: what is read of users is their name.
        former = {record.id: record.sudo().user_id for record in records}
        given = defaultdict(list)
        for record_id, uid in chosen.items():
            if former[record_id].id != uid:
                given[uid].append(record_id)
        for uid, record_ids in given.items():
            self._give(self._get_records(record_ids, env), uid)
        self._tell_given(given, env)
        people = self._read_names(
            "res.users", [{"new": uid} for uid in chosen.values()], "new"
        )
        return {
            row["enrollment_id"]: Done(
                user_id=chosen[row["record_id"]],
                detail=self._get_given_words(
                    former[row["record_id"]], chosen[row["record_id"]], people
                ),
            )
            for row in rows
        }

    def _get_chosen_id(self, row):
        """The id of the user who gets the record."""
        uid = {
            "leader": row["leader_id"],
            "responsible": self.workflow_id.responsible_id.id,
            "user": self.assign_user_id.id,
        }[self.assign_to]
        if not uid:
            self._check_somebody([{**row, "user_id": None}])
        return uid

    def _give(self, records, uid):
        """Write whose ``records`` are, and say why in their chatter."""
        records = channel.mark(
            records.with_context(mail_auto_subscribe_no_notify=True), channel.AUTOMATIC
        )
        user = records.env["res.users"].browse(uid)
        if records._name == "crm.lead":
            for team, leads in self._by_team(records, user):
                leads._reassign(user, team)
        else:
            records.write({"user_id": uid})
        body = Markup("%s") % self.env._(
            "Given to %(person)s by the workflow “%(workflow)s”.",
            # What a colleague is called is no secret.
            person=user.sudo().name,
            workflow=self.workflow_id.name,
        )
        records._message_log_batch({record.id: body for record in records})

    def _by_team(self, leads, user):
        """The team that Odoo would choose for each of ``leads``, asked once for all.

        :return: pairs of a team, empty where the lead stays with its own, and leads.
        """
        # Who belongs to which team is compared, not told.
        own_sudo = leads.sudo().team_id.filtered(
            lambda team: user.id in (team.member_ids | team.user_id).ids
        )
        staying = leads.filtered(lambda lead: lead.team_id.id in own_sudo.ids)
        yield leads.env["crm.team"], staying
        for kind, group in (leads - staying).grouped("type").items():
            # As above; as Odoo does when it computes the team of one lead.
            teams_sudo = leads.env["crm.team"].sudo()
            team_sudo = teams_sudo._get_default_team_id(
                user_id=user.id,
                domain=[(f"use_{USED_FOR[kind]}", "=", True)],
            )
            yield team_sudo.with_env(leads.env), group

    def _tell_given(self, given, env):
        """Tell each new person once of all that they got."""
        langs = self._find_langs(given)
        notifications = []
        for lang, uids in self._by_lang(given, langs).items():
            step = self.with_context(lang=lang)
            notifications += [
                step._prepare_given(uid, given[uid], env)
                for uid in uids
                if uid != env.uid
            ]
        if notifications:
            self._ring(notifications, env)

    def _prepare_given(self, uid, record_ids, env):
        note = Markup("<br/>").join((self.note or "").splitlines())
        why = self.env._(
            "Given to you by the workflow “%(workflow)s”.",
            workflow=self.workflow_id.name,
        )
        listed = self._list_records(record_ids, env)
        return Notification(
            (uid,),
            self.summary,
            Markup("<p>%s</p><p>%s</p>%s") % (note, why, listed),
            record_ids[0] if len(record_ids) == 1 else None,
        )

    def _get_given_words(self, former, uid, people):
        if former.id == uid:
            return self.env._("%(person)s has it already", person=former.name)
        if former:
            return self.env._(
                "From %(before)s to %(after)s", before=former.name, after=people[uid]
            )
        return self.env._("Nobody's before; to %(after)s", after=people[uid])
