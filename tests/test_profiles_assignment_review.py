"""Giving leads away: by no back door, to nobody who cannot take them, and cheaply."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import PROFILE_GROUPS
from .profiles_common import ProfilesCommon
from .sales_management_common import SalesManagementCommon
from .test_profiles_marketing import MarketingCommon

TODO = "mail.mail_activity_data_todo"


@tagged("post_install", "-at_install")
class TestHandOverReview(MarketingCommon):
    def _hand_over(self, lead, user=None, team=None):
        self._as_marketing(lead)._hand_over(
            user or self.env["res.users"], team or self.env["crm.team"]
        )

    def test_a_customer_of_another_company_is_not_linked(self):
        theirs = self._create_customer(
            "Theirs", email="ann@example.com", company_id=self.company_other.id
        )
        self._hand_over(self.raw, self.user_sales)
        self.assertTrue(self.raw.partner_id)
        self.assertNotEqual(self.raw.partner_id, theirs)

    def test_nor_for_who_works_in_both_companies(self):
        self.marketing.company_ids |= self.company_other
        both = (self.env.company | self.company_other).ids
        theirs, ours = (
            self._create_customer(
                company.name, email="ann@example.com", company_id=company.id
            )
            for company in (self.company_other, self.env.company)
        )
        for company, expected in (
            (self.env.company, ours),
            (self.env["res.company"], ours),
            (self.company_other, theirs),
        ):
            lead = self._create_raw(company_id=company.id)
            self.user_sales.company_ids |= self.company_other
            self._hand_over(
                lead.with_context(allowed_company_ids=both), self.user_sales
            )
            self.assertEqual(lead.partner_id, expected, company.name)

    def test_a_colleague_of_another_company_is_no_customer_of_ours(self):
        """Odoo shows colleagues to all companies; a lead cannot have them."""
        partner = self.user_other_company.partner_id
        partner.write({"email": "ann@example.com", "company_id": self.company_other.id})
        self._hand_over(self.raw, self.user_sales)
        self.assertNotEqual(self.raw.partner_id, partner)

    def test_marketing_makes_leads_of_nobodys_alone(self):
        values = {"name": "New", "type": "lead"}
        for user in (self.user_sales, self.marketing):
            self._assert_refused(
                lambda user=user: self.Lead.create({**values, "user_id": user.id}),
                lambda user=user: self.Lead.create(
                    [values, {**values, "user_id": user.id}]
                ),
                message="Hand Over",
            )
        for more in ({}, {"user_id": False}, {"team_id": self.team.id}):
            self.assertFalse(self.Lead.create({**values, **more}).user_id)

    def test_nor_does_it_import_leads_for_somebody(self):
        rows = [["Imported", "lead", str(self.user_sales.id)]]
        result = self.Lead.load(["name", "type", "user_id/.id"], rows)
        self.assertFalse(result["ids"])
        self.assertIn("Hand Over", result["messages"][0]["message"])
        rows = [["Imported", "lead", ""]]
        self.assertTrue(self.Lead.load(["name", "type", "user_id/.id"], rows)["ids"])

    def test_a_copy_is_nobodys(self):
        taken = self._as_marketing(self._create_raw(user_id=self.user_sales.id))
        self.assertFalse(taken.copy().user_id)
        self.assertFalse(taken.copy_data()[0]["user_id"])
        self._assert_refused(
            lambda: taken.copy({"user_id": self.user_sales.id}), message="Hand Over"
        )
        self.assertEqual(taken.sudo().copy().user_id, self.user_sales)

    def test_who_also_sells_makes_leads_for_themselves(self):
        self.marketing.group_ids = [
            Command.link(self.env.ref(PROFILE_GROUPS["sales"]).id)
        ]
        lead = self.Lead.create({"name": "New", "user_id": self.marketing.id})
        self.assertEqual(lead.user_id, self.marketing)
        self.assertEqual(lead.copy().user_id, self.marketing)

    def test_where_leads_are_off_a_team_alone_does_not_take_it(self):
        """It would stay in the first stage and nobody's: still Marketing's."""
        self._switch_leads(on=False)
        lead = self._create_lead(user_id=False, team_id=False, stage_id=self.first.id)
        self._assert_refused(
            lambda: self._hand_over(lead, team=self.team),
            error=UserError,
            message="Choose a salesperson for “Office furniture”",
        )
        self._hand_over(lead, self.user_sales, self.team)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self._as_marketing(lead).has_access("write"))

    def test_and_the_dialog_asks_for_a_salesperson(self):
        def open_dialog(lead, purpose):
            leads = lead.with_user(
                self.marketing if purpose == "hand_over" else self.user_sales_management
            )
            wizard = leads.env["playbook.lead.assign"]._prepare(leads, purpose)
            return wizard, Form(wizard)

        wizard, form = open_dialog(self.raw, "hand_over")
        self.assertFalse(wizard.is_salesperson_required)
        form.save()
        self._switch_leads(on=False)
        wizard, form = open_dialog(self.raw, "reassign")
        self.assertFalse(wizard.is_salesperson_required)
        form.save()
        wizard, form = open_dialog(self.raw, "hand_over")
        self.assertTrue(wizard.is_salesperson_required)
        form.team_id = self.team
        with self.assertRaisesRegex(AssertionError, "user_id is a required field"):
            form.save()
        form.user_id = self.user_sales
        form.save().action_confirm()
        self.assertEqual(self.raw.user_id, self.user_sales)


@tagged("post_install", "-at_install")
class TestFollowersReview(ProfilesCommon, SalesManagementCommon):
    def test_who_does_not_read_the_lead_does_not_follow_it(self):
        """Followers are told what is written on a lead."""
        lead = self.own.with_user(self.user_customer_service)
        self.assertTrue(lead.has_access("read"))
        self.assertFalse(lead.has_access("write"))
        reader = self.user_marketing.partner_id
        for user in (
            self.user_without_profile,
            self.user_configurator,
            self.user_other_company,
            self.user_portal,
        ):
            partner = user.partner_id
            with self.subTest(user.login):
                self._assert_refused(
                    lambda partner=partner: lead.message_subscribe(partner.ids),
                    lambda partner=partner: lead.message_subscribe(
                        (reader | partner).ids
                    ),
                    lambda user=user: lead.activity_schedule(TODO, user_id=user.id),
                )
                self.assertNotIn(partner, self.own.message_partner_ids)
                self.assertNotIn(reader, self.own.message_partner_ids)

    def test_who_reads_it_does(self):
        lead = self.own.with_user(self.user_customer_service)
        lead = lead.with_context(allowed_company_ids=self.company.ids)
        self.own.message_unsubscribe(self.user_sales.partner_id.ids)
        for user in (self.user_sales, self.user_customer_service):
            lead.message_subscribe(user.partner_id.ids)
            self.assertIn(user.partner_id, self.own.message_partner_ids)
        marketing = self.user_marketing
        activity = lead.activity_schedule(TODO, user_id=marketing.id)
        self.assertEqual(activity.user_id, marketing)
        self.assertIn(marketing.partner_id, self.own.message_partner_ids)

    def test_whichever_companies_one_works_in_at_the_moment(self):
        """That a colleague does not work in all of them is no error."""
        user = self.user_customer_service
        user.company_ids |= self.company_other
        lead = self.own.with_user(user).with_context(
            allowed_company_ids=(self.company | self.company_other).ids
        )
        lead.message_subscribe(self.user_marketing.partner_id.ids)
        self.assertIn(self.user_marketing.partner_id, self.own.message_partner_ids)


@tagged("post_install", "-at_install")
class TestNotesReview(ProfilesCommon, SalesManagementCommon):
    def _create_deals(self, count):
        values = {"name": "x", "user_id": self.user_sales.id, "type": "opportunity"}
        return self.env["crm.lead"].create([values for _i in range(count)])

    def _reassign(self, leads, note="Knows <b>them</b>"):
        leads.with_user(self.user_sales_management)._reassign(
            self.user_team_leader, self.env["crm.team"], note
        )

    def _find_notified(self):
        """What the new salesperson was told of, beside Odoo's own notices."""
        return self.env["mail.message"].search(
            [
                ("partner_ids", "in", self.user_team_leader.partner_id.ids),
                ("body", "like", "Knows"),
            ]
        )

    def test_the_note_is_on_each_lead_and_told_once(self):
        leads = self._create_deals(3)
        self._reassign(leads)
        for lead in leads:
            note = lead.message_ids[0]
            self.assertEqual(note.author_id, self.user_sales_management.partner_id)
            self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
            self.assertIn("Knows &lt;b&gt;them", note.body)
            self.assertFalse(note.notified_partner_ids)
        told = self._find_notified()
        self.assertEqual(len(told), 1)
        self.assertEqual(told.author_id, self.user_sales_management.partner_id)
        self.assertIn(self.user_team_leader.partner_id, told.notified_partner_ids)
        self.assertEqual(told.subject, "You were given 3 deals")
        for lead in leads:
            self.assertIn(f"res_id={lead.id}", told.body)

    def test_of_very_many_the_first_are_linked(self):
        leads = self._create_deals(25)
        self._reassign(leads)
        told = self._find_notified()
        self.assertEqual(told.subject, "You were given 25 deals")
        self.assertEqual(told.body.count("res_id="), 20)
        self.assertIn("5 more", told.body)

    def test_of_one_it_is_told_on_the_lead(self):
        self._reassign(self.own)
        told = self._find_notified()
        self.assertEqual((told.model, told.res_id), ("crm.lead", self.own.id))
        self.assertNotIn(told, self.own.message_ids)

    def test_a_note_to_a_team_alone_is_kept(self):
        leads = self._create_deals(2).with_user(self.user_sales_management)
        leads._reassign(self.env["res.users"], self.team_other, "Knows")
        for lead in leads.sudo():
            self.assertIn("Knows", lead.message_ids[0].body)

    def test_a_note_costs_no_query_per_lead(self):
        def count(number):
            leads = self._create_deals(number)
            return self._count_queries(lambda: self._reassign(leads))

        count(1)
        self.assertLessEqual(count(33) - count(3), 3)

    def test_the_dialog_compares_each_company_once(self):
        leads = self._create_deals(30) | self.elsewhere
        self.user_sales_management.company_ids |= self.company_other
        both = (self.company | self.company_other).ids
        leads = leads.with_user(self.user_sales_management).with_context(
            allowed_company_ids=both
        )
        wizard = self.env["playbook.lead.assign"]._prepare(leads, "reassign")
        self.assertNotIn(self.user_sales, wizard.salesperson_ids)
        self.assertNotIn(self.user_other_company, wizard.salesperson_ids)
        self.user_sales.company_ids |= self.company_other
        wizard.invalidate_recordset()
        self.assertIn(self.user_sales, wizard.salesperson_ids)
        self.assertEqual(len(leads._get_company_choices()), 2)
