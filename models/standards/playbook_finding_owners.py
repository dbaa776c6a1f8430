"""Whose points to fix are, as time goes by."""

from odoo import api, fields, models
from odoo.tools import SQL

from .finding_sql import follow_owners

PROFILE = "crm_playbook.group_user"


class PlaybookFinding(models.Model):
    _inherit = "playbook.finding"

    @api.model
    def _follow_owners(self):
        """What is missing of an order, a deal or a customer is whose the record is now.
        What somebody gave to somebody stays theirs until the record changes hands.
        """
        self.flush_model()
        self.env["res.users"].flush_model(["active", "share"])
        for name, of_order in (
            ("order_id", SQL("TRUE")),
            # Whoever answers for the deal may not even read its order.
            ("lead_id", SQL("finding.order_id IS NULL")),
            ("partner_id", SQL("finding.order_id IS NULL")),
        ):
            records = self.env[self._fields[name].comodel_name]
            records.flush_model(["user_id"])
            self.env.cr.execute(
                follow_owners(
                    SQL.identifier(records._table), SQL.identifier(name), of_order
                )
            )
        self.invalidate_model(flush=False)

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
