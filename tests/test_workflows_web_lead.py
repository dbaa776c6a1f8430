"""Leads from the web are recognised, whichever program makes them."""

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .engine_common import DAY, EngineCommon

MAIL = """From: Ann Contact <ann@web.example.com>
To: {to}
Subject: Question about desks
Message-ID: <{number}@web.example.com>
Content-Type: text/plain

How long is the delivery time?
"""


@tagged("post_install", "-at_install")
class TestWebLead(EngineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website = cls.env.ref("utm.utm_medium_website")
        cls.email = cls.env.ref("utm.utm_medium_email")

    def _switch(self):
        self.workflow = self.env.ref("crm_playbook.workflow_web_leads")
        self.workflow.active = True
        self.assertEqual(self.workflow.medium_ids, self.website | self.email)
        # What it writes is asked elsewhere.
        self.workflow.step_ids.filtered(lambda step: step.kind == "mail").unlink()
        self._go_live()

    @freeze_time(DAY)
    def test_a_program_with_the_medium_website(self):
        """As any form does, and website_crm's: see website_lead.py."""
        self._use_leads()
        self._switch()
        Lead = self.env["crm.lead"].with_user(self.user_sales)
        values = {"type": "lead", "user_id": self.user_sales.id}
        asked, by_hand = Lead.create(
            [
                {"name": "Asked", "medium_id": self.website.id, **values},
                {"name": "By hand", **values},
            ]
        ).with_env(self.env)
        self._born(asked | by_hand)
        self._run()
        self.assertEqual(self._planned(asked).summary, "Call: a lead from the web")
        self.assertFalse(self._enrollment(by_hand))

    def _receive(self, number=1, to="sales@example.com"):
        """A message comes in through the mail gateway."""
        text = MAIL.format(number=number, to=to)
        with mute_logger("odoo.addons.mail.models.mail_thread"):
            lead_id = self.env["mail.thread"].message_process("crm.lead", text)
        return self._born(self.env["crm.lead"].browse(lead_id))

    @freeze_time(DAY)
    def test_the_mail_gateway(self):
        self._use_leads()
        self._switch()
        lead = self._receive()
        self.assertEqual(lead.medium_id, self.email)
        lead.write({"type": "lead", "user_id": self.user_sales.id})
        self._run()
        self.assertEqual(self._planned(lead).summary, "Call: a lead from the web")
        self.assertEqual(self._enrollment(lead).state, "running", "no answer yet")

    def test_what_the_alias_says_goes_before(self):
        fair = self.env["utm.medium"].create({"name": "Test fair"})
        message = {"subject": "Fair", "from": "ann@web.example.com"}
        Lead = self.env["crm.lead"]
        for values, medium in (
            (None, self.email),
            ({}, self.email),
            ({"medium_id": fair.id}, fair),
            ({"medium_id": False}, fair.browse()),
        ):
            with self.subTest(values=values):
                lead = Lead.message_new(dict(message), values)
                self.assertEqual(lead.medium_id, medium)
        lead = Lead.with_context(default_medium_id=fair.id).message_new(message)
        self.assertEqual(lead.medium_id, fair)

    @freeze_time(DAY)
    def test_who_is_reached(self):
        leads = self._create_stale(days=0, count=4)
        for lead, outcome in zip(
            leads, ("not_reached", "later", "went_badly"), strict=False
        ):
            activity = lead.activity_schedule(
                "mail.mail_activity_data_call", user_id=self.user_sales.id
            )
            activity.playbook_outcome_id = self._get_outcome(outcome)
            activity.with_user(self.user_sales).action_feedback(feedback="So.")
        mine = leads.with_user(self.user_sales)
        self.assertEqual(mine.mapped("playbook_is_reached"), [False, True, True, False])
        for value, expected in ((True, leads[1:3]), (False, leads[0] | leads[3])):
            domain = [("playbook_is_reached", "=", value), ("id", "in", leads.ids)]
            self.assertEqual(mine.search(domain).ids, expected.sorted("id", True).ids)

    def test_attempts_to_reach_them(self):
        leads = self.env["crm.lead"].create([{"name": f"Lead {n}"} for n in range(3)])
        actions = [
            {"lead_id": leads[1].id, "channel": False, "no_contact": True},
            {"lead_id": leads[2].id, "channel": "call"},
            {"lead_id": leads[2].id, "channel": False, "no_contact": True},
            {"lead_id": leads[2].id, "channel": "email"},
            {"lead_id": leads[2].id, "channel": "call", "state": "cancelled"},
        ]
        self.env["playbook.action"].create(
            [
                {"name": "Call", "state": "done", "date_done": DAY, **values}
                for values in actions
            ]
        )
        mine = leads.with_user(self.user_sales_management)
        self.assertEqual(mine.mapped("playbook_attempts"), [0, 1, 2])
        for operator, number, found in (
            (">=", 2, leads[2]),
            ("=", 0, leads[0]),
            ("!=", 0, leads[1:]),
            ("<", 2, leads[:2]),
            ("in", (1, 2), leads[1:]),
        ):
            domain = [("playbook_attempts", operator, number), ("id", "in", leads.ids)]
            with self.subTest(operator):
                self.assertEqual(mine.search(domain, order="id"), found)
