"""My Team: what each person has before them, for who leads them."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .common import INTERNAL
from .sources_common import SourcesCommon

MODEL = "playbook.team.activity"
# A Wednesday.
TODAY = "2026-03-11 12:00:00"


@tagged("post_install", "-at_install")
class TestTeamActivity(SourcesCommon):
    def _row(self, person, reader=None):
        return self._rows(MODEL, [("user_id", "=", person.id)], reader)

    def _plan(self, document, days, user=None):
        return document.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=fields.Date.today() + timedelta(days=days),
            user_id=(user or self.user_sales).id,
        )

    def _check_figures(self, row, reader):
        """Each figure opens as many records as it counts."""
        figures = row._get_figures()
        for key, (_model, field, _domain, _views) in figures.items():
            with self.subTest(figure=key):
                action = row.with_context(playbook_figure=key).action_open()
                records = (
                    self.env[action["res_model"]]
                    .with_user(reader)
                    .with_context(**action["context"])
                )
                domain = safe_eval(repr(action["domain"]))
                self.assertEqual(records.search_count(domain), row[field])

    @freeze_time(TODAY)
    def test_what_a_person_has_to_do_and_has_done(self):
        planned, bare = self._deal(), self._deal()
        self._deal(type="lead")
        for days in (-3, -1, 0, 4, 5):
            self._plan(planned, days)
        self._plan(self.customer, -1)
        self._action(self.user_sales, "2026-03-09 08:00:00", bare, positive_rate=100)
        self._action(self.user_sales, "2026-03-10 08:00:00", bare, positive_rate=0)
        self._action(self.user_sales, "2026-03-08 08:00:00", bare, positive_rate=0)
        row = self._row(self.user_sales, self.user_leader)
        self.assertRecordValues(
            row,
            [
                {
                    "team_id": self.team.id,
                    "overdue_count": 3,
                    "due_count": 2,
                    "done_count": 2,
                    "positive_rate": 50,
                    "open_count": 2,
                    "stepless_count": 1,
                    "date_last": fields.Datetime.to_datetime("2026-03-10 08:00:00"),
                }
            ],
        )

    @freeze_time(TODAY)
    def test_stale_deals_and_points_to_fix(self):
        deal = self._deal()
        self.first.rotting_threshold_days = 5
        self._set(
            self.env["playbook.transition"].search([("lead_id", "=", deal.id)]),
            date="2026-01-01 08:00:00",
        )
        requirement = self.env.ref("crm_playbook.requirement_won_revenue")
        requirement.procedure_id.state = "warn"
        values = {
            "requirement_id": requirement.id,
            "procedure_id": requirement.procedure_id.id,
            "lead_id": deal.id,
            "user_id": self.user_sales.id,
        }
        self.env["playbook.finding"].create(
            [
                {**values, "date_due": "2026-03-10"},
                {**values, "date_due": "2026-03-10", "observed": True},
            ]
        )
        row = self._row(self.user_sales, self.user_leader)
        self.assertEqual(row.stale_count, 1)
        self.assertEqual((row.finding_count, row.late_finding_count), (1, 1))

    @freeze_time(TODAY)
    def test_each_figure_opens_as_many_records_as_it_counts(self):
        deal = self._deal()
        self._deal(self.user_other_team)
        for days in (-2, 1, 2):
            self._plan(deal, days)
        self._deal()
        self._action(self.user_sales, "2026-03-10 08:00:00", deal)
        row = self._row(self.user_sales, self.user_leader)
        self._check_figures(row, self.user_leader)
        self.assertTrue(row.overdue_count and row.due_count and row.done_count)
        self.assertEqual(row.action_open()["res_id"], row.id)
        hostile = row.with_context(playbook_figure="__class__").action_open()
        self.assertEqual(hostile["res_model"], MODEL)

    def test_who_sees_whom(self):
        people = self.user_sales | self.user_other_team | self.user_marketing
        domain = [("user_id", "in", people.ids)]
        for user, seen in (
            (self.user_sales, self.user_sales),
            (self.user_leader, self.user_sales),
            (self.user_marketing, self.user_marketing),
            (self.user_sales_management, people),
        ):
            with self.subTest(user=user.login):
                rows = self._rows(MODEL, domain, user)
                self.assertEqual(rows.user_id, seen)
        row = self._row(self.user_other_team)
        with self.assertRaises(AccessError):
            row.with_user(self.user_leader).action_open()
        with self.assertRaises(AccessError):
            self._rows(MODEL, [], self.user_without_profile)

    def test_figures_are_of_what_the_reader_may_read(self):
        """Somebody of the team works on a deal of another team's."""
        elsewhere = self._deal(self.user_other_team)
        self._plan(elsewhere, -2)
        self._plan(self._deal(), -2)
        self.assertEqual(self._row(self.user_sales).overdue_count, 2)
        mine = self._row(self.user_sales, self.user_leader)
        self.assertEqual(mine.overdue_count, 1)
        everything = self._row(self.user_sales, self.user_sales_management)
        self.assertEqual(everything.overdue_count, 2)

    def test_who_does_not_work_here_is_not_there(self):
        here = self.env[MODEL].with_context(allowed_company_ids=self.env.company.ids)
        theirs = [("user_id", "=", self.user_other_company.id)]
        self.assertFalse(here.search(theirs))
        self.assertFalse(self._row(self.user_without_profile))
        self.user_marketing.active = False
        self.assertFalse(self._row(self.user_marketing))
        self.assertTrue(
            self.env[MODEL]
            .with_context(allowed_company_ids=self.company_other.ids)
            .search(theirs)
        )

    def test_a_team_of_another_company_is_not_named(self):
        self.env["ir.config_parameter"].set_param("sales_team.membership_multi", True)
        person = self.user_marketing
        companies = self.env.company | self.company_other
        person.company_ids = companies
        secret, open_team = self.env["crm.team"].create(
            [
                {"name": "Secret", "company_id": self.company_other.id},
                {"name": "Open", "company_id": False},
            ]
        )
        secret.member_ids = person
        here = self.env[MODEL].with_context(allowed_company_ids=self.env.company.ids)
        theirs = [("user_id", "=", person.id)]
        self.env.flush_all()
        self.assertFalse(here.search(theirs).team_id)
        open_team.member_ids = person
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(here.search(theirs).team_id, open_team)
        there = here.with_context(allowed_company_ids=companies.ids)
        self.assertEqual(there.search(theirs).team_id, secret)

    def test_a_leader_of_customer_service_has_the_board(self):
        """Whoever looks after the team's customers: each figure opens what it counts,
        also where somebody whose work they do not see has planned the next step.
        """
        leader = new_test_user(
            self.env,
            "so_service_leader",
            groups=f"{INTERNAL},crm_playbook.group_customer_service_team",
        )
        person = self.user_customer_service
        team = self.env["crm.team"].create(
            {
                "name": "Service",
                "user_id": leader.id,
                "member_ids": [Command.set(person.ids)],
            }
        )
        buyer = self._create_customer("Buyer", service_user_id=person.id)
        self._confirm(self._create_order(buyer))
        planned, _bare = (
            self._deal(partner=buyer, user_id=person.id, team_id=team.id)
            for _number in range(2)
        )
        self._plan(planned, -1, self.user_other_team)
        self._plan(buyer, -1, person)
        self._action(person, fields.Datetime.now(), partner=buyer)
        menus = self.env["ir.ui.menu"].with_user(leader).load_menus(False)
        menu = self.env.ref("crm_playbook.playbook_team_activity_menu")
        self.assertIn(menu.id, menus)
        row = self._row(person, leader)
        self.assertEqual(row.team_id, team)
        self.assertEqual(
            (row.open_count, row.stepless_count, row.overdue_count, row.done_count),
            (2, 1, 1, 1),
        )
        self._check_figures(row, leader)

    def test_one_can_search_sort_and_sum(self):
        self._plan(self._deal(), -2)
        self.env.flush_all()
        board = self.env[MODEL].with_user(self.user_sales_management)
        worst = board.search([("overdue_count", ">", 0)], order="overdue_count desc")
        self.assertIn(self.user_sales, worst.user_id)
        groups = board.formatted_read_group(
            [("team_id", "=", self.team.id)], ["team_id"], ["overdue_count:sum"]
        )
        self.assertEqual(groups[0]["overdue_count:sum"], 1)

    def test_the_board_costs_the_same_for_3_and_30(self):
        board = self.env[MODEL].with_user(self.user_sales_management)
        names = ["overdue_count", "stale_count", "finding_count", "deal_quality"]
        self._deal()

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            board.search_read([], names)
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for _number in range(27):
            self._plan(self._deal(), -1)
        self.assertLessEqual(count(), few)
