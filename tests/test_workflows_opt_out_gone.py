from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..models.workflows.playbook_customer_answer_token import UNSUBSCRIBE
from .test_workflows_answer_pages import PageCase

ADDRESS = "ann@lumber.x"


@tagged("post_install", "-at_install")
class TestOptOutGone(PageCase):
    """Who wants no e-mails gets none, whatever becomes of what asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.OptOut = cls.env["playbook.opt.out"]

    def _is_blacklisted(self):
        return bool(self.env["mail.blacklist"].search([("email", "=", ADDRESS)]))

    def _delete_all(self):
        self.lead.unlink()
        self.follow_up.unlink()
        self.env.flush_all()
        self.assertFalse(self.mail.exists())

    def test_one_click(self):
        url = self._url(purpose=UNSUBSCRIBE)
        self._delete_all()
        page = self._post(url, **{"List-Unsubscribe": "One-Click"})
        self.assertEqual(page.status_code, 200)
        self.assertRecordValues(
            self.OptOut.search([]),
            [
                {
                    "email": ADDRESS,
                    "series": 0,
                    "origin": "one_click",
                    "sender_company_id": self.env.company.id,
                }
            ],
        )
        self.assertTrue(self._is_blacklisted())

    def test_on_the_page(self):
        url, series = self._url(purpose=UNSUBSCRIBE), self.follow_up.id
        self._delete_all()
        page = self.url_open(url)
        self.assertIn("a•••@lumber.x", page.text)
        self.assertIn(self.env.company.name, page.text)
        page = self._post(url, scope="series")
        self.assertIn("You are unsubscribed", page.text)
        row = self.OptOut.search([])
        self.assertEqual((row.email, row.series), (ADDRESS, series))
        self.assertFalse(self._is_blacklisted())
        self._post(url, scope="all")
        self.assertTrue(self._is_blacklisted())

    def test_erased_meanwhile(self):
        url = self._url(purpose=UNSUBSCRIBE)
        self.mail.email = False
        self._post(url, scope="all")
        self.assertTrue(self._is_blacklisted())

    def test_shown_beforehand(self):
        """The links in a preview unsubscribe nobody."""
        shown = self.mail.new(origin=None, values={"email": ADDRESS})
        url = f"/playbook/unsubscribe/{shown._sign(UNSUBSCRIBE)}"
        page = self._post(url, **{"List-Unsubscribe": "One-Click"})
        self.assertIn("no longer needs an answer", page.text)
        self.assertFalse(self.OptOut.search([]))

    def test_copies_are_of_one_series(self):
        copied = self.follow_up.copy()
        manager = self.user_sales_management
        action = self.follow_up.with_user(manager).action_duplicate()
        own = self.env["playbook.workflow"].browse(action["res_id"])
        self._post(self._url(purpose=UNSUBSCRIBE), scope="series")
        for workflow in (self.follow_up, copied, own, own.copy()):
            with self.subTest(workflow.name):
                found = self.OptOut._find_opted_out([ADDRESS], workflow)
                self.assertEqual(found, {ADDRESS})
        self.assertFalse(self.OptOut._find_opted_out([ADDRESS], self.workflow))

    def test_deleted_workflows_are_remembered(self):
        own = self.follow_up.copy()
        self._post(self._url(purpose=UNSUBSCRIBE), scope="series")
        self._delete_all()
        row = self.OptOut.search([])
        self.assertFalse(row.workflow_id)
        self.assertEqual(row.series_name, "Still there?")
        self.assertEqual(self.OptOut._find_opted_out([ADDRESS], own), {ADDRESS})
        self.assertFalse(self.OptOut._find_opted_out([ADDRESS], self.workflow))

    def test_follow_ups_of_copies_end(self):
        own = self.follow_up.copy()
        self.env["playbook.opt.out"].create({"email": ADDRESS, "workflow_id": own.id})
        self.assertEqual(own.series, self.follow_up.id)
        self.assertEqual(
            self.OptOut._find_opted_out([ADDRESS], self.follow_up), {ADDRESS}
        )


@tagged("post_install", "-at_install")
class TestOptOutByPhone(PageCase):
    """Customers say it to whoever looks after them."""

    def _say_for(self, partners, user):
        partners = partners.with_user(user)
        action = partners.action_opt_out()
        wizard = self.env[action["res_model"]].with_user(user)
        wizard.with_context(**action["context"]).create({}).action_opt_out()

    def test_who_may_write_the_customer(self):
        self._say_for(self.ann, self.user_sales)
        row = self.env["playbook.opt.out"].search([])
        self.assertRecordValues(
            row, [{"email": ADDRESS, "series": 0, "origin": "person"}]
        )
        self.assertTrue(row.on_blacklist)
        self.assertIn("no automatic e-mails", self._notes(self.ann)[0])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_who_may_not(self):
        reader = new_test_user(self.env, "reads", "base.group_user")
        with self.assertRaises(AccessError):
            self.ann.with_user(reader).action_opt_out()
        wizard = self.env["playbook.opt.out.change"].create(
            {"partner_ids": self.ann.ids}
        )
        with self.assertRaises(AccessError):
            wizard.with_user(reader).action_opt_out()
        self.ann.email = False
        with self.assertRaises(UserError):
            self.ann.with_user(self.user_sales).action_opt_out()
