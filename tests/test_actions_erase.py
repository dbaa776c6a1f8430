"""Erasing a person: what they were and said is gone, that something was done counts."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.crm_playbook.models.actions import res_partner_erase

from .actions_common import ActionsCommon
from .common import INTERNAL


@tagged("post_install", "-at_install")
class TestErase(ActionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_test_user(
            cls.env, "actions_admin", groups=f"{INTERNAL},base.group_system"
        )
        cls.admin.group_ids |= cls.env.ref("base.group_partner_manager")
        cls.spain = cls.env.ref("base.es")
        cls.customer.write(
            {"street": "Calle Mayor 1", "city": "Soria", "country_id": cls.spain.id}
        )
        cls.person, cls.colleague = cls.env["res.partner"].create(
            [
                {"name": "Bob Person", "parent_id": cls.customer.id, "email": "b@b.es"},
                {"name": "Eve Colleague", "parent_id": cls.customer.id},
            ]
        )
        cls.lead.write({"partner_id": cls.person.id, "contact_name": "Bob Person"})

    def _finish(self):
        activity = self._plan().with_user(self.user_sales)
        activity.action_playbook_finish(self.neutral.id, "Bob is ill")
        return activity

    def _erase(self, people, user=None):
        wizard = (
            self.env["playbook.person.erase"]
            .with_user(user or self.admin)
            .with_context(active_ids=people.ids)
            .create({})
        )
        count = wizard.action_count
        wizard.action_erase()
        return count

    def test_who_they_were_is_gone(self):
        activity = self._finish()
        self.person.message_post(body="Hello")
        self.person.name = "Robert Person"
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(self._erase(self.person), 1)
        self.env.invalidate_all()
        self.assertFalse(self.person.active)
        self.assertFalse(self.person.email)
        self.assertFalse(self.person.parent_id)
        self.assertNotIn("Person", self.person.name.replace("Erased person", ""))
        self.assertFalse(activity.feedback)
        self.assertFalse(self.lead.contact_name)
        action = self._actions_of(activity)
        self.assertEqual(action.outcome_id, self.neutral)
        for name in ("name", "note", "document_name", "followed_by", "reported"):
            self.assertFalse(action[name])
        tracking = self.env["mail.tracking.value"].search(
            [
                ("mail_message_id.model", "=", "res.partner"),
                ("mail_message_id.res_id", "=", self.person.id),
            ]
        )
        self.assertNotIn("Bob Person", tracking.mapped("old_value_char"))
        self.assertNotIn("Robert Person", tracking.mapped("old_value_char"))

    def test_the_company_and_the_colleagues_keep_their_address(self):
        # An address has fields of other addons, too, which are not emptied.
        known = [name for name in res_partner_erase.PERSONAL if name != "country_id"]
        with patch.object(res_partner_erase, "PERSONAL", known):
            self._erase(self.person)
        self.env.invalidate_all()
        self.assertEqual(self.customer.street, "Calle Mayor 1")
        self.assertEqual(self.customer.country_id, self.spain)
        self.assertEqual(self.colleague.street, "Calle Mayor 1")

    def test_only_who_administers_may(self):
        for user in (self.user_sales, self.user_configurator):
            with self.subTest(user.login):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self._erase(self.person, user)
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self.person.with_user(user)._erase_person()
        self.assertEqual(self.person.name, "Bob Person")

    def test_who_has_an_account_stays(self):
        with self.assertRaisesRegex(UserError, "account"):
            self._erase(self.user_portal.partner_id)

    def test_what_was_done_before_the_customer_was_known(self):
        lead = self._create_lead(user_id=self.user_sales.id)
        activity = self._plan(lead).with_user(self.user_sales)
        activity.action_playbook_finish(self.neutral.id, "Who is it?")
        action = self._actions_of(activity)
        self.assertFalse(action.partner_id)
        lead.partner_id = self.person
        self.assertEqual(action.partner_id, self.person)
        self.assertEqual(action.commercial_partner_id, self.customer)
        self._erase(self.person)
        action.invalidate_recordset()
        self.assertFalse(action.note)

    def test_nobody_reads_anothers_dialog(self):
        log = (
            self.env["playbook.action.log"]
            .with_user(self.user_sales)
            .create({"lead_id": self.lead.id, "note": "Secret"})
        )
        management = log.with_user(self.user_sales_management)
        self.assertFalse(management.search([("id", "=", log.id)]))
        with self.assertRaises(AccessError):
            management.read(["note"])

    def test_what_was_done_on_a_deleted_lead_is_read_by_who_reads_all(self):
        self.lead.partner_id = self.customer
        self.customer.user_id = self.user_other_team
        activity = self._finish()
        action = self._actions_of(activity)
        self.lead.unlink()
        self.env.invalidate_all()
        self.assertFalse(action.lead_id)
        for user, seen in (
            (self.user_other_team, 0),
            (self.user_customer_service, 0),
            (self.user_sales_management, 1),
            (self.user_marketing, 1),
        ):
            with self.subTest(user.login):
                found = action.with_user(user).search([("id", "=", action.id)])
                self.assertEqual(len(found), seen)

    def test_who_was_not_reached_was_not_contacted(self):
        self.neutral.no_contact = True
        self._finish()
        self.assertFalse(self.customer.last_contact_date)
        self.neutral.no_contact = False
        self._finish()
        self.assertTrue(self.customer.last_contact_date)
        self.assertEqual(self.customer.contact_count, 1)

    def test_actions_on_customers_are_the_companys_who_did_it(self):
        activity = self._plan(self.customer, user_id=self.user_sales.id)
        activity.with_user(self.user_sales).action_playbook_finish(self.neutral.id)
        action = self._actions_of(activity)
        self.assertEqual(action.company_id, self.env.company)
        other = self.user_other_company
        other.group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.assertFalse(action.with_user(other).search([("id", "=", action.id)]))

    def test_a_type_of_another_model_is_not_planned(self):
        self.positive.next_type_id = self.env["mail.activity.type"].create(
            {"name": "Of leads alone", "res_model": "crm.lead"}
        )
        activity = self._plan(self.customer).with_user(self.user_sales)
        activity.action_playbook_finish(self.positive.id)
        self.assertFalse(self._actions_of(activity).next_activity_id)

    def test_odoos_own_chain_is_not_doubled(self):
        self.kind.write(
            {"chaining_type": "trigger", "triggered_next_type_id": self.kind_plain.id}
        )
        activity = self._plan().with_user(self.user_sales)
        activity.action_playbook_finish(self.positive.id)
        self.assertEqual(self.lead.activity_ids.activity_type_id, self.kind_plain)

    def test_planned_and_done_at_once_is_logged(self):
        scheduler = (
            self.env["mail.activity.schedule"]
            .with_user(self.user_sales)
            .create(
                {
                    "res_model": "crm.lead",
                    "res_ids": str(self.lead.ids),
                    "activity_type_id": self.kind_plain.id,
                    "summary": "At once",
                }
            )
        )
        scheduler.action_schedule_activities_done()
        action = self.env["playbook.action"].search([("name", "=", "At once")])
        self.assertEqual(action.origin, "logged")
        self.assertFalse(action.promise)

    def test_made_as_finished(self):
        values = {
            "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
            "res_id": self.lead.id,
            "activity_type_id": self.kind.id,
            "active": False,
        }
        Activity = self.env["mail.activity"].with_user(self.user_sales)
        with self.assertRaises(UserError), self.cr.savepoint():
            Activity.create(values)
        made = Activity.create({**values, "playbook_outcome_id": self.neutral.id})
        self.assertEqual(self._actions_of(made).outcome_id, self.neutral)

    def test_moved_while_it_ends(self):
        activity = self._plan(playbook_outcome_id=self.neutral.id)
        activity.with_user(self.user_sales).write(
            {
                "active": False,
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.customer.id,
            }
        )
        self.assertEqual(self._actions_of(activity).lead_id, self.lead)

    def test_the_software_says_what_the_type_has_for_it(self):
        activity = self._plan(automated=True)
        self.env["ir.model.data"].create(
            {
                "module": "crm_playbook",
                "name": "test_actions_kind",
                "model": "mail.activity.type",
                "res_id": self.kind.id,
            }
        )
        lead = self.lead.with_user(self.user_sales)
        with self.assertRaisesRegex(UserError, "They want it"), self.cr.savepoint():
            lead.activity_feedback(["crm_playbook.test_actions_kind"])
        self.assertTrue(activity.active)
        self.kind.playbook_automatic_outcome_id = self.positive
        lead.activity_feedback(["crm_playbook.test_actions_kind"])
        action = self._actions_of(activity)
        self.assertEqual(action.outcome_id, self.positive)
        self.assertFalse(action.next_activity_id)

    def test_a_field_that_is_gone_is_not_asked_for(self):
        self.kind.playbook_field_ids = [Command.create({"field_name": "date_deadline"})]
        self.env.cr.execute(
            "UPDATE playbook_reported_field SET field_name = 'x_gone' WHERE id = %s",
            [self.kind.playbook_field_ids.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        activity = self._finish()
        self.assertFalse(activity.active)

    def test_what_was_missing_for_them_is_asked_for_no_more(self):
        Request = self.env["playbook.option.request"].with_user(self.user_sales)
        selector = self.env.ref("crm_playbook.selector_source")
        Request._ask(selector, "Doctors", "Bob is ill", self.person)
        Request._ask(selector, "Nurses", "Eve is not", self.colleague)
        lead = self.lead.with_user(self.user_sales)
        Request._ask(selector, "Doctors", False, lead)
        self._erase(self.person)
        Request = Request.sudo()
        erased = Request.search([("name", "=", "Doctors")])
        self.assertFalse(erased.asked_for or erased.reason)
        other = Request.search([("name", "=", "Nurses")])
        self.assertEqual((len(other.asked_for), other.reason), (1, "Eve is not"))
