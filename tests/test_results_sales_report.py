"""Opportunities and sales per person: what counts, and who sees it."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .sources_common import SourcesCommon

MODEL = "playbook.sales.report"


@tagged("post_install", "-at_install")
class TestSalesReport(SourcesCommon):
    def _sums(self, domain, user=None, groupby=("user_id",)):
        self.env.flush_all()
        names = ("open_count", "won_count", "lost_count", "win_rate:avg")
        names += ("pipeline_amount", "won_amount", "order_count", "ordered_amount")
        groups = (
            self.env[MODEL]
            .with_user(user or self.env.user)
            ._read_group(
                domain,
                groupby,
                [name if ":" in name else f"{name}:sum" for name in names],
            )
        )
        return {group: list(sums) for group, *sums in groups}

    def test_what_each_person_has_open_won_and_sold(self):
        opened, won, lost = (self._deal() for _number in range(3))
        opened.expected_revenue = 70
        self._win(won, "2026-03-10 10:00:00")
        self._lose(lost, "2026-03-11 10:00:00")
        order, quotation, cancelled = (
            self._create_order(
                self.customer,
                price=40,
                user_id=self.user_sales.id,
                team_id=self.team.id,
            )
            for _number in range(3)
        )
        self._confirm(order)
        cancelled.action_cancel()
        self.assertTrue(quotation)
        sums = self._sums([("partner_id", "=", self.customer.id)])
        self.assertEqual(sums, {self.user_sales: [1, 1, 1, 50.0, 70.0, 100.0, 1, 40.0]})
        states = self._rows(MODEL, [("partner_id", "=", self.customer.id)])
        self.assertEqual(
            sorted((row.kind, row.state) for row in states),
            [
                *(("opportunity", state) for state in ("lost", "open", "won")),
                *(("order", state) for state in ("lost", "open", "won")),
            ],
        )

    def test_leads_and_archived_deals_do_not_count(self):
        lead = self._deal(type="lead")
        archived = self._deal()
        archived.active = False
        self._set(archived, won_status="pending")
        rows = self._rows(MODEL, [("lead_id", "in", (lead | archived).ids)])
        self.assertFalse(rows)

    def test_days_to_win_count_from_the_conversion(self):
        deal = self._deal()
        self._win(deal, "2026-03-10 10:00:00")
        self._set(deal, date_conversion="2026-03-08 10:00:00")
        row = self._rows(MODEL, [("lead_id", "=", deal.id)])
        self.assertEqual(row.days_to_win, 2)
        self.assertEqual(row.date, fields.Datetime.to_datetime("2026-03-10 10:00:00"))

    def test_money_of_companies_is_summed_in_one_currency(self):
        other = self.env["res.currency"].create(
            {
                "name": "XGG",
                "symbol": "G",
                "rate_ids": [
                    Command.create(
                        {"name": "2000-01-01", "rate": 2.0, "company_id": False}
                    )
                ],
            }
        )
        self.company_other.currency_id = other
        self._deal(company_id=self.company_other.id, team_id=False, user_id=False)
        self._deal(team_id=False, user_id=False)
        companies = self.env.company | self.company_other
        report = self.env[MODEL].with_context(allowed_company_ids=companies.ids)
        self.env.flush_all()
        ((amount,),) = report._read_group(
            [("partner_id", "=", self.customer.id)], [], ["pipeline_amount:sum"]
        )
        rate = other._get_conversion_rate(
            other, self.env.company.currency_id, self.company_other, fields.Date.today()
        )
        self.assertAlmostEqual(amount, 100 + 100 * rate)
        self.assertNotEqual(rate, 1)

    def test_a_deal_is_won_when_it_is_won_not_when_it_is_archived(self):
        deal = self._deal()
        self._set(deal, create_date="2026-03-01 09:00:00")
        self._win_and_archive(deal, "2026-03-10 09:00:00", "2026-05-20 09:00:00")
        row = self._rows(MODEL, [("lead_id", "=", deal.id)])
        self.assertEqual(row.date.month, 3)
        self.assertAlmostEqual(row.days_to_win, 9, 3)

    def test_rows_are_as_visible_as_what_they_stand_for(self):
        mine, others = self._deal(), self._deal(self.user_other_team)
        order = self._create_order(
            self.customer, user_id=self.user_other_team.id, team_id=self.team_other.id
        )
        self.env.flush_all()
        domain = [("partner_id", "=", self.customer.id)]
        for user, leads, orders in (
            (self.user_sales, mine, False),
            (self.user_leader, mine, False),
            (self.user_other_team, others, True),
            (self.user_marketing, mine | others, False),
            (self.user_sales_management, mine | others, True),
        ):
            with self.subTest(user=user.login):
                rows = self._rows(MODEL, domain, user)
                self.assertEqual(rows.lead_id, leads)
                self.assertEqual(bool(rows.order_id), orders)
        hidden = self._rows(MODEL, [("order_id", "=", order.id)])
        with self.assertRaises(AccessError):
            hidden.with_user(self.user_sales).read(["ordered_amount"])
        with self.assertRaises(AccessError):
            self._rows(MODEL, domain, self.user_without_profile)

    def test_a_row_opens_its_document(self):
        deal = self._deal()
        row = self._rows(MODEL, [("lead_id", "=", deal.id)], self.user_sales)
        action = row.action_open()
        self.assertEqual((action["res_model"], action["res_id"]), (deal._name, deal.id))

    def test_the_report_opens_as_the_profile_wants_it(self):
        report = self.env[MODEL]
        for user, name in (
            (self.user_sales, "playbook_sales_report_action_sales"),
            (self.user_marketing, "playbook_sales_report_action_marketing"),
            (self.user_sales_management, "playbook_sales_report_action"),
            (self.user_leader, "playbook_sales_report_action"),
        ):
            action = report.with_user(user).action_open_report()
            self.assertEqual(action["xml_id"], f"crm_playbook.{name}")

    def test_reading_costs_the_same_for_3_and_30(self):
        self._deal()
        self.env.flush_all()
        domain, names = [("partner_id", "=", self.customer.id)], ["state", "won_amount"]
        report = self.env[MODEL].with_user(self.user_leader)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            report.search_read(domain, names)
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for _number in range(27):
            self._deal()
        self.assertEqual(count(), few)

    def test_stays_are_read_once_and_only_for_the_date(self):
        table = self.env[MODEL]._table_query
        self.assertEqual(self._count_scans(table, "date, days_to_win"), (1, 0))
        self.assertEqual(self._count_scans(table, "user_id, won_count"), (0, 0))
