"""Scheduled reports in a browser, and the link that stands in them."""

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import PROFILE_GROUPS


@tagged("post_install", "-at_install")
class TestReportsTours(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "tour_reports",
            PROFILE_GROUPS["sales_management"],
            email="tour@reports.x",
            tour_enabled=False,
        )
        cls.seller = new_test_user(
            cls.env, "tour_seller", PROFILE_GROUPS["sales"], name="Tour Seller"
        )
        cls.report = cls.env["playbook.report"].create(
            {
                "name": "Tour report",
                "user_ids": [Command.set((cls.manager | cls.seller).ids)],
                "responsible_id": cls.manager.id,
                "line_ids": [
                    Command.create(
                        {
                            "name": "New customers of the week",
                            "kind": "figures",
                            "indicator_ids": cls.env.ref(
                                "crm_playbook.indicator_new_customers"
                            ).ids,
                        }
                    )
                ],
            }
        )

    def test_preview_and_send(self):
        self.start_tour(
            "/odoo/playbook-reports",
            "playbook_reports_preview_and_send",
            login=self.manager.login,
        )
        self.env.invalidate_all()
        row = self.env["playbook.report.delivery"].search(
            [("report_id", "=", self.report.id)]
        )
        self.assertEqual((row.user_id, row.state), (self.manager, "queued"))
        self.assertTrue(row.date_opened)
        self.assertEqual(self.report.state, "active")

    def test_link(self):
        row = self.env["playbook.report.delivery"].create(
            {
                "report_id": self.report.id,
                "user_id": self.seller.id,
                "company_id": self.env.company.id,
                "frequency": "weekly",
                "date_from": "2026-03-02",
                "date_to": "2026-03-09",
                "state": "sent",
            }
        )
        link = row._get_link().removeprefix(row.get_base_url())

        def follow(login, path=link):
            self.authenticate(login, login)
            answer = self.url_open(path, allow_redirects=False)
            row.invalidate_recordset()
            return answer

        self.authenticate(None, None)
        answer = self.url_open(link, allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])
        stranger = new_test_user(self.env, "tour_other", PROFILE_GROUPS["sales"])
        self.assertEqual(follow(stranger.login).status_code, 404)
        for path in ("/crm_playbook/report/0", f"/crm_playbook/report/{10**30}"):
            self.assertEqual(follow(stranger.login, path).status_code, 404)
        self.assertEqual(follow(self.manager.login).status_code, 303)
        self.assertFalse(row.date_opened)
        answer = follow(self.seller.login)
        self.assertTrue(answer.headers["Location"].endswith(f"/{row.id}"))
        self.assertTrue(row.date_opened)
