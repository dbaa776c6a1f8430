"""Orders, margin, quotations followed up and what came of it, against an oracle."""

import random
from datetime import datetime, time, timedelta
from unittest.mock import patch

import pytz

from odoo.tests import freeze_time, tagged

from .common import FULL
from .results_sales_common import NOW, SalesCase
from .results_sales_oracle import SalesOracle
from .results_sales_said import Said

ROUNDS, ORDERS = (5, 120) if FULL else (1, 60)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSalesOracleOrders(Said, SalesOracle, SalesCase):
    def _check_random(self, check):
        for seed in range(ROUNDS):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                check(random.Random(seed))  # noqa: S311
                savepoint.rollback()
                self.env.invalidate_all()

    def _confirmed(self, span):
        return [
            order
            for order in self.env["sale.order"].search([("state", "=", "sale")])
            if order.company_id == span.company and span.has(order.date_order)
        ]

    def _revenue(self, order):
        return order.amount_untaxed / (order.currency_rate or 1)

    def test_orders(self):
        self._check_random(self._check_orders)

    def _check_orders(self, chance):
        self._random_orders(chance, ORDERS)
        self._assert_oracle(
            "revenue_won",
            lambda span: [
                self._fact(order, self._revenue(order))
                for order in self._confirmed(span)
            ],
        )
        self._assert_oracle(
            "orders_won",
            lambda span: [self._fact(order, 1) for order in self._confirmed(span)],
        )

    # ------------------------------------------------------------------
    # Margin
    # ------------------------------------------------------------------

    def test_margin(self):
        self._check_random(self._check_margin)

    def _check_margin(self, chance):
        """As if the module were there: its columns are."""
        orders = self._random_orders(chance, ORDERS)
        if "margin" not in self.env["sale.order"]._fields:
            self.env.cr.execute("ALTER TABLE sale_order ADD COLUMN margin numeric")
            self.env.cr.execute(
                "ALTER TABLE sale_order_line ADD COLUMN purchase_price numeric"
            )
        product = self.env["product.product"].create({"name": "Desk"})
        lines = self.env["sale.order.line"].create(
            [{"order_id": order.id, "product_id": product.id} for order in orders] * 2
        )
        self.env.flush_all()
        margins, known = {}, dict.fromkeys(orders, True)
        for order in orders:
            margins[order] = chance.choice([-10, 0, 40, 99.9])
            self._set(order, margin=margins[order])
        for line in lines:
            cost = chance.choice([None, 0, 5, 5, 5, 5])
            worth = chance.choice([0, -10, 10, 10])
            self._set(line, purchase_price=cost, price_subtotal=worth)
            if not cost and worth > 0:
                known[line.order_id] = False
        self.env.invalidate_all()

        def tell(denominator):
            return lambda span: [
                self._fact(
                    order,
                    margins.get(order, 0) / (order.currency_rate or 1),
                    denominator(order),
                )
                for order in self._confirmed(span)
                if known[order]
            ]

        Indicator = type(self.env["playbook.indicator"])
        with patch.object(Indicator, "_knows_margin", lambda _self: True):
            self._assert_oracle("margin", tell(lambda _order: None))
            self._assert_oracle("margin_rate", tell(self._revenue))

    # ------------------------------------------------------------------
    # Quotations
    # ------------------------------------------------------------------

    def test_quotations(self):
        self._check_random(self._check_quotations)

    def _check_quotations(self, chance):
        leads = self._random_leads(chance, 10)
        orders = self._random_orders(chance, ORDERS * 2, leads)
        self._random_talk(chance, leads, orders, ORDERS)
        self.env["ir.config_parameter"].set_param(
            "crm_playbook.quotation_follow_up_days", "5"
        )
        self._mail_some(chance, orders)
        self._read_talk()
        self._assert_oracle("quotations_followed", self._tell_quotations)

    def _mail_some(self, chance, orders):
        """E-mails of a workflow."""
        workflow = self.env["playbook.workflow"].create(
            {"name": "W", "target": "order", "trigger": "unanswered"}
        )
        self.mails = []
        for order in chance.sample(orders, 15):
            enrollment_id = self._insert(
                "playbook_enrollment",
                workflow_id=workflow.id,
                order_id=order.id,
                occurrence=1,
                round=1,
                state="running",
                date_entered=NOW,
            )
            moment = self._random_moment(chance)
            state = chance.choice(["sent", "sent", "bounced"])
            self._insert(
                "playbook_customer_mail",
                enrollment_id=enrollment_id,
                workflow_id=workflow.id,
                order_id=order.id,
                occurrence=1,
                mode="send",
                asks_for="nothing",
                state=state,
                date_due=moment,
            )
            if state == "sent":
                self.mails.append((order, moment))

    def _tell_quotations(self, span):
        zone = pytz.timezone(span.company.resource_calendar_id.tz)
        told = []
        for order in self.env["sale.order"].search([("state", "in", ("sent", "sale"))]):
            sent = order.playbook_sent_date
            if order.company_id != span.company or not sent:
                continue
            day = pytz.utc.localize(sent).astimezone(zone).date() + timedelta(days=5)
            midnight = datetime.combine(day + timedelta(days=1), time())
            until = zone.localize(midnight).astimezone(pytz.utc).replace(tzinfo=None)
            if span.date_from <= day < span.date_to and until <= span.as_of:
                told.append(self._fact(order, self._is_followed(order, sent, until), 1))
        return told

    def _is_followed(self, order, sent, until):
        customer = order.partner_id.commercial_partner_id
        lead = order.opportunity_id
        since = sent + timedelta(minutes=1)
        answers = self._find_answers(lead, order, customer, since)
        return (
            (order.state == "sale" and order.date_order < until)
            or bool(order.signed_on and sent < order.signed_on < until)
            or self._wrote(order, sent, until)
            or (lead and self._wrote(lead, sent, until))
            or any(moment < until for moment in answers)
            or any(
                sent < moment < until and (mailed == order)
                for mailed, moment in self.mails
            )
        )
