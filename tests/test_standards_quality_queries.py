"""What it costs that records are measured."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .quality_common import CITY, REFERRED, REVENUE, QualityRunCase


@tagged("post_install", "-at_install")
class TestQualityQueries(QualityRunCase):
    def _count(self, act):
        self._measure()
        self.env.invalidate_all()
        # As in test_standards_queries.
        (self.salesperson | self.env.user).mapped("tz")
        before = self.cr.sql_log_count
        act()
        self._measure()
        return self.cr.sql_log_count - before

    def test_saving_other_fields_costs_nothing(self):
        lead = self._make_lead()
        partner = self.partners[0].with_user(self.salesperson)

        def save():
            lead.write({"referred": "x", "description": "<p>Told</p>"})
            partner.write({"street": "Main Street"})

        self.customers.state = "retired"
        self._count(save)
        plain = self._count(save)
        self.customers.state = "observe"
        self._make_procedure(
            state="observe",
            requirements=[REVENUE, {**REVENUE, "only_if": "[('city', '!=', 'x')]"}],
            stage_ids=[Command.set(self.begin.ids)],
        )
        self._count(save)
        self.assertEqual(self._count(save), plain)

    def test_many_cost_as_much_as_a_few(self):
        self._make_procedure(
            state="observe",
            requirements=[REFERRED, REVENUE],
            stage_ids=[Command.set(self.begin.ids)],
        )
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"Lead {number}",
                    "type": "opportunity",
                    "team_id": self.team.id,
                    "stage_id": self.begin.id,
                }
                for number in range(30)
            ]
        )
        partners = self.env["res.partner"].create(
            [{"name": f"Q{number}", "is_prospect": True} for number in range(30)]
        )
        for records, name in ((leads, "referred"), (partners, "city")):
            with self.subTest(records._name):
                self._count(lambda r=records, n=name: r[:3].write({n: "Ann"}))
                few = self._count(lambda r=records, n=name: r[:3].write({n: "Eve"}))
                many = self._count(lambda r=records, n=name: r.write({n: "Ada"}))
                self.assertLessEqual(many, few)
                self.assertEqual(records[29].quality, 50 if name == "referred" else 33)

    def test_saving_a_key_field(self):
        """A savepoint, what is asked for, and one statement."""
        partner = self.partners[0].with_user(self.salesperson)
        names = iter("abcdefgh")

        def save():
            partner.write({"city": f"Rome {next(names)}"})

        self._count(save)
        measured = self._count(save)
        self.customers.state = "retired"
        self._count(save)
        plain = self._count(save)
        self.assertLessEqual(measured - plain, 6)

    def test_saving_the_same_place_costs_nothing(self):
        lead = self._make_lead(partner_id=self.partners[0].id)
        self._make_procedure(
            state="observe",
            requirements=[REVENUE],
            stage_ids=[Command.set(self.begin.ids)],
        )
        self._measure()
        names = ("stage_id", "partner_id", "user_id", "type", "team_id")
        same = lead._convert_to_write({name: lead[name] for name in names})
        refreshed = []
        with patch.object(
            type(self.LeadQuality), "_run", lambda *args: refreshed.append(args)
        ):
            lead.write(same)
            self._measure()
        self.assertFalse(refreshed)
        lead.write({**same, "expected_revenue": 7})
        self.assertEqual(lead.quality, 100)

    def _bind(self, count):
        """So many procedures for profiles, and for companies that have records, too."""
        ref = self.env.ref
        profiles = ref("crm_playbook.profile_sales") | ref(
            "crm_playbook.profile_marketing"
        )
        of_customer = {"model": "res.partner", "field_name": "ref"}
        for number in range(count):
            company = self.env["res.company"].create(
                {"name": f"No. {number} of {count}"}
            )
            vals = {"profile_ids": [Command.set(profiles.ids)]}
            self._make_procedure(
                state="observe",
                requirements=[REFERRED, REVENUE],
                stage_ids=[Command.set(self.begin.ids)],
                **vals,
            )
            self._make_procedure("lead", "observe", [REFERRED], **vals)
            only = "[('name', '!=', 'x')]"
            self._make_procedure("customer", "observe", [CITY], domain=only, **vals)
            self._make_procedure(
                "customer", "warn", [of_customer], company_id=company.id
            )

    def test_many_procedures_profiles_and_companies_cost_the_same(self):
        lead = self._make_lead()
        # Used by everybody: asked in each company.
        partner = self.partners[0]
        self.env.ref("base.group_user").implied_ids |= self.env.ref(
            "crm.group_use_lead"
        )
        numbers = iter(range(100))

        def save(record, name):
            self._count(lambda: record.write({name: f"Ann {next(numbers)}"}))
            return self._count(lambda: record.write({name: f"Ann {next(numbers)}"}))

        saves = ((lead, "referred"), (partner, "city"))
        self.customers.state = "retired"
        plain = [save(*each) for each in saves]
        for count in (1, 3):
            self._bind(count)
            costs = [save(*each) for each in saves]
            for cost, before in zip(costs, plain, strict=True):
                self.assertLessEqual(cost - before, 6)
        self.assertEqual(lead.quality, 50)
        self.assertEqual(len(self._get_rows(partner)), 1)

    def test_reading_many(self):
        names = ["quality", "quality_level", "quality_missing"]
        seen = self.partners.with_user(self.salesperson)
        self._count(lambda: seen[:1].read(names))
        few = self._count(lambda: seen[:1].read(names))
        self.assertEqual(self._count(lambda: seen.read(names)), few)

    def test_one_statement_for_a_commit(self):
        calls = []
        run = type(self.Quality)._run

        def count(*args):
            calls.append(args)
            return run(*args)

        with patch.object(type(self.Quality), "_run", count):
            self.partners.write({"city": "Rome"})
            self.partners[0].write({"email": "a@customer.example"})
            self._measure()
        self.assertEqual(len(calls), 1)
