"""What the screens of a load say, and what their buttons do to many lines at once."""

import base64
import io

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.loading import playbook_load_write
from odoo.addons.crm_playbook.tools.table import open_table

from .loading_common import LoadingCase

HEADERS = ["Customer ID", "Name", "Email", "Industry", "Shoe size"]


def make_rows(count, **cells):
    rows = [HEADERS]
    for number in range(count):
        row = {"Customer ID": f"S-{number}", "Name": f"Screen {number * 7919**3:x}"}
        row |= cells
        rows.append([row.get(header, "") for header in HEADERS])
    return rows


@tagged("post_install", "-at_install")
class TestBanners(LoadingCase):
    def _fail(self, load):
        load.line_ids.sudo().write({"state": "failed", "reason": "Not this one."})
        load.sudo().state = "done"

    def test_all_is_well(self):
        load = self._load(make_rows(2))
        self.assertEqual((load.outcome_tone, load.rejected_count), ("success", 0))

    def test_nothing_was_loaded(self):
        load = self._make_load(make_rows(2))
        self._review(load)
        self._fail(load)
        self.assertEqual(load.outcome_tone, "danger")
        self.assertIn("Nothing has been loaded.", load.outcome_text)
        self.assertIn("Not this one.", load.outcome_text)

    def test_not_all_was_loaded(self):
        load = self._load(make_rows(3))
        lines = load.line_ids[:2].sudo()
        lines.write({"state": "failed", "reason": "One of many."})
        lines[0].reason = "Another."
        load.line_ids[2].sudo().write({"state": "failed", "reason": "One of many."})
        self.assertIn("Most often: One of many.", load.outcome_text)
        load.line_ids[2].sudo().state = "loaded"
        self.assertEqual(load.outcome_tone, "warning")

    def test_most_lines_are_not_valid(self):
        rows = make_rows(2, **{"Customer ID": "", "Name": "", "Email": "x"})
        rows += make_rows(1)[1:]
        load = self._make_load(rows)
        self._review(load)
        self.assertEqual((load.invalid_count, load.plan_tone), (2, "warning"))
        load = self._make_load([HEADERS, *([f"B-{n}", "", "", "", ""] for n in (1, 2))])
        self._review(load)
        self.assertEqual((load.invalid_count, load.plan_tone), (2, "danger"))
        load = self._make_load(make_rows(1))
        self._review(load)
        self.assertEqual(load.plan_tone, "success")

    def test_columns_that_are_not_loaded(self):
        load = self._make_load(make_rows(1))
        self.assertEqual(load.not_loaded_text, "One column is not loaded: Shoe size")
        load.column_ids.target = False
        self.assertIn("4 columns are not loaded: ", load.not_loaded_text)
        load.column_ids.is_key = True
        self.assertFalse(load.not_loaded_text)

    def test_one_line(self):
        load = self._make_load(make_rows(1))
        self.assertIn("one line", load.file_facts)
        self.assertIn("2 lines", self._make_load(make_rows(2)).file_facts)

    def test_figures_as_the_user_writes_them(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.user_marketing.lang = "es_ES"
        load = self._make_load(make_rows(1))
        self.assertEqual(load.with_context(lang="es_ES")._digits(14277), "14.277")

    def test_keys_that_the_addon_made(self):
        rows = [["Name"], ["Nameless key"]]
        line = self._look(rows)
        self.assertTrue(line.key)
        self.assertFalse(line.key_shown)
        line = self._look(make_rows(1))
        self.assertEqual(line.key_shown, "S-0")
        Line = self.env["playbook.load.line"]
        found = Line.search([("key_shown", "ilike", "S-0")])
        self.assertIn(line, found)
        self.assertFalse(Line.search([("key_shown", "ilike", "=")]))


@tagged("post_install", "-at_install")
class TestButtons(LoadingCase):
    def test_what_was_stopped_goes_on(self):
        load = self._make_load(make_rows(5))
        self._review(load)
        self.patch(playbook_load_write, "LOAD_BATCH", 2)
        self.patch(type(self.Load), "_work", lambda load: load._trigger())
        load.action_load()
        next(load._get_steps())
        load.action_stop()
        self.assertEqual((load.rest_count, load.left_out_count), (3, 3))
        self.assertEqual((load.rejected_count, load.outcome_tone), (0, "warning"))
        load.action_load_rest()
        self.assertEqual((load.state, load.rest_count), ("loading", 0))
        self._run()
        self.assertEqual((load.state, load.created_count), ("done", 5))
        self.assertFalse(load.line_ids.filtered("reason"))
        with self.assertRaises(UserError):
            load.action_load_rest()

    def test_nothing_is_left_of_it(self):
        load = self._load(make_rows(1))
        load.sudo().state = "stopped"
        with self.assertRaisesRegex(UserError, "no line left"):
            load.action_load_rest()

    def test_what_was_loaded_is_kept(self):
        load = self._load(make_rows(1))
        load.sudo().state = "stopped"
        with self.assertRaisesRegex(UserError, "is kept"):
            load.unlink()

    def test_all_duplicates_are_the_one_proposed(self):
        partners = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True}
                for name in ("Quokka Lda", "Walrus Lda", "Numbat Lda", "Numbat Inc")
            ]
        )
        names = ("Quokka", "Walrus", "Walrus", "Numbat")
        rows = [HEADERS[:2], *([f"D-{n}", name] for n, name in enumerate(names))]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertEqual(lines[0].verdict, "duplicate", lines.mapped("reason"))
        load.with_context(
            load_verdict="duplicate", load_decision="same"
        ).action_decide_all()
        self.assertEqual((lines[0].res_id, lines[0].handling), (partners[0].id, "load"))
        # Two records are proposed, or two lines may be the same one.
        self.assertNotIn(lines[3].res_id, partners.ids)
        self.assertNotIn("load", lines[1:3].filtered("candidates").mapped("handling"))
        self.assertEqual(lines[3].handling, "undecided")


