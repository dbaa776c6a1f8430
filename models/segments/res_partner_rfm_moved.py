from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Who went from one RFM group to another: a condition, without all their ids."""

    _inherit = "res.partner"

    rfm_moved = fields.Char(
        string="Movement between RFM groups",
        compute="_compute_rfm_moved",
        search="_search_rfm_moved",
        exportable=False,
        groups="crm_playbook.group_user",
        help="What the page of the movements opens; it is nothing to be filled in.",
    )

    def _compute_rfm_moved(self):
        self.rfm_moved = False

    @api.model
    def _search_rfm_moved(self, operator, value):
        """See ``playbook.rfm.migration``."""
        if operator != "in":
            return NotImplemented
        # The ORM leaves that to search methods.
        self._check_field_access(self._fields["rfm_moved"], "read")
        Page = self.env["playbook.rfm.migration"]
        return Domain.OR(Domain("id", "in", Page._get_moved(each)) for each in value)
