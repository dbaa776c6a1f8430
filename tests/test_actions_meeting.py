"""How meetings went: said once, of what they were about, and counted as it was."""

from datetime import timedelta

from psycopg2 import errors

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .actions_common import ActionsCommon


@tagged("post_install", "-at_install")
class TestMeeting(ActionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind.playbook_channel = "meeting"
        cls.customer.is_prospect = True
        cls.env["ir.config_parameter"].set_param(
            "crm_playbook.meetings_since", fields.Datetime.now() - timedelta(days=30)
        )
        cls.event = cls._meet()

    @classmethod
    def _meet(cls, days=1, **values):
        stop = fields.Datetime.now() - timedelta(days=days)
        return cls.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": stop - timedelta(hours=1),
                "stop": stop,
                "user_id": cls.user_sales.id,
                "partner_ids": [
                    Command.set((cls.user_sales.partner_id | cls.customer).ids)
                ],
                **values,
            }
        )

    def _log(self, event=None, **values):
        values = {
            "partner_id": self.customer.id,
            "activity_type_id": self.kind.id,
            "outcome_id": self.neutral.id,
            "event_id": (event or self.event).id,
            **values,
        }
        log = self.env["playbook.action.log"].with_user(self.user_sales).create(values)
        log.action_save()
        return self.env["playbook.action"].search(
            [("event_id", "=", values["event_id"])]
        )

    def _lines(self):
        day = self.env["playbook.day"].with_user(self.user_sales).get_my_day()
        return [line for line in day["lines"] if line["source"] == "meeting"]

    def test_my_day_and_the_form_ask_until_it_is_said(self):
        (line,) = self._lines()
        self.assertEqual(line["id"], self.event.id)
        event = self.event.with_user(self.user_sales)
        self.assertTrue(event.playbook_asks)
        self._log()
        event.invalidate_recordset()
        self.assertFalse(self._lines())
        self.assertFalse(event.playbook_asks)

    def test_not_asked(self):
        for why, values in (
            ("old", {"days": 9}),
            ("not over", {"days": -1}),
            ("of nobody", {"partner_ids": [Command.set([])]}),
            ("somebody else's", {"user_id": self.user_all.id}),
        ):
            with self.subTest(why):
                event = self._meet(**values)
                self.assertNotIn(event.id, [line["id"] for line in self._lines()])

    def test_an_activity_asks_in_its_place(self):
        self._plan(self.customer, calendar_event_id=self.event.id)
        self.assertFalse(self._lines())
        action = self.event.with_user(self.user_sales).action_playbook_outcome()
        self.assertTrue(action["context"]["default_activity_ids"])

    def test_said_once(self):
        self.assertEqual(len(self._log()), 1)
        with self.assertRaisesRegex(UserError, "logged already"), self.cr.savepoint():
            self._log()

    def test_about_something_else(self):
        other = self._create_customer("Somebody else")
        for values in ({"partner_id": other.id}, {"lead_id": self.lead.id}):
            with self.subTest(values), self.cr.savepoint() as savepoint:
                with self.assertRaisesRegex(UserError, "something else"):
                    self._log(**values)
                savepoint.rollback()
        self.event.opportunity_id = self.lead
        self.assertEqual(self._log(lead_id=self.lead.id).lead_id, self.lead)

    def test_what_did_not_take_place_was_no_contact(self):
        Contact = self.env["playbook.last.contact"]
        Contact._refresh(self.customer.ids)
        self.env.invalidate_all()
        self.assertEqual(self.customer.contact_count, 1)
        self.neutral.no_contact = True
        self._log()
        self.env.invalidate_all()
        self.assertEqual(self.customer.contact_count, 0)
        Contact._refresh(self.customer.ids)
        self.env.invalidate_all()
        self.assertEqual(self.customer.contact_count, 0)

    def test_a_meeting_that_is_logged_counts_once(self):
        Contact = self.env["playbook.last.contact"]
        Contact._refresh(self.customer.ids)
        self._log()
        self.env.invalidate_all()
        self.assertEqual(self.customer.contact_count, 1)

    def test_a_person_brings_what_was_done_with_them(self):
        person = self._create_contact(self.customer)
        self._log(partner_id=person.id)
        other = self._create_customer("New employer", is_prospect=True)
        before = self.customer.contact_count
        person.parent_id = other
        self.env.invalidate_all()
        self.assertEqual(other.contact_count, 1)
        self.assertEqual(before, 1)

    def test_actions_on_a_lead_count_once_its_customer_is_known(self):
        lead = self._create_lead(user_id=self.user_sales.id)
        activity = self._plan(lead).with_user(self.user_sales)
        activity.action_playbook_finish(self.neutral.id)
        other = self._create_customer("Known later", is_prospect=True)
        self.assertFalse(other.contact_count)
        lead.partner_id = other
        self.env.invalidate_all()
        self.assertEqual(other.contact_count, 1)

    def test_somebody_faster_is_nobodys_error(self):
        Contact = self.env["playbook.last.contact"]

        def conflict(_self, _ids=None):
            raise errors.SerializationFailure

        self.patch(type(Contact), "_refresh", conflict)
        with self.assertRaises(errors.SerializationFailure), self.cr.savepoint():
            Contact._refresh_or_halve(self.customer.ids)

    def test_converting_many_asks_for_the_stage_once(self):
        self._remove_leads_group()
        leads = self.env["crm.lead"].concat(
            *(self._create_lead(user_id=self.user_sales.id) for _number in range(3))
        )
        activities = self.env["mail.activity"].concat(*map(self._plan, leads))
        activities.playbook_outcome_id = self.positive
        Lead = type(leads)
        find, asked = Lead._stage_find, []

        def counting(records, *args, **kwargs):
            asked.append(records)
            return find(records, *args, **kwargs)

        self.patch(Lead, "_stage_find", counting)
        stage = leads.stage_id
        activities.with_user(self.user_sales).action_feedback()
        self.assertEqual(len(leads.stage_id), 1)
        self.assertNotEqual(leads.stage_id, stage)
        self.assertEqual(len(asked), 1)

    def _remove_leads_group(self):
        leads = self.env.ref("crm.group_use_lead")
        self.env.ref("base.group_user")._remove_group(leads)
