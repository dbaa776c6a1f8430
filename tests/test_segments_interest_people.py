from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .interest_common import InterestCommon

REFUSALS = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
class TestInterestByHand(InterestCommon):
    def test_added_and_taken_away(self):
        for user in (self.user_sales, self.user_marketing, self.user_customer_service):
            customer = self.customer.with_user(user)
            with self.subTest(user.login):
                customer.interest_category_ids = self.desks | self.chairs
                self.assertEqual(self._levels(), {"Desks": "asked", "Chairs": "asked"})
                customer.interest_category_ids = self.chairs
                self.assertEqual(self._levels(), {"Chairs": "asked"})
                customer.interest_category_ids = False
                self.assertEqual(self._levels(), {})

    def test_on_the_form_of_a_contact(self):
        contact = self._create_contact(self.customer).with_user(self.user_sales)
        with Form(contact) as form:
            form.interest_category_ids.add(self.desks)
        self.assertEqual(self._levels(), {"Desks": "asked"})
        self.assertEqual(contact.interest_category_ids, self.desks)
        self.assertEqual(self.customer.interest_category_ids, self.desks)

    def test_what_was_quoted_is_declined_and_asked_for_again(self):
        self._create_quotation()
        customer = self.customer.with_user(self.user_sales)
        self.assertEqual(customer.interest_category_ids, self.desks)
        customer.interest_category_ids = False
        self.assertEqual(self._levels(), {"Desks": "declined"})
        self.assertFalse(customer.interest_category_ids)
        customer.interest_category_ids = self.desks
        self.assertEqual(self._levels(), {"Desks": "asked"})

    def test_on_a_lead(self):
        lead = self._create_lead(user_id=self.user_sales.id).with_user(self.user_sales)
        lead.interest_category_ids = self.desks
        self.assertEqual(self._levels(lead=lead), {"Desks": "asked"})
        lead.partner_id = self.customer
        self.assertEqual(self._levels(lead=lead), {})
        self.assertEqual(self._levels(), {"Desks": "asked"})
        self.assertEqual(lead.interest_category_ids, self.desks)
        lead.interest_category_ids |= self.chairs
        self.assertEqual(self._levels(), {"Desks": "asked", "Chairs": "asked"})

    def test_a_lead_made_with_it_and_its_new_customer(self):
        lead = self.env["crm.lead"].with_user(self.user_sales)
        lead = lead.create(
            {
                "name": "Desks",
                "partner_name": "New Ltd",
                "interest_category_ids": [(6, 0, self.desks.ids)],
            }
        )
        self.assertEqual(self._levels(lead=lead), {"Desks": "asked"})
        lead.partner_id = lead._create_customer()
        self.assertEqual(self._levels(lead.partner_id), {"Desks": "asked"})

    def test_the_highest_level_stays_with_the_customer(self):
        self._create_quotation()
        lead = self._create_lead()
        lead.interest_category_ids = self.desks | self.chairs
        lead.partner_id = self.customer
        self.assertEqual(self._levels(), {"Desks": "quoted", "Chairs": "asked"})

    def test_many_customers_cost_the_same(self):
        customers = self.env["res.partner"].create(
            [{"name": f"Customer {n}", "is_company": True} for n in range(34)]
        )
        counts = []
        for some in (customers[:1], customers[1:4], customers[4:]):
            self.env.invalidate_all()
            with self._recorded_queries() as queries:
                some.write({"interest_category_ids": [(6, 0, self.desks.ids)]})
                self.env.flush_all()
            counts.append([query for query in queries if "playbook_interest" in query])
        self.assertEqual(len(counts[1]), len(counts[2]))
        few = self._count_queries(lambda: customers[:3].mapped("interest_category_ids"))
        many = self._count_queries(lambda: customers.mapped("interest_category_ids"))
        self.assertEqual(few, many)

    def test_what_is_no_row_is_refused(self):
        Interest = self.env["playbook.interest"].with_user(self.user_sales)
        values = {"category_id": self.desks.id}
        row = Interest.create({**values, "partner_id": self.customer.id})
        contact = self._create_contact(self.customer)
        with self.assertRaises(ValidationError):
            row.partner_id = contact
        for values in (
            {},
            {"partner_id": self.customer.id},
            {"partner_id": contact.id},
        ):
            error = UniqueViolation if values else CheckViolation
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.env.cr.savepoint(),
            ):
                Interest.create({"category_id": self.desks.id, **values})

    def test_changing_the_level_is_somebodys_word(self):
        self._create_quotation()
        row = self.env["playbook.interest"].search([], limit=1, order="id desc")
        row.with_user(self.user_sales).level = "declined"
        self.assertEqual(row.learned, "hand")

    def test_360(self):
        self._create_quotation()
        self.customer.interest_category_ids |= self.chairs
        blocks = self.customer.with_user(self.user_sales_management).get_playbook_360()
        (block,) = [block for block in blocks if block["key"] == "interest"]
        rows = {row["label"]: row["value"] for row in block["rows"]}
        self.assertEqual(len(rows), 2)
        self.assertIn("Quoted, since", rows[self.desks.display_name])


