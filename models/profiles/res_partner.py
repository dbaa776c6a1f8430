from odoo import api, fields, models
from odoo.exceptions import AccessError

SERVICE = "crm_playbook.group_customer_service"
SEES_ALL = (
    "crm_playbook.group_customer_service_all,crm_playbook.group_sales_management,"
    "sales_team.group_sale_salesman_all_leads"
)


class ResPartner(models.Model):
    """Who of Customer Service looks after a customer: it decides who sees their deals.

    The company's value counts for its contacts.
    """

    _inherit = "res.partner"

    service_user_id = fields.Many2one(
        "res.users",
        string="Service responsible",
        domain=[("share", "=", False)],
        ondelete="set null",
        index="btree_not_null",
        tracking=True,
        groups="base.group_user",
        help="Who of Customer Service looks after this customer. Empty: all of them.",
    )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "service_user_id"]

    def write(self, vals):
        # A contact follows the company it is moved to, or becomes a part of.
        if not {"is_company", "parent_id", "service_user_id"}.isdisjoint(vals):
            self._check_takes_nothing_over(vals)
        return super().write(vals)

    def _check_takes_nothing_over(self, vals):
        """Who sees only their customers cannot make somebody else's theirs."""
        for partner in self._filter_served_by_others():
            # Compared, and told to nobody.
            theirs = partner.sudo().commercial_partner_id.service_user_id
            if partner._leaves(theirs, vals):
                partner._refuse_to_take_over()

    def _check_merges_nothing_of_others(self):
        """Nor by merging it with one of theirs: its deals would go along."""
        # Compared, and told to nobody.
        everybodys = self.sudo().commercial_partner_id
        if len({each.service_user_id for each in everybodys}) > 1:
            for partner in self._filter_served_by_others():
                partner._refuse_to_take_over()

    def _filter_served_by_others(self):
        """Those that somebody looks after whose customers the user does not see."""
        user = self.env.user
        if self.env.su or not user.has_group(SERVICE) or user.has_groups(SEES_ALL):
            return self.browse()
        reach = user | user.playbook_colleague_ids if self._is_team_scope() else user
        # The responsible is read to be compared.
        theirs = self.sudo().commercial_partner_id.service_user_id
        # Who has left looks after nobody.
        theirs = theirs.filtered("active")
        return self.filtered(
            lambda partner: partner.sudo().commercial_partner_id.service_user_id
            & (theirs - reach)
        )

    def _refuse_to_take_over(self):
        raise AccessError(
            self.env._(
                "“%(customer)s” is looked after by %(person)s. Ask them, or somebody "
                "who sees all customers, to hand it over.",
                customer=self.display_name,
                # Whom to ask.
                person=self.sudo().commercial_partner_id.service_user_id.name,
            )
        )

    @api.model
    def _is_team_scope(self):
        return self.env.user.has_group("crm_playbook.group_customer_service_team")

    def _leaves(self, responsible, vals):
        """Whether ``vals`` may take this partner from ``responsible``.

        Contacts, which are written what their company has, stay with them.
        """
        return (
            ("service_user_id" in vals and vals["service_user_id"] != responsible.id)
            or ("parent_id" in vals and vals["parent_id"] != self.parent_id.id)
            or ("is_company" in vals and bool(vals["is_company"]) != self.is_company)
        )
