"""What a load makes by the way: options, and the customer of a lead."""

from odoo.tests import tagged

from .loading_common import LoadingCase


@tagged("post_install", "-at_install")
class TestMadeOptions(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def _find(self, name):
        return self.env["res.partner.category"].search([("name", "=", name)])

    def test_only_with_a_line(self):
        """No option is left of which every line fails."""
        rows = [
            ["Customer ID", "Name", "Tags"],
            ["M-1", "Made One", "Made first"],
            ["M-2", "Made Two", "Made first; Made second"],
            ["M-3", "Made Three", "Made third"],
        ]
        load = self._make_load(rows, user=self.admin)
        self._review(load)
        load.value_ids.treatment = "create"
        load.action_review()
        write = type(load)._write_items

        def fail(records, items):
            if any(item.values["name"] != "Made One" for item in items):
                raise ValueError("It is too much.")
            return write(records, items)

        self.patch(type(load), "_write_items", fail)
        with self.assertLogs("odoo.addons.crm_playbook", "ERROR"):
            load.action_load()
        lines = load.line_ids
        self.assertStates(lines, "loaded", "failed", "failed")
        self.assertIn("It is too much.", lines.sorted("number")[1].reason)
        self.assertTrue(self._find("Made first"))
        self.assertFalse(self._find("Made second") + self._find("Made third"))
        third = self._get_value(load, "Made third")
        self.assertEqual((third.treatment, third.created), ("create", False))


@tagged("post_install", "-at_install")
class TestCustomerByName(LoadingCase):
    HEADERS = ["ID", "Name", "Company name", "Email"]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")
        cls.company = cls._create_customer("Made Leads Ltd")

    def _load_lead(self, name="Made Leads Ltd", email=""):
        rows = [self.HEADERS, ["C-1", "Deal", name, email]]
        load = self._load(rows, "lead", user=self.admin)
        self.assertStates(load.line_ids, "loaded")
        self.assertVerdicts(self._look(rows, "lead", user=self.admin), "unchanged")
        return self._get_records(load), load.line_ids

    def test_linked(self):
        lead, line = self._load_lead()
        self.assertEqual(lead.partner_id, self.company)
        self.assertIn("Made Leads Ltd", line.reason)

    def test_several(self):
        self._create_customer("Made Leads Ltd")
        lead, _line = self._load_lead()
        self.assertFalse(lead.partner_id)
        self.assertEqual(lead.partner_name, "Made Leads Ltd")

    def test_its_address_stays(self):
        self.company.email = "a@made.example"
        lead, _line = self._load_lead(email="b@made.example")
        self.assertFalse(lead.partner_id)
        self.assertEqual(self.company.email, "a@made.example")

    def test_of_another_customer_since(self):
        lead, _line = self._load_lead("Made elsewhere")
        other = self._create_customer("Made other")
        lead.partner_id = other
        self._create_customer("Made elsewhere")
        self._load_lead("Made elsewhere")
        self.assertEqual(lead.partner_id, other)
