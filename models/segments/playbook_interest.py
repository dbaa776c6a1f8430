from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .interest_sql import ASKED, BOUGHT, BY_HAND, DECLINED, ORDER, QUOTATION, QUOTED
from .wording import format_value


class PlaybookInterest(models.Model):
    """A product category that a customer, or a lead without one, is interested in.

    One row for each category and company, with the highest level there has been:
    written by quotations and orders (see ``playbook_interest_writing.py``), and by
    hand. A lead's rows go over to its customer as soon as it has one. Rows of a lead
    are as visible as the lead, those of a customer as customers are.
    """

    _name = "playbook.interest"
    _description = "Product interest"
    _inherit = ["playbook.mirror.mixin"]
    _order = "date desc, id desc"
    _rec_name = "category_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="cascade", index=True
    )
    lead_id = fields.Many2one(
        string="Lead or opportunity", required=False, readonly=False
    )
    category_id = fields.Many2one(
        "product.category",
        string="Product Category",
        required=True,
        ondelete="cascade",
        index=True,
    )
    level = fields.Selection(
        [
            (ASKED, "Asked"),
            (QUOTED, "Quoted"),
            (BOUGHT, "Bought"),
            (DECLINED, "Declined"),
        ],
        required=True,
        default=ASKED,
    )
    date = fields.Date(string="Since", required=True, default=fields.Date.context_today)
    learned = fields.Selection(
        [
            (BY_HAND, "From somebody of us"),
            (QUOTATION, "From a quotation"),
            (ORDER, "From an order"),
        ],
        required=True,
        readonly=True,
        default=BY_HAND,
    )
    was_asked = fields.Boolean(
        string="Asked for before",
        readonly=True,
        help="Somebody of us had noted it before it was quoted.",
    )
    product_id = fields.Many2one(
        "product.product",
        ondelete="set null",
        domain="[('categ_id', '=', category_id)]",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env.company,
    )

    # Constraints and no unique indexes: these would make merging partners fail.
    _one_row_of_partner = models.Constraint(
        "UNIQUE(partner_id, category_id, company_id)",
        "That this customer is interested in that category is known already: change "
        "the level there.",
    )
    _one_row_of_lead = models.Constraint(
        "UNIQUE(lead_id, category_id, company_id)",
        "That this lead is interested in that category is known already: change the "
        "level there.",
    )
    _one_of_both = models.Constraint(
        "CHECK(num_nonnulls(partner_id, lead_id) = 1)",
        "Who is interested? Choose a customer, or a lead that has none.",
    )

    @api.model
    def _get_readable_domain(self):
        """Those of customers too: which of them, say the rules."""
        return Domain("lead_id", "=", False) | super()._get_readable_domain()

    @api.constrains("partner_id", "lead_id")
    def _check_whose(self):
        for interest in self:
            customer = interest.partner_id
            if customer != customer.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "“%(contact)s” belongs to “%(company)s”: choose that.",
                        contact=customer.name,
                        company=customer.commercial_partner_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        leads = self.env["crm.lead"].browse(
            {vals.get("lead_id") for vals in vals_list} - {None, False}
        )
        if leads:
            leads.check_access("read")
        # Which company a contact is of is no secret to who may choose the contact.
        partners = self.env["res.partner"].sudo()
        partners |= partners.browse(
            {vals.get("partner_id") for vals in vals_list} - {None, False}
        )
        partners |= leads.partner_id.sudo()  # as above
        return super().create(
            [self._for_the_customer(vals, leads, partners) for vals in vals_list]
        )

    def write(self, vals):
        if "level" in vals and "learned" not in vals:
            day = vals.get("date") or fields.Date.context_today(self)
            vals = {**vals, "learned": BY_HAND, "date": day}
        return super().write(vals)

    @api.model
    def _for_the_customer(self, vals, leads, partners):
        """``vals`` with the commercial entity that is interested, where there is one.

        A contact stands for its company, a lead for its customer.

        :param leads: all that are named, and ``partners`` with theirs: read together.
        """
        lead_id, partner_id = vals.get("lead_id"), vals.get("partner_id")
        if lead_id and not partner_id:
            lead = leads.browse(lead_id).with_prefetch(leads._ids)
            partner_id = lead.partner_id.id
        if not partner_id:
            return vals
        partner = partners.browse(partner_id).with_prefetch(partners._ids)
        customer = partner.commercial_partner_id
        return {**vals, "lead_id": False, "partner_id": customer.id}

    # ------------------------------------------------------------------
    # By hand
    # ------------------------------------------------------------------

    @api.model
    def _set_by_hand(self, wishes, *, only_add=False):
        """Note what people say that customers and leads are interested in.

        What is new was asked for, or is again; of what is left out, what was only noted
        is forgotten, and the rest is declined.

        :param wishes: triples of the values of new rows (whose they are), the rows
            there are, declined ones too, and the ids of the categories.
        :param only_add: leave what is left out as it is.
        """
        asked, forgotten, declined = self.browse(), self.browse(), self.browse()
        new = []
        for values, rows, category_ids in wishes:
            kept = rows.filtered(
                lambda row, ids=category_ids: row.category_id.id in ids
            )
            asked |= kept.filtered(lambda row: row.level == DECLINED)
            left_out = rows.browse() if only_add else rows - kept
            left_out = left_out.filtered(lambda row: row.level != DECLINED)
            noted = left_out.filtered(
                lambda row: row.level == ASKED and row.learned == BY_HAND
            )
            forgotten |= noted
            declined |= left_out - noted
            known = set(kept.category_id.ids)
            new += [{**values, "category_id": each} for each in category_ids - known]
        bought = asked._get_bought()
        bought.write({"level": BOUGHT, "learned": ORDER})
        (asked - bought).write({"level": ASKED})
        declined.write({"level": DECLINED})
        forgotten.unlink()
        self.create(new)

    def _get_bought(self):
        """Those of these rows whose category is in a confirmed order."""
        customers = self.partner_id
        if not customers:
            return self.browse()
        # It only tells that it was bought, to who may see that already.
        groups = (
            self.env["sale.order.line"]
            .sudo()
            ._read_group(
                [
                    ("order_partner_id.commercial_partner_id", "in", customers.ids),
                    ("product_id.categ_id", "in", self.category_id.ids),
                    ("state", "=", "sale"),
                    ("display_type", "=", False),
                    ("is_downpayment", "=", False),
                ],
                ["order_partner_id", "product_id", "company_id"],
            )
        )
        bought = {
            (partner.commercial_partner_id.id, product.categ_id.id, company.id)
            for partner, product, company in groups
        }
        return self.filtered(
            lambda row: (row.partner_id.id, row.category_id.id, row.company_id.id)
            in bought
        )

    @api.model
    def _get_rows(self, domain):
        """The rows of ``domain`` in the companies that the user works in."""
        return self.search(domain & Domain("company_id", "in", self.env.companies.ids))

    @api.model
    def _get_interested_domain(self):
        """What somebody is interested in, in the companies that the user works in."""
        return Domain("level", "!=", DECLINED) & Domain(
            "company_id", "in", self.env.companies.ids
        )

    @api.model
    def _find(self, operator, value):
        """What a search for who is interested in a category, or one below it, means.

        :return: a domain of rows, and whether it is for those who have no such row.
        """
        Category = self.env["product.category"]
        interested = self._get_interested_domain()
        if operator == "in" and not all(value):
            return interested, True
        if operator == "in" and not any(isinstance(each, str) for each in value):
            return interested & Domain("category_id", "child_of", list(value)), False
        if operator in ("any", "any!"):
            domain = Domain(value)
        elif operator in ("child_of", "parent_of"):
            domain = Domain("id", operator, value)
        else:
            domain = Domain("display_name", operator, value)
        found = Category.search(domain)
        return interested & Domain("category_id", "child_of", found.ids), False

    def _get_360_row(self):
        """What the page Customer 360 says of it."""
        told = self.env._(
            "%(level)s, since %(date)s",
            level=format_value(self, "level"),
            date=format_value(self, "date"),
        )
        return {"label": self.category_id.display_name, "value": told}
