from odoo import api, fields, models


class PlaybookOptionUsageMixin(models.AbstractModel):
    """An option of a selector, and how much it is used.

    Also for models of Odoo's whose records are chosen in a selector of ours.
    """

    _name = "playbook.option.usage.mixin"
    _description = "Usage of an option"

    # The field of customers, of leads or of both that this is an option of.
    _playbook_field = None

    customer_count = fields.Integer(
        string="Customers",
        compute="_compute_usage",
        compute_sudo=False,
        groups="base.group_user",
        help="Customers and contacts that carry it, archived ones too.",
    )
    lead_count = fields.Integer(
        string="Leads and opportunities",
        compute="_compute_usage",
        compute_sudo=False,
        groups="base.group_user",
        help="Leads and opportunities that carry it, archived ones too.",
    )
    last_used = fields.Date(
        string="Newest record",
        compute="_compute_usage",
        compute_sudo=False,
        groups="base.group_user",
        help="When the newest customer or lead that carries it was created.",
    )
    merged_into = fields.Char(
        compute="_compute_merged_into",
        groups="base.group_user",
        help="The option that this one was merged into, and when.",
    )

    @api.depends_context("uid", "allowed_company_ids", "tz")
    def _compute_usage(self):
        """How many records that the user may read carry the option, and since when."""
        self.update({"customer_count": 0, "lead_count": 0, "last_used": False})
        newest = {}
        for name, model in self._usage_models():
            if not model.has_access("read"):
                continue
            for option, count, created in model._read_group(
                [(self._playbook_field, "in", self.ids)],
                [self._playbook_field],
                ["__count", "create_date:max"],
            ):
                # Of several roles, those that were not asked about are counted too.
                if option.id not in self.ids:
                    continue
                option[name] = count
                newest.setdefault(option.id, []).append(created)
        for option in self:
            created = max(filter(None, newest.get(option.id, [])), default=None)
            if created:
                option.last_used = fields.Datetime.context_timestamp(
                    self, created
                ).date()

    def _usage_models(self):
        """Pairs of the counting field and the model counted, archived records too."""
        env = self.with_context(active_test=False).env
        pairs = (
            ("customer_count", env["res.partner"]),
            ("lead_count", env["crm.lead"]),
        )
        return [pair for pair in pairs if self._playbook_field in pair[1]._fields]

    def _compute_merged_into(self):
        # What became of an option is no secret to who may read it.
        merges = self.env["playbook.option.merge"].sudo()
        words = merges._describe_merged(self)
        for option in self:
            option.merged_into = words.get(option.id, False)

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
