"""Which records are there already: found for a whole file at once."""

from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.crm_playbook.models.loading.match_sql import (
    name_sql,
    plain_sql,
    vat_sql,
)

from .common import INTERNAL, PROFILE_GROUPS
from .matching_common import MatchingCase


@tagged("post_install", "-at_install")
class TestMatchingText(MatchingCase):
    def _told(self, expression, text):
        query = SQL(
            "SELECT %s FROM (SELECT %s::text AS x) given", expression("x"), text
        )
        return self.env.execute_query(query)[0][0]

    def test_names_are_compared_without_what_is_written_in_many_ways(self):
        for text, expected in [
            ("Acme, S.L.", "acme"),
            ("ACME S. L. U.", "acme"),
            ("Müller & Söhne GmbH & Co. KG", "muller sohne"),
            ("Straße Łódź Ørsted A/S", "strasse lodz orsted"),
            ("O'Brien Ltd.", "obrien"),
            ("L’Oréal", "loreal"),
            ("Grupo Uno, S.A. de C.V.", "grupo uno"),
            ("Foo Sp. z o.o.", "foo"),
            ("“Casa”  Pérez\t(Madrid)", "casa perez madrid"),
            ("Limited", "limited"),
            ("100% Natural", "100 natural"),
            ("---", ""),
            ("x" * 5000, "x" * 200),
        ]:
            with self.subTest(text):
                self.assertEqual(self._told(name_sql, text), expected)

    def test_plain_names_keep_the_legal_form(self):
        self.assertEqual(self._told(plain_sql, "Acme, S.L."), "acme sl")

    def test_tax_ids_are_compared_by_letters_and_digits(self):
        self.assertEqual(self._told(vat_sql, "es-B 12.345.678"), "ESB12345678")


