import time

from odoo.tests import HttpCase, freeze_time, tagged

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


@tagged("post_install", "-at_install")
class TestAnswerTokens(PageCase):
    """Links that we have not signed, or not for this, tell nothing."""

    def _pages(self, url):
        yield self.url_open(url)
        yield self._post(url, choice="yes", scope="all")

    def test_wrong_links_are_all_alike(self):
        token = self.mail._sign(ANSWER)
        nothing = self.env["playbook.customer.mail"].browse(987654321)
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
            "..%2F..%2Fetc",
        ]
        texts = set()
        for each in wrong:
            with self.subTest(each):
                for page in self._pages(f"/playbook/answer/{each}"):
                    if page.status_code != 429:
                        self.assertEqual(page.status_code, 404)
                        texts.add(page.text)
        self.assertLessEqual(
            len({text for text in texts if "This link does not work" in text}), 1
        )
        self.assertFalse(self.mail.customer_answer)
        self.assertFalse(nothing.exists())

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
        for value, days in (("5", 5), ("0", 60), ("x", 60), ("", 60)):
            parameters.set_param("crm_playbook.answer_days", value)
            self.assertEqual(self.mail._get_answer_days(), days)

    def test_guessing_is_slowed_down(self):
        for _time in range(20):
            self.assertEqual(self.url_open("/playbook/answer/guess").status_code, 404)
        self.assertEqual(self.url_open("/playbook/answer/guess").status_code, 429)
        self.assertEqual(self.url_open(self._url()).status_code, 429)

    def test_flooding_is_slowed_down(self):
        url = self._url()
        for _time in range(30):
            self._post(url)
        self.assertEqual(self._post(url, choice="yes").status_code, 429)
        self.assertFalse(self.mail.customer_answer)

    def test_the_same_e_mail_has_the_same_link(self):
        self.assertEqual(self.mail._sign(ANSWER), self.mail._sign(ANSWER))
        self.assertNotEqual(self.mail._sign(ANSWER), self.mail._sign(UNSUBSCRIBE))
