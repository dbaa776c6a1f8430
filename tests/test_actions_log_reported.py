"""Fields that are to be reported when an activity ends."""

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .test_actions_log import LogCommon


@tagged("post_install", "-at_install")
class TestReported(LogCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind.playbook_field_ids = [
            Command.create({"field_name": "date_deadline"}),
            Command.create({"field_name": "referred", "required": False}),
            Command.create(
                {
                    "field_name": "phone",
                    "model": "res.partner",
                    "outcome_ids": [Command.link(cls.positive.id)],
                }
            ),
        ]

    def _names(self, log):
        return {(each["model"], each["name"]) for each in log.reported_fields}

    def _reporting(self, document, values, outcome=None, user=None):
        """Save the dialog with ``values``; the action."""
        log = self._log_on(document, user, outcome).save()
        log.reported = values
        before = self.env["playbook.action"].search([])
        log.action_save()
        return self.env["playbook.action"].search([]) - before

    def test_what_is_asked_for(self):
        form = self._log_on(self.lead)
        of_lead = {("crm.lead", "date_deadline"), ("crm.lead", "referred")}
        self.assertEqual(self._names(form), of_lead)
        form.outcome_id = self.positive
        self.assertEqual(self._names(form), of_lead | {("res.partner", "phone")})
        self.assertEqual(
            {each["id"] for each in form.reported_fields},
            {self.lead.id, self.customer.id},
        )
        # A customer has no deadline.
        form = self._log_on(self.customer, outcome=self.positive)
        self.assertEqual(self._names(form), {("res.partner", "phone")})

    def test_written_on_the_documents_and_kept_in_the_row(self):
        action = self._reporting(
            self.lead,
            {
                "crm.lead": {"date_deadline": "2031-02-03", "referred": "Ann"},
                "res.partner": {"phone": "+32 2 3"},
            },
            self.positive,
        )
        self.assertEqual(str(self.lead.date_deadline), "2031-02-03")
        self.assertEqual(self.lead.referred, "Ann")
        self.assertEqual(self.customer.phone, "+32 2 3")
        for text in ("Referred", "Ann", "+32 2 3", "02/03/2031"):
            self.assertIn(text, action.reported)

    def test_required_ones_must_not_stay_empty(self):
        for reported in ({}, False, {"crm.lead": {"date_deadline": False}}):
            log = self._log_on(self.lead).save()
            log.reported = reported
            with (
                self.subTest(reported=reported),
                self.assertRaisesRegex(ValidationError, "Expected Closing"),
                self.cr.savepoint(),
            ):
                log.action_save()
            self.env.invalidate_all()
            self.assertFalse(self.env["playbook.action"].search([]))
        # What stands there already need not be said again; the other is optional.
        self.lead.date_deadline = "2031-01-01"
        self.assertTrue(self._reporting(self.lead, {}))

    def test_only_with_their_outcomes(self):
        self.lead.date_deadline = "2031-01-01"
        self.assertTrue(self._reporting(self.lead, {}, self.neutral))
        log = self._log_on(self.lead, outcome=self.positive).save()
        with self.assertRaisesRegex(ValidationError, "Phone"), self.cr.savepoint():
            log.action_save()

    def test_every_way_of_finishing_asks_for_them(self):
        activity = self._plan(playbook_outcome_id=self.neutral.id)
        activity = activity.with_user(self.user_sales)
        for way in ("action_feedback", "action_archive"):
            with (
                self.subTest(way),
                self.assertRaisesRegex(ValidationError, "Expected Closing"),
                self.cr.savepoint(),
            ):
                getattr(activity, way)()
        self.assertTrue(activity.active)
        answer = activity.action_playbook_finish(self.neutral.id)
        self.assertFalse(answer["done"])
        log = self._dialog(answer["action"]).save()
        log.reported = {"crm.lead": {"date_deadline": "2031-02-03"}}
        log.action_save()
        self.assertEqual(len(self._actions_of(activity)), 1)

    def test_an_honest_no_is_an_answer(self):
        self.kind.playbook_field_ids.unlink()
        self.kind.playbook_field_ids = [
            Command.create({"field_name": "expected_revenue"})
        ]
        self.lead.expected_revenue = 0
        action = self._reporting(self.lead, {"crm.lead": {"expected_revenue": 0}})
        self.assertIn("0.00", action.reported)

    def test_written_with_the_rights_of_the_user(self):
        """Customer Service changes no lead of its customer, and is told so."""
        self.customer.service_user_id = self.user_customer_service
        log = self._log_on(self.lead, self.user_customer_service).save()
        log.reported = {"crm.lead": {"date_deadline": "2031-02-03"}}
        with self.assertRaises(UserError), self.cr.savepoint():
            log.action_save()
        self.env.invalidate_all()
        self.assertFalse(self.lead.date_deadline)
        self.assertFalse(self.env["playbook.action"].search([]))

    def test_on_an_order_its_opportunity_and_its_customer_are_meant(self):
        order = self._create_order(
            self.customer, user_id=self.user_sales.id, opportunity_id=self.lead.id
        )
        activity = self._plan(order).with_user(self.user_sales)
        answer = activity.action_playbook_finish(self.positive.id)
        log = self._dialog(answer["action"]).save()
        self.assertEqual(
            {(each["model"], each["id"]) for each in log.reported_fields},
            {("crm.lead", self.lead.id), ("res.partner", self.customer.id)},
        )
        log.reported = {
            "crm.lead": {"date_deadline": "2031-02-03"},
            "res.partner": {"phone": "+32 2 3"},
        }
        log.action_save()
        self.assertEqual(self.customer.phone, "+32 2 3")
        self.assertEqual(len(self._actions_of(activity)), 1)

    def test_several_leads_are_reported_one_by_one(self):
        """Nothing is written on several at once; each is named that lacks it."""
        other = self._create_lead(user_id=self.user_sales.id, name="The other")
        self.lead.date_deadline = "2031-01-01"
        activities = (self._plan() | self._plan(other)).with_user(self.user_sales)
        form = self._dialog(activities.action_done())
        form.outcome_id = self.neutral
        self.assertFalse(form.reported_fields)
        with self.assertRaisesRegex(ValidationError, "The other"), self.cr.savepoint():
            form.save().action_save()
        self.env.invalidate_all()
        self.assertFalse(self._actions_of(activities))
