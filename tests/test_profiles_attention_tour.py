"""Absences and Customer 360, in a browser."""

from odoo.tests import HttpCase, new_test_user, tagged

from .common import FULL, INTERNAL


class AttentionTours(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, "tour_away", groups=f"{INTERNAL},crm_playbook.group_sales"
        )
        cls.other = new_test_user(
            cls.env,
            "tour_substitute",
            name="Tour Substitute",
            groups=f"{INTERNAL},crm_playbook.group_sales",
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "AAA Tour Customer", "is_company": True}
        )
        cls.lead = cls.env["crm.lead"].create(
            {
                "name": "AAA Tour deal",
                "type": "opportunity",
                "partner_id": cls.customer.id,
                "user_id": cls.user.id,
                "expected_revenue": 1200.0,
            }
        )


if FULL:

    @tagged("post_install", "-at_install")
    class TestAttentionOnTheDesktop(AttentionTours):
        def test_record_an_absence(self):
            action = self.env.ref("crm_playbook.playbook_attention_action")
            self.start_tour(
                f"/odoo/action-{action.id}", "playbook_attention", login="tour_away"
            )
            absence = self.env["playbook.absence"].search(
                [("user_id", "=", self.user.id)]
            )
            self.assertRecordValues(
                absence, [{"substitute_id": self.other.id, "reason": "Holidays"}]
            )
            settings = self.user.res_users_settings_ids
            self.assertEqual(settings.playbook_summary_hour, "8")

        def test_customer_360(self):
            self.start_tour(
                f"/odoo/res.partner/{self.customer.id}",
                "playbook_customer_360",
                login="tour_away",
            )

    @tagged("post_install", "-at_install")
    class TestCustomer360OnThePhone(AttentionTours):
        browser_size = "390x844"
        touch_enabled = True

        def test_customer_360(self):
            self.start_tour(
                f"/odoo/res.partner/{self.customer.id}",
                "playbook_customer_360",
                login="tour_away",
            )
