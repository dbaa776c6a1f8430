from odoo.fields import Command
from odoo.tests import Form, tagged

from .territory_common import TerritoryCommon

HAND = "playbook_territory_by_hand"


@tagged("post_install", "-at_install")
class TestTerritoryOfLeads(TerritoryCommon):
    def _create_own(self, zip_code="28100", **values):
        values = {"country_id": self.es.id, "zip": zip_code, **values}
        return self._create_lead(user_id=self.user_sales.id, **values).with_user(
            self.user_sales
        )

    def test_without_a_customer_it_has_that_of_its_address(self):
        lead = self._create_own()
        self.assertEqual(lead.territory_id, self.south)
        lead.zip = "28900"
        self.assertEqual(lead.territory_id, self.centre)
        lead.country_id = self.fr
        self.assertFalse(lead.territory_id)

    def test_with_a_customer_it_has_its(self):
        customer = self._create_prospect("46001")
        lead = self._create_own(partner_id=customer.id)
        self.assertEqual(lead.territory_id, self.spain)
        contact = self._create_contact(customer)
        lead = self._create_own()
        lead.partner_id = contact
        self.assertEqual(lead.territory_id, self.spain)
        customer.territory_id = self.other
        self.assertEqual(
            self._create_own(partner_id=customer.id).territory_id, self.other
        )

    def test_of_who_becomes_a_customer_by_it(self):
        partner = self._create_customer(country_id=self.es.id, zip="28100")
        self.assertEqual(self._create_lead(partner).territory_id, self.south)

    def test_a_choice_is_kept(self):
        lead = self._create_own()
        lead.territory_id = self.other
        self.assertTrue(lead[HAND])
        lead.zip = "28900"
        lead.partner_id = self._create_prospect()
        self.assertEqual(lead.territory_id, self.other)
        lead.territory_id = False
        self.assertEqual(lead.territory_id, self.spain)
        self.assertFalse(lead[HAND])
        self.assertTrue(self._create_own(territory_id=self.other.id)[HAND])
        self.assertFalse(self._create_own(territory_id=self.south.id)[HAND])
        self.assertEqual(self._create_own(territory_id=False).territory_id, self.south)

    def test_on_the_form(self):
        Lead = self.env["crm.lead"].with_user(self.user_sales)
        Lead = Lead.with_context(default_type="opportunity")
        customer = self._create_prospect("46001")
        with Form(Lead) as form:
            form.name = "Desks"
            form.partner_id = customer
            self.assertEqual(form.territory_id, self.spain)
        self.assertFalse(form.record[HAND])
        with Form(Lead) as form:
            form.name = "Desks"
            form.territory_id = self.other
            form.partner_id = customer
        self.assertEqual(form.record.territory_id, self.other)
        self.assertTrue(form.record[HAND])

    def test_on_the_form_by_its_address(self):
        Lead = self.env["crm.lead"].with_user(self.user_sales)
        with Form(Lead.with_context(default_type="lead")) as form:
            form.name = "Desks"
            form.country_id = self.es
            form.zip = "28100"
        self.assertEqual(form.record.territory_id, self.south)
        with Form(form.record) as form:
            form.territory_id = self.other
        self.assertTrue(form.record[HAND])
        with Form(form.record) as form:
            form.territory_id = self.env["playbook.territory"]
        self.assertEqual(form.record.territory_id, self.south)
        self.assertFalse(form.record[HAND])

    def test_in_a_column_of_the_board(self):
        Lead = self.env["crm.lead"].with_context(default_territory_id=self.other.id)
        lead = Lead.create({"name": "Desks"})
        self.assertEqual(lead.territory_id, self.other)
        self.assertTrue(lead[HAND])

    def test_converted(self):
        """What was chosen for the lead was chosen for its customer."""
        for values, expected, by_hand in (
            ({}, self.south, False),
            ({"territory_id": self.other.id}, self.other, True),
        ):
            lead = self._create_own(partner_name="New Ltd", **values)
            customer = lead._create_customer()
            self.assertEqual(customer.territory_id, expected)
            self.assertEqual(customer[HAND], by_hand)
            # One without an address keeps what the lead gave.
            known = self._create_customer("Known")
            lead = self._create_own(**values)
            lead.partner_id = known
            lead._fill_customers_segmentation()
            self.env.flush_all()
            self.env.cr.flush()
            self.assertEqual(known.territory_id, expected)
            self.assertEqual(known[HAND], by_hand)

    def test_merged(self):
        head = self._create_own(False, country_id=False, probability=50)
        tail = self._create_own(False, country_id=False, probability=10)
        tail.territory_id = self.other
        kept = (head | tail).merge_opportunity()
        self.assertEqual(kept.territory_id, self.other)
        self.assertTrue(kept[HAND])

    def test_copied(self):
        lead = self._create_own()
        lead.territory_id = self.other
        self.assertTrue(lead.copy()[HAND])
        self.assertFalse(self._create_own().copy()[HAND])

    def test_made_by_the_mail_gateway(self):
        lead = self.env["crm.lead"].message_new(
            {"subject": "Desks", "from": "a@example.com", "to": "b@example.com"},
            {"country_id": self.es.id, "zip": "28100"},
        )
        self.assertEqual(lead.territory_id, self.south)


