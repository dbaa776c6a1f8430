from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class ResPartner(models.Model):
    """What a customer is worth: what may come of them, and what they have bought."""

    _inherit = "res.partner"

    def _get_worth(self):
        """The worth of these customers, with the rights of the user.

        :return: a dictionary from each commercial partner to what is expected of its
            open deals and what it ordered within 12 months, untaxed: both in the
            currency of the current company.
        """
        customers = self.commercial_partner_id
        # Deals and orders are of contacts too, also of those that have left.
        Contact = self.env["res.partner"].with_context(active_test=False)
        contacts = Contact.search_fetch(
            [("commercial_partner_id", "in", customers.ids)], ["commercial_partner_id"]
        )
        worth = {customer: [0.0, 0.0] for customer in customers}
        for position, amounts in enumerate(
            (contacts._read_open_revenue(), contacts._read_recent_orders())
        ):
            for contact, currency, amount in amounts:
                customer = contact.commercial_partner_id
                rate = self._get_rate_to_company(currency)
                worth[customer][position] += amount * rate
        return {customer: tuple(parts) for customer, parts in worth.items()}

    def _read_open_revenue(self):
        """What is expected of open deals, by contact and currency."""
        Lead = self.env["crm.lead"]
        if not self or not Lead.has_access("read"):
            return
        rows = Lead._read_group(
            [("partner_id", "in", self.ids), ("won_status", "=", "pending")],
            ["partner_id", "company_id"],
            ["expected_revenue:sum"],
        )
        for contact, company, amount in rows:
            # Which currency a company has is no secret.
            yield contact, (company or self.env.company).sudo().currency_id, amount

    def _read_recent_orders(self):
        """What was ordered within 12 months, by contact and currency."""
        Order = self.env["sale.order"]
        if not self or not Order.has_access("read"):
            return
        yield from Order._read_group(
            [
                ("partner_id", "in", self.ids),
                ("state", "=", "sale"),
                ("date_order", ">=", fields.Datetime.now() - relativedelta(years=1)),
            ],
            ["partner_id", "currency_id"],
            ["amount_untaxed:sum"],
        )

    @api.model
    def _get_rate_to_company(self, currency):
        """How much one of ``currency`` is in the currency of the current company."""
        company = self.env.company
        if currency == company.currency_id:
            return 1.0
        return self.env["res.currency"]._get_conversion_rate(
            currency, company.currency_id, company, fields.Date.context_today(self)
        )
