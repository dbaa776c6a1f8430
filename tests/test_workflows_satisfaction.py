from odoo.tests import freeze_time, tagged

from .satisfaction_common import SatisfactionCase


@tagged("post_install", "-at_install")
class TestSatisfaction(SatisfactionCase):
    """How satisfied are you? Odoo's ratings, with what follows from them."""

    def test_rating_is_made_with_the_e_mail(self):
        self.assertRecordValues(
            self.rating,
            [
                {
                    "res_model": "res.partner",
                    "res_id": self.company_customer.id,
                    "partner_id": self.ann.id,
                    "rated_partner_id": self.user_sales.partner_id.id,
                    "playbook_action_id": self.action.id,
                    "playbook_customer_mail_id": self.asked.id,
                    "consumed": False,
                }
            ],
        )
        self.assertIn(self._rate_url(1), self.block)
        self.asked._prepare_answer_blocks()
        self.assertEqual(self.asked.rating_id, self.rating)

    def test_looking_changes_nothing(self):
        page = self.url_open(self._rate_url(1))
        self.assertEqual(page.status_code, 200)
        self.assertIn("How satisfied are you?", page.text)
        self.url_open(self._rate_url(1), method="HEAD")
        self.env.invalidate_all()
        self.assertFalse(self.rating.consumed)

    def test_unhappy(self):
        page = self._rate(1, comment="It still <b>wobbles</b>")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Thank you for telling us", page.text)
        self.assertEqual(self.rating.rating, 1)
        self.assertTrue(self.rating.consumed)
        self.assertEqual(self.action.satisfaction, 1)
        self.assertEqual(self.action.satisfaction_comment, "It still <b>wobbles</b>")
        activity = self._planned(self.company_customer)
        self.assertEqual(activity.user_id, self.user_customer_service)
        self.assertIn("not satisfied", activity.summary)
        self.assertIn("&lt;b&gt;wobbles", self._notes(self.company_customer)[0])
        self.assertTrue(self.asked.answer_date)

    def test_neutral_and_happy(self):
        for rate in (3, 5):
            self._rate(rate)
            self.assertEqual(self.action.satisfaction, rate)
            self.assertFalse(self._planned(self.company_customer))

    def test_changed_within_a_day(self):
        self._rate(1)
        self._rate(5)
        self.assertEqual(self.rating.rating, 5)
        self.assertFalse(self._planned(self.company_customer))
        self._rate(1)
        self.assertEqual(len(self._planned(self.company_customer)), 1)
        begin = str(self.asked.answer_date)
        with freeze_time(self._after(begin, hours=25)):
            for page in (
                self._rate(5),
                self.url_open(self._rate_url(5)),
                self.url_open(self._rate_url(1)),
                self.url_open(f"{self._rate_url(5)}?change=1"),
            ):
                self.assertIn("You have already told us on", page.text)
                self.assertIn("“Not satisfied”", page.text)
                self.assertNotIn("We have written it down", page.text)
                self.assertNotIn("<form", page.text)
        self.assertEqual(self.rating.rating, 1)

    def test_another_face_is_chosen(self):
        """From the e-mail, while what was said may be changed."""
        page = self._rate(5, comment="Fine")
        self.assertIn("We have written it down (“Satisfied”)", page.text)
        page = self.url_open(self._rate_url(1))
        self.assertRegex(page.text, r'value="1"[^>]*checked')
        self.assertIn("Fine", page.text)
        self.assertNotIn("<form", self.url_open(self._rate_url(5)).text)

    def test_five_times_are_enough(self):
        for number in range(8):
            page = self._rate(1, comment=f"{number}")
        self.assertEqual(self.asked.answer_count, 5)
        self.assertEqual(self.asked.answer_comment, "4")
        self.assertIn("You have already told us", page.text)
        self.assertEqual(len(self._planned(self.company_customer)), 1)

    def test_the_e_mail_is_gone(self):
        """Odoo's page would post what they write to all who follow the customer."""
        url = self._rate_url(1)
        submit = f"/rate/{self.rating.access_token}/submit_feedback"
        before = len(self.company_customer.message_ids)
        self.asked.enrollment_id.unlink()
        self.env.flush_all()
        self.assertTrue(self.rating.exists().playbook_asked)
        for page in (
            self.url_open(url),
            self._rate(1, comment="Bad"),
            self.url_open(f"{submit}?rate=1&feedback=Bad"),
        ):
            self.assertEqual(page.status_code, 200)
            self.assertIn("no longer needs an answer", page.text)
        self.assertEqual(len(self.company_customer.message_ids), before)
        self.assertFalse(self.rating.consumed)
        self.env["rating.rating"]._gc_unanswered()
        self.assertTrue(self.rating.exists())
        with freeze_time(self._after(str(self.rating.create_date)[:19], days=366)):
            self.env["rating.rating"]._gc_unanswered()
        self.assertFalse(self.rating.exists())

    def test_customers_that_become_one(self):
        kept = self._create_customer("Lumber Limited", email="new@lumber.x")
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.company_customer | kept).ids, kept
        )
        self.assertEqual(self.rating.res_id, kept.id)
        self.assertIn("How satisfied", self.url_open(self._rate_url(1)).text)
        self._rate(1)
        self.assertEqual(self.rating.rating, 1)

    def test_expired(self):
        with freeze_time(self._after(str(self.asked.date_due), days=62)):
            self.assertEqual(self.url_open(self._rate_url()).status_code, 410)
            self._rate(1)
        self.assertFalse(self.rating.consumed)

    def test_wrong(self):
        for rate in ("2", "x", "", "99"):
            page = self._rate(rate, comment="Hm")
            self.assertEqual(page.status_code, 400)
            self.assertIn("Hm", page.text)
        self.assertEqual(self.url_open(self._rate_url(7)).status_code, 200)
        for token in ("0123456789", "%00", "%27", "x" * 3000):
            url = f"/playbook/satisfaction/{token}"
            self.assertEqual(self._post(url, rate=5).status_code, 404)
        self.assertFalse(self.rating.consumed)

    def test_colleagues_do_not_rate(self):
        self.authenticate(self.user_sales.login, self.user_sales.login)
        for page in (self._rate(5), self.url_open(self._rate_url(5))):
            self.assertIn("This page is your customer", page.text)
        self.assertFalse(self.rating.consumed)

    def test_other_ratings_are_odoos(self):
        other = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.company_customer.id,
                "partner_id": self.ann.id,
            }
        )
        self.env.flush_all()
        page = self.url_open(f"/rate/{other.access_token}/5")
        self.assertIn("Thank you for rating our services!", page.text)
        self.assertEqual(
            self._post(
                f"/playbook/satisfaction/{other.access_token}", rate=5
            ).status_code,
            404,
        )

    def test_averages_leave_out_who_did_not_answer(self):
        self._rate(3)
        other = self.company_customer.activity_schedule(
            summary="Again", user_id=self.user_sales.id
        )
        other.action_feedback()
        [(average,)] = self.env["playbook.action"]._read_group(
            [("partner_id", "=", self.company_customer.id)],
            aggregates=["satisfaction:avg"],
        )
        self.assertEqual(average, 3)

    def test_what_erased_people_said_is_emptied(self):
        self._rate(1, comment="It wobbles")
        self.company_customer._erase_from_playbook()
        self.assertFalse(self.action.satisfaction_comment)
        self.assertFalse(self.rating.feedback)
        self.assertFalse(self.asked.answer_comment)
        self.assertEqual(self.action.satisfaction, 1)
