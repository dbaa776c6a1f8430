"""Sales Management gives leads to somebody else, and writes nothing else of them."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import PROFILE_GROUPS
from .profiles_common import ProfilesCommon
from .sales_management_common import SalesManagementCommon

TODO = "mail.mail_activity_data_todo"


@tagged("post_install", "-at_install")
class TestReassign(ProfilesCommon, SalesManagementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.management = cls.user_sales_management

    def _reassign(self, leads, user, team=None, **values):
        team = team or self.env["crm.team"]
        leads.with_user(self.management)._reassign(user, team, **values)

    def _open(self, leads, user=None):
        """The dialog that the button opens, on a form."""
        leads = leads.with_user(user or self.management)
        action = leads.action_reassign()
        wizard = leads.env[action["res_model"]].browse(action["res_id"])
        return wizard, Form(wizard)

    def test_one_by_the_dialog(self):
        wizard, form = self._open(self.own)
        self.assertIn(self.user_other_team, form.salesperson_ids[:])
        self.assertNotIn(self.user_other_company, form.salesperson_ids[:])
        self.assertNotIn(self.user_marketing, form.salesperson_ids[:])
        form.user_id = self.user_other_team
        self.assertEqual(form.team_id, self.team_other)
        form.note = "Knows them\n<b>well</b>"
        form.save().action_confirm()
        self.assertEqual(wizard._get_title(), "Reassign")
        self.assertEqual(self.own.user_id, self.user_other_team)
        self.assertEqual(self.own.team_id, self.team_other)
        message = self.own.message_ids[0]
        self.assertEqual(message.author_id, self.management.partner_id)
        self.assertIn("Knows them<br", message.body)
        self.assertIn("&lt;b&gt;well", message.body)

    def test_many_and_of_several_salespeople(self):
        wizard, form = self._open(self.readable)
        self.assertEqual(wizard.lead_count, 3)
        form.user_id = self.user_team_leader
        form.save().action_confirm()
        self.assertEqual(self.readable.user_id, self.user_team_leader)

    def test_to_a_team_alone(self):
        _wizard, form = self._open(self.own)
        form.team_id = self.team_other
        form.save().action_confirm()
        self.assertFalse(self.own.user_id)
        self.assertEqual(self.own.team_id, self.team_other)

    def test_planned_activities_go_along_or_stay(self):
        todo = self.own.activity_ids
        others = self.own.activity_schedule(TODO, user_id=self.user_marketing.id)
        elsewhere = self.others.activity_schedule(TODO, user_id=self.user_sales.id)
        nobodys = self.unassigned.activity_schedule(TODO, user_id=self.user_sales.id)
        self._reassign(self.readable, self.user_team_leader, move_activities=False)
        self.assertEqual(todo.user_id, self.user_sales)
        self.own.user_id = self.user_sales
        self._reassign(self.readable, self.user_team_leader)
        self.assertEqual(todo.user_id, self.user_team_leader)
        self.assertEqual(others.user_id, self.user_marketing)
        self.assertEqual(elsewhere.user_id, self.user_sales)
        self.assertEqual(nobodys.user_id, self.user_sales)

    def test_to_a_team_alone_activities_stay(self):
        todo = self.own.activity_ids
        self._reassign(self.own, self.env["res.users"], self.team_other)
        self.assertEqual(todo.user_id, self.user_sales)

    def test_written_under_the_name_of_who_did_it(self):
        lead = self.own.with_context(tracking_disable=False, mail_notrack=False)
        self._reassign(lead, self.user_team_leader)
        self.own.invalidate_recordset()
        self.assertEqual(self.own.write_uid, self.management)
        self.assertIn(self.user_team_leader.partner_id, self.own.message_partner_ids)

    def test_closed_deals_change_hands_too(self):
        self.own.action_set_lost()
        self._reassign(self.own, self.user_team_leader)
        self.assertEqual(self.own.user_id, self.user_team_leader)
        self.assertFalse(self.own.active)

    def test_who_cannot_get_it(self):
        gone = self._create_user("gone", PROFILE_GROUPS["sales"])
        gone.active = False
        for user, message in (
            (self.env["res.users"], "Choose a salesperson or"),
            (self.user_marketing, "does not sell"),
            (self.user_portal, "does not sell"),
            (gone, "does not sell"),
            (self.user_other_company, "does not work"),
        ):
            with self.subTest(user.login):
                self._assert_refused(
                    lambda user=user: self._reassign(self.readable, user),
                    error=UserError,
                    message=message,
                )
        self.assertEqual(self.own.user_id, self.user_sales)

    def test_what_belongs_to_no_company_stays_in_ones_own(self):
        lead = self._create_lead(user_id=False, team_id=False, company_id=False)
        self.assertFalse(lead.company_id)
        self._assert_refused(
            lambda: self._reassign(lead, self.user_other_company),
            error=UserError,
            message="does not work",
        )
        _wizard, form = self._open(lead)
        self.assertNotIn(self.user_other_company, form.salesperson_ids[:])

    def test_who_may_not(self):
        for user in (
            self.user_sales,
            self.user_marketing,
            self.user_customer_service,
            self.user_configurator,
            self.user_salesperson,
        ):
            lead = self.own.with_user(user)
            with self.subTest(user.login):
                self._assert_refused(
                    lambda lead=lead: lead._reassign(
                        self.user_team_leader, self.env["crm.team"]
                    ),
                    message="Sales Management",
                )
                if user != self.user_marketing:
                    self._assert_refused(lead.action_reassign)
        _wizard, form = self._open(self.own, self.user_marketing)
        form.user_id = self.user_team_leader
        self._assert_refused(form.save().action_confirm, message="Sales Management")

    def test_leads_that_are_not_read_are_not_given_away(self):
        Wizard = self.env["playbook.lead.assign"].with_user(self.management)
        values = {"purpose": "reassign", "user_id": self.user_team_leader.id}
        forged = [Command.set((self.own | self.elsewhere).ids)]
        wizard = Wizard.create({**values, "lead_ids": [Command.set(self.own.ids)]})
        self._assert_refused(
            lambda: self._reassign(self.elsewhere, self.user_other_company),
            self.elsewhere.with_user(self.management).action_reassign,
            lambda: Wizard.create({**values, "lead_ids": forged}),
            lambda: wizard.write({"lead_ids": forged}),
        )
        self.assertEqual(self.elsewhere.user_id, self.user_other_company)

    def test_a_dialog_is_ones_own(self):
        wizard, _form = self._open(self.own)
        other = self._create_user("manager_two", PROFILE_GROUPS["sales_management"])
        theirs = wizard.with_user(other)
        self.assertFalse(theirs.search([("id", "=", wizard.id)]))
        self._assert_refused(
            lambda: theirs.read(["note"]),
            lambda: theirs.write({"note": "Mine"}),
            theirs.action_confirm,
        )

    def test_still_writes_nothing_else(self):
        self._reassign(self.own, self.user_team_leader)
        lead = self.own.with_user(self.management)
        self._assert_refused(
            lambda: lead.write({"user_id": self.user_sales.id}),
            lambda: lead.write({"name": "Changed"}),
        )

    def test_who_reads_more_than_they_write_merges_what_they_write(self):
        """Merging deletes all deals but one, in the name of who merges."""
        self.user_sales.group_ids = [
            Command.link(self.env.ref(PROFILE_GROUPS["sales_management"]).id)
        ]
        deals = (self.own | self.others).with_user(self.user_sales)
        with self.assertRaises(AccessError):
            deals.merge_opportunity()
        self.assertTrue(self.others.exists())
        (self.own | self.unassigned).with_user(self.user_sales).merge_opportunity()

    def test_costs_no_query_per_lead(self):
        def reassign(count):
            leads = self.env["crm.lead"].create(
                [
                    {"name": "x", "user_id": self.user_sales.id, "type": "opportunity"}
                    for _i in range(count)
                ]
            )
            for lead in leads:
                lead.activity_schedule(TODO, user_id=self.user_sales.id)
            return self._count_queries(
                lambda: self._reassign(leads, self.user_team_leader)
            )

        reassign(1)
        self.assertEqual(reassign(3), reassign(30))
