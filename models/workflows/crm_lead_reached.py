from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

SPOKEN = ("call", "meeting")
COMPARED = {"in": "IN", ">": ">", ">=": ">=", "<": "<", "<=": "<="}


class CrmLead(models.Model):
    """Whether somebody has reached who asked: what steps of workflows depend on."""

    _inherit = "crm.lead"

    playbook_is_reached = fields.Boolean(
        string="Reached",
        compute="_compute_playbook_is_reached",
        search="_search_playbook_is_reached",
        exportable=False,
        groups="base.group_user",
        help="Somebody spoke with them in a call or meeting, or an action had a good "
        "result.",
    )

    playbook_attempts = fields.Integer(
        string="Attempts to reach them",
        compute="_compute_playbook_attempts",
        search="_search_playbook_attempts",
        exportable=False,
        groups="base.group_user",
        help="How many calls and meetings were reported, whether or not somebody was "
        "reached.",
    )

    def _compute_playbook_is_reached(self):
        reached = set()
        if self.ids:
            self.env["playbook.action"].flush_model()
            query = SQL("%s AND lead_id = ANY(%s)", _reached(), self.ids)
            reached = {lead_id for (lead_id,) in self.env.execute_query(query)}
        for lead in self:
            lead.playbook_is_reached = lead._origin.id in reached

    def _search_playbook_is_reached(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.env["playbook.action"].flush_model()
        reached = Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s IN (%s)", SQL.identifier(alias, "id"), _reached()
            )
        )
        # Both may be asked for, or neither: then all are found, or none.
        wanted = reached if True in value else Domain.FALSE
        return wanted | (~reached if False in value else Domain.FALSE)

    def _compute_playbook_attempts(self):
        counts = {}
        if self.ids:
            self.env["playbook.action"].flush_model()
            query = SQL(
                "SELECT lead_id, COUNT(*) %s AND lead_id = ANY(%s) GROUP BY lead_id",
                _attempts(),
                self.ids,
            )
            counts = dict(self.env.execute_query(query))
        for lead in self:
            lead.playbook_attempts = counts.get(lead._origin.id, 0)

    def _search_playbook_attempts(self, operator, value):
        if operator not in COMPARED:
            return NotImplemented
        compared = SQL("IN %s", tuple(value)) if operator == "in" else None
        self.env["playbook.action"].flush_model()
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "(SELECT COUNT(*) %s AND lead_id = %s) %s",
                _attempts(),
                SQL.identifier(alias, "id"),
                compared or SQL("%s %s", SQL(COMPARED[operator]), value),
            )
        )


def _reached():
    """The ids of the leads with which somebody spoke."""
    return SQL(
        """
        SELECT lead_id FROM playbook_action
         WHERE lead_id IS NOT NULL AND state = 'done'
           AND (channel IN %s OR result = 'positive')
        """,
        SPOKEN,
    )


def _attempts():
    """What of the log of actions tried to reach the people of a lead."""
    return SQL(
        """
        FROM playbook_action
       WHERE lead_id IS NOT NULL AND state = 'done'
         AND (channel IN %s OR no_contact)
        """,
        SPOKEN,
    )
