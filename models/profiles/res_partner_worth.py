from collections import defaultdict

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
        revenue = customers._sum_open_revenue()
        orders = customers._sum_recent_orders()
        return {
            customer: (revenue[customer], orders[customer]) for customer in customers
        }

    def _sum_open_revenue(self):
        totals = defaultdict(float)
        Lead = self.env["crm.lead"]
        if not self or not Lead.has_access("read"):
            return totals
        rows = Lead._read_group(
            [
                ("partner_id.commercial_partner_id", "in", self.ids),
                ("won_status", "=", "pending"),
            ],
            ["partner_id.commercial_partner_id", "company_id"],
            ["expected_revenue:sum"],
        )
        for customer, company, amount in rows:
            currency = (company or self.env.company).sudo().currency_id  # no secret
            totals[customer] += amount * self._get_rate_to_company(currency)
        return totals

    def _sum_recent_orders(self):
        totals = defaultdict(float)
        Order = self.env["sale.order"]
        if not self or not Order.has_access("read"):
            return totals
        rows = Order._read_group(
            [
                ("partner_id.commercial_partner_id", "in", self.ids),
                ("state", "=", "sale"),
                ("date_order", ">=", fields.Datetime.now() - relativedelta(years=1)),
            ],
            ["partner_id.commercial_partner_id", "currency_id"],
            ["amount_untaxed:sum"],
        )
        for customer, currency, amount in rows:
            totals[customer] += amount * self._get_rate_to_company(currency)
        return totals

    @api.model
    def _get_rate_to_company(self, currency):
        """How much one of ``currency`` is in the currency of the current company."""
        company = self.env.company
        if currency == company.currency_id:
            return 1.0
        return self.env["res.currency"]._get_conversion_rate(
            currency, company.currency_id, company, fields.Date.context_today(self)
        )