@tagged("post_install", "-at_install")
class TestMatchingPartners(MatchingCase):
    def test_nothing_is_asked_for(self):
        self.assertEqual(self.matcher._find_partners([]), {})
        self.assertEqual(self.matcher._find_similar_partners([]), {})
        self.assertEqual(self.matcher._find_similar_leads([]), {})
        self.assertEqual(self.matcher._find_partners_named([]), {})

    def test_a_line_that_says_nothing_finds_nothing(self):
        self._create_customer(name="", email=False, vat=False, type="other")
        for is_company in (True, False, None):
            line = {"name": "", "email": "", "vat": "/", "phone": None}
            self.assertEqual(self._certain(is_company=is_company, **line), [])
            self.assertEqual(self._similar(is_company=is_company, **line), [])

    def test_tax_ids_with_and_without_country(self):
        plain = self._create_customer(vat="B-83541995", country_id=self.spain.id)
        long = self._create_customer(name="Two", vat="ES B83541987")
        for vat, country, expected in [
            ("B83541995", self.spain, plain),
            ("es b83.541.995", self.spain, plain),
            ("ESB83541995", None, plain),
            ("B83541987", self.spain, long),
            ("B83541987", None, long),
            ("ESB83541987", None, long),
        ]:
            with self.subTest(vat, country=country):
                line = {"vat": vat, "country_id": country and country.id}
                found = self._certain(is_company=True, **line)
                self.assertEqual(found, [(expected.id, "vat")])

    def test_the_same_digits_in_another_country_are_another_customer(self):
        self._create_customer(vat="12345674", country_id=self.env.ref("base.hu").id)
        line = {"is_company": True, "country_id": self.env.ref("base.pl").id}
        self.assertEqual(self._certain(vat="12345674", **line), [])
        self.assertEqual(self._certain(vat="PL12345674", **line), [])

    def test_what_fills_gaps_is_no_tax_id(self):
        self._create_customer(vat="/")
        self._create_customer(name="Two").with_context(
            no_vat_validation=True
        ).vat = "000000000"
        for vat in ("/", "000000000", "N/A", "x", 0):
            self.assertEqual(self._certain(vat=vat and str(vat), is_company=True), [])

    def test_a_tax_id_never_finds_a_contact(self):
        company = self._create_customer(vat="ESB83541995")
        contact = self._create_contact(company)
        self.assertEqual(contact.vat, company.vat)
        line = {"vat": "ESB83541995"}
        self.assertEqual(self._certain(is_company=False, **line), [])
        self.assertEqual(self._certain(**line), [(company.id, "vat")])

    def test_email_as_odoo_normalizes_it(self):
        company = self._create_customer(email="Info@Lumber.example")
        contact = self._create_contact(company, email='"Ann" <INFO@lumber.example>')
        line = {"email": " info@LUMBER.example "}
        self.assertEqual(
            self._certain(is_company=True, **line), [(company.id, "email")]
        )
        self.assertEqual(
            self._certain(is_company=False, **line), [(contact.id, "email")]
        )
        both = [(company.id, "email"), (contact.id, "email")]
        self.assertEqual(sorted(self._certain(**line)), both)

    def test_invoice_addresses_are_nobody(self):
        company = self._create_customer()
        self._create_contact(company, type="invoice", email="bills@lumber.example")
        self.assertEqual(self._certain(email="bills@lumber.example"), [])

    def test_a_phone_alone_is_not_enough(self):
        company = self._create_customer("Lumber, S.L.", phone="+34 912 34 56 78")
        self._create_customer("Wood", phone="912345678", country_id=self.spain.id)
        line = {"phone": "912 345 678", "is_company": True}
        found = self._certain(name="LUMBER SL", **line)
        self.assertEqual(found, [(company.id, "phone")])
        self.assertEqual(self._certain(name="Timber", **line), [])
        self.assertEqual(self._certain(**line), [])

    def test_a_phone_is_read_by_the_country_of_its_line(self):
        company = self._create_customer("Holz", phone="+49 30 901820")
        line = {"phone": "030 901820", "name": "Holz", "is_company": True}
        germany = self.env.ref("base.de")
        found = self._certain(country_id=germany.id, **line)
        self.assertEqual(found, [(company.id, "phone")])
        self.assertEqual(self._certain(**line), [])

    def test_the_surest_comes_first_and_each_once(self):
        by_email = self._create_customer("A", email="a@lumber.example")
        by_vat = self._create_customer("B", email="b@lumber.example", vat="ESB83541995")
        line = {"vat": "B83541995", "is_company": True}
        found = self._certain(email="a@lumber.example", **line)
        self.assertEqual(found, [(by_vat.id, "vat"), (by_email.id, "email")])
        found = self._certain(email="b@lumber.example", **line)
        self.assertEqual(found, [(by_vat.id, "vat")])

    def test_archived_ones_are_found(self):
        company = self._create_customer(email="info@lumber.example", active=False)
        self.assertEqual(
            self._certain(email="info@lumber.example"), [(company.id, "email")]
        )

    def test_each_line_gets_its_own(self):
        one = self._create_customer("One", email="one@lumber.example")
        two = self._create_customer("Two", email="two@lumber.example")
        wanted = [
            {"number": 12, "email": "two@lumber.example"},
            {"number": 15, "email": "nobody@lumber.example"},
            {"number": 30, "email": "one@lumber.example"},
        ]
        expected = {12: [(two.id, "email")], 15: [], 30: [(one.id, "email")]}
        self.assertEqual(self.matcher._find_partners(wanted), expected)


@tagged("post_install", "-at_install", "multi_company")
class TestMatchingCompanies(MatchingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls._create_customer(
            "Lumber",
            vat="ESB83541995",
            email="info@lumber.example",
            phone="+34 912345678",
            ref="C-7",
            company_id=cls.company_other.id,
        )
        cls.line = {
            "vat": "B83541995",
            "email": "info@lumber.example",
            "phone": "912345678",
            "name": "Lumber",
            "country_id": cls.spain.id,
        }

    def test_customers_of_another_company_are_never_found(self):
        for is_company in (True, None):
            line = {**self.line, "is_company": is_company}
            self.assertEqual(self._certain(**line), [])
            self.assertEqual(self._similar(**line), [])
            self.assertEqual(self._similar(**{**line, "name": "Lumberr"}), [])
        named = self.matcher._find_partners_named(["C-7", "Lumber"])
        self.assertEqual(named, {"C-7": [], "Lumber": []})

    def test_who_works_in_both_finds_them_where_both_are_chosen(self):
        user = new_test_user(
            self.env,
            login="playbook_both",
            groups=f"{INTERNAL},{PROFILE_GROUPS['marketing']}",
            company_id=self.env.company.id,
            company_ids=[Command.set((self.env.company | self.company_other).ids)],
        )
        matcher = self.matcher.with_user(user)
        one = matcher.with_context(allowed_company_ids=self.env.company.ids)
        both = matcher.with_context(allowed_company_ids=user.company_ids.ids)
        self.assertEqual(self._ask("_find_partners", matcher=one, **self.line), [])
        found = self._ask("_find_partners", matcher=both, **self.line)
        self.assertEqual(found, [(self.foreign.id, "vat")])
