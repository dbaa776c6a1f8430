from odoo import api, fields, models

from ..segments.playbook_side_table_mixin import search_side_table
from .mail_activity_type import CHANNELS

SIDE_MODEL = "playbook.last.contact"
COLUMNS = {
    "last_contact_date": "date",
    "last_contact_channel": "channel",
    "contact_count": "contact_count",
}
# What a partner's commercial partner depends on.
ENTITY_FIELDS = {"is_company", "parent_id"}


class ResPartner(models.Model):
    """When the current company was last in contact with a customer.

    Contacts of a company show what is that of the whole company.
    """

    _inherit = "res.partner"

    last_contact_date = fields.Datetime(
        string="Last contact",
        compute="_compute_last_contact",
        search=search_side_table("last_contact_date"),
        groups="base.group_user",
        help="The latest finished action, held meeting, or e-mail sent or received.",
    )
    last_contact_channel = fields.Selection(
        CHANNELS,
        string="Last contact by",
        compute="_compute_last_contact",
        search=search_side_table("last_contact_channel"),
        groups="base.group_user",
    )
    contact_count = fields.Integer(
        string="Contacts so far",
        compute="_compute_last_contact",
        search=search_side_table("contact_count"),
        # People of a company show what is the company's: a sum would count it twice.
        aggregator="avg",
        groups="base.group_user",
        help="Finished actions, held meetings, and e-mails sent and received.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_last_contact(self):
        self._assign_from_side_table(SIDE_MODEL)

    @api.model
    def _get_side_columns(self):
        columns = {name: (SIDE_MODEL, column) for name, column in COLUMNS.items()}
        return {**super()._get_side_columns(), **columns}

    def write(self, vals):
        """Who comes to another company brings what was done with them."""
        if ENTITY_FIELDS.isdisjoint(vals):
            return super().write(vals)
        # Whose contacts they were and are, whoever may read those.
        before = {partner: partner.commercial_partner_id for partner in self.sudo()}
        result = super().write(vals)
        customers = self.sudo().browse()  # as above
        for partner, entity in before.items():
            if partner.commercial_partner_id != entity:
                customers |= entity | partner.commercial_partner_id
        self.env[SIDE_MODEL]._refresh(customers.ids)
        return result
