"""Which records are there already: found for a whole file at once."""

from unittest.mock import patch

from odoo.api import Environment
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.crm_playbook.models.loading.match_sql import (
    name_sql,
    plain_sql,
    vat_sql,
)

from .common import INTERNAL, PROFILE_GROUPS, CrmPlaybookCommon


class MatchingCase(CrmPlaybookCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spain = cls.env.ref("base.es")
        cls.env.company.country_id = cls.spain
        cls.matcher = cls.env["playbook.load.matcher"].with_user(cls.user_marketing)

    def _ask(self, finder, matcher=None, **line):
        """What ``finder`` finds for one line."""
        matcher = self.matcher if matcher is None else matcher
        found = getattr(matcher, finder)([{"number": 7, **line}])
        self.assertEqual(list(found), [7])
        return found[7]

    def _certain(self, **line):
        return self._ask("_find_partners", **line)

    def _similar(self, **line):
        return self._ask("_find_similar_partners", **line)


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


@tagged("post_install", "-at_install")
class TestMatchingSimilar(MatchingCase):
    def test_the_same_name_but_for_its_form(self):
        company = self._create_customer("Construcciones Peña, S.L.")
        found = self._similar(name="CONSTRUCCIONES PENA SL", is_company=True)
        self.assertEqual(found, [(company.id, 1.0, "name")])

    def test_a_slip_of_the_pen(self):
        if not self.env.registry.has_trigram:
            self.skipTest("the database has no pg_trgm")
        company = self._create_customer("Construcciones Peñalara, S.L.")
        found = self._similar(name="Construciones Penalara", is_company=True)
        [(partner_id, score, how)] = found
        self.assertEqual((partner_id, how), (company.id, "similar"))
        self.assertTrue(0.65 <= score < 1, score)
        self.assertEqual(self._similar(name="Hotel Miramar", is_company=True), [])

    def test_without_trigrams_only_the_same_name(self):
        company = self._create_customer("Construcciones Peñalara, S.L.")
        self.patch(self.env.registry, "has_trigram", False)
        line = {"is_company": True}
        self.assertEqual(self._similar(name="Construciones Penalara", **line), [])
        found = self._similar(name="construcciones penalara", **line)
        self.assertEqual(found, [(company.id, 1.0, "name")])

    def test_companies_and_persons_are_kept_apart(self):
        company = self._create_customer("Ann Lumberjack")
        person = self._create_contact(self._create_customer("Wood"), "Ann Lumberjack")
        line = {"name": "Ann Lumberjack"}
        self.assertEqual(
            [f[0] for f in self._similar(is_company=True, **line)], company.ids
        )
        self.assertEqual(
            [f[0] for f in self._similar(is_company=False, **line)], person.ids
        )
        both = {found[0] for found in self._similar(**line)}
        self.assertEqual(both, {company.id, person.id})

    def test_persons_of_the_company_that_the_line_names(self):
        wood, other = self._create_customer("Wood"), self._create_customer("Other")
        unit = self._create_customer("Wood North", parent_id=wood.id, is_company=False)
        mine = self._create_contact(unit, "Ann Lumberjack")
        self._create_contact(other, "Ann Lumberjack")
        alone = self._create_customer("Ann Lumberjack", is_company=False)
        line = {"name": "Ann Lumberjack", "is_company": False}
        found = self._similar(parent_id=wood.id, **line)
        self.assertEqual(found, [(mine.id, 1.0, "name"), (alone.id, 0.9, "name")])
        self.assertEqual(len(self._similar(**line)), 3)

    def test_a_slip_of_the_pen_in_a_person_of_a_company(self):
        if not self.env.registry.has_trigram:
            self.skipTest("the database has no pg_trgm")
        wood = self._create_customer("Wood")
        contact = self._create_contact(wood, "Ann Lumberjackson")
        self._create_contact(self._create_customer("Other"), "Ann Lumberjackson")
        line = {"name": "Ann Lumberjacksen", "is_company": False}
        [(partner_id, _score, how)] = self._similar(parent_id=wood.id, **line)
        self.assertEqual((partner_id, how), (contact.id, "similar"))
        self.assertEqual(len(self._similar(**line)), 2)

    def test_a_shared_phone_under_another_name(self):
        company = self._create_customer("Lumber", phone="+34 912345678")
        self._create_contact(company, "Ann Wood", phone="+34 912345678")
        line = {"phone": "912345678"}
        found = self._similar(name="Timber Trade", is_company=True, **line)
        self.assertEqual(found, [(company.id, 0.5, "phone")])
        self.assertEqual(self._similar(name="Bob Stone", is_company=False, **line), [])
        [(_id, _score, how)] = self._similar(name="Wood", is_company=False, **line)
        self.assertEqual(how, "phone")

    def test_a_switchboard_proposes_nobody(self):
        self.env["res.partner"].create(
            [
                {"name": f"Firm {n}", "is_company": True, "phone": "+34 912345678"}
                for n in range(6)
            ]
        )
        line = {"phone": "912345678", "is_company": True}
        self.assertEqual(self._similar(name="Timber", **line), [])

    def test_no_more_than_the_limit_and_the_likeliest_first(self):
        self.env["res.partner"].create(
            [{"name": "Lumber", "is_company": True} for _n in range(30)]
        )
        line = {"number": 1, "name": "Lumber", "is_company": True}
        self.assertEqual(len(self.matcher._find_similar_partners([line])[1]), 3)
        found = self.matcher._find_similar_partners([line], limit=5)[1]
        self.assertEqual(len(found), 5)


@tagged("post_install", "-at_install")
class TestMatchingNamed(MatchingCase):
    def _named(self, text, is_company=None):
        return self.matcher._find_partners_named([text], is_company=is_company)[text]

    def test_by_reference_email_and_name(self):
        company = self._create_customer(
            "Lumber, S.L.", ref="C-7", email="info@lumber.example"
        )
        for text in (
            "C-7",
            "Info@Lumber.example",
            "lumber s.l.",
            "Lumber",
            " LUMBER SL ",
        ):
            with self.subTest(text):
                self.assertEqual(self._named(text), company.ids)
        for text in ("", "-", "Lumb", "C-"):
            self.assertEqual(self._named(text), [])

    def test_by_the_name_that_odoo_shows(self):
        company = self._create_customer()
        contact = self._create_contact(company)
        self._create_contact(self._create_customer("Wood"))
        self.assertEqual(self._named(contact.complete_name), contact.ids)
        self.assertEqual(len(self._named(contact.name)), 2)

    def test_the_legal_form_tells_apart_where_it_is_said(self):
        one = self._create_customer("Lumber, S.L.")
        two = self._create_customer("Lumber, S.A.")
        self.assertEqual(self._named("lumber sl"), one.ids)
        self.assertEqual(sorted(self._named("Lumber")), sorted((one | two).ids))

    def test_companies_or_persons(self):
        company = self._create_customer("Lumber")
        person = self._create_customer("Lumber", is_company=False)
        self.assertEqual(self._named("Lumber", is_company=True), company.ids)
        self.assertEqual(self._named("Lumber", is_company=False), person.ids)


@tagged("post_install", "-at_install")
class TestMatchingLeads(MatchingCase):
    def _leads(self, **line):
        return self._ask("_find_similar_leads", **line)

    def test_the_same_name_of_the_same_customer(self):
        company = self._create_customer()
        contact = self._create_contact(company)
        lead = self._create_lead(contact, name="Oficina: Año 2026")
        lead.action_set_lost()
        self._create_lead(company, name="Warehouse")
        self._create_lead(self._create_customer("Wood"), name="Oficina: Año 2026")
        line = {"name": "oficina ano 2026"}
        found = self._leads(partner_id=company.id, **line)
        self.assertEqual(found, [(lead.id, 1.0, "customer")])
        self.assertEqual(self._leads(**line), [])

    def test_the_same_name_and_email_or_phone(self):
        lead = self._create_lead(
            email_from="Ann <ann@lumber.example>", phone="+34 912345678"
        )
        line = {"name": "Office furniture"}
        found = self._leads(email="ANN@lumber.example", phone="912345678", **line)
        self.assertEqual(found, [(lead.id, 0.9, "email")])
        found = self._leads(phone="912345678", **line)
        self.assertEqual(found, [(lead.id, 0.8, "phone")])
        found = self._leads(email="ann@lumber.example", name="Chairs")
        self.assertEqual(found, [])

    def test_none_of_another_company(self):
        line = {"name": "Office furniture", "email": "ann@lumber.example"}
        self._create_lead(
            email_from="ann@lumber.example",
            company_id=self.company_other.id,
            user_id=False,
            team_id=False,
        )
        self.assertEqual(self._leads(**line), [])

    def test_none_that_the_user_may_not_read(self):
        line = {"name": "Office furniture", "email": "ann@lumber.example"}
        lead = self._create_lead(
            email_from="ann@lumber.example", user_id=self.user_team_leader.id
        )
        self.assertEqual(self._leads(**line), [(lead.id, 0.9, "email")])
        matcher = self.matcher.with_user(self.user_salesperson)
        self.assertEqual(self._ask("_find_similar_leads", matcher=matcher, **line), [])


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


@tagged("post_install", "-at_install")
class TestMatchingCost(MatchingCase):
    """As many queries for many lines as for few, and each through an index."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._copy_partners(2000)
        cls.wanted = [
            {
                "number": n,
                "name": f"Firmm number {n}" if n % 2 else f"Firm number {n}",
                "is_company": (True, False, None)[n % 3],
                "email": f"firm{n}@lumber.example",
                "phone": f"91{n:07}",
                "vat": f"HU{n + 10000000}",
            }
            for n in range(30)
        ]

    @classmethod
    def _copy_partners(cls, count):
        """Companies and persons as rows alone: by the ORM they would take a minute."""
        model = cls._create_customer("Model")
        cls.env.flush_all()
        given = {
            "id": SQL("nextval('res_partner_id_seq')"),
            "name": SQL("'Firm number ' || n"),
            "is_company": SQL("n %% 2 = 0"),
            "email_normalized": SQL("'firm' || n || '@lumber.example'"),
            "phone_sanitized": SQL("'+34' || 910000000 + n"),
            "vat": SQL("'HU' || 10000000 + n"),
            "commercial_partner_id": SQL("currval('res_partner_id_seq')"),
        }
        columns = [
            name
            for name, field in model._fields.items()
            if field.store and field.column_type
        ]
        cls.env.cr.execute(
            SQL(
                "INSERT INTO res_partner (%s) SELECT %s"
                " FROM res_partner model, generate_series(1, %s) n WHERE model.id = %s",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(
                    given.get(name, SQL.identifier("model", name)) for name in columns
                ),
                *(count, model.id),
            )
        )
        cls.env.cr.execute("ANALYZE res_partner")

    def test_the_number_of_lines_costs_no_queries(self):
        texts = [line["name"] for line in self.wanted]
        self.matcher._find_partners(self.wanted)
        for finder, wanted in [
            ("_find_partners", self.wanted),
            ("_find_similar_partners", self.wanted),
            ("_find_similar_leads", self.wanted),
            ("_find_partners_named", texts),
        ]:
            find = getattr(self.matcher, finder)
            with self.subTest(finder):
                few = self._count_queries(lambda find=find, w=wanted: find(w[:6]))
                many = self._count_queries(lambda find=find, w=wanted: find(w))
                self.assertEqual(few, many)
                self.assertLessEqual(many, 12)

    def _plans(self, find, *args):
        """The plans of the queries of ``find`` that look customers or leads up."""
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        plans, execute_query = [], Environment.execute_query

        def explaining(env, query):
            if "LATERAL" in query.code:
                plan = execute_query(env, SQL("EXPLAIN %s", query))
                plans.append("\n".join(row[0] for row in plan))
            return execute_query(env, query)

        with patch.object(Environment, "execute_query", explaining):
            find(*args)
        return "\n".join(plans)

    def test_each_lookup_goes_through_its_index(self):
        plans = self._plans(self.matcher._find_partners, self.wanted)
        for index in ("vat", "email", "phone"):
            self.assertIn(f"res_partner_playbook_{index}", plans)
        self.assertNotIn("Seq Scan", plans)

    def test_names_go_through_theirs(self):
        plans = self._plans(self.matcher._find_similar_partners, self.wanted)
        self.assertIn("res_partner_playbook_name", plans)
        if self.env.registry.has_trigram:
            self.assertIn("res_partner_playbook_company_trgm", plans)
            self.assertIn("res_partner_playbook_person_trgm", plans)
        self.assertNotIn("Seq Scan on res_partner p", plans)

    def test_so_do_texts_and_leads(self):
        plans = self._plans(self.matcher._find_partners_named, ["Firm", "C-7"])
        self.assertIn("res_partner_playbook_name", plans)
        self.assertNotIn("Seq Scan", plans)
        plans = self._plans(self.matcher._find_similar_leads, self.wanted)
        self.assertIn("crm_lead_playbook_email", plans)
        self.assertNotIn("Seq Scan", plans)
