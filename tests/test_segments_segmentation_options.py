from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .segmentation_common import FIELDS, OPTION_MODELS, SegmentationCommon


@tagged("post_install", "-at_install")
class TestSegmentationKept(SegmentationCommon):
    """Companies and contacts, merges: nothing that was filled is lost."""

    def test_a_company_gives_them_to_its_contacts(self):
        company = self._create_customer()
        contact = self._create_contact(company)
        company.with_user(self.user_sales).write(self.one)
        self.assertSegments(contact, self.one)

    def test_a_new_contact_has_its_companys(self):
        company = self._create_customer(**self.one)
        self.assertSegments(self._create_contact(company), self.one)
        self.assertSegments(self._create_contact(company, **self.two), self.one)

    def test_a_contact_gives_its_company_nothing(self):
        company = self._create_customer(**self.one)
        self._create_contact(company).with_user(self.user_sales).write(self.two)
        self.assertSegments(company, self.one)

    def test_a_person_who_joins_a_company_takes_over_its_values(self):
        person = self._create_customer("Ann", is_company=False, **self.two)
        person.parent_id = self._create_customer(**self.one)
        self.assertSegments(person, self.one)

    def test_merged_leads_keep_the_heads_and_fill_what_it_lacks(self):
        head = self._create_lead(
            stage_id=self.second.id, territory_id=self.one["territory_id"]
        )
        tail = self._create_lead(stage_id=self.first.id, **self.two)
        (head | tail).write({"user_id": self.user_sales.id})
        kept = (tail | head).with_user(self.user_sales).merge_opportunity()
        self.assertEqual(kept, head)
        self.assertSegments(
            kept, {**self.two, "territory_id": self.one["territory_id"]}
        )

    def test_merged_leads_fill_the_customer(self):
        customer = self._create_customer()
        leads = self._create_raw_lead(partner_id=customer.id)
        leads |= self._create_raw_lead(**self.one, type="opportunity")
        leads.with_user(self.user_sales).merge_opportunity()
        self.assertSegments(customer, self.one)

    def test_merged_customers_keep_the_keepers_and_fill_what_it_lacks(self):
        keeper = self._create_customer(territory_id=self.one["territory_id"])
        loser = self._create_customer(**self.two)
        contact = self._create_contact(loser)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (keeper | loser).ids, keeper
        )
        expected = {**self.two, "territory_id": self.one["territory_id"]}
        self.assertFalse(loser.exists())
        self.assertSegments(keeper, expected)
        self.assertEqual(contact.commercial_partner_id, keeper)

    def test_copied_with_the_lead(self):
        lead = self._create_lead(self._create_customer(**self.one), **self.two)
        self.assertSegments(lead.copy(), self.two)


