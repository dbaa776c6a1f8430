"""Customers who buy, and an oracle that scores them by counting on its fingers."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytz

from odoo import fields

from .common import CrmPlaybookCommon

NOW = "2026-06-15 12:00:00"
NAMES = ("recency", "frequency", "monetary")


def cut_point(values, fraction):
    """The quantile of a sorted list, by linear interpolation."""
    place = fraction * (len(values) - 1)
    low = int(place)
    high = low if place == low else low + 1
    return values[low] + (place - low) * (values[high] - values[low])


def score(value, values):
    """1 + how many of the four cut points lie below ``value``."""
    values = sorted(map(float, values))
    points = [cut_point(values, fraction) for fraction in (0.2, 0.4, 0.6, 0.8)]
    return 1 + sum(point < float(value) for point in points)


class RfmOracle:
    """Needs ``env``. Independent of the SQL: it reads documents one by one."""

    def _oracle_day(self, company, moment):
        zone = pytz.timezone(company.resource_calendar_id.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _oracle_rates(self, company, currency):
        """Those that count for the company, the one that goes before all last."""
        rates = [
            rate
            for rate in self.env["res.currency.rate"].search(
                [("currency_id", "=", currency.id)]
            )
            if rate.company_id in (company.root_id, rate.browse())
        ]
        return sorted(rates, key=lambda rate: (bool(rate.company_id), rate.name))

    def _oracle_amount(self, company, currency, day, amount):
        """In company currency; None where there is no rate."""
        if currency == company.currency_id:
            return Decimal(str(amount))
        all_rates = [
            self._oracle_rates(company, each)
            for each in (currency, company.currency_id)
        ]
        if not any(all_rates):
            return None
        foreign, own = (
            [rate.rate for rate in rates if rate.name <= day] if rates else [1.0]
            for rates in all_rates
        )
        if not foreign or not own:
            return None
        exact = Decimal(str(amount)) * Decimal(str(own[-1])) / Decimal(str(foreign[-1]))
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def _oracle_orders(self, company, as_of):
        """``(partner, day, amount, whether it is a purchase)``."""
        for order in self.env["sale.order"].search([("company_id", "=", company.id)]):
            day = self._oracle_day(company, order.date_order)
            if order.state != "sale" or day > as_of:
                continue
            amount = self._oracle_amount(
                company, order.currency_id, day, order.amount_untaxed
            )
            if amount is not None:
                yield order.partner_id.commercial_partner_id, day, amount, True

    def _oracle_invoices(self, company, as_of):
        moves = self.env["account.move"].search([("company_id", "=", company.id)])
        for move in moves.filtered(
            lambda m: m.state == "posted"
            and m.move_type in ("out_invoice", "out_refund")
        ):
            day, credit = move.invoice_date, move.move_type == "out_refund"
            usable = self._oracle_amount(company, move.currency_id, day, 1)
            origin = move.reversed_entry_id if credit else move.browse()
            if not usable or day > as_of:
                continue
            if origin.state == "posted":
                day = origin.invoice_date
                usable = self._oracle_amount(company, origin.currency_id, day, 1)
                if not usable or day > as_of:
                    continue
            amount = Decimal(str(move.amount_untaxed_signed))
            yield (
                move.partner_id.commercial_partner_id,
                day,
                amount,
                not credit and not self._oracle_is_credited(move, as_of),
            )

    def _oracle_is_credited(self, invoice, as_of):
        credits = invoice.reversal_move_ids.filtered(
            lambda m: m.state == "posted" and m.invoice_date <= as_of
        )
        total = sum(credits.mapped("amount_total"))
        return bool(credits) and round(total - invoice.amount_total, 2) >= 0

    def _oracle_is_customer(self, partner):
        """None of us."""
        return not partner.ref_company_ids and not any(
            not user.share for user in partner.user_ids
        )

    def _oracle(self, company, as_of):
        """As ``_get_scores``, without the value and the group."""
        as_of = fields.Date.to_date(as_of)
        basis, horizon = company._get_rfm_basis()
        first = as_of - timedelta(days=horizon - 1)
        find = getattr(self, f"_oracle_{basis}")
        bought = {}
        for partner, day, amount, purchase in find(company, as_of):
            if self._oracle_is_customer(partner):
                bought.setdefault(partner.id, []).append((day, amount, purchase))
        found = {}
        for partner_id, documents in bought.items():
            days = [day for day, _amount, purchase in documents if purchase]
            if days:
                found[partner_id] = {
                    "last_purchase_date": max(days),
                    "purchase_count": sum(day >= first for day in days),
                    "amount": sum(a for day, a, _p in documents if day >= first),
                }
        self._oracle_scores(found, as_of)
        return found

    def _oracle_scores(self, found, as_of):
        for each in found.values():
            each["since"] = (as_of - each["last_purchase_date"]).days
        compared = [each for each in found.values() if each["purchase_count"]]
        for each in found.values():
            counts = {
                name: score(each[key], [other[key] for other in compared])
                if each["purchase_count"]
                else None
                for name, key in zip(
                    NAMES, ("since", "purchase_count", "amount"), strict=True
                )
            }
            each["recency"] = 6 - counts["recency"] if counts["recency"] else 0
            each["frequency"] = counts["frequency"] or 0
            each["monetary"] = counts["monetary"] or 0
        for each in found.values():
            del each["since"]

    def assertOracle(self, company, as_of):
        """The SQL gives what the oracle does; returns how many customers."""
        found = self.env["playbook.rfm.score"]._get_scores(
            company, fields.Date.to_date(as_of)
        )
        expected = self._oracle(company, as_of)
        shortened = (
            {
                key: {
                    name: Decimal(str(each[name])) if name == "amount" else each[name]
                    for name in next(iter(expected.values()))
                }
                for key, each in found.items()
            }
            if expected
            else found
        )
        self.assertEqual(shortened, expected)
        return len(expected)


class RfmOrders(RfmOracle, CrmPlaybookCommon):
    """Six customers, of whom each has bought more often, more and later than the one
    before; the last one nothing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        for company in (cls.company, cls.company_other):
            company.playbook_rfm_basis = "orders"
            company.playbook_rfm_horizon_days = 730
        cls.Score = cls.env["playbook.rfm.score"]
        cls.History = cls.env["playbook.rfm.history"]
        cls.Score._refresh(cls.company)
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Rfm {number}", "is_company": True} for number in range(6)]
        )
        # Of each one more, and the later the better.
        for number, customer in enumerate(cls.customers[:5], 1):
            for place in range(number):
                cls._buy(customer, f"2026-{number:02}-{10 + place} 10:00:00", number)

    @classmethod
    def _buy(cls, customer, at, price=1, **values):
        order = cls._create_order(customer, price=100.0 * price, **values)
        return cls._confirm(order, at)

    def _refresh(self, company=None, as_of=None):
        found = self.Score._refresh(company or self.company, as_of)
        self.env.invalidate_all()
        return found

    def _history(self, customer, company=None):
        return self.History.search(
            [
                ("partner_id", "=", customer.id),
                ("company_id", "=", (company or self.company).id),
            ]
        )
