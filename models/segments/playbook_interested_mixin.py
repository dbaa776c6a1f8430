from odoo import api, fields, models


class PlaybookInterestedMixin(models.AbstractModel):
    """Who is interested in product categories: a customer, or a lead.

    See ``playbook.interest``, whose rows it shows as tags.
    """

    _name = "playbook.interested.mixin"
    _description = "Interested in products"

    interest_category_ids = fields.Many2many(
        "product.category",
        string="Interested in",
        compute="_compute_interest_category_ids",
        inverse="_inverse_interest_category_ids",
        search="_search_interest_category_ids",
        compute_sudo=False,
        groups="base.group_user",
        help="Product categories that the customer asked for, was quoted or bought. "
        "Searching for one finds who is interested in those below it, too.",
    )

    def _compute_interest_category_ids(self):
        raise NotImplementedError

    def _inverse_interest_category_ids(self):
        raise NotImplementedError

    @api.model
    def _search_interest_category_ids(self, operator, value):
        if operator.startswith("not "):
            # The ORM asks for the opposite of the condition without "not".
            return NotImplemented
        # Whoever may read the record and the field may read it.
        Interest = self.env["playbook.interest"].sudo()
        domain, is_nobody = Interest._find(operator, value)
        found = self._find_interested(Interest, domain)
        return ~found if is_nobody else found

    @api.model
    def _find_interested(self, interests, domain):
        """Who it is that rows of ``interests`` are of.

        :param domain: of the rows.
        :return: a domain of this model.
        """
        raise NotImplementedError
