"""What reviewers found, and is not to come back."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .loading_common import LoadingCase


@tagged("post_install", "-at_install")
class TestMended(LoadingCase):
    def test_loads_do_not_wait_for_each_other(self):
        first, second = (self._make_load([["Name"], [name]]) for name in "AB")
        second.previous_id = first
        with self.assertRaises(ValidationError), self.cr.savepoint():
            first.previous_id = second

    def test_no_text_in_a_surplus_cell(self):
        load = self._make_load(b"Name,City\nMended Ltd,Leeds,a\0b\n")
        self.assertEqual((load.state, load.line_count), ("columns", 1))

    def test_company_made_for_a_line_is_known_by_its_key(self):
        rows = [["Name", "Company ID"], ["Ann Mended", "C-1007"]]
        load = self._load(rows, "contact", on_missing="create")
        company = self._get_records(load).parent_id
        self.assertTrue(company.is_prospect)
        rows = [["Company ID", "Name"], ["C-1007", "Mended Company Ltd"]]
        self.assertEqual(self._get_records(self._load(rows)), company)
        self.assertEqual(company.name, "Mended Company Ltd")

    def test_ambiguous_conflicts_are_decided_one_by_one(self):
        self._create_customer("Mended Alpha", email="one@mended.example")
        self._create_customer("Mended Beta", vat="US123456789")
        rows = [
            ["Name", "Email", "VAT"],
            ["Mended Alpha", "one@mended.example", "US123456789"],
        ]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertEqual((lines.res_id, lines.handling), (0, "undecided"))
        load.with_context(
            load_verdict="conflict", load_decision="load"
        ).action_decide_all()
        self.assertEqual(lines.handling, "undecided")

    def test_erasing_lines_that_were_never_loaded(self):
        bad = [["Contact ID", "Name", "Email", "Created on"]]
        bad += [["P1", "Ann Erased", "ann@mended.example", "no date"]]
        rejected = self._review(self._make_load(bad, "contact"))
        self.assertEqual(rejected.verdict, "invalid")
        bad[1][3] = "2020-01-01"
        person = self._get_records(self._load(bad, "contact"))
        person.with_user(self.env.ref("base.user_admin"))._erase_person()
        rejected.invalidate_recordset()
        self.assertFalse(rejected.cells or rejected.summary)
