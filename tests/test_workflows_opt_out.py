from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
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
                    "company_id": self.env.company.id,
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

    def test_erased_addresses(self):
        self.mail.email = False
        self.assertEqual(self._unsubscribe(scope="all").status_code, 200)
        self.assertFalse(self.OptOut.search([]))

    def test_taken_back(self):
        self._unsubscribe(scope="all")
        with self.assertRaises(AccessError):
            self.OptOut.search([]).with_user(self.user_sales).unlink()
        self.OptOut.search([]).with_user(self.user_marketing).unlink()
        self.assertFalse(self._is_blacklisted())

    def test_who_was_on_the_blacklist_before_stays(self):
        self.env["mail.blacklist"]._add(ADDRESS)
        self._unsubscribe(scope="all")
        self.OptOut.search([]).with_user(self.user_configurator).unlink()
        self.assertTrue(self._is_blacklisted())

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

    @mute_logger("odoo.sql_db")
    def test_two_clicks_at_the_same_moment(self):
        """What the other one has written is not seen yet: it is there all the same."""
        self._unsubscribe(scope="series")
        Row = type(self.OptOut)
        with patch.object(Row, "search", lambda rows, *_args, **_kw: rows.browse()):
            self.OptOut._opt_out(self.mail, "link", everything=False)
        self.assertEqual(len(self.OptOut.search([])), 1)

    @mute_logger("odoo.sql_db")
    def test_once(self):
        self.OptOut.create({"email": ADDRESS})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.OptOut.create({"email": ADDRESS.upper()})
