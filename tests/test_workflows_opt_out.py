from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.workflows.playbook_customer_answer_token import UNSUBSCRIBE
from .test_workflows_answer_pages import PageCase

ADDRESS = "ann@lumber.x"


@tagged("post_install", "-at_install")
class TestOptOut(PageCase):
    """Customers who want no more e-mails, by a page, a mail program or a colleague."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.OptOut = cls.env["playbook.opt.out"]

    def _unsubscribe(self, **data):
        return self._post(self._url(purpose=UNSUBSCRIBE), **data)

    def _is_blacklisted(self):
        return bool(self.env["mail.blacklist"].search([("email", "=", ADDRESS)]))

    def test_looking_changes_nothing(self):
        page = self.url_open(self._url(purpose=UNSUBSCRIBE))
        self.assertEqual(page.status_code, 200)
        self.assertIn("a•••@lumber.x", page.text)
        self.assertNotIn(ADDRESS, page.text)
        self.assertFalse(self.OptOut.search([]))

    def test_of_this_series(self):
        page = self._unsubscribe(scope="series")
        self.assertIn("You are unsubscribed", page.text)
        row = self.OptOut.search([])
        self.assertRecordValues(
            row,
            [
                {
                    "email": ADDRESS,
                    "workflow_id": self.follow_up.id,
                    "origin": "link",
                    "customer_mail_id": self.mail.id,
                    "sender_company_id": self.env.company.id,
                }
            ],
        )
        self.assertFalse(self._is_blacklisted())
        find = self.OptOut._find_opted_out
        emails = ["Ann <ANN@lumber.x>", "info@lumber.x", False, "nonsense"]
        self.assertEqual(find(emails, self.follow_up), {ADDRESS})
        self.assertEqual(find(emails, self.workflow), set())
        self.assertEqual(find([], self.workflow), set())
        self.assertIn("wants no more e-mails of", self._notes(self.lead)[0])
        self._unsubscribe(scope="series")
        self.assertEqual(len(self.OptOut.search([])), 1)

    def test_of_all(self):
        self._unsubscribe(scope="all")
        self.assertTrue(self._is_blacklisted())
        self.assertEqual(
            self.OptOut._find_opted_out([ADDRESS], self.workflow), {ADDRESS}
        )

    def test_with_one_click(self):
        for _time in range(40):
            page = self._unsubscribe(**{"List-Unsubscribe": "One-Click"})
            self.assertEqual(page.status_code, 200)
        self.assertEqual(page.text, "")
        self.assertEqual(self.OptOut.search([]).origin, "one_click")
        self.assertTrue(self._is_blacklisted())

    def test_nothing_chosen(self):
        for data in ({}, {"scope": "everything"}, {"List-Unsubscribe": "x"}):
            self.assertEqual(self._unsubscribe(**data).status_code, 400)
        self.assertFalse(self.OptOut.search([]))

    def test_written_to_nobody(self):
        self.mail.email = False
        self.assertEqual(self._unsubscribe(scope="all").status_code, 200)
        self.assertFalse(self.OptOut.search([]))

    def test_taken_back(self):
        self._unsubscribe(scope="all")
        row = self.OptOut.search([])
        for user in (self.user_sales, self.user_customer_service):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._want_again(row, user)
        for user in (self.user_marketing, self.user_configurator):
            with self.subTest(user.login), self.assertRaises(UserError):
                row.with_user(user).unlink()
        for reason in (False, "", "  "):
            with self.subTest(reason), self.assertRaises(UserError):
                self._want_again(row, self.user_marketing, reason)
        self._want_again(row, self.user_marketing)
        self.assertFalse(self._is_blacklisted())
        self.assertRecordValues(
            row,
            [
                {
                    "active": False,
                    "returned_by_id": self.user_marketing.id,
                    "returned_reason": "Told me on the phone",
                }
            ],
        )
        self.assertTrue(row.returned_date)
        self.assertIn("Told me on the phone", self._notes(self.ann)[0])
        self.assertFalse(self.OptOut._find_opted_out([ADDRESS], self.follow_up))
        with self.assertRaises(UserError):
            row.with_user(self.user_marketing).unlink()
        self._unsubscribe(scope="all")
        self.assertTrue(self._is_blacklisted())
        self.assertEqual(len(self.OptOut.search([])), 1)

    def _want_again(self, rows, user, reason="Told me on the phone"):
        rows = rows.with_user(user)
        action = rows.action_want_again()
        wizard = self.env[action["res_model"]].with_user(user)
        wizard = wizard.with_context(**action["context"]).create({"reason": reason})
        wizard.action_want_again()

    def test_who_was_on_the_blacklist_before_stays(self):
        self.env["mail.blacklist"]._add(ADDRESS)
        self._unsubscribe(scope="all")
        self._want_again(self.OptOut.search([]), self.user_configurator)
        self.assertTrue(self._is_blacklisted())

    def test_said_again_it_is_done_again(self):
        """Somebody has taken the address off the blacklist meanwhile."""
        self._unsubscribe(scope="all")
        row = self.OptOut.search([])
        row.date = "2001-01-01"
        self.env["mail.blacklist"]._remove(ADDRESS)
        self._unsubscribe(**{"List-Unsubscribe": "One-Click"})
        self.assertTrue(self._is_blacklisted())
        self.assertGreater(row.date.year, 2020)
        self.assertEqual(len(self.OptOut.search([])), 1)

    def test_all_companies_see_it(self):
        self._unsubscribe(scope="series")
        self.user_marketing.write(
            {
                "company_id": self.company_other.id,
                "company_ids": [Command.set(self.company_other.ids)],
            }
        )
        OptOut = self.OptOut.with_user(self.user_marketing)
        shown = OptOut.web_search_read(
            [],
            {
                "email": {},
                "series_name": {},
                "workflow_id": {"fields": {"display_name": {}}},
                "sender_company_id": {"fields": {"display_name": {}}},
            },
        )
        self.assertEqual(shown["records"][0]["email"], ADDRESS)
        self.assertEqual(shown["records"][0]["series_name"], "Still there?")

    def test_a_colleague_says_so(self):
        row = self.OptOut.with_user(self.user_sales_management).create(
            {
                "email": "Bob <BOB@Lumber.x>",
                "origin": "one_click",
                "on_blacklist": True,
                "date": "2001-01-01",
            }
        )
        self.assertEqual((row.email, row.origin), ("bob@lumber.x", "person"))
        self.assertGreater(row.date.year, 2020)
        self.assertTrue(row.on_blacklist)
        for email in ("", "nonsense", False):
            with self.subTest(email), self.assertRaises(UserError):
                self.OptOut.create({"email": email})
        with self.assertRaises(AccessError):
            self.OptOut.with_user(self.user_sales).create({"email": "b@c.x"})
        with self.assertRaises(AccessError):
            row.with_user(self.user_marketing).write({"email": "x@y.x"})
        row.with_user(self.user_marketing).unlink()
        self.assertFalse(row.exists(), "what a colleague said may have been a slip")

    @mute_logger("odoo.sql_db")
    def test_two_clicks_at_the_same_moment(self):
        """What the other one has written is not seen yet: it is there all the same."""
        self._unsubscribe(scope="series")
        Row = type(self.OptOut)
        ticket = self.mail._read_ticket(UNSUBSCRIBE, self.mail._sign(UNSUBSCRIBE))
        with patch.object(Row, "search", lambda rows, *_args, **_kw: rows.browse()):
            self.OptOut._opt_out(ticket, "link", everything=False)
        self.assertEqual(len(self.OptOut.search([])), 1)

    @mute_logger("odoo.sql_db")
    def test_once(self):
        self.OptOut.create({"email": ADDRESS})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.OptOut.create({"email": ADDRESS.upper()})