@tagged("post_install", "-at_install")
class TestInterestSearch(InterestCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls._create_contact(cls.customer)
        cls.other = cls._create_customer("Other Ltd")
        cls.customer.interest_category_ids = cls.desks
        cls.lead = cls._create_lead(cls.contact)
        cls.nobodys = cls._create_lead(interest_category_ids=[(6, 0, cls.desks.ids)])
        cls.nothing = cls._create_lead()

    def _find(self, model, records, *condition):
        Model = self.env[model].with_user(self.user_sales)
        domain = [("interest_category_ids", *condition), ("id", "in", records.ids)]
        return Model.search(domain).sudo()

    def test_customers_and_contacts(self):
        partners = self.customer | self.contact | self.other
        interested = self.customer | self.contact
        for condition in (
            ("=", self.desks.id),
            ("in", self.furniture.ids),
            ("ilike", "desk"),
            ("child_of", self.furniture.id),
            ("!=", False),
            ("any", [("name", "=", "Desks")]),
        ):
            with self.subTest(condition):
                self.assertEqual(
                    self._find("res.partner", partners, *condition), interested
                )
        for condition in (
            ("=", False),
            ("not in", self.desks.ids),
            ("!=", self.furniture.id),
            ("not ilike", "desk"),
        ):
            with self.subTest(condition):
                self.assertEqual(
                    self._find("res.partner", partners, *condition), self.other
                )
        for condition in (("in", self.chairs.ids), ("ilike", "%_'"), ("in", [])):
            with self.subTest(condition):
                self.assertFalse(self._find("res.partner", partners, *condition))

    def test_leads(self):
        leads = self.lead | self.nobodys | self.nothing
        (leads).write({"user_id": self.user_sales.id})
        for condition in (("=", self.furniture.id), ("ilike", "desk"), ("!=", False)):
            with self.subTest(condition):
                self.assertEqual(
                    self._find("crm.lead", leads, *condition), self.lead | self.nobodys
                )
        for condition in (("=", False), ("not in", self.furniture.ids)):
            with self.subTest(condition):
                self.assertEqual(
                    self._find("crm.lead", leads, *condition), self.nothing
                )

    def test_declined_is_no_interest(self):
        self.customer.interest_ids.level = "declined"
        self.assertFalse(self._find("res.partner", self.customer, "=", self.desks.id))
        self.assertEqual(
            self._find("res.partner", self.customer, "=", False), self.customer
        )


@tagged("post_install", "-at_install")
class TestInterestKept(InterestCommon):
    def test_merged_customers(self):
        other = self._create_customer("Other Ltd")
        third = self._create_customer("Third Ltd")
        self._create_quotation()
        self._create_quotation(partner=other).action_confirm()
        other.interest_category_ids |= self.chairs
        third.interest_category_ids = self.desks | self.chairs
        self._write_told()
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.customer | other | third).ids, self.customer)
        self.assertEqual(self._levels(), {"Desks": "bought", "Chairs": "asked"})

    def test_declined_gives_way(self):
        other = self._create_customer("Other Ltd")
        (self.customer | other).write({"interest_category_ids": [(4, self.desks.id)]})
        self.customer.interest_ids.level = "declined"
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.customer | other).ids, self.customer)
        self.assertEqual(self._levels(), {"Desks": "asked"})

    def test_merged_leads(self):
        for partner in (self.env["res.partner"], self.customer):
            leads = self._create_lead() | self._create_lead()
            leads.write({"user_id": self.user_sales.id})
            leads.interest_category_ids = self.desks
            leads[1].interest_category_ids |= self.chairs
            leads[0].partner_id = partner
            kept = leads.with_user(self.user_sales).merge_opportunity()
            levels = self._levels(partner) if partner else self._levels(lead=kept)
            self.assertEqual(levels, {"Desks": "asked", "Chairs": "asked"})

    def test_who_joins_a_company_brings_it(self):
        person = self._create_customer("Ann", is_company=False)
        person.interest_category_ids = self.desks
        self._create_quotation(self.desk, partner=self.customer)
        person.with_user(self.user_sales).parent_id = self.customer
        self.assertEqual(self._levels(), {"Desks": "quoted"})
        self.assertFalse(person.interest_ids)

    def test_deleted(self):
        self.customer.interest_category_ids = self.desks
        rows = self.customer.interest_ids
        self.customer.unlink()
        self.assertFalse(rows.exists())
        lead = self._create_lead(interest_category_ids=[(4, self.desks.id)])
        rows = lead.interest_ids
        lead.unlink()
        self.assertFalse(rows.exists())
        self.other = self._create_customer("Other Ltd")
        self.other.interest_category_ids = self.desks
        self.desks.unlink()
        self.assertFalse(self.other.interest_ids)

    def test_erased(self):
        self.customer.interest_category_ids = self.desks
        self.customer._erase_person()
        self.assertFalse(self.customer.interest_ids)

    def test_who_may_note_it(self):
        self.customer.interest_category_ids = self.desks
        for user in (self.user_sales_management, self.user_configurator):
            row = self.customer.interest_ids.with_user(user)
            self.assertTrue(row.search([("id", "=", row.id)]))
            for refused in (
                lambda row=row: row.write({"level": "bought"}),
                row.unlink,
                lambda row=row: row.create(
                    {"partner_id": self.customer.id, "category_id": self.chairs.id}
                ),
            ):
                with mute_logger(*REFUSALS), self.assertRaises(AccessError):
                    refused()

    def test_of_a_lead_that_one_may_not_read(self):
        lead = self._create_lead(user_id=self.user_other_team.id)
        lead.interest_category_ids = self.desks
        row = lead.interest_ids.with_user(self.user_sales)
        self.env.invalidate_all()
        self.assertFalse(row.search([("id", "=", row.id)]))
        for refused in (
            lambda: row.read(["level"]),
            lambda: row.write({"level": "bought"}),
            lambda: row.create({"lead_id": lead.id, "category_id": self.chairs.id}),
        ):
            with mute_logger(*REFUSALS), self.assertRaises(AccessError):
                refused()
