"""Contacts of every kind with customers, and what is known of the latest."""

from odoo import fields

from .common import CrmPlaybookCommon


class LastContactCommon(CrmPlaybookCommon):
    """``customer`` with ``person``, and ``lead``, an opportunity of ``user_sales``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer(email="info@lumber.example")
        cls.person = cls._create_contact(cls.customer, email="ann@lumber.example")
        cls.lead = cls._create_lead(
            cls.person, user_id=cls.user_sales.id, company_id=cls.env.company.id
        )
        cls.env.flush_all()

    @classmethod
    def _act(cls, at="2026-03-01 10:00:00", customer=None, **values):
        """A finished call, and the log telling of it."""
        customer = customer or cls.customer
        action = cls.env["playbook.action"].create(
            {
                "name": "Call",
                "state": "done",
                "channel": "call",
                "commercial_partner_id": customer.id,
                "company_id": cls.env.company.id,
                "user_id": cls.user_sales.id,
                "date_done": at,
                **values,
            }
        )
        cls.env["playbook.last.contact"]._tell_actions(action)
        return action

    @classmethod
    def _meet(cls, stop="2026-03-02 11:00:00", partners=None, **values):
        stop = fields.Datetime.to_datetime(stop)
        people = cls.person if partners is None else partners
        return (
            cls.env["calendar.event"]
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Visit",
                    "start": fields.Datetime.subtract(stop, hours=1),
                    "stop": stop,
                    "user_id": cls.user_sales.id,
                    "partner_ids": [
                        (4, each.id) for each in people | cls.user_sales.partner_id
                    ],
                    **values,
                }
            )
        )

    @classmethod
    def _send(cls, document=None, to=None, at="2026-03-03 12:00:00", **values):
        """An e-mail of ``user_sales`` from the chatter."""
        document = cls.lead if document is None else document
        message = document.with_user(cls.user_sales).message_post(
            body="Hello",
            **{
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
                "partner_ids": (to or cls.person).ids,
                **values,
            },
        )
        message.sudo().date = at
        return message

    @classmethod
    def _receive(cls, document=None, author=None, at="2026-03-04 13:00:00"):
        """An e-mail that came in."""
        document = cls.lead if document is None else document
        message = document.message_post(
            body="Hello",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=(author or cls.person).id,
            email_from="ann@lumber.example",
        )
        message.sudo().date = at
        return message

    def _refresh(self, customers=None):
        Contact = self.env["playbook.last.contact"]
        return Contact._refresh((customers or self.customer).ids)

    def _rows(self, customer=None):
        customer = customer or self.customer
        return self.env["playbook.last.contact"].search(
            [("partner_id", "=", customer.id)], order="company_id"
        )

    def assertContact(self, values, customer=None):
        """The customer has one row, with these values; counts that are not named are 0.

        After a refresh: nothing but that is to be done.
        """
        self._refresh(customer)
        row = self._rows(customer)
        self.assertEqual(len(row), 1)
        counts = {f"{name}_count": 0 for name in ("call", "meeting", "email")}
        expected = {**counts, **values}
        if "date" in expected:
            expected["date"] = fields.Datetime.to_datetime(expected["date"])
        self.assertRecordValues(row, [expected])

    def assertNoContact(self, customer=None):
        self._refresh(customer)
        self.assertFalse(self._rows(customer))
