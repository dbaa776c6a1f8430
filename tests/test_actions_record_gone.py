"""What was given up, and what stays when what it was about is merged or deleted."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .actions_common import ActionsCommon

TEXTS = ("name", "note", "reported", "document_name", "followed_by")


@tagged("post_install", "-at_install")
class TestCancelled(ActionsCommon):
    def _rows(self, name="Ring them up"):
        return self.env["playbook.action"].search([("name", "=", name)])

    def test_given_up_is_not_done(self):
        ways = ("unlink", "action_cancel")
        for way in ways:
            activity = self._plan(playbook_purpose_id=self.purpose.id)
            getattr(activity.with_user(self.user_sales), way)()
        self.assertRecordValues(
            self._rows(),
            [
                {
                    "state": "cancelled",
                    "user_id": self.user_sales.id,
                    "lead_id": self.lead.id,
                    "purpose_id": self.purpose.id,
                    "activity_id": False,
                    "outcome_id": False,
                    "result": False,
                    "promise": False,
                    "next_activity_id": False,
                }
            ]
            * len(ways),
        )

    def test_who_may_not_delete_it_cancels_nothing(self):
        activity = self._plan(user_id=self.user_team_leader.id)
        self.lead.write({"user_id": self.user_team_leader.id, "team_id": False})
        self._assert_refused(activity.with_user(self.user_other_team).unlink)
        self.assertFalse(self._rows())

    def _assert_refused(self, function):
        with self.assertRaises(AccessError), self.cr.savepoint():
            function()

    def test_deleted_after_it_was_done_it_stays_done(self):
        action = self._finish(self.neutral)
        action.activity_id.unlink()
        self.assertRecordValues(action, [{"state": "done", "activity_id": False}])
        self.assertEqual(len(self._rows()), 1)

    def test_reopened_and_given_up_it_stays_done(self):
        action = self._finish(self.neutral)
        activity = action.activity_id
        activity.action_unarchive()
        activity.with_user(self.user_sales).unlink()
        self.assertEqual(self._rows(), action)
        self.assertEqual(action.state, "done")

    def test_with_its_meeting(self):
        event = self.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now() + timedelta(hours=1),
                "user_id": self.user_sales.id,
            }
        )
        activity = self._plan(calendar_event_id=event.id)
        event.with_user(self.user_sales).unlink()
        self.assertFalse(activity.exists())
        self.assertEqual(self._rows().state, "cancelled")

    def test_a_meeting_that_one_may_not_delete(self):
        event = self.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now() + timedelta(hours=1),
                "user_id": self.user_team_leader.id,
                "privacy": "private",
            }
        )
        activity = self._plan(calendar_event_id=event.id)
        self._assert_refused(event.with_user(self.user_portal).unlink)
        self.assertTrue(activity.exists())
        self.assertFalse(self._rows())

    def test_nothing_is_said_of_what_is_gone(self):
        for document in (self.lead, self.customer.copy()):
            self._plan(document)
            document.unlink()
        self.assertFalse(self._rows())


@tagged("post_install", "-at_install")
class TestSurvives(ActionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls._create_contact(cls.customer, "Bob Secret")
        cls.lead.partner_id = cls.contact
        cls.kind.playbook_field_ids = [
            Command.create({"field_name": "phone", "model": "res.partner"})
        ]
        cls.contact.phone = "+32 1 23"

    def setUp(self):
        super().setUp()
        activity = self._plan().with_user(self.user_sales)
        activity.action_playbook_finish(self.positive.id, "Bob said no")
        self.action = self._actions_of(activity)
        for name in TEXTS:
            self.assertTrue(self.action[name], name)
        self.env.flush_all()

    def _counts(self):
        (row,) = self.env["playbook.action"]._read_group(
            [("id", "=", self.action.id)],
            [],
            ["__count", "positive_rate:avg", "kept_rate:avg"],
        )
        return row

    def test_the_type_deleted(self):
        self.env["mail.activity"].with_context(active_test=False).search(
            [("activity_type_id", "in", (self.kind | self.kind_next).ids)]
        ).unlink()
        self.positive.next_type_id = False
        self.kind.unlink()
        self.env.invalidate_all()
        self.assertRecordValues(
            self.action,
            [
                {
                    "activity_type_id": False,
                    "activity_type_name": "Ring",
                    "channel": "call",
                    "outcome_id": self.positive.id,
                }
            ],
        )

    def test_the_lead_merged(self):
        other = self._create_lead(user_id=self.user_sales.id, stage_id=False)
        other.stage_id = self.env["crm.stage"].create({"name": "Z", "sequence": 999})
        leads = self.lead | other
        kept = leads.with_user(self.user_sales_management).sudo().merge_opportunity()
        self.assertEqual(kept, other)
        self.env.invalidate_all()
        self.assertEqual(self.action.lead_id, other)
        mine = self.env["playbook.action"].with_user(self.user_sales)
        self.assertIn(self.action, mine.search([("lead_id", "=", other.id)]))
        self.assertEqual(self.action.note, "Bob said no")
        self.assertEqual(self._counts(), (1, 100.0, 100.0))

    def test_the_lead_deleted(self):
        self.lead.unlink()
        self.env.invalidate_all()
        self.assertTrue(self.action.exists())
        self.assertFalse(self.action.lead_id)
        self.assertEqual(self.action.partner_id, self.contact)
        self.assertEqual(self._counts(), (1, 100.0, 100.0))

    def test_the_customer_merged(self):
        other = self._create_customer("Kept")
        dialog = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((self.contact | other).ids)],
                "dst_partner_id": other.id,
            }
        )
        # As an administrator does: they differ in their addresses.
        self.contact.email = other.email = "a@b.example"
        dialog.action_merge()
        self.env.invalidate_all()
        self.assertFalse(self.contact.exists())
        self.assertEqual(self.action.partner_id, other)
        self.assertEqual(self.action.note, "Bob said no")
        self.assertEqual(self.action.name, "Ring them up")

    def test_a_person_erased(self):
        for partner in (self.contact, self.customer):
            with self.subTest(partner.name), self.env.cr.savepoint() as savepoint:
                self.lead.partner_id = False
                (self.contact if partner == self.customer else partner).unlink()
                partner.exists().unlink()
                self.env.invalidate_all()
                values = dict.fromkeys(TEXTS, False)
                self.assertRecordValues(
                    self.action,
                    [
                        {
                            **values,
                            "partner_id": False,
                            "lead_id": self.lead.id,
                            "result": "positive",
                        }
                    ],
                )
                self.assertEqual(self._counts(), (1, 100.0, 100.0))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_who_may_not_delete_a_person_erases_nothing(self):
        self._assert_refused(self.contact.with_user(self.user_sales).unlink)
        self.env.invalidate_all()
        self.assertEqual(self.action.note, "Bob said no")

    def _assert_refused(self, function):
        with self.assertRaises(AccessError), self.cr.savepoint():
            function()

    def test_others_keep_their_notes(self):
        self.kind.playbook_field_ids.unlink()
        other = self._finish(self.neutral, self._plan(self.customer))
        self.lead.partner_id = False
        self.contact.unlink()
        self.env.invalidate_all()
        self.assertFalse(self.action.name)
        self.assertEqual(other.name, "Ring them up")
