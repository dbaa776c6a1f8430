from odoo import api, fields, models
from odoo.exceptions import AccessError

from .readers import are_read_by

USER = "crm_playbook.group_user"
# Marketing, and profiles that are made after it.
PREPARES = "crm_playbook.group_prepares_leads"
# Whose a lead is, and whether it is one still: Marketing hands over instead.
HANDED_OVER = {"stage_id", "team_id", "type", "user_id"}


class CrmLead(models.Model):
    """What each profile may do with leads, where access lines and rules cannot say."""

    _inherit = "crm.lead"

    # Whoever reads a lead may comment on it and plan for it: directing is that. What
    # the lead says stays out of reach of who may not write it.
    _mail_post_access = "read"

    # Stored for the record rules of Customer Service.
    service_user_id = fields.Many2one(
        related="partner_id.commercial_partner_id.service_user_id",
        string="Service responsible",
        store=True,
        index="btree_not_null",
        groups="base.group_user",
    )

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Whoever plans for a colleague has them follow the lead, as Odoo does.

        That needs the right to write; where only reading is allowed, colleagues can be
        added that read the leads too, and nobody else, with what Odoo notifies them of
        by default. For others it is refused, as Odoo does.
        """
        leads = self
        plain = partner_ids and not subtype_ids and not self.env.su
        if (
            plain
            and self.has_access("read")
            and not self.has_access("write")
            and are_read_by(self, self.env["res.partner"].browse(partner_ids))
        ):
            # Safe: the user reads these leads, and so do all whom they add.
            leads = self.sudo()
        return super(CrmLead, leads).message_subscribe(partner_ids, subtype_ids)

    @api.depends_context("uid")
    def _compute_sale_data(self):
        """No figures of orders for who does not read orders, instead of an error."""
        if self.env["sale.order"].has_access("read"):
            return super()._compute_sale_data()
        self.sale_amount_total = 0.0
        self.quotation_count = self.sale_order_count = 0
        return None

    # ------------------------------------------------------------------
    # Marketing prepares leads, and gives them to Sales by handing over
    # ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """A lead of Marketing's is nobody's until it is handed over."""
        values = super().default_get(fields)
        if "user_id" in values and self._only_prepares_leads():
            values["user_id"] = False
        return values

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("user_id") for vals in vals_list):
            self._check_makes_nobodys()
        return super().create(vals_list)

    def copy_data(self, default=None):
        """Nor is what Marketing copies anybody's."""
        if self.env.su or not self._only_prepares_leads():
            return super().copy_data(default)
        vals_list = super().copy_data({"user_id": False, **(default or {})})
        for vals in vals_list:
            if not vals["user_id"]:
                vals["date_open"] = False
        return vals_list

    def write(self, vals):
        if not HANDED_OVER.isdisjoint(vals):
            self._check_is_not_handing_over(vals)
        return super().write(vals)

    @api.model
    def _only_prepares_leads(self):
        """Whether the current user is of Marketing and does not sell."""
        user = self.env.user
        return user.has_group(PREPARES) and not user._sells()

    def _merge_opportunity(self, *args, **kwargs):
        """Merging deletes: who reads more than they write merges what they may write.

        Odoo lets everybody merge all they read, which for salespeople is the same.
        """
        if not self.env.su and self.env.user.has_group(USER):
            self.check_access("write")
        return super()._merge_opportunity(*args, **kwargs)

    @api.model
    def _check_makes_nobodys(self):
        """Refuse Marketing to make leads that are somebody's: that is giving away."""
        if not self.env.su and self._only_prepares_leads():
            raise AccessError(
                self.env._(
                    "Marketing does not make leads for a salesperson. Leave the "
                    "salesperson empty, then give the lead to Sales with the button "
                    "Hand Over."
                )
            )

    def _check_is_not_handing_over(self, vals):
        """Refuse Marketing what is done by handing over.

        Who also sells may do with the leads of Sales what Sales may.
        """
        if self.env.su or not self.env.user.has_group(PREPARES):
            return
        changed = self.filtered(lambda lead: lead._would_change(vals))
        for lead in changed - changed._filter_writable_as_salesperson():
            raise AccessError(
                self.env._(
                    "Marketing does not change whose “%(lead)s” is, its type or its "
                    "stage. Give it to Sales with the button Hand Over.",
                    lead=lead.display_name,
                )
            )

    def _would_change(self, vals):
        """Whether ``vals`` gives this lead another salesperson, team, type or stage."""
        return any(
            self._fields[name].convert_to_write(self[name], self) != (value or False)
            for name, value in vals.items()
            if name in HANDED_OVER
        )

    def _filter_writable_as_salesperson(self):
        """Those that the user may write without the profile Marketing."""
        user = self.env.user
        if not self or not user._sells():
            return self.browse()
        rules = self.env["ir.rule"]._get_rules(self._name, "write")
        preparing = self.env.ref(PREPARES).all_implied_by_ids
        # Rules are read by nobody who works with leads; what they say of these is told
        # to nobody.
        rules = rules.sudo().filtered(
            lambda rule: rule.groups & (user.all_group_ids - preparing)
        )
        # Compared with the rules past the rules.
        leads_sudo = self.sudo()
        return leads_sudo.filtered_domain(rules._get_any_domain()).with_env(self.env)
