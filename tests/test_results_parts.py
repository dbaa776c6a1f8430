"""Parts of figures: deleted ones, several companies, several periods."""

from datetime import date

from odoo import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.crm_playbook.models.results.facts_sql import CUTS, facts

from .measured_common import MeasuredCase

PARTS = {
    "crm.team": "team_id",
    "res.users": "user_id",
    "playbook.segment": "segment_id",
    "utm.source": "source_id",
    "utm.medium": "medium_id",
    "utm.campaign": "campaign_id",
    "crm.stage": "stage_id",
    "playbook.rfm.group": "rfm_group_id",
}


@tagged("post_install", "-at_install")
class TestParts(MeasuredCase):
    def _make(self, model, number):
        if model == "res.users":
            return new_test_user(self.env, f"re_gone_{number}")
        values = {"name": f"Gone {number}"}
        if model == "playbook.segment":
            values |= {"code": f"G{number}", "domain": "[('name', '=', 'Nobody')]"}
        values = {k: v for k, v in values.items() if k in self.env[model]._fields}
        return self.env[model].create(values)

    def test_deleting_parts_adds_their_figures_up(self):
        for model, name in PARTS.items():
            with self.subTest(model):
                cut = next((c for c, names in CUTS.items() if name in names), "main")
                gone = self._make(model, 1) | self._make(model, 2)
                rows = self._row(self.of_january, 1, 2, cut) | self._row(
                    self.of_january, 10, 20, cut, user_id=self.salesperson.id
                )
                for each in gone:
                    rows |= self._row(self.of_january, 5, 7, cut, **{name: each.id})
                    if name != "user_id":
                        rows |= self._row(
                            *(self.of_january, 3, 4, cut),
                            **{"user_id": self.salesperson.id, name: each.id},
                        )
                rows.flush_recordset()
                gone.unlink()
                self.env.invalidate_all()
                left = rows.exists()
                self.assertEqual(
                    {(r.user_id, r.numerator, r.denominator) for r in left},
                    {
                        (self.env["res.users"], 11, 16),
                        (
                            self.salesperson,
                            *((10, 20) if name == "user_id" else (16, 28)),
                        ),
                    },
                )
                left.unlink()

    def test_only_gone_parts(self):
        sources = self._make("utm.source", 1) | self._make("utm.source", 2)
        rows = self.Measurement
        for each in sources:
            rows |= self._row(self.of_january, 4, cut="source", source_id=each.id)
        rows.flush_recordset()
        sources.unlink()
        self.env.invalidate_all()
        left = rows.exists()
        self.assertEqual((len(left), left.numerator, left.source_id.id), (1, 8, False))

    def test_merged_options_add_their_figures_up(self):
        kept, gone = self._make("utm.source", 1), self._make("utm.source", 2)
        rows = self.Measurement
        for each in kept | gone:
            rows |= self._row(self.of_january, 4, cut="source", source_id=each.id)
        rows.flush_recordset()
        self.env["playbook.option.merge"]._move_references(kept, gone)
        self.env.invalidate_all()
        left = rows.exists()
        self.assertEqual((len(left), left.numerator, left.source_id), (1, 8, kept))

    def test_a_company_with_segments_of_its_own(self):
        company = self.env["res.company"].create({"name": "Gone"})
        segment = self._make("playbook.segment", 1)
        segment.company_id = company
        run = self.Run._ensure(self.total, company, [self.january])
        (self._row(run, 1) | self._row(run, 2, segment_id=segment.id)).flush_recordset()
        company.with_context(active_test=False)._unlink_figures()
        self.assertFalse(run.exists())


