from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

SPOKEN = ("call", "meeting")


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
