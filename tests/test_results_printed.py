"""Printed reports: what they say, to whom, and for which month."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.results.res_users import (
    READ_ALL_FIGURES,
    READ_TEAM_FIGURES,
)

from .printed_common import TODAY, PrintedCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestTeamReview(PrintedCommon):
    def test_figures_deals_and_actions_of_last_month(self):
        own = {"team_id": self.team.id, "user_id": self.user_sales.id}
        self._measured("revenue_won", date(2026, 2, 1), 4321, **own)
        self._measured("revenue_won", date(2026, 1, 1), 2000, **own)
        self._measured("win_rate", date(2026, 2, 1), (1, 4), **own)
        won, lost, opened = (
            self._deal(name=name) for name in ("Won deal", "Lost deal", "Running deal")
        )
        self._win(won, "2026-02-10 10:00:00")
        self._lose(lost, "2026-02-11 10:00:00")
        self._action(self.user_sales, "2026-02-09 10:00:00", won, positive_rate=100)
        self._action(self.user_sales, "2026-02-09 10:00:00", partner=self.customer)
        text = self._print("team_review", self.team, self.user_leader)
        for each in (
            "February 2026",
            "4,321",
            "2,000",
            "up 116 %, better",
            "25.0 %",
            "no data",
        ):
            self.assertIn(each, text)
        for each in (won.name, lost.name, self.user_sales.name, self.first.name):
            self.assertIn(each, text)
        self.assertNotIn(opened.name, text)
        self.assertIn("No purpose 2 100 % 100 % $ 100.00", text)
        january = self._print(
            "team_review",
            self.team,
            self.user_leader,
            {"playbook_month": "2026-01-01"},
        )
        self.assertIn("January 2026", january)
        self.assertNotIn(won.name, january)

    def test_figures_are_those_that_the_reader_may_read(self):
        self._measured("revenue_won", date(2026, 2, 1), 4321, team_id=self.team.id)
        self.assertIn("4,321", self._print("team_review", self.team, self.user_leader))
        # Sums of what somebody may read are not those of the team.
        for other in (self.user_other_team, self.user_sales, self.user_without_profile):
            with self.subTest(other.login), self.assertRaises(AccessError):
                self._print("team_review", self.team, other)

    def test_who_reads_figures_is_who_the_rules_let(self):
        for name, groups in (("all", READ_ALL_FIGURES), ("team", READ_TEAM_FIGURES)):
            rule = self.env.ref(f"crm_playbook.playbook_measurement_rule_{name}")
            with self.subTest(name):
                found = self.env["res.groups"].union(*map(self.env.ref, groups))
                self.assertEqual(rule.groups, found)

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.user_leader.lang = "es_ES"
        self._measured("revenue_won", date(2026, 2, 1), 4321, team_id=self.team.id)
        report = self.env["ir.actions.report"].with_user(self.user_leader)
        content, _kind = report.with_context(lang="es_ES")._render_qweb_html(
            "crm_playbook.team_review", self.team.ids
        )
        text = html.fromstring(content).text_content()
        self.assertIn("febrero 2026", " ".join(text.split()))
        self.assertIn("4.321", text)

    def test_names_are_shown_as_text(self):
        deal = self._deal(name="<script>alert(1)</script>")
        self._win(deal, "2026-02-10 10:00:00")
        self.env.flush_all()
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "crm_playbook.team_review", self.team.ids
        )
        self.assertNotIn(b"<script>alert(1)", content)

    def test_an_empty_team(self):
        team = self.env["crm.team"].create({"name": "Nobody here"})
        text = self._print("team_review", team, self.user_sales_management)
        self.assertIn("Nothing was won.", text)
        with self.assertRaises(UserError):
            self._print("team_review", team.browse(), self.user_sales_management)


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestMonthlyResults(PrintedCommon):
    def test_dimensions_teams_and_the_verdict(self):
        for code, now, before in (
            ("revenue_won", 900, 300),
            ("margin", 400, 100),
            ("complaints", 7, 2),
        ):
            for month, value in ((2, now), (1, before)):
                self._measured(code, date(2026, month, 1), value, team_id=self.team.id)
        self._measured("complaints", date(2025, 2, 1), 5, team_id=self.team.id)
        company = self.env.company
        text = self._print("monthly_results", company, self.user_sales_management)
        for each in ("February 2026", "Working", "up 200 %, better", self.team.name):
            self.assertIn(each, text)
        self.assertIn("Complaints 7 2 up 250 %, worse 5", text)

    def test_nothing_measured_says_no_data(self):
        with patch.object(type(self.env["playbook.indicator"]), "_facts_margin", None):
            text = self._print(
                "monthly_results", self.env.company, self.user_sales_management
            )
        self.assertRegex(text, r"No data: [^.]*Gross margin")
        self.assertNotIn("None", text)

    def test_nobody_else_is_offered_it(self):
        report = self.env.ref("crm_playbook.monthly_results_report")
        group = self.env.ref("crm_playbook.group_sales_management")
        self.assertEqual(report.group_ids, group)
        self.assertFalse(report.binding_model_id)


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestCustomerSheet(PrintedCommon):
    def test_all_that_is_known(self):
        role = self.env["playbook.buying.role"].search([], limit=1)
        self.customer.write({"phone": "+34 911", "service_user_id": self.user_sales.id})
        contact = self._create_contact(self.customer, "Berta", function="Buyer")
        contact.buying_role_ids = role
        deal = self._deal(name="Open deal")
        self._confirm(
            self._create_order(self.customer, 77, user_id=self.user_sales.id),
            at="2026-01-10 10:00:00",
        )
        self._action(self.user_sales, "2026-02-09 10:00:00", deal)
        text = self._print("customer_sheet", contact, self.user_sales)
        for each in (self.customer.name, "+34 911", "Berta", "Buyer", role.name):
            self.assertIn(each, text)
        for each in (deal.name, "77.00", "Call"):
            self.assertIn(each, text)

    def test_what_one_may_not_read_is_left_out(self):
        deal = self._deal(self.user_other_team, name="Secret deal")
        self._confirm(
            self._create_order(self.customer, 77, user_id=self.user_other_team.id)
        )
        sheet = self._print("customer_sheet", self.customer, self.user_sales)
        self.assertNotIn(deal.name, sheet)
        marketing = self._print("customer_sheet", self.customer, self.user_marketing)
        self.assertIn(deal.name, marketing)
        self.assertNotIn("Orders of the last twelve months", marketing)
        with self.assertRaises(AccessError):
            self._print("customer_sheet", self.customer, self.user_without_profile)

    def test_several_customers_are_several_pages(self):
        other = self._create_customer("Other Ltd")
        text = self._print("customer_sheet", self.customer | other, self.user_sales)
        self.assertIn(self.customer.name, text)
        self.assertIn(other.name, text)


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPrintDialog(PrintedCommon):
    def _dialog(self, user, **values):
        return self.env["playbook.results.print"].with_user(user).create(values)

    def test_a_leader_prints_the_review_of_their_team(self):
        dialog = self._dialog(self.user_leader)
        self.assertEqual(dialog.team_ids, self.team)
        self.assertEqual(dialog.date, date(2026, 2, 1))
        action = dialog.action_print()
        self.assertEqual(action["report_name"], "crm_playbook.team_review")
        text = self._print(
            "team_review", self.team.browse(), self.user_leader, action["data"]
        )
        self.assertIn(self.team.name, text)
        with self.assertRaises(UserError):
            self._dialog(self.user_leader, printed="company").action_print()

    def test_sales_management_prints_the_results_of_a_month(self):
        dialog = self._dialog(
            self.user_sales_management, printed="company", date="2026-01-17"
        )
        action = dialog.with_context(discard_logo_check=True).action_print()
        self.assertEqual(
            action["data"],
            {
                "playbook_ids": self.env.company.ids,
                "playbook_company": self.env.company.id,
                "playbook_month": "2026-01-01",
            },
        )

    def test_who_may_not(self):
        with self.assertRaises(AccessError):
            self._dialog(self.user_sales)
        dialog = self._dialog(self.user_leader)
        with self.assertRaises(AccessError):
            dialog.with_user(self.user_sales_management).action_print()
