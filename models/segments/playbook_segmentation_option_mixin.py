from odoo import api, fields, models
from odoo.exceptions import UserError


class PlaybookSegmentationOptionMixin(models.AbstractModel):
    """One option of a selector of :class:`PlaybookSegmentationMixin`.

    An option that somebody carries cannot be deleted, only archived: it is then no
    longer offered, and whoever carries it keeps it.
    """

    _name = "playbook.segmentation.option.mixin"
    _description = "Option of a segmentation field"
    _order = "sequence, id"

    # The field of customers and leads that this is an option of.
    _playbook_field = None

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    customer_count = fields.Integer(
        string="Customers", compute="_compute_usage", compute_sudo=False
    )
    lead_count = fields.Integer(
        string="Leads and opportunities", compute="_compute_usage", compute_sudo=False
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_usage(self):
        """How many records that the user may read carry the option."""
        self.customer_count = self.lead_count = 0
        for name, model in self._usage_models():
            if not model.has_access("read"):
                continue
            groups = model._read_group(
                [(self._playbook_field, "in", self.ids)],
                [self._playbook_field],
                ["__count"],
            )
            for option, count in groups:
                option[name] = count

    def _usage_models(self):
        """Pairs of the counting field and the model counted, archived records too."""
        env = self.with_context(active_test=False).env
        return (
            ("customer_count", env["res.partner"]),
            ("lead_count", env["crm.lead"]),
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # Counts all that carry it: also those that this user may not see would lose it.
        options = self.sudo()
        options.invalidate_recordset(["customer_count", "lead_count"])
        for option in options.filtered(lambda o: o.customer_count + o.lead_count):
            raise UserError(
                self.env._(
                    "“%(option)s” cannot be deleted: %(customers)s customers and "
                    "contacts and %(leads)s leads and opportunities carry it. Archive "
                    "it instead: it is then offered no longer, and they keep it.",
                    option=option.name,
                    customers=option.customer_count,
                    leads=option.lead_count,
                )
            )

    def action_open_customers(self):
        """Open the customers that carry this option."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "base.action_partner_form"
        )
        return self._narrowed(action)

    def action_open_leads(self):
        """Open the leads and opportunities that carry this option."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm.crm_lead_opportunities"
        )
        return self._narrowed(action)

    def _narrowed(self, action):
        action.update(
            domain=[(self._playbook_field, "=", self.id)],
            context={"active_test": False},
            display_name=self.name,
        )
        return action
