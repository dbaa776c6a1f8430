"""Whose points to fix are, as time goes by."""

from odoo import api, fields, models
from odoo.tools import SQL

PROFILE = "crm_playbook.group_user"


class PlaybookFinding(models.Model):
    _inherit = "playbook.finding"

    @api.model
    def _follow_owners(self):
        """What is missing of a deal or a customer is whose the record is now, unless
        somebody gave it to somebody.
        """
        self.flush_model()
        for column, table in (("lead_id", "crm.lead"), ("partner_id", "res.partner")):
            self.env[table].flush_model(["user_id"])
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE playbook_finding finding SET user_id = record.user_id
                      FROM %s record
                      JOIN res_users person ON person.id = record.user_id
                     WHERE record.id = finding.%s
                       AND finding.date_closed IS NULL
                       AND finding.moved_because IS DISTINCT FROM 'given'
                       AND person.active AND NOT person.share
                       AND finding.moved_from_id IS DISTINCT FROM record.user_id
                       AND finding.user_id IS DISTINCT FROM record.user_id
                    """,
                    SQL.identifier(self.env[table]._table),
                    SQL.identifier(column),
                )
            )
        self.invalidate_model(["user_id"], flush=False)

    @api.model
    def _hand_over_left(self):
        """What is of somebody who left, or has no profile any more, becomes that of who
        acts for them: the substitute, or the leader of the team. It says why.
        """
        rows = self._read_group(
            [("date_closed", "=", False), ("user_id", "!=", False)], ["user_id"]
        )
        people = self.env["res.users"].union(*(person for (person,) in rows))
        group = self.env.ref(PROFILE)
        gone = people.filtered(lambda each: not each.active)
        without = (people - gone).filtered(lambda each: group not in each.all_group_ids)
        if not gone | without:
            return
        acting = gone._get_acting_users()
        leaders = without._get_team_leaders()
        for person in gone | without:
            successor = leaders.get(person) or person.browse()
            if person in gone:
                successor = acting[person.id]
            if not successor.active or group not in successor.all_group_ids:
                successor = person.browse()
            self.search(
                [("date_closed", "=", False), ("user_id", "=", person.id)]
            ).write(
                {
                    "user_id": successor.id,
                    "moved_from_id": person.id,
                    "moved_by_id": False,
                    "date_moved": fields.Datetime.now(),
                    "moved_because": "left" if person in gone else "profile",
                    "moved_note": False,
                }
            )
