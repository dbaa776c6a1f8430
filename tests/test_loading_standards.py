"""Standards ask the same of what is loaded, and say so in the review."""

from odoo.tests import tagged

from .loading_common import LoadingCase
from .standards_common import PHONE, StandardsCase

HEADERS = ["ID", "Name", "Phone"]


@tagged("post_install", "-at_install")
class TestLoadedStandards(LoadingCase, StandardsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def _ask_for_phone(self, moment="customer", **vals):
        return self._make_procedure(moment, requirements=[PHONE], **vals)

    def test_refused(self):
        self._ask_for_phone(on_import="refuse")
        rows = [HEADERS, ["S-1", "Bare Ltd", ""], ["S-2", "Full Ltd", "+34600123456"]]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertVerdicts(lines, "invalid", "new")
        self.assertIn("Phone", lines[0].reason)
        self.assertIn("Standard", lines[0].reason)
        load.action_load()
        self.assertStates(lines, "left_out", "loaded")
        rows[1][2] = "+34600123457"
        again = self._load(rows)
        self.assertStates(again.line_ids, "loaded", "loaded")
        self.assertEqual(again.created_count, 1)

    def test_let_in(self):
        self._ask_for_phone()
        rows = [HEADERS, ["S-1", "Bare Ltd", ""]]
        load = self._load(rows)
        lines = load.line_ids
        self.assertVerdicts(lines, "new")
        self.assertIn("Phone", lines.reason)
        self.assertStates(lines, "loaded")
        self.env.flush_all()
        self.assertTrue(self._get_findings(self._get_records(load)))

    def test_observed(self):
        self._ask_for_phone(state="observe", on_import="refuse")
        lines = self._look([HEADERS, ["S-1", "Bare Ltd", ""]])
        self.assertVerdicts(lines, "new")
        self.assertFalse(lines.reason)

    def test_no_prospects(self):
        """Who is no customer is asked for nothing."""
        self._ask_for_phone(on_import="refuse")
        load = self._load([HEADERS, ["S-1", "Supplier", ""]], as_prospects=False)
        self.assertStates(load.line_ids, "loaded")

    def test_update_that_lacks(self):
        """What is there already was asked for when it was made."""
        partner = self._create_customer("Old Ltd", email="old@standards.example")
        self._ask_for_phone(on_import="refuse")
        rows = [["Name", "Email", "City"], ["Old Ltd", partner.email, "Leeds"]]
        load = self._load(rows)
        self.assertStates(load.line_ids, "loaded")
        self.assertEqual(partner.city, "Leeds")

    def test_contact_of_a_customer(self):
        company = self._create_customer("Standing Ltd", is_prospect=True)
        self._ask_for_phone("contact", on_import="refuse")
        rows = [["Name", "Company", "Phone"], ["Ann", company.name, ""]]
        lines = self._look(rows, "contact")
        self.assertVerdicts(lines, "invalid")
        rows[1][2] = "+34600123456"
        load = self._load(rows, "contact")
        self.assertStates(load.line_ids, "loaded")

    def test_contact_whose_company_comes(self):
        """Until the company is there it is not known what will be asked."""
        self._ask_for_phone("customer", on_import="refuse")
        companies = self._make_load([HEADERS, ["A-1", "First Ltd", "+34600123456"]])
        self._review(companies)
        rows = [["ID", "Name", "Company"], ["P-1", "Ann Standards", "A-1"]]
        load = self._make_load(rows, "contact", previous_id=companies.id)
        lines = self._review(load)
        self.assertVerdicts(lines, "new")
        companies.action_load()
        load.action_load()
        self.assertStates(lines, "loaded")

    def test_stage(self):
        self._make_procedure(on_import="refuse")
        rows = [
            ["Name", "Company name", "Stage", "Amount", "Team", "Salesperson"],
            ["A", "Stage Ltd", "Proposal", "", "Team", "Sam Sales"],
            ["B", "Stage Ltd", "Proposal", "50", "Team", "Sam Sales"],
            ["C", "Stage Ltd", "Begin", "", "Team", "Sam Sales"],
        ]
        load = self._make_load(rows, "lead", user=self.admin)
        for value in load.value_ids:
            value.unlink()
        self._review(load)
        for text, record in (
            ("Proposal", self.proposal),
            ("Begin", self.begin),
            ("Team", self.begin.team_ids),
            ("Sam Sales", self.salesperson),
        ):
            value = self._get_value(load, text)
            value.write({"option_value": str(record.id), "treatment": "map"})
        load.action_review()
        lines = load.line_ids.sorted("number")
        self.assertVerdicts(lines, "invalid", "new", "new")
        self.assertIn("Expected Revenue", lines[0].reason)
        load.action_load()
        self.assertStates(lines, "left_out", "loaded", "loaded")
        leads = self._get_records(load)
        self.assertEqual(leads[1:].mapped("stage_id"), self.proposal + self.begin)
