from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain


class PlaybookMirrorMixin(models.AbstractModel):
    """A row that stands for a lead: who may read the lead may read the row.

    The access lines of a model with this mixin say who reads it at all; which of its
    rows they see follows from the leads, archived ones too. A row without a lead is
    hidden.
    """

    _name = "playbook.mirror.mixin"
    _description = "Row that is as visible as its lead"

    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._get_readable_domain()
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

    @api.model
    def _get_readable_domain(self):
        """The rows whose lead this user may read."""
        Lead = self.env["crm.lead"]
        if not Lead.has_access("read"):
            return Domain.FALSE
        return Domain("lead_id", "in", Lead._search([], active_test=False))

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not self or self.env.su or (result and result[0] == self):
            return result
        rows = self - result[0] if result else self
        forbidden = rows._find_hidden()
        if not forbidden:
            return result
        forbidden |= result[0] if result else self.browse()
        refuse = self.env["ir.rule"]._make_access_error
        return forbidden, partial(refuse, operation, forbidden)

    def _find_hidden(self):
        """Those of these whose lead this user may not read."""
        return self._find_hidden_by("lead_id")

    def _find_hidden_by(self, name):
        """Those of these of which the user may not read the record in the field."""
        # The ids alone are read past the rules; what the user may read is asked next.
        records = self.sudo()[name].with_env(self.env)
        hidden = records - records._filtered_access("read")
        return self.filtered(lambda row: row.sudo()[name] in hidden)  # as above