@tagged("post_install", "-at_install")
class TestTerritoryPeople(TerritoryCommon):
    """New leads that are nobody's, where the setting says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.south.write({"user_id": cls.user_sales.id, "team_id": cls.team.id})

    def _switch(self, *, on):
        settings = self.env["res.config.settings"]
        settings.create({"playbook_territory_assigns": on}).execute()

    def _create_nobodys(self, user=None, **values):
        values = {
            "name": "From the web",
            "type": "lead",
            "country_id": self.es.id,
            "zip": "28100",
            "user_id": False,
            **values,
        }
        return self.env["crm.lead"].with_user(user or self.env.user).create(values)

    def test_off_by_default(self):
        lead = self._create_nobodys()
        self.assertFalse(lead.user_id | lead.team_id.user_id)

    def test_on(self):
        self._switch(on=True)
        for user in (self.env.user, self.user_marketing):
            lead = self._create_nobodys(user).sudo()
            self.assertEqual(lead.user_id, self.user_sales)
            self.assertEqual(lead.team_id, self.team)
        self._switch(on=False)
        self.assertFalse(self._create_nobodys().user_id)

    def test_nothing_is_overwritten(self):
        self._switch(on=True)
        mine = self._create_nobodys(user_id=self.user_other_team.id)
        self.assertEqual(mine.user_id, self.user_other_team)
        teams = self._create_nobodys(team_id=self.team_other.id)
        self.assertEqual(
            (teams.user_id, teams.team_id.id),
            (mine.user_id.browse(), self.team_other.id),
        )
        lead = self._create_nobodys(zip="46001")
        self.assertFalse(lead.user_id)

    def test_in_a_team_that_it_has_already(self):
        self._switch(on=True)
        lead = self._create_nobodys(team_id=self.team.id)
        self.assertEqual(lead.user_id, self.user_sales)

    def test_with_an_address_filled_in_later(self):
        self._switch(on=True)
        lead = self._create_nobodys(country_id=False, team_id=False)
        self.assertFalse(lead.user_id)
        lead.with_user(self.user_marketing).country_id = self.es
        self.assertEqual(lead.user_id, self.user_sales)
        lead.user_id = False
        lead.zip = "28200"
        self.assertFalse(lead.user_id)

    def test_only_who_works_there(self):
        self._switch(on=True)
        self.south.user_id = self.user_other_team
        lead = self._create_nobodys()
        self.assertEqual(lead.team_id, self.team)
        self.assertFalse(lead.user_id)
        self.south.user_id = self.user_sales
        self.user_sales.active = False
        self.assertFalse(self._create_nobodys().user_id)
        self.user_sales.active = True
        self.team.active = False
        self.south.user_id = self.user_other_company
        lead = self._create_nobodys(company_id=self.env.company.id)
        self.assertFalse(lead.user_id | lead.team_id.user_id)

    def test_a_team_of_another_company_gets_nothing(self):
        self._switch(on=True)
        self.team.company_id = self.env.company
        self.user_sales.company_ids = [Command.link(self.company_other.id)]
        lead = self._create_nobodys(company_id=self.company_other.id)
        self.assertFalse(lead.team_id == self.team)
