from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, new_test_user, tagged

from .last_contact_common import LastContactCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestLastContact(LastContactCommon):
    def test_who_was_never_in_contact_has_no_row(self):
        self.assertNoContact()

    def test_action_tells_at_once(self):
        self._act()
        row = self._rows()
        self.assertEqual(
            (row.channel, row.user_id, row.company_id, row.call_count),
            ("call", self.user_sales, self.env.company, 1),
        )

    def test_action_cancelled_or_without_channel_is_no_contact(self):
        self._act(state="cancelled")
        self._act(channel=False)
        self.assertNoContact()

    def test_latest_of_several_and_all_counted(self):
        self._act("2026-03-01 10:00:00")
        self._act("2026-01-01 10:00:00", channel="other")
        self._meet("2026-03-02 11:00:00")
        self._send(at="2026-03-03 12:00:00")
        self._receive(at="2026-02-04 13:00:00")
        self.assertContact(
            {
                "date": "2026-03-03 12:00:00",
                "channel": "email",
                "user_id": self.user_sales.id,
                "call_count": 1,
                "meeting_count": 1,
                "email_count": 2,
                "other_count": 1,
                "contact_count": 5,
            }
        )

    def test_second_refresh_changes_nothing(self):
        self._act()
        self._send()
        self.assertTrue(self._refresh())
        self.assertFalse(self._refresh())
        self.assertFalse(self.env["playbook.last.contact"]._refresh([]))

    def test_all_customers_as_each_alone(self):
        other = self._create_customer("Other")
        self._act()
        self._act(customer=other, channel="message")
        self._meet()
        self._refresh(self.customer | other)
        changed = self.env["playbook.last.contact"]._refresh()
        self.assertFalse({self.customer.id, other.id} & set(changed))

    def test_what_is_no_more_takes_the_row_away(self):
        meeting = self._meet()
        self.assertContact({"channel": "meeting", "meeting_count": 1})
        meeting.active = False
        self.assertNoContact()

    # Meetings ---------------------------------------------------------

    def test_meeting_to_come_is_no_contact(self):
        self._meet(fields.Datetime.now() + timedelta(hours=1))
        self.assertNoContact()

    def test_meeting_that_the_customer_declined(self):
        meeting = self._meet()
        theirs = meeting.attendee_ids.filtered(
            lambda attendee: attendee.partner_id == self.person
        )
        theirs.state = "declined"
        self.assertNoContact()
        meeting.opportunity_id = self.lead
        self.assertNoContact()
        # Somebody else of theirs came.
        meeting.partner_ids |= self._create_contact(self.customer, "Bob")
        self.assertContact({"channel": "meeting", "meeting_count": 1})

    def test_meeting_of_the_opportunity_without_guests(self):
        self._meet(partners=self.person.browse(), opportunity_id=self.lead.id)
        self.assertContact({"channel": "meeting", "meeting_count": 1})

    def test_meeting_counts_once_however_many_people_came(self):
        bob = self._create_contact(self.customer, "Bob")
        self._meet(partners=self.person | bob, opportunity_id=self.lead.id)
        self.assertContact({"meeting_count": 1, "contact_count": 1})

    def test_meeting_of_the_log_counts_once(self):
        meeting = self._meet()
        self._act(channel="meeting", event_id=meeting.id)
        self.assertContact({"meeting_count": 1, "contact_count": 1})

    def test_meeting_that_did_not_take_place(self):
        meeting = self._meet()
        self._act(state="cancelled", event_id=meeting.id)
        self.assertNoContact()

    def test_meeting_with_colleagues_suppliers_or_in_private(self):
        supplier = self._create_customer("Supplier")
        self._meet(partners=supplier)
        self._meet(privacy="private")
        self.assertNoContact()
        self.assertNoContact(supplier)
        self._meet(privacy="private", opportunity_id=self.lead.id)
        self.assertContact({"meeting_count": 1})

    # E-mails ----------------------------------------------------------

    def test_email_sent_and_received(self):
        self._send()
        self.assertContact({"channel": "email", "email_count": 1})
        self._receive()
        self.assertContact(
            {"channel": "email", "email_count": 2, "user_id": False, "contact_count": 2}
        )

    def test_notes_and_messages_among_us_are_no_contact(self):
        colleague = self.user_other_team.partner_id
        self._send(subtype_xmlid="mail.mt_note")
        self._send(to=colleague)
        self._receive(author=colleague)
        self.assertNoContact()

    def test_email_that_failed_is_no_contact(self):
        message = self._send()
        notification = message.sudo().notification_ids.filtered(
            lambda each: each.res_partner_id == self.person
        )
        self.assertEqual(notification.notification_type, "email")
        for status in ("bounce", "exception", "canceled"):
            notification.notification_status = status
            self.assertNoContact()

    def test_system_notifications_are_no_contact(self):
        self.lead.with_user(self.user_sales).message_notify(
            body="Look", partner_ids=self.person.ids
        )
        self._send(message_type="notification", subtype_xmlid="crm.mt_lead_stage")
        self.assertNoContact()
        self._send(message_type="notification")
        self.assertContact({"email_count": 1})

    def test_email_to_two_people_counts_once(self):
        bob = self._create_contact(self.customer, "Bob", email="bob@lumber.example")
        self._send(to=self.person | bob)
        self.assertContact({"email_count": 1, "contact_count": 1})

    def test_email_on_order_and_on_the_customer(self):
        order = self._create_order(self.customer, user_id=self.user_sales.id)
        self._send(order)
        self._send(self.person)
        self.assertContact({"email_count": 2})

    def test_email_counts_for_who_got_it(self):
        other = self._create_customer("Other", email="o@other.example")
        self._create_lead(other)
        self._send(to=other)
        self.assertNoContact()
        self.assertContact({"email_count": 1}, other)

    def test_mailing_counts_for_the_customer_of_the_document(self):
        self.env["mail.message"].create(
            {
                "model": "crm.lead",
                "res_id": self.lead.id,
                "message_type": "email_outgoing",
                "author_id": self.user_sales.partner_id.id,
                "date": "2026-03-01 10:00:00",
            }
        )
        self.assertContact({"email_count": 1})

    def test_suppliers_have_none(self):
        supplier = self._create_customer("Supplier", email="s@supplier.example")
        self._send(supplier, supplier)
        self._receive(supplier, supplier)
        self.assertNoContact(supplier)

    def test_message_of_a_portal_user_is_received(self):
        portal = new_test_user(self.env, "lc_portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.customer
        self._receive(author=portal.partner_id)
        self.assertContact({"email_count": 1, "user_id": False})

    # Companies --------------------------------------------------------

    def test_each_company_has_its_own(self):
        self._act()
        self._act(company_id=self.company_other.id, channel="message")
        rows = self._rows()
        self.assertEqual(len(rows), 2)
        theirs = rows.filtered(lambda row: row.company_id == self.company_other)
        self.assertEqual((theirs.channel, theirs.call_count), ("message", 0))

    def test_document_of_no_company_counts_for_that_of_who_did_it(self):
        self.lead.company_id = False
        self._act(company_id=False, user_id=self.user_other_company.id)
        self.assertEqual(self._rows().company_id, self.company_other)

    # Customers who change ---------------------------------------------

    def test_who_comes_to_another_company_brings_the_contacts(self):
        other = self._create_customer("Other")
        self._send()
        self._refresh()
        self.person.parent_id = other
        self.assertFalse(self._rows())
        self.assertEqual(self._rows(other).email_count, 1)

    def test_merged_customers(self):
        other = self._create_customer("Twin")
        self._act()
        self._act("2026-04-01 10:00:00", customer=other)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | other).ids, self.customer)
        self.assertFalse(other.exists())
        row = self._rows()
        self.assertEqual(row.call_count, 2)
        self.assertEqual(row.date, fields.Datetime.to_datetime("2026-04-01 10:00:00"))
        self.assertFalse(self._refresh())

    def test_deleted_customer_takes_the_row_along(self):
        other = self._create_customer("Other")
        self._act(customer=other)
        row = self._rows(other)
        other.unlink()
        self.assertFalse(row.exists())

    # Cost -------------------------------------------------------------

    def test_telling_costs_the_same_for_any_number(self):
        def tell(count):
            customers = self.env["res.partner"].create(
                [{"name": str(number)} for number in range(count)]
            )
            actions = self.env["playbook.action"].create(
                [
                    {
                        "channel": "call",
                        "commercial_partner_id": each.id,
                        "company_id": self.env.company.id,
                        "date_done": "2026-03-01 10:00:00",
                    }
                    for each in customers
                ]
            )
            self.env.flush_all()
            with self._recorded_queries() as queries:
                self.env["playbook.last.contact"]._tell_actions(actions)
            return len(queries)

        tell(1)
        self.assertEqual(tell(3), tell(30))

    def test_posting_and_saving_cost_nothing(self):
        with self._recorded_queries() as queries:
            self._send()
            self.lead.name = "Another"
            self.env.flush_all()
        self.assertFalse([q for q in queries if "last_contact" in str(q)])
