"""The dialog in which contacts are logged and activities finished."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .actions_common import ActionsCommon


class LogCommon(ActionsCommon):
    def _dialog(self, action, user=None):
        """The form that the client opens for ``action``."""
        self.assertEqual(action["res_model"], "playbook.action.log")
        Log = self.env["playbook.action.log"].with_user(user or self.user_sales)
        return Form(Log.with_context(**action["context"]))

    def _log_on(self, document, user=None, outcome=None):
        user = user or self.user_sales
        form = self._dialog(document.with_user(user).action_playbook_log(), user)
        form.activity_type_id = self.kind
        form.outcome_id = outcome or self.neutral
        return form

    def _save(self, form):
        """The actions that saving ``form`` leaves."""
        before = self.env["playbook.action"].search([])
        answer = form.save().action_save()
        self.assertEqual(answer["tag"], "display_notification")
        return self.env["playbook.action"].search([]) - before

    def _assert_not_saved(self, form, words, error=UserError):
        before = self.env["playbook.action"].search_count([])
        activities = self.env["mail.activity"].search_count([])
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaisesRegex(error, words),
            self.cr.savepoint(),
        ):
            form.save().action_save()
        self.env.invalidate_all()
        self.assertEqual(self.env["playbook.action"].search_count([]), before)
        self.assertEqual(self.env["mail.activity"].search_count([]), activities)


@tagged("post_install", "-at_install")
class TestLog(LogCommon):
    def test_logged_on_a_lead(self):
        form = self._log_on(self.lead)
        form.purpose_id = self.purpose
        form.outcome_id = self.positive
        form.note = "They rang"
        self.assertEqual(form.title, self.lead.display_name)
        self.assertEqual(form.next_type_id, self.kind_next)
        action = self._save(form)
        self.assertRecordValues(
            action,
            [
                {
                    "origin": "logged",
                    "state": "done",
                    "name": "Find out",
                    "lead_id": self.lead.id,
                    "partner_id": self.customer.id,
                    "purpose_id": self.purpose.id,
                    "outcome_id": self.positive.id,
                    "user_id": self.user_sales.id,
                    "responsible_id": self.user_sales.id,
                    "note": "They rang",
                    "date_planned": False,
                    "promise": False,
                }
            ],
        )
        self.assertLess(
            abs(action.date_done - fields.Datetime.now()), timedelta(minutes=1)
        )
        self.assertEqual(self.lead.activity_ids, action.next_activity_id)
        self.assertIn("They rang", str(self.lead.message_ids[:5].mapped("body")))

    def test_logged_on_a_customer_by_each_profile_that_may(self):
        for user in (
            self.user_sales,
            self.user_marketing,
            self.user_customer_service,
        ):
            with self.subTest(user.login):
                contact = self._create_contact(self.customer)
                action = self._save(self._log_on(contact, user))
                self.assertRecordValues(
                    action,
                    [
                        {
                            "lead_id": False,
                            "partner_id": contact.id,
                            "commercial_partner_id": self.customer.id,
                            "user_id": user.id,
                            "origin": "logged",
                        }
                    ],
                )
                self.assertFalse(contact.activity_ids)

    def test_logged_on_a_lead_by_who_reads_it(self):
        for user in (
            self.user_marketing,
            self.user_customer_service,
            self.user_sales_management,
        ):
            with self.subTest(user.login):
                action = self._save(self._log_on(self.lead, user))
                self.assertEqual(action.lead_id, self.lead)
                self.assertEqual(action.user_id, user)

    def test_who_may_not(self):
        """Sales Management writes no contact; others do not reach the lead."""
        self.lead.write({"user_id": self.user_other_team.id, "team_id": False})
        for user, document in (
            (self.user_sales_management, self.customer),
            (self.user_sales, self.lead),
            (self.user_configurator, self.lead),
            (self.user_other_company, self.lead),
        ):
            Log = self.env["playbook.action.log"].with_user(user)
            name = "lead_id" if document == self.lead else "partner_id"
            with (
                self.subTest(user.login),
                mute_logger("odoo.addons.base.models.ir_rule"),
                self.assertRaises(AccessError),
                self.cr.savepoint(),
            ):
                Log.create(
                    {
                        name: document.id,
                        "activity_type_id": self.kind.id,
                        "outcome_id": self.neutral.id,
                    }
                ).action_save()
        for user in (self.user_without_profile, self.user_salesperson):
            Log = self.env["playbook.action.log"].with_user(user)
            with self.assertRaises(AccessError), self.cr.savepoint():
                Log.create({"lead_id": self.lead.id})
        self.assertFalse(self.env["playbook.action"].search([]))

    def test_logged_afterwards(self):
        form = self._log_on(self.lead)
        form.date_done = "2024-05-06 07:08:09"
        action = self._save(form)
        self.assertEqual(str(action.date_done), "2024-05-06 07:08:09")

    def test_the_future_is_planned_not_logged(self):
        form = self._log_on(self.lead)
        form.date_done = fields.Datetime.now() + timedelta(days=1)
        self._assert_not_saved(form, "not happened yet", ValidationError)

    def test_no_document_was_given(self):
        action = self.env["playbook.day"].with_user(self.user_sales)._get_log_action()
        form = self._dialog(action)
        self.assertFalse(form.document_given)
        form.partner_id = self.customer
        form.activity_type_id = self.kind
        form.outcome_id = self.neutral
        self.assertEqual(self._save(form).partner_id, self.customer)

    def test_an_outcome_is_asked_for_here_too(self):
        Log = self.env["playbook.action.log"].with_user(self.user_sales)
        log = Log.create({"lead_id": self.lead.id, "activity_type_id": self.kind.id})
        self.assertTrue(log.outcome_required)
        with self.assertRaisesRegex(ValidationError, "They want it"):
            log.action_save()

    # ------------------------------------------------------------------
    # What is chosen
    # ------------------------------------------------------------------

    def test_calls_come_first_and_other_types_change_what_is_offered(self):
        form = self._dialog(self.lead.with_user(self.user_sales).action_playbook_log())
        self.assertEqual(form.activity_type_id.playbook_channel, "call")
        form.activity_type_id = self.kind
        self.assertEqual(
            [each["id"] for each in form.outcome_choices],
            (self.positive | self.neutral | self.negative).ids,
        )
        form.outcome_id = self.negative
        self.assertTrue(form.note_required)
        form.activity_type_id = self.env.ref("mail.mail_activity_data_meeting")
        self.assertFalse(form.outcome_id)
        self.assertFalse(form.next_type_id)

    def test_types_that_are_no_contact_are_not_offered(self):
        self.kind_next.playbook_channel = False
        form = self._dialog(self.lead.with_user(self.user_sales).action_playbook_log())
        ids = {each["id"] for each in form.type_choices}
        self.assertIn(self.kind.id, ids)
        self.assertFalse(ids & set((self.kind_plain | self.kind_next).ids))

    # ------------------------------------------------------------------
    # The next step
    # ------------------------------------------------------------------

    def test_the_next_step_changed(self):
        form = self._log_on(self.lead, outcome=self.positive)
        form.next_summary = "Send the drawing"
        form.next_date = "2031-01-06"
        form.next_user_id = self.user_team_leader
        following = self._save(form).next_activity_id
        self.assertRecordValues(
            following,
            [
                {
                    "summary": "Send the drawing",
                    "date_deadline": fields.Date.to_date("2031-01-06"),
                    "user_id": self.user_team_leader.id,
                    "activity_type_id": self.kind_next.id,
                }
            ],
        )

    def test_the_next_step_left_out(self):
        form = self._log_on(self.lead, outcome=self.positive)
        form.next_type_id = self.env["mail.activity.type"]
        action = self._save(form)
        self.assertFalse(action.next_activity_id)
        self.assertFalse(self.lead.activity_ids)

    def test_a_next_step_of_ones_own(self):
        form = self._log_on(self.lead)
        self.assertFalse(form.next_type_id)
        form.next_type_id = self.kind_plain
        self.assertTrue(form.next_date)
        self.assertEqual(form.next_user_id, self.user_sales)
        following = self._save(form).next_activity_id
        self.assertEqual(following.activity_type_id, self.kind_plain)
        self.assertEqual(following.res_id, self.lead.id)

    def test_another_persons_dialog(self):
        form = self._log_on(self.lead)
        log = form.save().with_user(self.user_other_team)
        with (
            mute_logger("odoo.addons.base.models.ir_rule"),
            self.assertRaises(AccessError),
            self.cr.savepoint(),
        ):
            log.action_save()
