"""Activities, outcomes and Log in a browser."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import FULL, INTERNAL

MY_DAY = "/odoo/my-day"


class ActionsTours(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What else the database holds would stand in the lists too.
        cls.env["crm.lead"].search([]).action_archive()
        cls._setup_people()
        cls._setup_outcomes()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Tour Customer", "is_company": True, "is_prospect": True}
        )
        cls.stage = cls.env["crm.stage"].create({"name": "Tour stage", "sequence": -9})
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "AAA Tour lead",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "user_id": cls.salesperson.id,
                "stage_id": cls.stage.id,
            }
        )

    @classmethod
    def _setup_people(cls):
        cls.salesperson, cls.director = (
            new_test_user(
                cls.env,
                login,
                name=name,
                groups=f"{INTERNAL},crm_playbook.{group}",
                tour_enabled=False,
            )
            for login, name, group in (
                ("tour_actions", "Tour Salesperson", "group_sales"),
                ("tour_director", "Tour Director", "group_sales_management"),
            )
        )

    @classmethod
    def _setup_outcomes(cls):
        cls.call = cls.env.ref("mail.mail_activity_data_call")
        cls.env["playbook.purpose"].create({"name": "Tour purpose", "sequence": -1})
        types = [Command.link(cls.call.id)]
        cls.interested, cls.later, cls.no = cls.env["playbook.outcome"].create(
            [
                {
                    "name": "Tour interested",
                    "result": "positive",
                    "activity_type_ids": types,
                    "convert_lead": True,
                    "next_type_id": cls.env.ref("mail.mail_activity_data_todo").id,
                    "sequence": -3,
                },
                {"name": "Tour later", "activity_type_ids": types, "sequence": -2},
                {
                    "name": "Tour no",
                    "result": "negative",
                    "note_required": True,
                    "activity_type_ids": types,
                    "sequence": -1,
                },
            ]
        )

    @classmethod
    def _plan(cls, summary="Tour ring", days=0):
        return cls.lead.activity_schedule(
            "mail.mail_activity_data_call",
            fields.Date.today() + timedelta(days=days),
            summary=summary,
            user_id=cls.salesperson.id,
            automated=False,
        )

    @classmethod
    def _meet(cls):
        now = fields.Datetime.now()
        cls.env["ir.config_parameter"].set_param(
            "crm_playbook.meetings_since", now - timedelta(days=2)
        )
        return cls.env["calendar.event"].create(
            {
                "name": "Tour meeting",
                "start": now - timedelta(hours=2),
                "stop": now - timedelta(hours=1),
                "user_id": cls.salesperson.id,
                "partner_ids": [Command.set(cls.salesperson.partner_id.ids)],
                "opportunity_id": cls.lead.id,
            }
        )

    def _actions(self, **values):
        self.env.invalidate_all()
        domain = [(name, "=", value) for name, value in values.items()]
        return self.env["playbook.action"].search(domain)


@tagged("post_install", "-at_install")
class TestActionsOnTheDesktop(ActionsTours):
    def test_card_and_log(self):
        self._plan()
        # Leads are off: an opportunity in its first stage is one, and moves on.
        leads = self.env.ref("crm.group_use_lead")
        self.env.ref("base.group_user").implied_ids -= leads
        self.start_tour(
            "/odoo/action-crm.crm_lead_action_pipeline",
            "playbook_actions_card",
            login=self.salesperson.login,
        )
        finished = self._actions(origin="planned", lead_id=self.lead.id)
        self.assertEqual(finished.outcome_id, self.interested)
        self.assertTrue(finished.next_activity_id)
        self.assertNotEqual(self.lead.stage_id, self.stage)
        logged = self._actions(origin="logged", lead_id=self.lead.id)
        self.assertEqual(logged.outcome_id, self.later)
        self.assertEqual(logged.note, "In spring")
        self.assertEqual(logged.purpose_id.name, "Tour purpose")

    def test_my_day(self):
        self._plan()
        self._meet()
        self.start_tour(MY_DAY, "playbook_actions_day", login=self.salesperson.login)
        self.assertEqual(
            self._actions(origin="planned", lead_id=self.lead.id).outcome_id,
            self.interested,
        )
        meeting = self._actions(origin="logged", lead_id=self.lead.id)
        self.assertEqual(meeting.event_id.name, "Tour meeting")
        self.assertEqual(meeting.channel, "meeting")

    def test_who_directs_sees_what_was_done(self):
        self._plan("Ring them up").with_user(self.salesperson).action_playbook_finish(
            self.interested.id
        )
        log = (
            self.env["playbook.action.log"]
            .with_user(self.salesperson)
            .create(
                {
                    "partner_id": self.customer.id,
                    "outcome_id": self.later.id,
                    "activity_type_id": self.call.id,
                    "note": "Said hello",
                }
            )
        )
        log.action_save()
        action = self._actions(origin="logged", partner_id=self.customer.id)
        self.env.cr.execute(
            "UPDATE playbook_action SET name = 'Said hello' WHERE id = %s", [action.id]
        )
        self.start_tour(
            "/odoo/customer-actions",
            "playbook_actions_read_only",
            login=self.director.login,
        )


if FULL:

    @tagged("post_install", "-at_install")
    class TestActionsInFull(ActionsTours):
        def test_chatter(self):
            activity = self._plan()
            self.start_tour(
                f"/odoo/crm.lead/{self.lead.id}",
                "playbook_actions_chatter",
                login=self.salesperson.login,
            )
            action = self._actions(lead_id=self.lead.id)
            self.assertEqual(action.outcome_id, self.no)
            self.assertEqual(action.note, "Too dear")
            self.assertEqual(action.next_activity_id.activity_type_id, self.call)
            self.env.invalidate_all()
            self.assertFalse(activity.active)

        def test_list(self):
            self._plan()
            self._plan("Tour again")
            self.start_tour(
                "/odoo/playbook-activities",
                "playbook_actions_list",
                login=self.salesperson.login,
            )
            actions = self._actions(lead_id=self.lead.id)
            self.assertEqual(len(actions), 2)
            self.assertEqual(actions.outcome_id, self.later)

        def test_planned_and_done_at_once(self):
            self.start_tour(
                f"/odoo/crm.lead/{self.lead.id}",
                "playbook_actions_schedule",
                login=self.salesperson.login,
            )
            action = self._actions(lead_id=self.lead.id)
            self.assertEqual(action.origin, "logged")
            self.assertEqual(action.outcome_id, self.later)
            self.assertEqual(action.purpose_id.name, "Tour purpose")

        def test_calendar(self):
            event = self._meet()
            self.start_tour(
                f"/odoo/calendar.event/{event.id}",
                "playbook_actions_calendar",
                login=self.salesperson.login,
            )
            self.assertEqual(self._actions(lead_id=self.lead.id).event_id, event)


@tagged("post_install", "-at_install")
class TestActionsOnThePhone(ActionsTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_log(self):
        self.start_tour(
            MY_DAY, "playbook_actions_log_phone", login=self.salesperson.login
        )
        action = self._actions(origin="logged", partner_id=self.customer.id)
        self.assertEqual(action.outcome_id, self.later)
        self.assertEqual(action.channel, "call")
