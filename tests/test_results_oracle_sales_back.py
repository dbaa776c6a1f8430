"""What follow-up brought back, against an oracle."""

import random
from datetime import timedelta

from odoo.tests import freeze_time, tagged

from .common import FULL
from .results_sales_common import NOW, SalesCase
from .results_sales_oracle import SalesOracle

ROUNDS, LEADS = (5, 120) if FULL else (1, 60)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestSalesOracleBack(SalesOracle, SalesCase):
    def test_brought_back(self):
        for seed in range(ROUNDS):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                chance = random.Random(seed)  # noqa: S311
                leads = self._random_leads(chance, LEADS)
                orders = self._random_orders(chance, LEADS, leads)
                self._follow_up_some(chance, leads, orders)
                self._assert_oracle("brought_back", self._tell)
                savepoint.rollback()
                self.env.invalidate_all()

    def _follow_up_some(self, chance, leads, orders):
        """Workflows of several triggers, and what they had people and customers do."""
        workflows = self.env["playbook.workflow"].create(
            [
                {"name": trigger, "target": target, "trigger": trigger}
                for target, trigger in (
                    ("opportunity", "no_stage_change"),
                    ("partner", "inactive"),
                    ("order", "unanswered"),
                    ("opportunity", "won"),
                )
            ]
        )
        self.env.flush_all()
        self.reached = []
        for number in range(60):
            workflow = chance.choice(workflows)
            records, column = {
                "partner": (self.customers, "partner_id"),
                "order": (orders, "order_id"),
            }.get(workflow.target, (leads, "lead_id"))
            record = chance.choice(records)
            simulated = chance.random() < 0.1
            enrollment_id = self._insert(
                "playbook_enrollment",
                workflow_id=workflow.id,
                occurrence=number,
                round=1,
                state="done",
                date_entered=NOW,
                simulated=simulated,
                **{column: record.id},
            )
            moment, counts = self._reach(chance, number, workflow, enrollment_id)
            if counts and workflow.trigger != "won" and not simulated:
                self.reached.append((record, moment))
        self.env.invalidate_all()

    def _reach(self, chance, number, workflow, enrollment_id):
        moment = self._random_moment(chance)
        if chance.random() < 0.5:
            state = chance.choice(["sent", "announced"])
            self._insert(
                "playbook_customer_mail",
                enrollment_id=enrollment_id,
                workflow_id=workflow.id,
                partner_id=self.customers[0].id,
                occurrence=number,
                mode="send",
                asks_for="nothing",
                state=state,
                date_due=moment,
            )
            return moment, state == "sent"
        activity_id = self._plan(number, enrollment_id, moment)
        done, reached = chance.random() < 0.8, chance.random() < 0.8
        self._insert(
            "playbook_action",
            activity_id=activity_id,
            origin="planned",
            state="done" if done else "cancelled",
            no_contact=not reached,
            date_done=moment,
        )
        return moment, done and reached

    def _plan(self, number, enrollment_id, moment):
        activity = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.customers[0].id,
                "user_id": self.salesperson.id,
            }
        )
        self.env.flush_all()
        self._insert(
            "playbook_workflow_event",
            enrollment_id=enrollment_id,
            occurrence=number,
            partner_id=self.customers[0].id,
            state="finished",
            date=moment,
            activity_id=activity.id,
        )
        return activity.id

    def _is_after(self, moment, records):
        return any(
            timedelta() < moment - reached <= timedelta(days=90)
            for record, reached in self.reached
            if record in records
        )

    def _tell(self, span):
        told = []
        for order in self.env["sale.order"].search([("state", "=", "sale")]):
            customer = order.partner_id.commercial_partner_id
            concerned = [order, order.opportunity_id, customer]
            if (
                order.company_id == span.company
                and span.has(order.date_order)
                and self._is_after(order.date_order, concerned)
            ):
                amount = order.amount_untaxed / (order.currency_rate or 1)
                told.append(self._fact(order, amount))
        for lead in self._deals_decided(span):
            concerned = [lead, lead.partner_id.commercial_partner_id, *lead.order_ids]
            if (
                lead.won_status == "won"
                and "sale" not in lead.order_ids.mapped("state")
                and self._is_after(self._decided(lead), concerned)
            ):
                told.append(self._fact(lead, lead.expected_revenue))
        return told
