"""Quotations of ``customer``, and what a trigger's parts find."""

from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from ..models.workflows.targets import TARGETS
from ..models.workflows.trigger_sql import records
from .common import CrmPlaybookCommon

NOW = "2026-03-10 12:00:00"


class QuotationCommon(CrmPlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.resource_calendar_id.tz = "UTC"
        cls.customer = cls._create_customer(email="lumber@example.com")
        cls.deal = cls._create_lead(
            cls.customer, user_id=cls.user_sales.id, team_id=cls.team.id
        )
        cls.order = cls._create_order(
            cls.customer, user_id=cls.user_sales.id, opportunity_id=cls.deal.id
        )

    def _send(self, order=None, days=0):
        """``order`` was sent ``days`` days ago."""
        order = order or self.order
        order.state = "sent"
        order.playbook_sent_date = fields.Datetime.now() - timedelta(days=days)
        return order

    def _select(self, trigger, alias, columns=None, condition=None):
        """The rows that a trigger matches, as a list of tuples."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE %s AND %s",
                columns or SQL.identifier(alias, "id"),
                trigger.source,
                condition or SQL("TRUE"),
                trigger.matches,
            )
        )

    def _over(self, trigger, target, record, occurrence):
        """Why what is in follow-up for ``occurrence`` is over."""
        self.env.flush_all()
        ((over,),) = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s %s CROSS JOIN (SELECT %s::integer AS occurrence)"
                " enrollment WHERE %s = %s",
                trigger.over,
                records(target),
                trigger.occasion,
                occurrence,
                SQL.identifier(TARGETS[target].alias, "id"),
                record.id,
            )
        )
        return over

    def _write_message(self, record, author=None, date=None, **values):
        """A message on ``record``, by its customer unless told otherwise."""
        return self.env["mail.message"].create(
            {
                "model": record._name,
                "res_id": record.id,
                "author_id": (author or self.customer).id,
                "date": date or fields.Datetime.now(),
                "message_type": "email",
                "body": "Words",
                **values,
            }
        )
