"""My Day in a browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import INTERNAL

MY_DAY = "/odoo/my-day"


class DayTours(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What else the database holds would stand in the list too.
        cls.env["crm.lead"].search([]).action_archive()
        cls.salesperson = new_test_user(
            cls.env,
            "tour_day",
            name="Tour Salesperson",
            groups=f"{INTERNAL},crm_playbook.group_sales",
            tour_enabled=False,
        )
        stage = cls.env["crm.stage"].create({"name": "Tour stage", "sequence": 2})
        customer = cls.env["res.partner"].create(
            {"name": "Tour Customer", "is_company": True}
        )
        cls.deal = cls.env["crm.lead"].create(
            {
                "name": "AAA Tour deal",
                "type": "opportunity",
                "partner_id": customer.id,
                "user_id": cls.salesperson.id,
                "stage_id": stage.id,
                "expected_revenue": 5000,
            }
        )
        cls.late = cls._plan("Tour late call", -2)
        cls.today = cls._plan("Tour offer", 0)
        cls.moved = cls._plan("Tour visit", 0)
        cls._plan("Tour later", 4)

    @classmethod
    def _plan(cls, summary, days):
        return cls.deal.activity_schedule(
            "mail.mail_activity_data_todo",
            fields.Date.today() + timedelta(days=days),
            summary=summary,
            user_id=cls.salesperson.id,
            automated=False,
        )

    def _tour(self, name):
        self.start_tour(MY_DAY, name, login=self.salesperson.login)
        self.env.invalidate_all()
        self.assertFalse(self.late.active)
        self.assertGreater(self.moved.date_deadline, fields.Date.today())
        self.assertTrue(self.today.active)


@tagged("post_install", "-at_install")
class TestDayOnTheDesktop(DayTours):
    def test_finish_postpone_and_open(self):
        picked = self._plan("Tour lunch", 0)
        self._tour("playbook_my_day")
        self.assertEqual(picked.date_deadline.day, 15)
        self.assertGreater(picked.date_deadline, fields.Date.today())


@tagged("post_install", "-at_install")
class TestDayOnThePhone(DayTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_finish_postpone_and_open(self):
        self._tour("playbook_my_day_phone")
