from odoo import models
from odoo.tools import SQL

from .deals_sql import owned, within
from .facts_sql import facts

# What is in the currency of the row ``sale``, in that of its company.
IN_COMPANY_CURRENCY = "%s / COALESCE(NULLIF(sale.currency_rate, 0), 1)"


class PlaybookIndicator(models.Model):
    """Built-in indicators of orders: what was sold, and what is left of it."""

    _inherit = "playbook.indicator"

    def _facts_revenue_won(self):
        """Confirmed orders by the day of the order, without taxes."""
        return self._get_order_facts(numerator=revenue())

    def _facts_orders_won(self):
        return self._get_order_facts(numerator=SQL("1"))

    def _facts_margin(self):
        """What confirmed orders leave after cost, where the cost is known."""
        if not self._knows_margin():
            return None
        return self._get_order_facts(
            self._get_cost_known_sql(), numerator=SQL(IN_COMPANY_CURRENCY, _margin())
        )

    def _facts_margin_rate(self):
        if not self._knows_margin():
            return None
        return self._get_order_facts(
            self._get_cost_known_sql(),
            numerator=SQL(IN_COMPANY_CURRENCY, _margin()),
            denominator=revenue(),
        )

    def _get_facts_with_or_without_cost(self):
        if self.code not in ("margin", "margin_rate"):
            return super()._get_facts_with_or_without_cost()
        return self._get_order_facts(numerator=SQL("1"))

    def _get_order_facts(self, condition=None, **columns):
        """Confirmed orders by the day of the order.

        :param condition: narrows them, on the row ``sale``.
        """
        return facts(
            SQL(
                """
                period
                  JOIN sale_order sale
                    ON %s AND sale.company_id = period.company_id
                 WHERE sale.state = 'sale' AND %s
                """,
                within(SQL("sale.date_order")),
                condition or SQL("TRUE"),
            ),
            **columns,
            **owned("sale"),
        )

    # ------------------------------------------------------------------
    # Margin: of Odoo's module sale_margin, which may not be there
    # ------------------------------------------------------------------

    def _knows_margin(self):
        return "margin" in self.env["sale.order"]._fields

    def _get_costless_fields(self):
        """What says of a line that it has no cost of its own."""
        own = self.env["sale.order.line"]._fields
        return [
            name
            for name in ("is_delivery", "is_downpayment")
            if name in own and own[name].store
        ]

    def _get_cost_known_sql(self):
        """Whether every line of the row ``sale`` that earns something has a cost.

        What is charged for delivery, and ahead, has none of its own.
        """
        without = [
            SQL("AND line.%s IS NOT TRUE", SQL.identifier(name))
            for name in self._get_costless_fields()
        ]
        return SQL(
            """
            NOT EXISTS (
                SELECT FROM sale_order_line line
                 WHERE line.order_id = sale.id
                   AND line.display_type IS NULL
                   AND line.price_subtotal > 0
                   AND COALESCE(line.purchase_price, 0) = 0
                   %s)
            """,
            SQL(" ").join(without),
        )


def revenue():
    """The untaxed amount of the row ``sale`` in the currency of its company, at the
    rate of the order.
    """
    return SQL(IN_COMPANY_CURRENCY, SQL("COALESCE(sale.amount_untaxed, 0)"))


def _margin():
    return SQL("COALESCE(sale.margin, 0)")