@tagged("post_install", "-at_install")
class TestSegmentationOptions(SegmentationCommon):
    def _options(self):
        """Pairs of a field of ours and an option of it, as the Configurator sees it."""
        for name, model in OPTION_MODELS.items():
            option = self.env[model].browse(self.one[name])
            yield name, option.with_user(self.user_configurator)

    def test_a_used_option_cannot_be_deleted(self):
        """Archived records, and those that one may not see, count too."""
        customers = self._create_customer(**self.one)
        customers |= self._create_customer("Old Ltd", active=False, **self.one)
        self._create_lead(user_id=self.user_sales.id, **self.one)
        self._create_lead(active=False, **self.one)
        self._create_lead(company_id=self.company_other.id, **self.one)
        for name, option in self._options():
            with (
                self.subTest(name),
                self.assertRaisesRegex(
                    UserError, f"“{option.name}” .* 2 customers .* 3 leads"
                ),
            ):
                option.unlink()

    def test_an_unused_option_can_be_deleted(self):
        for name, option in self._options():
            with self.subTest(name):
                option.unlink()
                self.assertFalse(option.exists())

    def test_one_used_after_a_look_at_the_counts_cannot_be_deleted(self):
        """In one transaction the counts that somebody saw before do not decide."""
        for name, option in self._options():
            self.assertEqual(option.customer_count + option.lead_count, 0)
            self._create_lead(**{name: option.id})
            with self.subTest(name), self.assertRaises(UserError):
                option.unlink()

    def test_one_used_among_several_keeps_all(self):
        self._create_lead(**self.one)
        for name, option in self._options():
            both = option.browse([self.two[name], option.id])
            with self.subTest(name), self.assertRaises(UserError):
                both.unlink()

    def test_an_archived_option_is_kept_and_offered_no_longer(self):
        customer, lead = (
            self._create_customer(**self.one),
            self._create_lead(**self.one),
        )
        for name, option in self._options():
            with self.subTest(name):
                offered = self.env[option._name].with_user(self.user_sales)
                self.assertTrue(offered.name_search(option.name))
                option.action_archive()
                self.assertFalse(offered.name_search(option.name))
        self.assertSegments(customer, self.one)
        self.assertSegments(lead, self.one)
        lead.description = "Saved once more"
        self.assertSegments(lead, self.one)

    def test_usage_counts_what_one_may_read(self):
        self._create_contact(self._create_customer(**self.one))
        self._create_lead(user_id=self.user_sales.id, **self.one)
        self._create_lead(user_id=self.user_other_team.id, active=False, **self.one)
        counts = {
            self.user_sales: (2, 1),
            self.user_sales_management: (2, 2),
            self.user_configurator: (2, 0),
        }
        for name, option in self._options():
            for user, (customers, leads) in counts.items():
                with self.subTest(name, login=user.login):
                    seen = option.with_user(user)
                    self.assertEqual(seen.customer_count, customers)
                    self.assertEqual(seen.lead_count, leads)

    def test_usage_costs_the_same_for_few_and_for_many(self):
        Option = self.env["playbook.territory"]
        options = Option.create([{"name": str(number)} for number in range(30)])
        options = options.with_user(self.user_sales)
        self._count_queries(lambda: options.mapped("customer_count"))
        few = self._count_queries(lambda: options[:3].mapped("customer_count"))
        many = self._count_queries(lambda: options.mapped("customer_count"))
        self.assertEqual(few, many)

    def test_the_counts_open_what_they_count(self):
        customer = self._create_customer(active=False, **self.one)
        lead = self._create_lead(
            user_id=self.user_sales.id, active=False, **self._without_source(self.one)
        )
        for name, option in self._options():
            for record, method in (
                (customer, "action_open_customers"),
                (lead, "action_open_leads"),
            ):
                with self.subTest(name, method=method):
                    action = getattr(option.with_user(self.user_sales), method)()
                    Model = self.env[action["res_model"]].with_user(self.user_sales)
                    found = Model.with_context(**action["context"])
                    self.assertEqual(found.search(action["domain"]), record)

    def test_an_archived_source_is_kept_and_offered_no_longer(self):
        Source = self.env["utm.source"]
        customer = self._create_customer(**self.one)
        source = customer.source_id
        source.action_archive()
        self.assertFalse(Source.name_search(source.name))
        self.assertEqual(customer.source_id, source)

    def test_a_new_source_with_the_name_of_an_archived_one_gets_a_number(self):
        Source = self.env["utm.source"]
        archived = Source.create({"name": "Trade fair", "active": False})
        named = Source.create([{"name": "Trade fair"}, {"name": "Trade fair"}])
        self.assertEqual(archived.name, "Trade fair")
        self.assertEqual(named.mapped("name"), ["Trade fair [2]", "Trade fair [3]"])
        self.assertEqual(archived.copy().name, "Trade fair [4]")

    def test_a_visitor_of_an_archived_source_finds_it_again(self):
        Source = self.env["utm.source"]
        archived = Source.create({"name": "Trade fair", "active": False})
        found = self.env["utm.mixin"]._find_or_create_record("utm.source", "trade FAIR")
        self.assertEqual(found, archived)

    def test_two_sources_of_one_name_are_refused(self):
        Source = self.env["utm.source"]
        Source.create({"name": "Trade fair", "active": False})
        other = Source.create({"name": "Fair"})
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            other.name = "Trade fair"
            other.flush_recordset()

    def test_every_field_names_its_options(self):
        for name in FIELDS:
            for model in ("res.partner", "crm.lead"):
                field = self.env[model]._fields[name]
                self.assertEqual(field.ondelete, "set null", f"{model}.{name}")
