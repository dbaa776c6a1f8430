from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..controllers.workflows import limits
from ..models.workflows.playbook_customer_answer_token import ANSWER, UNSUBSCRIBE
from .test_workflows_answer_pages import PageCase


@tagged("post_install", "-at_install")
class TestAnswerTokens(PageCase):
    """Links that we have not signed, or not for this, tell nothing."""

    def _pages(self, url):
        yield self.url_open(url)
        yield self._post(url, choice="yes", scope="all")

    def test_wrong_links_are_all_alike(self):
        token = self.mail._sign(ANSWER)
        wrong = [
            "x",
            "not-base64-!!!",
            token[:-2],
            token[:20],
            token[:-1] + ("A" if token[-1] != "A" else "B"),
            token + "AAAA",
            self.mail._sign(UNSUBSCRIBE),
            "A" * 5000,
            "%00",
            "%F0%9F%92%A1",
        ]
        texts = set()
        for each in wrong:
            limits.WRONG.forget()
            with self.subTest(each):
                for page in self._pages(f"/playbook/answer/{each}"):
                    self.assertEqual(page.status_code, 404)
                    texts.add(page.text)
        self.assertEqual(len(texts), 1)
        self.assertIn("This link does not work", texts.pop())
        # No address of ours at all.
        for page in self._pages("/playbook/answer/..%2F..%2Fetc"):
            self.assertEqual(page.status_code, 404)
        self.assertFalse(self.mail.customer_answer)

    def test_deleted_rows_are_all_alike(self):
        token = self.mail._sign(ANSWER)
        other = self._send(self._create_lead(self.ann, stage_id=self.stage.id))
        tokens = (token, other._sign(ANSWER))
        (self.lead | other.lead_id).unlink()
        self.env.flush_all()
        texts = set()
        for each in tokens:
            for page in self._pages(f"/playbook/answer/{each}"):
                self.assertEqual(page.status_code, 200)
                texts.add(page.text)
        self.assertEqual(len(texts), 1)
        self.assertIn("no longer needs an answer", texts.pop())

    def test_another_purpose(self):
        page = self._post(
            f"/playbook/unsubscribe/{self.mail._sign(ANSWER)}", scope="all"
        )
        self.assertEqual(page.status_code, 404)
        self.assertFalse(self.env["playbook.opt.out"].search([]))

    def test_expired(self):
        url = self._url()
        with freeze_time(self._after(str(self.mail.date_due), days=62)):
            for page in self._pages(url):
                self.assertEqual(page.status_code, 410)
                self.assertIn("hello@ours.x", page.text)
            page = self.url_open(self._url(purpose=UNSUBSCRIBE))
            self.assertEqual(page.status_code, 200)
        self.assertFalse(self.mail.customer_answer)

    def test_days_to_answer_are_a_setting(self):
        parameters = self.env["ir.config_parameter"].sudo()
        values = (
            *(("5", 5), ("0", 60), ("x", 60), ("", 60)),
            *(("5000000", 365), ("9" * 30, 60), ("-1", 60)),
        )
        for value, days in values:
            parameters.set_param("crm_playbook.answer_days", value)
            self.assertEqual(self.mail._get_answer_days(), days)
            self.assertEqual(self.url_open(self._url()).status_code, 200)
        Settings = self.env["res.config.settings"]
        for days in (0, -1, 366, 5_000_000):
            with self.subTest(days), self.assertRaises(UserError):
                Settings.create({"playbook_answer_days": days}).execute()
        Settings.create({"playbook_answer_days": 365}).execute()
        self.assertEqual(self.mail._get_answer_days(), 365)

    def test_links_that_were_sent_keep_their_days(self):
        self.env.flush_all()
        before = self.mail.answer_last_day
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("crm_playbook.answer_days", "1")
        self.assertEqual(self.mail._get_last_answer_day(), before)
        later = self._send(self._create_lead(self.ann, stage_id=self.stage.id))
        self.assertLess(later.answer_last_day, before)

    def test_guessing_is_slowed_down(self):
        for _time in range(20):
            self.assertEqual(self.url_open("/playbook/answer/guess").status_code, 404)
        self.assertEqual(self.url_open("/playbook/answer/guess").status_code, 429)

    def test_whoever_guesses_keeps_nobody_out(self):
        """Behind a proxy all may have one address."""
        for _time in range(25):
            self.url_open("/playbook/answer/guess")
        self.assertEqual(self.url_open(self._url()).status_code, 200)
        self.assertEqual(self._post(choice="yes").status_code, 200)
        self.assertEqual(self.mail.customer_answer, "yes")
        page = self._post(self._url(purpose=UNSUBSCRIBE), scope="all")
        self.assertEqual(page.status_code, 200)

    def test_of_ipv6_a_household_counts(self):
        for address, counted in (
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("192.0.2.1", "192.0.2.1"),
            ("nonsense", "nonsense"),
            (None, ""),
        ):
            with self.subTest(address):
                self.assertEqual(limits.get_household(address), counted)

    def test_flooding_is_slowed_down(self):
        url = self._url()
        for _time in range(30):
            self._post(url)
        self.assertEqual(self._post(url, choice="yes").status_code, 429)
        self.assertFalse(self.mail.customer_answer)
        # Of others nobody floods that one.
        other = self._send(self._create_lead(self.ann, stage_id=self.stage.id))
        self.assertEqual(self._post(self._url(other), choice="yes").status_code, 200)
        self.assertEqual(other.customer_answer, "yes")

    def test_the_same_e_mail_has_the_same_link(self):
        self.assertEqual(self.mail._sign(ANSWER), self.mail._sign(ANSWER))
        self.assertNotEqual(self.mail._sign(ANSWER), self.mail._sign(UNSUBSCRIBE))
