"""Marketing gives leads to Sales, and loses the right to write them by it."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import PROFILE_GROUPS
from .test_profiles_marketing import MarketingCommon


@tagged("post_install", "-at_install")
class TestHandOver(MarketingCommon):
    def _open(self, leads):
        leads = self._as_marketing(leads)
        action = leads.action_hand_over()
        return Form(leads.env[action["res_model"]].browse(action["res_id"]))

    def _hand_over(self, leads, user=None, team=None, **values):
        self._as_marketing(leads)._hand_over(
            user or self.env["res.users"], team or self.env["crm.team"], **values
        )

    def test_one_to_a_person_with_a_note(self):
        self.raw.write(self.one)
        stays = self.env["playbook.transition"].search_count([])
        form = self._open(self.raw)
        self.assertNotIn(self.marketing, form.salesperson_ids[:])
        form.user_id = self.user_sales
        self.assertEqual(form.team_id, self.team)
        form.note = "Ask for Ann\nbefore ten"
        action = form.save().action_confirm()
        self.assertEqual(action["type"], "ir.actions.act_window_close")
        self.assertRecordValues(
            self.raw,
            [
                {
                    "type": "opportunity",
                    "user_id": self.user_sales.id,
                    "team_id": self.team.id,
                    "stage_id": self.first.id,
                }
            ],
        )
        note = self.raw.message_ids[0]
        self.assertEqual(note.author_id, self.marketing.partner_id)
        self.assertIn("Ask for Ann<br", note.body)
        self.env.flush_all()
        written = self.env["playbook.transition"].search_count([]) - stays
        self.assertLessEqual(written, 1)

    def test_after_it_one_reads_and_does_not_write(self):
        self._hand_over(self.raw, self.user_sales)
        self.env.flush_all()
        self.env.invalidate_all()
        lead = self._as_marketing(self.raw)
        self.assertEqual(lead.read(["type"])[0]["type"], "opportunity")
        self.assertFalse(lead.playbook_can_write)
        self._assert_refused(lambda: lead.write({"name": "Mine again"}))
        self._assert_refused(lead.action_hand_over)

    def test_many_to_a_team_alone(self):
        leads = self.raw | self._create_raw(email_from="bob@example.com")
        form = self._open(leads)
        form.team_id = self.team_other
        form.save().action_confirm()
        self.assertEqual(set(leads.mapped("type")), {"opportunity"})
        self.assertEqual(leads.team_id, self.team_other)
        self.assertFalse(leads.user_id)

    def test_an_existing_customer_is_found_by_mail(self):
        customer = self._create_customer("Known", email="ann@example.com")
        self.raw.write(self.one)
        self._hand_over(self.raw, self.user_sales)
        self.assertEqual(self.raw.partner_id, customer)
        self.assertSegments(customer, self.one)

    def test_else_a_new_one_is_made_with_its_company(self):
        self.raw.write(self.one)
        self._hand_over(self.raw, self.user_sales)
        contact = self.raw.partner_id
        self.assertEqual(
            (contact.name, contact.parent_id.name), ("Ann", "Example Works")
        )
        self.assertSegments(contact.parent_id, self.one)

    def test_the_chosen_customer_stays(self):
        customer = self._create_customer("Chosen")
        self._create_customer("Same mail", email="ann@example.com")
        self.raw.partner_id = customer
        self._hand_over(self.raw, self.user_sales)
        self.assertEqual(self.raw.partner_id, customer)

    def test_salesperson_is_told(self):
        lead = self.raw.with_context(tracking_disable=False, mail_notrack=False)
        lead.with_user(self.marketing)._hand_over(self.user_sales, self.env["crm.team"])
        self.raw.invalidate_recordset()
        self.assertIn(self.user_sales.partner_id, self.raw.message_partner_ids)
        told = self.env["mail.message"].search(
            [
                ("model", "=", "crm.lead"),
                ("res_id", "=", self.raw.id),
                ("partner_ids", "in", self.user_sales.partner_id.ids),
            ]
        )
        self.assertTrue(told)

    def test_what_is_closed_is_restored_first(self):
        lost, archived = self._create_raw(), self._create_raw()
        lost.action_set_lost()
        archived.active = False
        won = self._create_raw()
        won.action_set_won()
        for lead in (lost, archived, won):
            self._assert_refused(
                lambda lead=lead: self._hand_over(self.raw | lead, self.user_sales),
                error=UserError,
                message="is closed",
            )
        self.assertEqual((self.raw | lost).mapped("type"), ["lead", "lead"])

    def test_to_whom_it_cannot_go(self):
        for user, message in (
            (None, "Choose a salesperson or"),
            (self.marketing, "does not sell"),
            (self.user_sales_management, "does not sell"),
            (self.user_other_company, "does not work"),
        ):
            self._assert_refused(
                lambda user=user: self._hand_over(self.raw, user),
                error=UserError,
                message=message,
            )
        form = self._open(self.raw)
        self._assert_refused(
            form.save().action_confirm, error=UserError, message="Choose"
        )
        self.assertEqual(self.raw.type, "lead")

    def test_what_is_not_ones_to_give(self):
        elsewhere = self._create_raw(company_id=self.company_other.id)
        for lead in (self.deal, elsewhere, self.raw | self.deal):
            self._assert_refused(
                self._as_marketing(lead).action_hand_over,
                lambda lead=lead: self._hand_over(lead, self.user_sales),
            )

    def test_nobody_else_hands_over(self):
        Wizard = self.env["playbook.lead.assign"]
        values = {
            "purpose": "hand_over",
            "lead_ids": [Command.set(self.raw.ids)],
            "user_id": self.user_team_leader.id,
        }
        wizard = Wizard.with_user(self.user_sales_management).create(values)
        self._assert_refused(wizard.action_confirm, message="Marketing")
        for user in (
            self.user_sales,
            self.user_customer_service,
            self.user_configurator,
            self.user_without_profile,
        ):
            self._assert_refused(
                lambda user=user: Wizard.with_user(user).create(values),
                lambda user=user: self.raw.with_user(user)._hand_over(
                    self.user_team_leader, self.env["crm.team"]
                ),
            )
        self.assertEqual(self.raw.type, "lead")

    def test_a_forged_dialog_gives_nothing_away(self):
        elsewhere = self._create_raw(company_id=self.company_other.id)
        Wizard = self.as_marketing["playbook.lead.assign"]
        values = {"purpose": "hand_over", "user_id": self.user_sales.id}
        self._assert_refused(
            lambda: Wizard.create({**values, "lead_ids": elsewhere.ids})
        )
        forged = Wizard.create({**values, "lead_ids": self.deal.ids})
        self._assert_refused(forged.action_confirm)
        other = self._create_user("marketing_two", PROFILE_GROUPS["marketing"])
        self._assert_refused(lambda: forged.with_user(other).read(["note"]))

    def test_costs_grow_by_the_conversions_alone(self):
        """Converting costs what it costs in Odoo; giving away, nothing more."""

        def count(number, convert):
            partner = self._create_customer()
            leads = self.env["crm.lead"].create(
                [
                    {
                        "name": "x",
                        "type": "lead",
                        "partner_id": partner.id,
                        "user_id": False,
                        "stage_id": self.first.id,
                    }
                    for _i in range(number)
                ]
            )
            return self._count_queries(lambda: convert(leads, partner))

        def odoos(leads, partner):
            leads.convert_opportunity(partner)
            leads.write({"user_id": self.user_sales.id})

        def ours(leads, _partner):
            self._hand_over(leads, self.user_sales)

        for convert in (odoos, ours):
            count(1, convert)
        growth = {c: count(30, c) - count(3, c) for c in (odoos, ours)}
        self.assertLessEqual(growth[ours], growth[odoos])
