"""A small random world in which every built-in indicator has something to count."""

import random

from odoo import fields

from .results_sales_common import NOW, SalesCase
from .results_sales_said import Said


class RecordsWorld(Said, SalesCase):
    """Leads, orders, what was said and done, promises, ratings, and what was brought
    back, of two companies.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leads_group = cls.env.ref("crm.group_use_lead")
        cls.env.ref("base.group_user").implied_ids = [(4, cls.leads_group.id)]
        cls.env["ir.config_parameter"].set_param("crm_playbook.inactive_days", "40")
        for company in cls.companies:
            company.playbook_rfm_basis = "orders"

    def setUp(self):
        super().setUp()
        self.chance = random.Random(11)  # noqa: S311
        self._random_leads(self.chance, 60)
        self._forget_what_is_to_come()
        self.orders = self._random_orders(self.chance, 60, self.leads)
        self._random_talk(self.chance, self.leads, self.orders, 60)
        self._make_new_customers()
        self._make_work()
        self._make_promises()
        self._bring_back()
        self.env.flush_all()
        self.env["res.partner"]._refresh_customer_states()
        self.env.invalidate_all()

    # ------------------------------------------------------------------
    # The world
    # ------------------------------------------------------------------

    def _forget_what_is_to_come(self):
        """Random deals may be decided tomorrow: then they are open today, and no
        condition finds that.
        """
        self.env.cr.execute(
            """
            DELETE FROM crm_lead lead
             WHERE lead.date_closed > %(now)s OR lead.date_conversion > %(now)s
                OR EXISTS (SELECT FROM playbook_transition stay
                            WHERE stay.lead_id = lead.id
                              AND (stay.date > %(now)s OR stay.date_left > %(now)s))
            """,
            {"now": NOW},
        )
        self.env.invalidate_all()
        self.leads = self.env["crm.lead"].with_context(active_test=False).search([])

    def _make_new_customers(self):
        customers = self.env["res.partner"].create([{"name": "New"}] * 12)
        since = fields.Datetime.from_string("2026-03-01")
        for order, customer in zip(
            self._random_orders(self.chance, 12), customers, strict=True
        ):
            moment = self._random_moment(self.chance, since, 45)
            values = {"partner_id": customer.id, "state": "sale"}
            self._set(order, date_order=moment, **values)

    def _make_work(self):
        """Actions, promises and ratings."""
        pick = self.chance.choice
        model_id = self.env["ir.model"]._get_id("res.partner")
        for _number in range(60):
            owner = {
                "company_id": pick([None, *self.companies.ids]),
                "user_id": pick([None, *self.people.ids]),
            }
            customer = pick(self.customers)
            self._insert(
                "playbook_action",
                origin="planned",
                state=pick(["done", "done", "cancelled"]),
                partner_id=customer.id,
                commercial_partner_id=customer.id,
                purpose_family=pick(["complaint", None]),
                promise=pick(["kept", "broken", None]),
                result=pick(["positive", "negative", None]),
                date_done=self._random_moment(self.chance),
                **owner,
            )
            self._insert(
                "rating_rating",
                res_model_id=model_id,
                res_model="res.partner",
                res_id=customer.id,
                partner_id=customer.id,
                playbook_asked=pick([True, True, None]),
                consumed=pick([True, True, None]),
                rating=pick([1, 3, 5]),
                rated_on=self._random_moment(self.chance),
                access_token=str(self.chance.random()),
            )

    def _make_promises(self):
        pick = self.chance.choice
        procedure = self.env["playbook.procedure"].create(
            {"name": "Answer", "moment": "won"}
        )
        self.promises = self.env["playbook.promise.keeping"].create(
            [
                {
                    "procedure_id": procedure.id,
                    "origin": str(number),
                    "partner_id": pick(self.customers).id,
                    "company_id": pick([False, *self.companies.ids]),
                    "user_id": pick([False, *self.people.ids]),
                    "date_from": "2026-01-01",
                    "date_due": self._random_moment(self.chance, days=125),
                    "state": pick(["kept", "late", "over", "open"]),
                }
                for number in range(80)
            ]
        )

    def _bring_back(self):
        workflow = self.env["playbook.workflow"].create(
            {"name": "W", "target": "partner", "trigger": "inactive"}
        )
        self.env.flush_all()
        for number, customer in enumerate(self.customers[:5]):
            enrollment_id = self._insert(
                "playbook_enrollment",
                workflow_id=workflow.id,
                occurrence=number,
                round=1,
                state="done",
                date_entered=NOW,
                partner_id=customer.id,
            )
            self._insert(
                "playbook_customer_mail",
                enrollment_id=enrollment_id,
                workflow_id=workflow.id,
                partner_id=customer.id,
                occurrence=number,
                mode="send",
                asks_for="nothing",
                state="sent",
                date_due=self._random_moment(self.chance, days=70),
            )
