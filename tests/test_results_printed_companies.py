"""Printed reports of two companies with two currencies; where one finds them."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import INTERNAL, PROFILE_GROUPS
from .printed_common import TODAY, PrintedCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPrintedCompanies(PrintedCommon):
    """``company_other`` reckons in G: 2 of them are 1 of the company's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_other.currency_id = cls.env["res.currency"].create(
            {
                "name": "XGG",
                "symbol": "G",
                "rate_ids": [
                    Command.create(
                        {"name": "2000-01-01", "rate": 2.0, "company_id": company.id}
                    )
                    for company in cls.env.company | cls.company_other
                ],
            }
        )
        cls.env.company.currency_id.rate_ids.unlink()
        cls.companies = cls.env.company | cls.company_other
        cls.director = new_test_user(
            cls.env,
            "pr_director",
            f"{INTERNAL},{PROFILE_GROUPS['sales_management']}",
            company_ids=[Command.set(cls.companies.ids)],
        )
        cls.shared = cls.env["crm.team"].create({"name": "Shared", "company_id": False})

    def _deals(self, team):
        """One deal of each company, of each state; what they are worth differs."""
        for company, worth in ((self.env.company, 1000), (self.company_other, 7000)):
            won, lost, running = (
                self._deal(
                    name=f"{company.name} {state}",
                    team_id=team.id,
                    user_id=False,
                    company_id=company.id,
                    expected_revenue=worth + more,
                )
                for state, more in (("won", 1), ("lost", 2), ("running", 3))
            )
            self._win(won, "2026-02-10 10:00:00")
            self._lose(lost, "2026-02-11 10:00:00")
            self._action(
                self.user_sales, "2026-02-09 10:00:00", won, company_id=company.id
            )
            self.assertEqual(running.won_status, "pending")

    def _review(self, team, company, user=None):
        data = {"playbook_company": company.id}
        return self._print("team_review", team, user or self.director, data)

    def test_a_review_is_of_one_company_in_its_currency(self):
        self._deals(self.shared)
        own, other = self.env.company, self.company_other
        for text, mine, not_mine, totals in (
            (self._review(self.shared, own), own, other, ("$ 1,001.00", "$ 1,002.00")),
            (
                self._review(self.shared, other),
                other,
                own,
                ("7,001.00 G", "7,002.00 G"),
            ),
        ):
            with self.subTest(company=mine.name):
                self.assertIn(f"{mine.name} won", text)
                self.assertIn(f"{mine.name} lost", text)
                self.assertNotIn(f"{not_mine.name} won", text)
                self.assertNotIn(f"{not_mine.name} lost", text)
                self.assertIn("No purpose 1 ", text)
                for total in totals:
                    self.assertIn(f"1 in all, {total}.", text)

    def test_the_company_of_the_team_comes_first(self):
        theirs = self.env["crm.team"].create(
            {"name": "Theirs", "company_id": self.company_other.id}
        )
        self._deals(self.shared)
        self.env["crm.lead"].search(
            [("company_id", "=", self.company_other.id)]
        ).team_id = theirs
        text = self._review(theirs, self.env.company)
        self.assertIn("1 in all, 7,001.00 G.", text)

    def test_a_company_that_is_not_the_readers_is_refused(self):
        with self.assertRaises(AccessError):
            self._review(
                self.shared, self.company_other, user=self.user_sales_management
            )

    def test_the_dialog_says_which_company(self):
        dialog = (
            self.env["playbook.results.print"]
            .with_user(self.director)
            .with_context(
                allowed_company_ids=self.companies.ids, discard_logo_check=True
            )
            .create(
                {
                    "company_id": self.company_other.id,
                    "team_ids": [Command.set(self.shared.ids)],
                }
            )
        )
        data = dialog.action_print()["data"]
        self.assertEqual(data["playbook_company"], self.company_other.id)

    def test_orders_of_a_customer_are_told_in_one_currency(self):
        """Each is in the currency of its company: 140 G are 70 of the reader's."""
        orders = self.env["sale.order"]
        for company, price in ((self.env.company, 100), (self.company_other, 70)):
            orders |= self._create_order(
                self.customer, price, company_id=company.id, user_id=False
            )
        self._set(orders, state="sale", date_order="2026-01-10 10:00:00")
        self.assertEqual(
            orders.mapped(lambda each: each.amount_untaxed / each.currency_rate),
            [100, 140],
        )
        text = self._print("customer_sheet", self.customer, self.director)
        self.assertIn("2 orders, $ 170.00.", text)
        self.assertIn("$ 70.00", text)


@tagged("post_install", "-at_install")
class TestPrintMenu(PrintedCommon):
    def _bound(self, user, model):
        actions = self.env["ir.actions.actions"].with_user(user).get_bindings(model)
        return [each["id"] for each in actions.get("report", ())]

    def test_what_is_offered_on_a_customer_can_be_printed(self):
        """By each profile; and whoever holds none is not offered it."""
        sheet = self.env.ref("crm_playbook.customer_sheet_report")
        Report = self.env["ir.actions.report"]
        for user in (
            self.user_sales,
            self.user_marketing,
            self.user_customer_service,
            self.user_sales_management,
            self.user_configurator,
        ):
            offered = self._bound(user, "res.partner")
            with self.subTest(user=user.login):
                self.assertIn(sheet.id, offered)
                for report in Report.browse(offered):
                    content, _kind = report.with_user(user)._render_qweb_html(
                        report.report_name, self.customer.ids
                    )
                    self.assertTrue(content)
        nobody = self._bound(self.user_without_profile, "res.partner")
        self.assertNotIn(sheet.id, nobody)

    def test_a_review_is_offered_to_leaders(self):
        review = self.env.ref("crm_playbook.team_review_report")
        for user, offered in (
            (self.user_leader, True),
            (self.user_sales_management, True),
            (self.user_sales, False),
            (self.user_marketing, False),
        ):
            with self.subTest(user=user.login):
                found = self._bound(user, "crm.team")
                self.assertEqual(review.id in found, offered)
