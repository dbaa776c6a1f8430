"""Source, medium and campaign are one set; buying roles of contacts."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.segments.playbook_segmentation_mixin import (
    ORIGIN_FIELDS,
)

from .segmentation_common import SegmentationCommon


@tagged("post_install", "-at_install")
class TestOrigin(SegmentationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fair, cls.web = (
            {
                "source_id": cls._create_option("utm.source", f"{name} source"),
                "medium_id": cls._create_option("utm.medium", f"{name} medium"),
                "campaign_id": cls._create_option("utm.campaign", f"{name} campaign"),
            }
            for name in ("Fair", "Web")
        )
        cls.without_source = {**cls.web, "source_id": False}

    def assertOrigin(self, record, expected):
        found = {name: record[name].id for name in ORIGIN_FIELDS}
        self.assertEqual(found, expected)

    def _convert(self, customer, **values):
        lead = self._create_raw_lead(partner_id=customer.id, **values)
        lead.with_user(self.user_sales).convert_opportunity(customer)
        return lead

    def test_they_come_together_and_stay(self):
        customer = self._create_customer()
        nothing = dict.fromkeys(ORIGIN_FIELDS, False)
        self._convert(customer, **self.without_source)
        self.assertOrigin(customer, nothing)
        self._convert(customer, **{**self.fair, "campaign_id": False})
        self.assertOrigin(customer, {**self.fair, "campaign_id": False})
        self._convert(customer, **self.web)
        self.assertOrigin(customer, {**self.fair, "campaign_id": False})

    def test_a_lead_never_takes_them_from_its_customer(self):
        lead = self._create_lead(self._create_customer(**self.fair))
        self.assertOrigin(lead, dict.fromkeys(ORIGIN_FIELDS, False))

    def test_a_customer_made_of_a_lead_has_them(self):
        lead = self._create_raw_lead(partner_name="New Ltd", **self.fair)
        lead.with_user(self.user_sales)._handle_partner_assignment()
        self.assertOrigin(lead.partner_id.commercial_partner_id, self.fair)

    def test_contacts_have_their_companys(self):
        company = self._create_customer(**self.fair)
        contact = self._create_contact(company, **self.web)
        self.assertOrigin(contact, self.fair)

    def test_merged_leads_have_those_of_one(self):
        head = self._create_lead(stage_id=self.second.id, **self.without_source)
        tail = self._create_lead(
            stage_id=self.first.id, **{**self.fair, "campaign_id": False}
        )
        (head | tail).write({"user_id": self.user_sales.id})
        kept = (tail | head).with_user(self.user_sales).merge_opportunity()
        self.assertOrigin(kept, {**self.fair, "campaign_id": False})

    def test_merged_customers_have_those_of_one(self):
        Wizard = self.env["base.partner.merge.automatic.wizard"]
        for mine, theirs, expected in (
            (
                {**self.fair, "medium_id": False},
                self.web,
                {**self.fair, "medium_id": False},
            ),
            (self.without_source, self.fair, self.fair),
            (self.without_source, {}, self.without_source),
        ):
            with self.subTest(mine=mine, theirs=theirs):
                keeper = self._create_customer(**mine)
                loser = self._create_customer(**theirs)
                Wizard._merge((keeper | loser).ids, keeper)
                self.assertOrigin(keeper, expected)


@tagged("post_install", "-at_install")
class TestBuyingRoles(SegmentationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("decision_maker", "payer")
        cls.decider, cls.payer = (
            cls.env.ref(f"crm_playbook.buying_role_{name}") for name in names
        )
        cls.customer = cls._create_customer()
        cls.contact = cls._create_contact(cls.customer, function="Director")

    def test_a_contact_may_have_several(self):
        contact = self.contact.with_user(self.user_sales)
        contact.buying_role_ids = self.decider | self.payer
        Partner = self.env["res.partner"].with_user(self.user_sales)
        for role in self.decider | self.payer:
            found = Partner.search([("buying_role_ids", "in", role.ids)])
            self.assertIn(contact, found)
        self.assertFalse(self.customer.buying_role_ids)
        self.assertEqual(self.decider.with_user(self.user_sales).customer_count, 1)
        self.assertEqual(self.decider.lead_count, 0)

    def test_they_are_kept_when_contacts_are_merged(self):
        self.contact.buying_role_ids = self.decider
        other = self._create_contact(self.customer, "Ann again")
        other.buying_role_ids = self.decider | self.payer
        Wizard = self.env["base.partner.merge.automatic.wizard"]
        Wizard._merge((self.contact | other).ids, self.contact)
        self.env.invalidate_all()
        self.assertEqual(self.contact.buying_role_ids, self.decider | self.payer)

    def test_customer_360_shows_the_people(self):
        self.contact.buying_role_ids = self.decider
        self._create_contact(self.customer, "Bob")
        customer = self.customer.with_user(self.user_sales)
        blocks = {each["key"]: each for each in customer.get_playbook_360()}
        first, second = blocks["people"]["rows"]
        self.assertEqual(first["details"], ["Director", "Decision maker"])
        self.assertEqual(second["title"], "Bob")

    def test_of_many_people_those_with_roles_come_first(self):
        for number in range(25):
            self._create_contact(self.customer, f"A {number:02}")
        last = self._create_contact(self.customer, "Zoe")
        last.buying_role_ids = self.decider
        people = self.customer.with_user(self.user_sales)._get_360_people()
        self.assertEqual(len(people["rows"]), 20)
        self.assertEqual(people["rows"][0]["title"], "Zoe")
        self.assertEqual(people["more"], 7)

    def test_the_same_queries_for_few_people_and_for_many(self):
        self._create_contact(self.customer, "Bob", buying_role_ids=self.payer.ids)
        customer = self.customer.with_user(self.user_sales)
        self._count_queries(customer._get_360_people)
        few = self._count_queries(customer._get_360_people)
        for number in range(15):
            self._create_contact(
                self.customer,
                str(number),
                buying_role_ids=[Command.set(self.decider.ids)],
            )
        self.assertEqual(self._count_queries(customer._get_360_people), few)
