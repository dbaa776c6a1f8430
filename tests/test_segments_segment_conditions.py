"""What conditions may ask: past rules and groups, of other companies, of segments."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.segments.segment_condition import within_company

from .segment_common import SegmentCommon

# A field that is the administrators' alone.
SECRET = ("signup_type", "!=", "zzz")


@tagged("post_install", "-at_install")
class TestSegmentConditions(SegmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first_one.purchase_potential_id = cls.high
        cls.segment = cls._create_segment()
        cls.Partner = cls.env["res.partner"]

    def test_nobody_asks_past_groups_of_fields_by_the_way(self):
        for model in ("res.partner", "crm.lead"):
            Model = self.env[model].with_user(self.user_sales)
            for path in ("segment_ids", "main_segment_id"):
                name, operator, value = SECRET
                for domain in (
                    [(f"{path}.member_ids.partner_id.{name}", operator, value)],
                    [(path, "any", [("member_ids.partner_id", "any", [SECRET])])],
                    [(path, "not any", [("member_ids.partner_id", "any", [SECRET])])],
                ):
                    with (
                        self.subTest(model, domain=domain),
                        self.assertRaises(AccessError),
                    ):
                        Model.search(domain)

    def test_nobody_asks_past_rules_by_the_way(self):
        """What another company says of its segment is not found by it either."""
        self.env.user.company_ids = [Command.link(self.company_other.id)]
        secret = self._create_segment("Secret", company_id=self.company_other.id)
        # As when it was moved, and the members not brought up to date yet.
        self.env["playbook.segment.member"].search(
            [("segment_id", "=", secret.id)]
        ).company_id = self.env.company
        Partner = self.Partner.with_user(self.user_sales)
        for name in ("segment_ids", "main_segment_id"):
            self.assertFalse(Partner.search([(f"{name}.name", "=", "Secret")]))
        self.assertIn(
            self.first_one, self.Partner.search([("segment_ids.name", "=", "Secret")])
        )

    def test_paths_that_join_other_tables(self):
        login = self.segment.user_id.login
        for path in (
            "segment_ids.user_id.login",
            "main_segment_id.user_id.login",
            "main_segment_id.user_id.name",
        ):
            value = login if path.endswith("login") else self.segment.user_id.name
            with self.subTest(path):
                self.assertEqual(
                    self.Partner.search([(path, "=", value)]), self.first_one
                )
                found = self.Partner.search(
                    [(path, "!=", value), ("id", "in", self.customers.ids)]
                )
                self.assertFalse(found)
        ordered = self.Partner.search(
            [("main_segment_id.user_id.name", "ilike", "")], order="main_segment_id"
        )
        self.assertIn(self.first_one, ordered)

    def test_who_has_no_profile_reads_all_fields(self):
        partner = self.first_one.with_user(self.user_without_profile)
        columns = [*partner._get_side_columns(), "segment_ids", "customer_state"]
        names = [
            name
            for name in columns
            if partner._has_field_access(partner._fields[name], "read")
        ]
        (values,) = partner.read(names)
        self.assertIn("customer_state", values)
        self.assertNotIn("rfm_group_id", values)
        lead = self._create_lead(self.first_one, user_id=self.user_salesperson.id)
        lead = lead.with_user(self.user_salesperson)
        for name in ("segment_ids", "main_segment_id"):
            self.assertNotIn(name, values)
            for record in (partner, lead):
                with self.subTest(record._name, name=name):
                    self.assertNotIn(name, record.fields_get())
                    with self.assertRaises(AccessError):
                        record.read([name])

    def test_a_segment_cannot_depend_on_segments(self):
        for condition in (
            ("segment_ids", "in", self.segment.ids),
            ("main_segment_id", "=", False),
            ("main_segment_id.name", "ilike", "x"),
            ("child_ids.segment_ids", "=", self.segment.id),
            ("opportunity_ids", "any", [("main_segment_id", "!=", False)]),
            ("opportunity_ids.partner_id.segment_ids", "=", False),
        ):
            domain = ["!", ("name", "=", "x"), condition]
            with (
                self.subTest(condition),
                self.assertRaisesRegex(ValidationError, "cannot depend on segments"),
                self.env.cr.savepoint(),
            ):
                self.segment.domain = str(domain)
        self.segment.invalidate_recordset()

    def test_what_another_company_sells_moves_nobody(self):
        there = self.company_other
        self.env.user.company_ids = [Command.link(there.id)]
        self.customers.company_id = False
        self._create_lead(self.first_one, expected_revenue=20_000)
        self._create_lead(
            self.second_one,
            expected_revenue=20_000,
            company_id=there.id,
            team_id=False,
            user_id=False,
        )
        mine = str([("id", "in", self.customers.ids)])[1:-1]
        for text, here_found, there_found in (
            ("('opportunity_ids.expected_revenue', '>', 10000)", 0, 1),
            ("('opportunity_ids', 'any', [('expected_revenue', '>', 10000)])", 0, 1),
            ("('opportunity_ids', '!=', False)", 0, 1),
            ("('opportunity_ids', 'ilike', '%')", 0, 1),
        ):
            segment = self._create_segment(text, company_id=False)
            segment.domain = f"[{mine}, {text}]"
            for company, number in (
                (self.env.company, here_found),
                (there, there_found),
            ):
                with self.subTest(text, company=company.name):
                    self.assertFalse(segment.problem)
                    found = self._current(segment, company)
                    self.assertEqual(found, self.customers[number])
        nobody = self._create_segment(
            "None", domain=f"[{mine}, ('opportunity_ids', '=', False)]"
        )
        self.assertEqual(self._current(nobody), self.second_one | self.third_one)

    def test_how_conditions_are_kept_within_a_company(self):
        company = self.env.company
        own = Domain("company_id", "in", [False, company.id])
        revenue = Domain("expected_revenue", ">", 1)
        for before, after in (
            (Domain("name", "=", "x"), Domain("name", "=", "x")),
            (
                Domain("opportunity_ids.expected_revenue", ">", 1),
                Domain("opportunity_ids", "any", revenue & own),
            ),
            (
                Domain("opportunity_ids", "not any", revenue),
                Domain("opportunity_ids", "not any", revenue & own),
            ),
            (
                Domain("opportunity_ids", "not in", [7]),
                Domain("opportunity_ids", "not any", Domain("id", "in", [7]) & own),
            ),
            (
                Domain("parent_id.user_id.login", "=", "x"),
                Domain(
                    "parent_id",
                    "any",
                    Domain("user_id", "any", Domain("login", "=", "x")) & own,
                ),
            ),
            (Domain("category_id", "in", [1]), Domain("category_id", "in", [1])),
            (Domain("no.such.field", "in", [1]), Domain("no.such.field", "in", [1])),
        ):
            with self.subTest(before):
                self.assertEqual(
                    repr(within_company(before, self.Partner, company.id)), repr(after)
                )
