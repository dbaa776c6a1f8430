"""When a quotation was sent."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import SQL

from .quotation_common import QuotationCommon

EARLIER = datetime(2026, 3, 2, 9, 0)
LATER = datetime(2026, 3, 9, 16, 30)


@tagged("post_install", "-at_install")
class TestSentDate(QuotationCommon):
    def _order(self, **values):
        return self._create_order(self.customer, user_id=self.user_sales.id, **values)

    def _sent(self, count=1):
        with freeze_time(EARLIER):
            orders = self.order.browse()
            for _number in range(count):
                orders |= self._order()
            orders.write({"state": "sent"})
        return orders

    def _compose(self, orders, user=None, **context):
        """Send ``orders`` as the button on the quotation does."""
        orders = orders.with_user(user or self.user_sales)
        action = orders.action_quotation_send()
        composer = self.env["mail.compose.message"].with_user(self.user_sales)
        composer = composer.with_context(**action["context"], **context)
        composer.create({})._action_send_mail()

    @freeze_time(EARLIER)
    def test_a_draft_has_none(self):
        self.assertFalse(self.order.playbook_sent_date)

    @freeze_time(EARLIER)
    def test_created_as_sent(self):
        self.assertEqual(self._order(state="sent").playbook_sent_date, EARLIER)
        known = datetime(2025, 5, 5, 5, 5)
        order = self._order(state="sent", playbook_sent_date=known)
        self.assertEqual(order.playbook_sent_date, known)

    @freeze_time(EARLIER)
    def test_marked_as_sent_by_its_salesperson(self):
        order = self.order.with_user(self.user_sales)
        order.action_quotation_sent()
        self.assertEqual(order.playbook_sent_date, EARLIER)

    @freeze_time(EARLIER)
    def test_imported(self):
        result = self.env["sale.order"].load(
            ["partner_id/.id", "state"], [[str(self.customer.id), "Quotation Sent"]]
        )
        self.assertFalse(result["messages"])
        order = self.env["sale.order"].browse(result["ids"])
        self.assertEqual((order.state, order.playbook_sent_date), ("sent", EARLIER))

    @freeze_time(EARLIER)
    def test_sent_by_the_mail_composer(self):
        self._compose(self.order)
        self.assertEqual(self.order.state, "sent")
        self.assertEqual(self.order.playbook_sent_date, EARLIER)

    def test_sent_again_by_the_mail_composer(self):
        order = self._sent()
        with freeze_time(LATER):
            self._compose(order)
        self.assertEqual(order.playbook_sent_date, LATER)

    def test_another_message_is_no_sending(self):
        order = self._sent()
        with freeze_time(LATER):
            order.with_user(self.user_sales).message_post(
                body="Any questions?", subtype_xmlid="mail.mt_comment"
            )
            order.with_user(self.user_sales).message_post(body="A note")
            order.note = "Changed"
        self.assertEqual(order.playbook_sent_date, EARLIER)

    def test_several_sent_again_as_one_mailing(self):
        orders, other = self._sent(2), self._order()
        with freeze_time(LATER):
            self._compose(
                orders | other, default_subject="Offer", default_body="See there"
            )
            self.assertEqual(set(orders.mapped("playbook_sent_date")), {EARLIER})
            self._compose(
                orders | other,
                default_subject="Offer",
                default_body="See there",
                mark_so_as_sent=True,
            )
        self.assertEqual(set(orders.mapped("playbook_sent_date")), {LATER})
        self.assertFalse(other.playbook_sent_date)

    def test_a_confirmed_order_is_sent_no_more(self):
        order = self._sent()
        order.action_confirm()
        with freeze_time(LATER):
            order.with_context(mark_so_as_sent=True).message_post(body="Confirmed")
        self.assertEqual(order.playbook_sent_date, EARLIER)

    def test_back_to_draft(self):
        orders = self._sent(2)
        orders[0].action_draft()
        orders[1]._action_cancel()
        self.assertTrue(orders[1].playbook_sent_date)
        orders[1].action_draft()
        self.assertFalse(any(orders.mapped("playbook_sent_date")))

    def test_only_what_is_not_sent_yet_is_dated(self):
        before, draft = self._sent(), self._order()
        with freeze_time(LATER):
            (before | draft).write({"state": "sent"})
        self.assertEqual(before.playbook_sent_date, EARLIER)
        self.assertEqual(draft.playbook_sent_date, LATER)

    def test_a_copy_was_not_sent(self):
        copied = self._sent().copy()
        self.assertEqual((copied.state, copied.playbook_sent_date), ("draft", False))

    @freeze_time(EARLIER)
    def test_a_customer_pays_in_the_portal(self):
        """Odoo marks the quotation as sent when a transfer is announced."""
        order = self.order.with_user(self.user_public).sudo()
        order.with_context(tracking_disable=True).action_quotation_sent()
        self.assertEqual(self.order.playbook_sent_date, EARLIER)
        self.assertNotIn(
            "playbook_sent_date",
            self.env["sale.order"].with_user(self.user_portal).fields_get(),
        )

    def test_shown_with_a_profile(self):
        order = self._sent().with_user(self.user_sales)
        shown = Form(order).playbook_sent_date
        self.assertEqual(fields.Datetime.to_datetime(shown), EARLIER)
        arch = order.with_user(self.user_salesperson).get_view(None, "form")["arch"]
        self.assertNotIn("playbook_sent_date", arch)

    def test_nothing_is_written_where_the_state_stays(self):
        order = self._sent()
        for values in ({"note": "<p>Words</p>"}, {"state": "sent"}):
            with self.subTest(values), freeze_time(LATER):
                self.assertEqual(self._count_updates(order, values), 0)
        self.assertEqual(order.playbook_sent_date, EARLIER)

    def test_one_update_for_many(self):
        for count in (3, 30):
            orders = self.order.browse()
            for _number in range(count):
                orders |= self._order()
            with self.subTest(count=count):
                self.assertEqual(self._count_updates(orders, {"state": "sent"}), 1)

    def _count_updates(self, orders, values):
        """How many statements write the date."""
        self.env.flush_all()
        with self._recorded_queries() as queries:
            orders.with_context(tracking_disable=True).write(values)
            self.env.flush_all()
        return sum(
            "UPDATE" in query and "playbook_sent_date" in query for query in queries
        )


@tagged("post_install", "-at_install")
@freeze_time(LATER)
class TestSentBefore(QuotationCommon):
    """What was sent before the addon was there."""

    def setUp(self):
        super().setUp()
        self.order.state = "sent"
        self.order.date_order = EARLIER
        self._forget()

    def _forget(self):
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE sale_order SET playbook_sent_date = NULL"),
        )
        self.env.invalidate_all()

    def _tell(self, date, author=None, to=None, **values):
        author = author or self.user_sales.partner_id
        message = self._write_message(
            self.order, author, date, message_type="comment", **values
        )
        self.env["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "res_partner_id": (to or self.customer).id,
                "notification_type": "email",
                "notification_status": "sent",
            }
        )
        return message

    def assertFilled(self, date):
        self._forget()
        self.env["sale.order"]._fill_sent_dates()
        self.assertEqual(self.order.playbook_sent_date, date)

    def test_the_date_of_the_quotation(self):
        self.assertFilled(EARLIER)

    def test_the_last_message_to_the_customer(self):
        first, last = EARLIER + timedelta(days=1), EARLIER + timedelta(days=2)
        colleague = self.user_sales_management.partner_id
        self._tell(first)
        self._tell(last)
        self.assertFilled(last)
        for why, status, values in (
            ("to a colleague", "sent", {"to": colleague}),
            ("by the customer", "sent", {"author": self.customer}),
            ("internal", "sent", {"is_internal": True}),
            ("not delivered", "bounce", {}),
        ):
            later = self._tell(LATER, **values)
            later.notification_ids.notification_status = status
            with self.subTest(why):
                self.assertFilled(last)

    def test_never_in_the_future(self):
        self.order.date_order = LATER + timedelta(days=9)
        self.assertFilled(LATER)

    def test_drafts_and_what_is_known_stay(self):
        known = self._create_order(self.customer, state="sent")
        draft = self._create_order(self.customer)
        known.playbook_sent_date = EARLIER
        self.env["sale.order"]._fill_sent_dates()
        self.assertEqual(known.playbook_sent_date, EARLIER)
        self.assertFalse(draft.playbook_sent_date)
        self.assertEqual(self.env["sale.order"]._fill_sent_dates(), 0)

    def test_in_one_statement(self):
        def fill():
            self.env["sale.order"]._fill_sent_dates()

        self._forget()
        few = self._count_queries(fill)
        self.env["sale.order"].create(
            [{"partner_id": self.customer.id, "state": "sent"} for _n in range(30)]
        )
        self._forget()
        self.assertEqual(self._count_queries(fill), few)
