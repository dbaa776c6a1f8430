"""What one statement finds is what asking record by record finds."""

import random

from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .common import FULL, PROFILE_GROUPS
from .quality_common import QualityCase

TEXTS = (False, "x", "n/a", "A friend", "  ", "1234", "Fair in Berlin", "aaa", "-", "ñ")
NUMBERS = (0, 1, 250, 9000)
DATES = (False, "2026-01-05", "2030-12-31")
EMAILS = (False, "a@b", "ann@customer.example", "none")


@tagged("post_install", "-at_install")
class TestQualityOracle(QualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(12)  # noqa: S311 - no secret
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.env.user.company_ids = [Command.link(cls.other.id)]
        cls.elsewhere = cls.env["crm.team"].create({"name": "Elsewhere"})
        marketing = new_test_user(cls.env, "ql_market", PROFILE_GROUPS["marketing"])
        cls.phone = {"model": "res.partner", "field_name": "phone"}
        cls.people = [False, cls.salesperson.id, cls.colleague.id, marketing.id]
        cls._agree()

    @classmethod
    def _agree(cls):
        cls._agree_on_leads()
        cls._agree_on_customers()

    @classmethod
    def _agree_on_leads(cls):
        text = {"field_name": "referred"}
        revenue = {"field_name": "expected_revenue", "zero_counts": False}
        rich = {**text, "only_if": "[('expected_revenue', '>', 200)]"}
        later = {
            "field_name": "date_deadline",
            "condition": "[('date_deadline', '>', '2027-01-01')]",
        }
        sales = [Command.set(cls.env.ref("crm_playbook.profile_sales").ids)]
        middle, begin = ([Command.set(each.ids)] for each in (cls.middle, cls.begin))
        at_begin = {"stage_ids": begin, "also_when_skipped": False}
        at_middle = {"stage_ids": middle}
        only_other = {"company_id": cls.other.id}
        for moment, requirements, vals in (
            ("lead", [{"field_name": "email_from"}, cls.phone], {}),
            ("stage_entered", [text, revenue], at_middle),
            ("stage_entered", [rich, later], {"customer_kind": "companies"}),
            ("stage_entered", [{"field_name": "tag_ids"}], at_begin),
            (
                "stage_entered",
                [{"field_name": "function"}],
                at_middle | {"profile_ids": sales},
            ),
            ("stage_left", [revenue, {"kind": "next_step"}], {}),
            ("stage_left", [{"field_name": "city"}], at_begin),
            ("won", [{"field_name": "partner_id"}, text], {}),
            ("won", [{"field_name": "website"}], only_other),
            ("lost", [{"field_name": "lost_reason_id"}], {}),
        ):
            cls._make_procedure(moment, "warn", requirements, **vals)

    @classmethod
    def _agree_on_customers(cls):
        of_customer = {"model": "res.partner"}
        email, tags, vat = (
            {**of_customer, "field_name": name}
            for name in ("email", "category_id", "vat")
        )
        without_email = {**cls.phone, "only_if": "[('email', '=', False)]"}
        named = {"domain": "[('name', 'ilike', 'e')]"}
        make = cls._make_procedure
        make("customer", "observe", [cls.phone], customer_kind="companies")
        make("customer", "observe", [email, without_email, tags], **named)
        make("customer", "warn", [vat], company_id=cls.other.id)

    @classmethod
    def _make_customers(cls, count):
        choose = cls.random.choice
        tags = cls.env["res.partner.category"].create(
            [{"name": "One"}, {"name": "Two"}]
        )
        return cls.env["res.partner"].create(
            [
                {
                    "name": choose(("Ada", "Bee", "Eve", "Otto")),
                    "is_company": choose((True, False)),
                    "is_prospect": choose((True, True, False)),
                    "phone": choose((False, "12", "+34 600 100 200", "n/a")),
                    "email": choose(EMAILS),
                    "company_id": choose((False, cls.env.company.id, cls.other.id)),
                    "category_id": [Command.set(choose(([], tags[:1].ids, tags.ids)))],
                    "user_id": choose(cls.people),
                }
                for _number in range(count)
            ]
        )

    @classmethod
    def _make_leads(cls, count, customers):
        choose = cls.random.choice
        tags = cls.env["crm.tag"].create([{"name": "Ql one"}, {"name": "Ql two"}])
        stages = [
            *cls.stages.ids,
            cls.won.id,
            *cls.env["crm.stage"].search([], limit=4).ids,
        ]
        teams = [cls.team.id, cls.elsewhere.id, False]
        shared = customers.filtered(lambda each: not each.company_id).ids
        leads = cls.env["crm.lead"].create(
            [
                {
                    "name": "Deal",
                    "type": choose(("opportunity", "opportunity", "lead")),
                    "stage_id": choose(stages),
                    "team_id": choose(teams),
                    "user_id": choose(cls.people),
                    "partner_id": choose([False, *shared]),
                    "partner_name": choose((False, "Acme")),
                    "referred": choose(TEXTS),
                    "expected_revenue": choose(NUMBERS),
                    "date_deadline": choose(DATES),
                    "email_from": choose(EMAILS),
                    "city": choose(TEXTS),
                    "function": choose(TEXTS),
                    "website": choose((False, "https://a.example")),
                    "tag_ids": [Command.set(choose(([], tags.ids)))],
                    "company_id": choose((False, cls.env.company.id)),
                }
                for _number in range(count)
            ]
        )
        for lead in leads:
            if not lead.stage_id.is_won and choose((True, False, False, False)):
                lead.action_set_lost()
            elif choose((True, False, False)):
                lead.stage_id = choose(stages)
        return leads

    def _make_all(self, count):
        customers = self._make_customers(count)
        return customers, self._make_leads(count, customers)

    def _compare(self, count):
        customers, leads = self._make_all(count)
        self.env.flush_all()
        for side in (self.Quality, self.LeadQuality):
            side._refresh_expected()
        found = self._assert_as_expected(leads)
        self.assertGreater(len([each for each in found.values() if each]), count // 3)
        for company in (self.env.company, self.other):
            theirs = customers.filtered_domain(
                [("company_id", "in", [company.id, False])]
            )
            self._assert_as_expected(theirs, company)
            for customer in customers - theirs:
                self.assertIsNone(self._get_row(customer, company))
        # The pass at night finds nothing to mend.
        for side in (self.Quality, self.LeadQuality):
            self.assertEqual(
                side._refresh_covered(lambda column: SQL("%s > 0", column)), (0, 0)
            )

    def test_as_one_by_one(self):
        self._compare(60)

    if FULL:

        def test_as_one_by_one_for_many(self):
            self._compare(600)