@tagged("post_install", "-at_install")
class TestReviewAgain(LoadingCase):
    def _review_unknown(self, **cells):
        load = self._make_load(make_rows(2, Industry="Cork making", **cells))
        self._review(load)
        return load, self._get_value(load, "Cork making")

    def test_changed_since_the_review(self):
        load, value = self._review_unknown()
        self.assertFalse(load.needs_review)
        value.treatment = "empty"
        self.assertTrue(load.needs_review)
        self.assertEqual(load.plan_tone, "warning")
        with self.assertRaisesRegex(UserError, "since it was reviewed"):
            load.action_load()
        load.action_review()
        self.assertFalse(load.needs_review)
        load.action_load()
        self.assertEqual((load.state, load.created_count), ("done", 2))

    def test_handled_otherwise_since_the_review(self):
        load, _value = self._review_unknown()
        load.on_match = "fill"
        self.assertTrue(load.needs_review)

    def test_it_is_not_set_by_hand(self):
        load, value = self._review_unknown()
        value.treatment = "empty"
        with self.assertRaises(UserError):
            load.needs_review = False

    def test_create_what_may_not_be_created(self):
        load, value = self._review_unknown()
        value.sudo().may_create = False
        self.assertEqual(value.treatments, "map empty reject")
        self.assertFalse(load.creatable_count)
        with self.assertRaisesRegex(UserError, "Cork making.*cannot be created"):
            value.treatment = "create"
        value.sudo().may_create = True
        self.assertEqual((load.creatable_count, load.unknown_count), (1, 1))
        self.assertIn("create", value.treatments)

    def test_paused(self):
        load, value = self._review_unknown()
        load.sudo().state = "paused"
        value.treatment = "empty"
        self.assertFalse(load.needs_review, "it goes on with what is said now")


@tagged("post_install", "-at_install")
class TestTemplates(LoadingCase):
    def _open(self, kind):
        content = self.Load.with_user(self.user_marketing).get_template(kind)["content"]
        content = base64.b64decode(content)
        return content, openpyxl.load_workbook(io.BytesIO(content))

    def test_notes(self):
        content, book = self._open("company")
        self.assertEqual(book.sheetnames, ["Companies", "Notes"])
        self.assertEqual(book["Companies"].max_row, 1)
        notes = {row[0]: row[1:] for row in book["Notes"].iter_rows(values_only=True)}
        headers = [cell.value for cell in book["Companies"][1]]
        self.assertEqual(list(notes)[1:], headers)
        self.assertEqual(notes["Name"], ("Yes", "Text"))
        self.assertIn("customer number", notes["Key"][1])
        self.assertRegex(notes["Country"][1], "^One of: .* and others$")
        knows = self.env["playbook.load.target"]._get_header_test("company")
        table = open_table(content, "Companies.xlsx", knows=knows)
        self.assertEqual(table.headers, headers)

    def test_of_every_kind(self):
        for kind in ("contact", "lead", "action"):
            with self.subTest(kind=kind):
                _content, book = self._open(kind)
                rows = list(book["Notes"].iter_rows(values_only=True))
                self.assertTrue(all(row[2] for row in rows))
                self.assertTrue(any(row[1] != "No" for row in rows[2:]))
