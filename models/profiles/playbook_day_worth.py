from odoo import api, models
from odoo.tools import formatLang


class Memo(dict):
    """What a function has returned for each value."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def __missing__(self, value):
        self[value] = self.function(value)
        return self[value]


class PlaybookDay(models.AbstractModel):
    """What the customer of a line is worth, as far as the user may know."""

    _inherit = "playbook.day"

    @api.model
    def _add_worth(self, lines):
        """Say in ``lines`` who the customer is and what they are worth."""
        Partner = self.env["res.partner"]
        partners = Partner.union(*(line["partner"] for line in lines))
        partners = self._read_partners(partners.ids, ["commercial_partner_id"])
        customers = self._read_partners(
            partners.commercial_partner_id.ids, ["complete_name"]
        )
        parts = customers._get_worth()
        found = {
            partner.id: partner.commercial_partner_id
            for partner in partners
            if partner.commercial_partner_id in parts
        }
        for line in lines:
            customer = found.get(line["partner"].id)
            if customer:
                line["customer"] = customer.complete_name
            line["worth_parts"] = parts.get(customer)
            line["worth_value"] = sum(line["worth_parts"] or (line["revenue"],))

    @api.model
    def _read_partners(self, ids, names):
        """Those that the user may read."""
        Partner = self.env["res.partner"].with_context(active_test=False)
        if not ids:
            return self.env["res.partner"]
        found = Partner.search_fetch([("id", "in", ids)], names, order="id")
        return found.with_env(self.env)

    @api.model
    def _explain_worth(self, lines):
        """Put the worth of ``lines`` into words."""
        explanation = self._get_worth_explanation()
        alone = self.env._("Expected revenue")
        money = Memo(self._format_money)
        for line in lines:
            value, parts = line["worth_value"], line["worth_parts"]
            line["worth_text"] = money[value] if value else ""
            if not value:
                line["worth_help"] = ""
            elif parts:
                revenue, orders = (money[part] for part in parts)
                line["worth_help"] = explanation % {
                    "revenue": revenue,
                    "orders": orders,
                }
            else:
                line["worth_help"] = alone

    @api.model
    def _get_worth_explanation(self):
        """What the worth of a customer is made of, with room for the amounts."""
        places = {name: f"%({name})s" for name in ("revenue", "orders")}
        if self.env["sale.order"].has_access("read"):
            return self.env._(
                "Open expected revenue %(revenue)s + confirmed orders of the last 12 "
                "months %(orders)s",
                **places,
            )
        return self.env._(
            "Open expected revenue %(revenue)s", revenue=places["revenue"]
        )

    @api.model
    def _format_money(self, amount):
        """An amount in the company's currency, in whole units: a list is read fast."""
        currency = self.env.company.currency_id
        number = formatLang(self.env, amount, digits=0)
        symbol = currency.symbol or ""
        parts = (symbol, number) if currency.position == "before" else (number, symbol)
        return "\N{NO-BREAK SPACE}".join(parts)
