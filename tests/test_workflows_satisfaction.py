from odoo.tests import freeze_time, tagged

from .test_workflows_answer_pages import PageCase


@tagged("post_install", "-at_install")
class TestSatisfaction(PageCase):
    """How satisfied are you? Odoo's ratings, with what follows from them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_customer.service_user_id = cls.user_customer_service
        cls.activity = cls.company_customer.activity_schedule(
            summary="Mend the chair", user_id=cls.user_sales.id
        )
        cls.activity.action_feedback(feedback="Mended")
        cls.action = cls.env["playbook.action"].search(
            [("activity_id", "=", cls.activity.id)]
        )
        cls.complaints = cls.env["playbook.workflow"].create(
            {
                "name": "Complaint resolved",
                "target": "partner",
                "trigger": "outcome",
                "responsible_id": cls.user_sales_management.id,
                "step_ids": [
                    (0, 0, {"summary": "Ask", "sequence": 1}),
                    (0, 0, {"summary": "Call", "sequence": 2}),
                ],
            }
        )
        cls.asked = cls._send(
            cls.company_customer,
            cls.complaints,
            asks_for="satisfaction",
            occurrence=cls.action.id,
        )
        cls.block = cls.asked._prepare_answer_blocks()[cls.asked.id]
        cls.rating = cls.asked.rating_id
        cls.env.flush_all()

    def _rate_url(self, rate=5):
        return f"/rate/{self.rating.access_token}/{rate}"

    def _rate(self, rate, **data):
        url = f"/playbook/satisfaction/{self.rating.access_token}"
        return self._post(url, rate=rate, **data)

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
            page = self._rate(5)
            self.assertIn("Thank you", page.text)
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
        self._rate(5)
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
        self.assertEqual(self.action.satisfaction, 1)
