"""Quotations that nobody has answered."""

from datetime import date, datetime, timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..models.workflows.quotation_sql import unanswered
from ..models.workflows.targets import ORDER
from .quotation_common import NOW, QuotationCommon

DAYS = 3
EPOCH = datetime(1970, 1, 1)


def minute(moment):
    return int((moment - EPOCH).total_seconds() // 60)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestUnanswered(QuotationCommon):
    def _trigger(self, delay=DAYS, working=None, unknown_zones=()):
        now = fields.Datetime.now()
        return unanswered(now, SQL("%s", delay), working, unknown_zones)

    def _found(self, orders=None, **arguments):
        orders = orders or self.order
        rows = self._select(
            self._trigger(**arguments),
            "sale",
            condition=SQL("sale.id = ANY(%s)", orders.ids),
        )
        return orders.browse(order_id for (order_id,) in rows)

    def _ended(self, order=None, occurrence=None):
        order = order or self.order
        if occurrence is None:
            occurrence = minute(order.playbook_sent_date)
        return self._over(self._trigger(), ORDER, order, occurrence)

    def test_sent_so_many_days_ago(self):
        for days, found in ((2, False), (3, True), (400, True)):
            self._send(days=days)
            with self.subTest(days=days):
                self.assertEqual(bool(self._found()), found)
                self.assertIsNone(self._ended())

    def test_what_it_is_about(self):
        self._send(days=5)
        trigger = self._trigger()
        (row,) = self._select(
            trigger,
            "sale",
            SQL("%s, %s", trigger.occurrence, trigger.since),
            SQL("sale.id = %s", self.order.id),
        )
        sent = self.order.playbook_sent_date
        self.assertEqual(row, (minute(sent), date(2026, 3, 5)))

    def test_days_are_those_of_the_company(self):
        """Sent in the evening of the 7th in Europe, which is the 8th in Tokyo."""
        self.order.state = "sent"
        self.order.playbook_sent_date = "2026-03-07 23:30:00"
        for zone, found in (
            ("UTC", True),
            ("Asia/Tokyo", False),
            ("Europe/Brussels", False),
        ):
            self.env.company.resource_calendar_id.tz = zone
            with self.subTest(zone):
                self.assertEqual(bool(self._found()), found)
        self.assertTrue(self._found(unknown_zones=("Europe/Brussels",)))

    def test_when_the_clocks_change(self):
        """The day on which an hour is missing is a day."""
        self.env.company.resource_calendar_id.tz = "Europe/Brussels"
        self.order.state = "sent"
        self.order.playbook_sent_date = "2026-03-28 22:59:00"
        for now, found in (("2026-03-30 21:59:00", False), ("2026-03-30 22:00", True)):
            with self.subTest(now), freeze_time(now):
                self.assertEqual(bool(self._found()), found)

    def test_working_days(self):
        """From Friday on, three working days are over on Wednesday."""
        self.order.state = "sent"
        self.order.playbook_sent_date = "2026-03-06 09:00:00"
        company = self.order.company_id.id
        for cutoff, found in ((date(2026, 3, 5), False), (date(2026, 3, 6), True)):
            with self.subTest(cutoff):
                working = {(company, DAYS): cutoff}
                self.assertEqual(bool(self._found(working=working)), found)
        others = {(self.company_other.id, DAYS): date(2026, 3, 9)}
        self.assertFalse(self._found(working=others))

    def test_an_expired_one_is_asked_about_too(self):
        self._send(days=5)
        self.order.validity_date = date(2026, 3, 6)
        self.assertTrue(self._found())

    def test_drafts_orders_and_cancelled_ones_are_not(self):
        for state, ending in (
            ("draft", "gone"),
            ("cancel", "order_cancelled"),
            ("sale", "ordered"),
        ):
            self._send(days=5)
            occurrence = minute(self.order.playbook_sent_date)
            self.order.state = state
            with self.subTest(state):
                self.assertFalse(self._found())
                self.assertEqual(self._ended(occurrence=occurrence), ending)

    def test_sent_again_the_clock_starts_anew(self):
        self._send(days=5)
        first = minute(self.order.playbook_sent_date)
        self.order.with_context(mark_so_as_sent=True).message_post(body="Again")
        self.assertFalse(self._found())
        self.assertEqual(self._ended(occurrence=first), "sent_again")
        self.assertIsNone(self._ended())

    def test_a_deal_that_has_ended_is_not_chased(self):
        self._send(days=5)
        self.deal.action_set_lost()
        self.assertFalse(self._found())
        self.assertEqual(self._ended(), "lost")
        self.deal.action_unarchive()
        self.assertTrue(self._found())
        self.deal.action_set_won()
        self.assertFalse(self._found())
        self.assertEqual(self._ended(), "won")

    def test_nor_one_that_is_archived_or_ordered_otherwise(self):
        self._send(days=5)
        self.deal.active = False
        self.deal.probability = 40
        self.assertFalse(self._found())
        self.assertIn(self._ended(), {"archived", "lost"})
        self.deal.active = True
        other = self._create_order(self.customer, opportunity_id=self.deal.id)
        self.assertTrue(self._found())
        self._confirm(other)
        self.assertFalse(self._found())
        self.assertEqual(self._ended(), "ordered")

    def test_without_an_opportunity(self):
        self._send(days=5)
        self.order.opportunity_id = False
        self.assertTrue(self._found())
        self.assertIsNone(self._ended())

    def test_the_customer_wrote(self):
        self._send(days=5)
        for record in (self.order, self.deal):
            for message_type in ("email", "comment"):
                message = self._write_message(record, message_type=message_type)
                with self.subTest(record._name, message_type=message_type):
                    self.assertFalse(self._found())
                    self.assertEqual(self._ended(), "answered")
                message.unlink()
        self.assertTrue(self._found())

    def test_somebody_unknown_wrote(self):
        self._send(days=5)
        self._write_message(self.deal, author_id=False, email_from="x@example.com")
        self.assertFalse(self._found())

    def test_what_is_no_answer(self):
        self._send(days=5)
        before = self.order.playbook_sent_date - timedelta(hours=1)
        ours = self.user_sales_management.partner_id
        gone = self.user_other_team
        gone.active = False
        for why, values in (
            ("before it was sent", {"date": before}),
            ("ours", {"author": ours}),
            ("of a colleague who left", {"author": gone.partner_id}),
            ("internal", {"is_internal": True, "message_type": "comment"}),
            ("the software", {"message_type": "auto_comment"}),
            ("a notification", {"message_type": "notification"}),
            ("nobody is there", {"message_type": "out_of_office"}),
        ):
            self._write_message(self.order, **values)
            with self.subTest(why):
                self.assertTrue(self._found())
                self.assertIsNone(self._ended())

    def test_another_quotations_answer_is_none(self):
        self._send(days=5)
        other = self._create_order(self.customer)
        self._write_message(other)
        self._write_message(self.customer)
        self.assertTrue(self._found())

    def test_signed_in_the_portal(self):
        self._send(days=5)
        self.order.signed_on = fields.Datetime.now()
        self.assertFalse(self._found())
        self.assertEqual(self._ended(), "answered")
        self.order.signed_on = self.order.playbook_sent_date - timedelta(days=1)
        self.assertTrue(self._found())

    def test_a_transfer_is_on_its_way(self):
        self._send(days=5)
        everything = self.env["payment.method"].with_context(active_test=False)
        provider = self.env["payment.provider"].search([], limit=1)
        method = everything.search([], limit=1)
        payment = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": "Transfer",
                "amount": 100,
                "currency_id": self.order.currency_id.id,
                "partner_id": self.customer.id,
                "sale_order_ids": [(6, 0, self.order.ids)],
                "state": "pending",
            }
        )
        self.assertFalse(self._found())
        payment.state = "cancel"
        self.assertTrue(self._found())

    def test_each_company_by_its_own_day(self):
        self.company_other.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Tokyo", "tz": "Asia/Tokyo"}
        )
        other = self._create_order(self.customer, company_id=self.company_other.id)
        for order in (self.order, other):
            order.state = "sent"
            order.playbook_sent_date = "2026-03-07 20:00:00"
        self.assertEqual(self._found(self.order | other), self.order)
