"""Notifying: Odoo's bell alone, for who may read the record."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .step_common import StepCommon


@tagged("post_install", "-at_install")
class TestStepNotify(StepCommon):
    def _notify(self, **values):
        return self._create_step("notify", **values)

    def test_rings_the_bell_and_sends_no_mail(self):
        step = self._notify(assign_to="leader")
        deal = self._create_deals(1)
        mails = self._mails()
        for kind in ("email", "inbox"):
            self.user_team_leader.notification_type = kind
            [done] = self._carry_out(step, deal)
            self.assertEqual(done.detail, f"Told: {self.user_team_leader.name}")
        self.env.flush_all()
        self.assertEqual(self._mails(), mails)
        messages = self._bell(self.user_team_leader)
        self.assertRecordValues(
            messages,
            [
                {
                    "model": "crm.lead",
                    "res_id": deal.id,
                    "subject": "Call",
                    "message_type": "user_notification",
                    "author_id": self.user_sales_management.partner_id.id,
                }
            ]
            * 2,
        )
        self.assertIn("Ask why.", messages[0].body)
        self.assertIn("no stage change for 20 days", messages[0].body)
        self.assertIn(f"""data-oe-id="{deal.id}\"""", messages[0].body)
        self.assertFalse(messages & deal.message_ids)

    def test_bus_tells_each_person_alone(self):
        step = self._notify(assign_to="person")
        Bus = type(self.env["bus.bus"])
        sent = []

        def sending(_bus, target, kind, message):
            sent.append((target, kind, message))

        with patch.object(Bus, "_sendone", sending):
            self._carry_out(step, self._create_deals(3))
        inbox = [each for each in sent if each[1] == "mail.message/inbox"]
        ids = [message["message_id"] for _target, _kind, message in inbox]
        self.assertEqual(ids, self._bell(self.user_sales).ids)
        targets = {target for target, _kind, _message in inbox}
        self.assertEqual(targets, {self.user_sales.partner_id})
        stored = inbox[0][2]["store_data"]["mail.message"]
        self.assertEqual({each["id"] for each in stored}, set(ids))
        self.assertTrue(all(each["needaction"] for each in stored))

    def test_for_whom(self):
        deal = self._create_deals(1)
        for assign_to, user in (
            ("person", self.user_sales),
            ("leader", self.user_team_leader),
            ("responsible", self.user_sales_management),
            ("user", self.user_marketing),
        ):
            with self.subTest(assign_to):
                step = self._notify(
                    assign_to=assign_to,
                    assign_user_id=assign_to == "user" and user.id,
                )
                before = self._bell(user)
                self._carry_out(step, deal)
                self.assertEqual(len(self._bell(user) - before), 1)

    def test_members_of_profiles_who_may_read_it(self):
        """Who may not read the record, or has left, is left out."""
        gone = self.user_marketing.copy({"login": "gone", "name": "Gone"})
        gone.active = False
        profiles = self.env["playbook.profile"].search(
            [("user_ids", "in", (self.user_marketing | self.user_sales_management).ids)]
        )
        profiles |= self.env["playbook.profile"].search(
            [("user_ids", "in", self.user_other_company.ids)]
        )
        step = self._notify(
            assign_to="profiles", notify_profile_ids=[Command.set(profiles.ids)]
        )
        deal = self._create_deals(1, company_id=self.env.company.id)
        [done] = self._carry_out(step, deal)
        self.assertIn("Playbook marketing", done.detail)
        self.assertIn("Playbook sales_management", done.detail)
        for user in (gone, self.user_other_company, self.user_other_team):
            self.assertFalse(self._bell(user), user.name)

    def test_nobody_left_is_told(self):
        step = self._notify(assign_to="user", assign_user_id=self.user_other_company.id)
        deal = self._create_deals(1, company_id=self.env.company.id)
        with self.assertRaisesRegex(UserError, "nobody works here and may read “Deal"):
            self._carry_out(step, deal)
        step = self._notify(assign_to="leader")
        with self.assertRaisesRegex(UserError, "nobody works here and may read “Deal"):
            self._carry_out(step, deal, leader_id=None)

    def test_run_as_user_must_read_the_record(self):
        step = self._notify(assign_to="person")
        with self.assertRaises(AccessError):
            self._carry_out(step, self._create_deals(1), self.user_without_profile)
        self.assertFalse(self._bell(self.user_sales))

    def test_many_for_one_person_are_listed(self):
        step = self._notify(assign_to="person")
        deals = self._create_deals(25)
        self._carry_out(step, deals)
        message = self._bell(self.user_sales)
        self.assertEqual(len(message), 1)
        self.assertEqual(message.subject, "Call: 25 records")
        self.assertFalse(message.res_id)
        self.assertEqual(message.body.count("data-oe-id"), 20)
        self.assertIn("and 5 more", message.body)

    def test_each_person_reads_it_in_their_language(self):
        self._activate_spanish(self.user_marketing)
        profiles = self.env["playbook.profile"].search(
            [("user_ids", "in", (self.user_marketing | self.user_sales_management).ids)]
        )
        step = self._notify(
            assign_to="profiles", notify_profile_ids=[Command.set(profiles.ids)]
        )
        step.with_context(lang="es_ES").summary = "Llamar"
        self._carry_out(step, self._create_deals(1))
        self.assertEqual(self._bell(self.user_marketing).subject, "Llamar")
        self.assertEqual(self._bell(self.user_sales_management).subject, "Call")
        self._carry_out(step, self._create_deals(12))
        self.assertIn("Llamar", self._bell(self.user_marketing)[-1].subject)

    def test_other_records(self):
        step = self._create_step("notify", "partner", assign_to="person")
        customer = self._create_customers(1)
        self._carry_out(step, customer)
        self.assertEqual(self._bell(self.user_sales).model, "res.partner")

    def test_few_and_many_cost_the_same(self):
        step = self._notify(assign_to="person")
        self.assertSameCost(step, self._create_deals, counts=(3, 10))
        self.assertSameCost(step, self._create_deals, counts=(12, 30))
