from itertools import product

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import INTERNAL, PROFILE_GROUPS, CrmPlaybookCommon

DAY = "2026-01-%02d 10:00:00"


@tagged("post_install", "-at_install")
class TestSideTable(CrmPlaybookCommon):
    """Fields in a table of their own, shown at those of the last contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"Side {number}", "is_company": True} for number in range(5)]
        )
        cls.never = cls.partners[4]
        cls.person = cls._create_contact(cls.partners[0])
        cls.both = cls.partners | cls.person
        channels = ("call", "meeting", "call", "email")
        cls._fill(cls.env.company, zip(cls.partners, channels, strict=False))
        cls._fill(cls.company_other, [(cls.never, "other")])
        cls.lead = cls._create_lead(cls.person, user_id=cls.user_sales.id)
        cls.env.flush_all()

    @classmethod
    def _fill(cls, company, contacts):
        cls.env["playbook.last.contact"].create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "date": DAY % number,
                    "channel": channel,
                    "contact_count": number,
                }
                for number, (partner, channel) in enumerate(contacts, 1)
            ]
        )

    def setUp(self):
        super().setUp()
        self.Partner = self.env["res.partner"].with_user(self.user_sales)
        self.env.invalidate_all()

    def _search(self, *domain, **kwargs):
        found = self.Partner.search([("id", "in", self.both.ids), *domain], **kwargs)
        return found.with_env(self.env)

    def test_values_are_those_of_the_commercial_partner(self):
        expected = [fields.Datetime.to_datetime(DAY % day) for day in (1, 2, 3, 4)]
        seen = self.both.with_user(self.user_sales)
        self.assertEqual(
            seen.mapped("last_contact_date"), [*expected, False, expected[0]]
        )
        self.assertEqual(
            seen.mapped("last_contact_channel"),
            ["call", "meeting", "call", "email", False, "call"],
        )
        self.assertEqual(seen.mapped("contact_count"), [1, 2, 3, 4, 0, 1])

    def test_searching_finds_what_the_values_say(self):
        """SQL and Python give the same answer, and both what the values say."""
        days = [fields.Datetime.to_datetime(DAY % day) for day in (1, 2, 3, 4, 9)]
        cases = {
            "last_contact_date": [False, *days],
            "last_contact_channel": [False, "call", "meeting", "message"],
            "contact_count": [False, 0, 1, 3, 9],
        }
        compare = {
            "=": lambda a, b: a == b,
            "!=": lambda a, b: a != b,
            "<": lambda a, b: a < b,
            "<=": lambda a, b: a <= b,
            ">": lambda a, b: a > b,
            ">=": lambda a, b: a >= b,
        }
        for name, values in cases.items():
            for operator, value in product(compare, values):
                ordered = operator not in ("=", "!=")
                if ordered and (value is False or name == "last_contact_channel"):
                    continue
                with self.subTest(name, operator=operator, value=value):
                    expected = {
                        each
                        for each in self.both
                        if not (ordered and each[name] is False)
                        and compare[operator](each[name] or 0, value or 0)
                    }
                    domain = [(name, operator, value)]
                    self.assertEqual(set(self._search(*domain)), expected)
                    self.assertEqual(set(self.both.filtered_domain(domain)), expected)

    def test_lists_ranges_and_words(self):
        one, two, three, four, never = self.partners
        for domain, expected in (
            ([("last_contact_channel", "in", ["meeting", "email"])], two | four),
            (
                [("last_contact_channel", "not in", ["call", False])],
                two | four,
            ),
            (
                [("last_contact_channel", "in", ["email", False])],
                four | never,
            ),
            ([("last_contact_channel", "ilike", "MEET")], two),
            (
                [
                    ("last_contact_date", ">=", "2026-01-02"),
                    ("last_contact_date", "<", "2026-01-04"),
                ],
                two | three,
            ),
            ([("last_contact_date", "<", "today -30d")], self.both - never),
            (["!", ("last_contact_date", "<", DAY % 3)], three | four | never),
            (["|", ("contact_count", "=", 0), ("contact_count", ">", 3)], four | never),
            ([("last_contact_date.day_of_week", "=", 4)], one | self.person),
        ):
            with self.subTest(domain):
                self.assertEqual(set(self._search(*domain)), set(expected))

    def test_order_puts_those_without_last_or_first(self):
        found = self._search(
            ("is_company", "=", True), order="last_contact_date desc nulls last"
        )
        self.assertEqual(found[:4], self.partners[:4][::-1])
        self.assertEqual(found[-1], self.never)
        found = self._search(("is_company", "=", True), order="contact_count, id")
        self.assertEqual(found[0], self.never)
        self.assertEqual(found[1:], self.partners[:4])

    def test_grouping(self):
        domain = [("id", "in", self.partners.ids)]
        rows = self.Partner._read_group(
            domain, ["last_contact_channel"], ["__count", "contact_count:sum"]
        )
        self.assertEqual(
            {channel: (count, total) for channel, count, total in rows},
            {"call": (2, 4), "meeting": (1, 2), "email": (1, 4), False: (1, 0)},
        )
        rows = self.Partner._read_group(
            domain, ["last_contact_date:month"], ["__count", "last_contact_date:max"]
        )
        self.assertEqual([count for _month, count, _max in rows], [4, 1])
        groups = self.Partner.web_read_group(
            domain, ["last_contact_date:month"], ["__count"]
        )["groups"]
        for group in groups:
            found = self._search(*domain, *group["__extra_domain"])
            self.assertEqual(len(found), group["__count"])

    def test_it_is_described_as_a_column(self):
        seen = self.Partner.fields_get(["last_contact_date", "contact_count"])
        for description in seen.values():
            for ability in ("searchable", "sortable", "groupable"):
                self.assertTrue(description[ability], ability)

    def test_paths_from_leads(self):
        Lead = self.env["crm.lead"].with_user(self.user_sales)
        mine = [("id", "=", self.lead.id)]
        for domain, found in (
            ([("partner_id.last_contact_date", "<", DAY % 2)], True),
            ([("partner_id.last_contact_date", "=", False)], False),
            ([("partner_id", "any", [("last_contact_channel", "=", "call")])], True),
            ([("partner_id", "not any", [("contact_count", "=", 1)])], False),
        ):
            with self.subTest(domain):
                self.assertEqual(bool(Lead.search([*mine, *domain])), found)
                seen = self.lead.with_user(self.user_sales)
                self.assertEqual(bool(seen.filtered_domain(domain)), found)
        rows = Lead._read_group(
            mine, ["partner_id.last_contact_date:month"], ["__count"]
        )
        self.assertEqual(rows[0][1], 1)

    def test_each_company_sees_its_own(self):
        other = self.Partner.with_user(self.user_other_company)
        for partner, channel in ((self.never, "other"), (self.partners[0], False)):
            seen = partner.with_env(other.env)
            self.assertEqual(seen.last_contact_channel, channel)
        domain = [("id", "in", self.both.ids), ("last_contact_date", "!=", False)]
        self.assertEqual(other.search(domain).ids, self.never.ids)
        user = new_test_user(
            self.env,
            "side_both",
            groups=f"{INTERNAL},{PROFILE_GROUPS['sales']}",
            company_ids=[Command.set([self.env.company.id, self.company_other.id])],
        )
        both = self.env["res.partner"].with_user(user)
        for company, number in ((self.env.company, 5), (self.company_other, 1)):
            seen = both.with_company(company)
            with self.subTest(company.name):
                self.assertEqual(len(seen.search(domain)), number)
                self.assertEqual(
                    len(seen.browse(self.both.ids).filtered("last_contact_date")),
                    number,
                )

    def test_new_partners_and_new_contacts(self):
        new = self.Partner.new({"name": "New"})
        self.assertFalse(new.last_contact_date)
        self.assertEqual(new.contact_count, 0)
        person = self.Partner.new({"name": "New", "parent_id": self.partners[1].id})
        self.assertEqual(person.last_contact_channel, "meeting")

    def test_users_carry_the_fields_of_their_partner(self):
        Users = self.env["res.users"]
        self.assertFalse(
            Users.search([("last_contact_date", "!=", False)]) & self.user_sales
        )
        self.assertFalse(self.user_sales.last_contact_date)

    def test_portal_and_public_see_nothing_of_it(self):
        for user in (self.user_portal, self.user_public):
            seen = self.user_portal.partner_id.with_user(user)
            with self.subTest(user.login):
                self.assertNotIn("last_contact_date", seen.fields_get())
                with self.assertRaises(AccessError):
                    seen.read(["last_contact_date"])
                with self.assertRaises(AccessError):
                    seen.search([("last_contact_date", "=", False)])
                with self.assertRaises(AccessError):
                    seen.search([], order="contact_count")
                with self.assertRaises(AccessError):
                    seen._read_group([], ["last_contact_channel"])

    def test_who_has_no_profile_reads_the_values_but_not_the_table(self):
        user = self.user_without_profile
        seen = self.partners[0].with_user(user)
        self.assertEqual(seen.last_contact_channel, "call")
        self.assertNotIn("last_contact_channel", seen.fields_get())
        with self.assertRaises(AccessError):
            self.env["playbook.last.contact"].with_user(user).search([])

    def test_value_that_is_none_of_them_is_not_found(self):
        for value in ("x' OR 1=1 --", "%", ""):
            with self.subTest(value):
                found = self._search(("last_contact_channel", "=", value))
                self.assertFalse(found - self.never)

    def test_reading_costs_the_same_for_any_number(self):
        many = self.env["res.partner"].create(
            [{"name": f"Many {number}", "is_company": True} for number in range(30)]
        )
        self._fill(self.env.company, [(each, "call") for each in many[:28]])
        names = ["last_contact_date", "last_contact_channel", "contact_count"]
        seen = many.with_user(self.user_sales)
        seen[:3].read(names)
        self.assertEqual(
            self._count_queries(lambda: seen[:3].read(names)),
            self._count_queries(lambda: seen.read(names)),
        )

    def test_searching_and_sorting_is_one_query(self):
        with self._recorded_queries() as queries:
            self._search(
                ("contact_count", ">", 0), order="last_contact_date, contact_count"
            )
        used = [query for query in queries if "playbook_last_contact" in str(query)]
        self.assertEqual(len(used), 1)
