"""What a load is before it is reviewed: templates, other files, copies."""

import base64
import io

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.loading.playbook_load import KINDS
from odoo.addons.crm_playbook.tools.table import open_table
from odoo.addons.crm_playbook.tools.table_write import write_xlsx

from .loading_common import LoadingCase


@tagged("post_install", "-at_install")
class TestFiles(LoadingCase):
    def test_templates_are_recognised(self):
        """A template that is filled in needs no mapping, in either language."""
        self.env["res.lang"]._activate_lang("es_ES")
        for kind, _label in KINDS:
            for lang in ("en_US", "es_ES"):
                Load = self.Load.with_user(self.user_marketing)
                load = Load.with_context(lang=lang).create(
                    {"kind": kind, "source_id": self.source.id}
                )
                content = base64.b64decode(load.template_file)
                headers = self._get_headers(content, load)
                load.file = base64.b64encode(
                    write_xlsx(headers, [["1"] * len(headers)])
                )
                load.file_name = load.template_name
                load.action_read()
                unknown = load.column_ids.filtered(
                    lambda each: not each.target and not each.is_key
                )
                with self.subTest(kind=kind, lang=lang):
                    self.assertFalse(unknown.mapped("column_name"))

    def _get_headers(self, content, load):
        """As the load itself reads them: the notes are another sheet."""
        knows = self.env["playbook.load.target"]._get_header_test(load.kind)
        return open_table(content, load.template_name, knows=knows).headers

    def test_another_file(self):
        load = self._make_load([["Name", "Else"], ["One Ltd", "Leeds"]])
        load.column_ids[1].target = "city"
        load.action_change_file()
        self.assertEqual((load.state, load.line_count), ("draft", 0))
        load.file = base64.b64encode(b"Else,Name\nYork,Two Ltd\nHull,Three Ltd\n")
        load.action_read()
        self.assertEqual(load.column_ids.mapped("target"), ["city", "name"])
        self.assertVerdicts(self._review(load), "new", "new")

    def test_sheet(self):
        book = openpyxl.Workbook()
        book.active.title = "Read me"
        sheet = book.create_sheet("Customers")
        for row in (["Name"], ["Sheet Ltd"]):
            sheet.append(row)
        content = io.BytesIO()
        book.save(content)
        load = self._make_load(content.getvalue(), file_name="book.xlsx")
        self.assertEqual(load.sheet_name, "Customers")
        self.assertVerdicts(self._review(load), "new")

    def test_copy(self):
        load = self._load([["Name", "City"], ["Copied Ltd", "Leeds"]])
        copied = load.copy()
        self.assertEqual((copied.state, copied.file), ("draft", False))
        self.assertEqual(copied.column_ids.mapped("target"), ["name", "city"])
        self.assertFalse(copied.line_ids)

    def test_loaded_is_kept(self):
        load = self._load([["Name"], ["Kept Ltd"]])
        with self.assertRaises(UserError), self.cr.savepoint():
            load.unlink()
        draft = self._make_load([["Name"], ["Draft Ltd"]])
        draft.unlink()
        self.assertFalse(draft.exists())

    def test_known_elsewhere(self):
        rows = [["Customer ID", "Name"], ["K-7", "Known Ltd"]]
        partner = self._get_records(self._load(rows))
        self.assertEqual(partner.playbook_loaded_from, "Old system: K-7")