@tagged("post_install", "-at_install")
class TestValues(MeasuredCase):
    def test_no_value_is_not_0(self):
        rate = self._indicator("win_rate")
        run = self.Run._ensure(rate, self.company, [self.january])
        nothing, none_won = (
            self._row(run, 0, 0),
            self._row(run, 0, 3, user_id=self.manager.id),
        )
        self.assertFalse(nothing.has_value)
        mine = [("user_id", "=", False)]
        self.assertIsNone(self._figure(rate, self.january, domain=mine).value)
        self.assertTrue(none_won.has_value)

    def test_a_period_without_data_by_period(self):
        """A total of what was measured is 0; a ratio, and what was not, is nothing."""
        rate, won = self._indicator("win_rate"), self._indicator("orders_won")
        february = self._month(2035, 2)
        for indicator in (rate, won):
            run = self.Run._ensure(indicator, self.company, [self.january])
            run.date_measured = "2035-02-01 00:00:00"
        months = [self.january, february]
        found = (rate | won)._read_by_period(self.company, "month", months)
        self.assertEqual(found[won.id, self.january.date_from].value, 0)
        self.assertIsNone(found[won.id, february.date_from].value)
        for month in months:
            self.assertIsNone(found[rate.id, month.date_from].value)

    def test_states_are_divided_by_what_was_measured(self):
        """100, 0 and 0 are 33.3 a month, and the parts add up."""
        state = self._indicator("pipeline")
        months = [self._month(2035, month) for month in (1, 2, 3, 4)]
        runs = self.Run._ensure(state, self.company, months).sorted("date_from")
        for run in runs[:3]:
            run.date_measured = "2035-04-01 00:00:00"
        self._row(runs[0], 100, user_id=self.salesperson.id)
        for run in runs[:3]:
            self._row(run, 60, user_id=self.manager.id)
        self.assertEqual(self._values(state), [93.3])
        parts = dict(
            self.Measurement._read_group(
                [("indicator_id", "=", state.id)], ["user_id"], ["value:avg"]
            )
        )
        self.assertAlmostEqual(parts[self.salesperson], 100 / 3, 2)
        self.assertAlmostEqual(parts[self.manager], 60)
        # Asked for one person alone, or for a quarter, it is the same.
        mine = [("user_id", "=", self.salesperson.id)]
        self.assertEqual(self._values(state, domain=mine), [33.3])
        self.assertEqual(
            self._values(state, ["date_from:quarter"], domain=mine), [33.3]
        )
        self.assertEqual(self._values(state, ["date_from:month"], domain=mine), [100])
        self.assertEqual(self._values(state, ["date_from:month"]), [160, 60, 60])
        first = [*mine, ("date_from", "<", date(2035, 3, 1))]
        self.assertEqual(self._values(state, domain=first), [50])

    def test_states_in_a_pivot(self):
        state = self._indicator("pipeline")
        months = [self._month(2035, month) for month in (1, 2)]
        runs = self.Run._ensure(state, self.company, months).sorted("date_from")
        self._row(runs[0], 100, user_id=self.salesperson.id)
        self._row(runs[1], 60, user_id=self.manager.id)
        sets = [[], ["user_id"], ["user_id", "date_from:month"], ["date_from:month"]]
        whole, persons, both, by_month = self.Measurement._read_grouping_sets(
            [("indicator_id", "=", state.id)], sets, ["value:avg"]
        )
        self.assertEqual([value for (value,) in whole], [80])
        self.assertEqual(sorted(value for _user, value in persons), [30, 50])
        self.assertEqual(sorted(value for *_group, value in both), [60, 100])
        self.assertEqual(sorted(value for _month, value in by_month), [60, 100])

    def test_what_is_not_of_one_kind_has_no_value(self):
        self._row(self.of_january, 5)
        self._row(self.of_january, 5, cut="source").flush_recordset()
        self.assertEqual(self._values(self.total), [None])
        self.assertEqual(self._values(self.total, ["cut"]), [5, 5])


@tagged("post_install", "-at_install")
class TestTeams(MeasuredCase):
    def test_a_person_counts_for_a_team_of_the_company(self):
        """Not for one that is archived, or of another company."""
        other = self.env["res.company"].create({"name": "Other"})
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", "True")
        self.salesperson.company_ids |= other
        teams = self.env["crm.team"].create(
            [
                {"name": "Theirs", "company_id": other.id},
                {"name": "Gone", "company_id": self.company.id},
                {"name": "Everybody's", "company_id": False},
                {"name": "Ours", "company_id": self.company.id},
            ]
        )
        for team in teams:
            team.member_ids = [Command.link(self.salesperson.id)]
        teams[1].active = False
        facts_of_person = facts(
            SQL("period"),
            numerator=SQL("1"),
            user_id=SQL("%s", self.salesperson.id),
        )
        self.patch(
            type(self.Indicator), "_facts_leads_received", lambda _self: facts_of_person
        )
        third = self.env["res.company"].create({"name": "Third"})
        for company, team in ((self.company, 3), (other, 0), (third, 2)):
            run = self._measure(self.total, self.january, company=company)
            rows = self.Measurement.search(
                [("run_id", "=", run.id), ("cut", "=", "main")]
            )
            self.assertEqual(rows.team_id, teams[team], company.name)
