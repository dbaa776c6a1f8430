import time

from odoo.tests import HttpCase, tagged

from ..models.workflows.playbook_customer_answer_token import ANSWER, UNSUBSCRIBE
from .answer_common import AnswerCommon


class PageCase(HttpCase, AnswerCommon):
    def _url(self, mail=None, purpose=ANSWER):
        mail = mail or self.mail
        self.env.flush_all()
        return f"/playbook/{purpose}/{mail._sign(purpose)}"

    def _post(self, url=None, follow=True, **data):
        response = self.url_open(
            url or self._url(), data=data, method="POST", allow_redirects=follow
        )
        self.env.invalidate_all()
        return response


@tagged("post_install", "-at_install")
class TestAnswerPages(PageCase):
    """A customer answers through real requests, without logging in."""

    def test_looking_changes_nothing(self):
        for _time in range(3):
            page = self.url_open(f"{self._url()}?choice=yes")
            self.assertEqual(page.status_code, 200)
        self.url_open(f"{self._url()}?choice=yes", method="HEAD")
        self.env.invalidate_all()
        self.assertFalse(self.mail.customer_answer)
        self.assertFalse(self._planned(self.lead))
        self.assertIn('required="required" checked="', page.text)
        self.assertIn("Sam Sales", page.text)
        self.assertIn("hello@ours.x", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertNotIn("Set-Cookie", page.headers)

    def test_three_answers(self):
        page = self._post(choice="yes", comment="Please call.")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Thank you for your answer", page.text)
        self.assertIn("Sam Sales gets in touch", page.text)
        self.assertEqual(self.mail.customer_answer, "yes")
        self.assertEqual(self.mail.answer_comment, "Please call.")
        self.assertIn("Change my answer", page.text)
        page = self._post(choice="later", until=self._day(30))
        self.assertIn("Not now: you do not hear", page.text)
        self.assertEqual(self.mail.enrollment_id.state, "paused")
        page = self._post(choice="no", reason=str(self.reason.id))
        self.assertIn("You are not interested", page.text)
        self.assertTrue(self.mail.answer_open)
        self.assertEqual(self.mail.answer_count, 3)
        page = self.url_open(self._url())
        self.assertNotIn("<form", page.text)
        page = self.url_open(f"{self._url()}?change=1")
        self.assertIn("<form", page.text)
        self.assertIn("Bought elsewhere", page.text)

    def test_sent_twice_is_one_answer(self):
        for _time in range(2):
            self._post(choice="yes", comment="Please call.", follow=False)
        self.assertEqual(len(self._planned(self.lead)), 1)

    def test_bad_days_lose_nothing(self):
        for day in (
            "",
            "tomorrow",
            "2031-99-99",
            self._day(0),
            self._day(400),
            "9" * 99,
        ):
            with self.subTest(day):
                page = self._post(choice="later", until=day, comment="In spring")
                self.assertEqual(page.status_code, 400)
                self.assertIn("Please choose a day from", page.text)
                self.assertIn("In spring", page.text)
        self.assertFalse(self.mail.customer_answer)

    def test_without_a_choice(self):
        for choice in ({}, {"choice": "maybe"}):
            page = self._post(comment="<script>alert(1)</script>", **choice)
            self.assertEqual(page.status_code, 400)
            self.assertIn("choose one of the three", page.text)
            self.assertNotIn("<script>", page.text)

    def test_hostile_words_are_words(self):
        text = "<img src=x onerror=alert(1)>'; DROP TABLE crm_lead; -- \x00 ñ 💡"
        self._post(choice="no", comment=text, reason="1 OR 1=1")
        self.assertEqual(self.mail.customer_answer, "no")
        self.assertFalse(self.mail.answer_lost_reason_id)
        self.assertNotIn("\x00", self.mail.answer_comment)
        self.assertNotIn("<img", self._notes(self.lead)[0])
        self.assertIn("&lt;img", self._notes(self.lead)[0])

    def test_long_comments(self):
        self._post(choice="yes", comment="x" * 10_000)
        self.assertEqual(len(self.mail.answer_comment), 2000)
        self.assertEqual(
            self._post(choice="yes", comment="x" * 200_000).status_code, 413
        )

    def test_acted_on(self):
        self._post(choice="yes")
        self._touch(self.mail.answer_activity_id)
        page = self._post(choice="no")
        self.assertIn("You are still interested", page.text)
        self.assertIn("Simply reply to our e-mail", page.text)
        self.assertEqual(self.mail.customer_answer, "yes")

    def test_gone(self):
        url = self._url()
        self.lead.write({"active": False, "probability": 30})
        self.env.flush_all()
        for page in (self.url_open(url), self._post(url, choice="yes")):
            self.assertEqual(page.status_code, 200)
            self.assertIn("no longer needs an answer", page.text)
        self.assertFalse(self.mail.customer_answer)
        self.lead.unlink()
        self.env.flush_all()
        for page in (self.url_open(url), self._post(url, choice="yes")):
            self.assertIn("no longer needs an answer", page.text)

    def test_language_and_company(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.mail.write({"lang": "es_ES", "company_id": self.company_other.id})
        self.company_other.email_secondary_color = "#123456"
        page = self.url_open(self._url())
        self.assertIn('lang="es-ES"', page.text)
        self.assertIn("#123456", page.text)
        self.assertIn("Other Company", page.text)
        self.mail.lang = "xx_XX"
        self.assertEqual(self.url_open(self._url()).status_code, 200)

    def test_colours_are_colours(self):
        self.env.company.email_secondary_color = "red; } body { display: none"
        self.assertNotIn("display: none", self.url_open(self._url()).text)

    def test_fast(self):
        url = self._url()
        self.url_open(url)
        times = []
        for _time in range(10):
            begin = time.perf_counter()
            self.url_open(url)
            times.append(time.perf_counter() - begin)
        # Whatever else the machine does is not the page's time.
        self.assertLess(min(times), 0.1)

    def test_colleagues_answer_for_nobody(self):
        self.authenticate(self.user_sales.login, self.user_sales.login)
        for url in (self._url(), self._url(purpose=UNSUBSCRIBE)):
            for page in (
                self.url_open(url),
                self._post(url, choice="yes", scope="all"),
            ):
                self.assertEqual(page.status_code, 403)
                self.assertIn("This page is your customer", page.text)
                self.assertNotIn("<form", page.text)
        self.assertFalse(self.mail.customer_answer)
        self.assertFalse(self.env["playbook.opt.out"].search([]))
        one_click = {"List-Unsubscribe": "One-Click"}
        page = self._post(self._url(purpose=UNSUBSCRIBE), **one_click)
        self.assertEqual(page.status_code, 200)
        self.assertTrue(self.env["playbook.opt.out"].search([]))

    def test_new_looks_are_loaded(self):
        self.assertRegex(
            self.url_open(self._url()).text, r"customer_page\.css\?v=[0-9a-f]{12}"
        )

    def test_reasons_that_customers_may_read(self):
        self.env["crm.lost.reason"].create({"name": "Bad payer"})
        page = self.url_open(f"{self._url()}?choice=no")
        self.assertIn("Bought elsewhere", page.text)
        self.assertNotIn("Bad payer", page.text)
        reasons = self.env["crm.lost.reason"].search([])
        reasons.playbook_for_customers = False
        page = self.url_open(f"{self._url()}?choice=no")
        self.assertNotIn("What is the reason?", page.text)
        self._post(choice="no", reason=str(self.reason.id))
        self.assertFalse(self.mail.answer_lost_reason_id)

    def test_nobody_is_promised(self):
        (self.user_sales | self.user_team_leader | self.user_sales_management).write(
            {"active": False}
        )
        self.follow_up.author_id = self.user_sales
        self.follow_up.run_as_id = False
        page = self._post(choice="yes")
        if not self.mail.answer_activity_id:
            self.assertIn("we have written it down", page.text)
            self.assertNotIn("gets in touch", page.text)
