from odoo import api, models
from odoo.tools import formatLang


class PlaybookDay(models.AbstractModel):
    """What the customer of a line is worth, as far as the user may know."""

    _inherit = "playbook.day"

    @api.model
    def _add_worth(self, lines):
        """Add to ``lines`` what their customer is called and worth, and why."""
        Partner = self.env["res.partner"]
        partners = Partner.union(*(line["partner"] for line in lines))
        partners = partners._filtered_access("read")
        worth = partners.commercial_partner_id._filtered_access("read")._get_worth()
        words = {
            customer: self._get_worth_words(*worth[customer]) for customer in worth
        }
        customers = {
            partner.id: partner.commercial_partner_id
            for partner in partners
            if partner.commercial_partner_id in worth
        }
        for line in lines:
            customer = customers.get(line["partner"].id)
            if customer:
                line["customer"] = customer.display_name
                value = sum(worth[customer])
                text, explanation = words[customer]
            else:
                value = line["revenue"]
                text = self._format_money(value) if value else ""
                explanation = self.env._("Expected revenue")
            line |= {
                "worth_value": value,
                "worth_text": text,
                "worth_help": explanation if text else "",
            }

    @api.model
    def _get_worth_words(self, revenue, orders):
        """What is shown of a worth, and its explanation."""
        if not revenue + orders:
            return "", ""
        _ = self.env._
        if not self.env["sale.order"].has_access("read"):
            explanation = _(
                "Open expected revenue %(revenue)s",
                revenue=self._format_money(revenue),
            )
        else:
            explanation = _(
                "Open expected revenue %(revenue)s + confirmed orders of the last 12 "
                "months %(orders)s",
                revenue=self._format_money(revenue),
                orders=self._format_money(orders),
            )
        return self._format_money(revenue + orders), explanation

    @api.model
    def _format_money(self, amount):
        """An amount in the company's currency, in whole units: a list is read fast."""
        currency = self.env.company.currency_id
        number = formatLang(self.env, amount, digits=0)
        symbol = currency.symbol or ""
        parts = (symbol, number) if currency.position == "before" else (number, symbol)
        return "\N{NO-BREAK SPACE}".join(parts)
