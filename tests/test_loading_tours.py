"""A file is loaded, in a browser."""

import base64

from odoo.tests import HttpCase, new_test_user, tagged

from .common import INTERNAL

LOADS = "/odoo/data-loads"


class LoadingTours(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env,
            "tour_loading",
            name="Tour Marketing",
            groups=f"{INTERNAL},crm_playbook.group_marketing",
            tour_enabled=False,
        )
        cls.source = cls.env["playbook.load.source"].create({"name": "Tour system"})
        cls.partner = cls.env["res.partner"].create(
            {"name": "Tour Furniture Ltd", "is_company": True, "city": "Lugo"}
        )

    def _tour(self, name, path=LOADS):
        self.start_tour(path, name, login=self.user.login)
        self.env.invalidate_all()

    def _find(self, name):
        return self.env["res.partner"].search([("name", "=", name)])

    def _check_loaded(self):
        load = self.env["playbook.load"].search([("source_id", "=", self.source.id)])
        self.assertEqual(load.state, "done")
        self.assertEqual(load.user_id, self.user)
        self.assertEqual(self.partner.name, "Tour Furnitures Ltd")
        self.assertEqual(self.partner.street, "Vigo")
        self.assertEqual(self.partner.city, "Lugo")
        self.assertEqual(self._find("Tour Chairs Ltd").user_id, self.user)
        emails = self.env["res.partner"].search([("email", "=", "lamps@tour.example")])
        self.assertFalse(emails)
        return load


@tagged("post_install", "-at_install")
class TestLoadingOnTheDesktop(LoadingTours):
    def test_from_a_file_to_records(self):
        self._tour("playbook_loading")
        load = self._check_loaded()
        self.assertEqual(load.rejected_count, 1)
        self.assertEqual(self._find("Tour Desks Ltd").user_id, self.user)

    def test_decide_on_many_lines(self):
        rows = "Account ID;Company\nT-2;Tour Furnitures Ltd\nT-1;Tour Chairs Ltd"
        load = (
            self.env["playbook.load"]
            .with_user(self.user)
            .create(
                {
                    "source_id": self.source.id,
                    "file": base64.b64encode(rows.encode()),
                    "file_name": "tour.csv",
                }
            )
        )
        load.action_read()
        load.action_review()
        self._tour("playbook_loading_lines", f"{LOADS}/{load.id}")
        self.assertEqual(
            load.line_ids.sorted("number").mapped("handling"), ["leave", "load"]
        )


@tagged("post_install", "-at_install")
class TestLoadingOnThePhone(LoadingTours):
    browser_size = "390x844"
    touch_enabled = True

    def test_from_a_file_to_records(self):
        self._tour("playbook_loading_phone")
        self._check_loaded()
        self.assertFalse(self._find("Tour Desks Ltd"))
