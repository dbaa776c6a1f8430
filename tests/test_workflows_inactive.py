"""Customers with whom nothing has happened for long."""

from datetime import date, timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from ..models.workflows.inactive_sql import inactive
from ..models.workflows.targets import PARTNER
from .quotation_common import NOW, QuotationCommon

DAYS = 90
ORDERED = date(2025, 6, 2)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestInactive(QuotationCommon):
    """``customer`` ordered last on 2 June; the deal of then is won."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2025-06-02 08:00:00"):
            cls._confirm(cls.order, "2025-06-02 08:00:00")
            cls.deal.action_set_won()
        cls._backdate(cls.deal)
        cls.env["playbook.last.contact"].search([]).unlink()

    @classmethod
    def _backdate(cls, lead, moment="2025-06-02 08:00:00"):
        lead.flush_recordset()
        cls.env.cr.execute(
            SQL(
                "UPDATE crm_lead SET create_date = %s, date_closed = %s WHERE id = %s",
                moment,
                lead.date_closed and moment,
                lead.id,
            )
        )
        lead.invalidate_recordset()

    def _trigger(self, delay=DAYS, working=None, unknown_zones=()):
        now = fields.Datetime.now()
        return inactive(now, SQL("%s", delay), working, unknown_zones)

    def _found(self, partner=None, **arguments):
        """From the ids found to the day that it counts from."""
        partner = partner or self.customer
        trigger = self._trigger(**arguments)
        rows = self._select(
            trigger,
            "partner",
            SQL("partner.id, %s, %s", trigger.occurrence, trigger.since),
            SQL("partner.commercial_partner_id = %s", partner.id),
        )
        for _partner_id, occurrence, since in rows:
            self.assertEqual(occurrence, (since - date(1970, 1, 1)).days)
        return {partner_id: since for partner_id, _occurrence, since in rows}

    def _ended(self, since=ORDERED):
        occurrence = (since - date(1970, 1, 1)).days
        return self._over(self._trigger(), PARTNER, self.customer, occurrence)

    def _contact(self, moment, company=None):
        return self.env["playbook.last.contact"].create(
            {
                "partner_id": self.customer.id,
                "company_id": (company or self.env.company).id,
                "date": moment,
                "channel": "call",
            }
        )

    def test_since_the_last_order(self):
        self.assertEqual(self._found(), {self.customer.id: ORDERED})
        self.assertIsNone(self._ended())
        passed = (date(2026, 3, 10) - ORDERED).days
        self.assertTrue(self._found(delay=passed))
        self.assertFalse(self._found(delay=passed + 1))

    def test_who_was_in_contact_is_not(self):
        contact = self._contact("2025-10-01 10:00:00")
        self.assertEqual(self._found(), {self.customer.id: date(2025, 10, 1)})
        self.assertEqual(self._ended(), "contacted")
        self._contact("2026-02-01 10:00:00", self.company_other)
        self.assertFalse(self._found())
        contact.unlink()
        self.assertFalse(self._found())

    def test_the_order_of_a_contact_counts(self):
        buyer = self._create_contact(self.customer)
        order = self._create_order(buyer)
        self._confirm(order, "2026-02-20 10:00:00")
        self.assertFalse(self._found())
        self.assertEqual(self._ended(), "contacted")
        order._action_cancel()
        self.assertEqual(self._found(), {self.customer.id: ORDERED})
        self.assertIsNone(self._ended())

    def test_a_quotation_is_no_order(self):
        self._create_order(self.customer)
        self.assertTrue(self._found())

    def test_an_open_opportunity(self):
        lead = self._create_lead(self._create_contact(self.customer))
        self.assertFalse(self._found())
        self.assertEqual(self._ended(), "contacted")
        lead.action_set_lost()
        self.assertFalse(self._found(), "It was lost today.")
        self._backdate(lead, "2025-11-05 12:00:00")
        self.assertEqual(self._found(), {self.customer.id: date(2025, 11, 5)})
        self._backdate(lead, "2025-05-05 12:00:00")
        self.assertIsNone(self._ended())
        lead.action_unarchive()
        self.assertFalse(self._found())

    def test_what_is_planned(self):
        contact = self._create_contact(self.customer)
        today = fields.Date.today()
        for record in (self.customer, contact):
            for days, found in ((-1, True), (0, False), (30, False), (31, True)):
                activity = record.activity_schedule(
                    "mail.mail_activity_data_todo", today + timedelta(days=days)
                )
                with self.subTest(record.name, days=days):
                    self.assertEqual(bool(self._found()), found)
                activity.unlink()

    def test_prospects_and_others_are_not_meant(self):
        prospect = self._create_customer("Prospect", is_prospect=True)
        nobody = self._create_customer("Nobody")
        for partner in (prospect, nobody):
            self.assertFalse(self._found(partner))
        self.customer.flush_recordset()
        for state in ("customer", "inactive"):
            self.env.cr.execute(
                SQL(
                    "UPDATE res_partner SET customer_state = %s WHERE id = %s",
                    state,
                    self.customer.id,
                )
            )
            with self.subTest(state):
                self.assertTrue(self._found())

    def test_an_archived_one(self):
        self.customer.active = False
        self.assertFalse(self._found())
        self.assertEqual(self._ended(), "archived")

    def test_without_anything_it_counts_from_when_they_came(self):
        """A customer by an invoice alone."""
        self.order.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE sale_order SET state = 'cancel' WHERE id = %s; "
                "UPDATE crm_lead SET partner_id = NULL WHERE id = %s; "
                "UPDATE res_partner SET customer_since = '2025-04-03' WHERE id = %s",
                self.order.id,
                self.deal.id,
                self.customer.id,
            )
        )
        self.assertEqual(self._found(), {self.customer.id: date(2025, 4, 3)})
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET customer_since = NULL,"
                " create_date = '2025-03-03' WHERE id = %s",
                self.customer.id,
            )
        )
        self.assertEqual(self._found(), {self.customer.id: date(2025, 3, 3)})

    def test_the_day_of_the_customers_company(self):
        self.order.date_order = "2025-06-02 22:30:00"
        tokyo = self.env["resource.calendar"].create(
            {"name": "Tokyo", "tz": "Asia/Tokyo"}
        )
        self.company_other.resource_calendar_id = tokyo
        self.user_other_company.company_id.resource_calendar_id = tokyo
        self.assertEqual(self._found(), {self.customer.id: ORDERED})
        self.customer.user_id = self.user_other_company
        self.assertEqual(self._found(), {self.customer.id: date(2025, 6, 3)})
        zones = ("Asia/Tokyo",)
        found = self._found(unknown_zones=zones)
        self.assertEqual(found, {self.customer.id: ORDERED})

    def test_working_days(self):
        company = self.env.company.id
        for cutoff, found in ((date(2025, 6, 1), False), (ORDERED, True)):
            with self.subTest(cutoff):
                working = {(company, DAYS): cutoff}
                self.assertEqual(bool(self._found(working=working)), found)
