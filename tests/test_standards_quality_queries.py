"""What it costs that records are measured."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .quality_common import REFERRED, REVENUE, QualityRunCase


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
