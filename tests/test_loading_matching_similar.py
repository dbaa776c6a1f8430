"""Whom a line may be about, and whom a cell names."""

from odoo.tests import tagged

from .matching_common import MatchingCase


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
