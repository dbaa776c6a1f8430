"""The forms of a scheduled report: an e-mail, a workbook, a page."""

import io
import re
from unittest.mock import patch

from lxml import html as lxml_html
from openpyxl import load_workbook

from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from odoo.addons.base.models.ir_actions_report import IrActionsReport

from .report_content_common import ReportContentCase

RENDER = "odoo.addons.crm_playbook.models.results.playbook_report_render"
HOSTILE = (
    '=HYPERLINK("https://evil.example","x")',
    "<script>alert(1)</script>",
    "@SUM(A1)",
    "https://evil.example",
    "{=1+1}",
)


@tagged("post_install", "-at_install")
class TestReportForms(ReportContentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user, amount in ((cls.salesperson, 1234.5), (cls.manager, -500)):
            cls._write_figure(cls.revenue, cls.week, amount, user=user)
            cls._write_figure(cls.revenue, cls.week_before, 1000, user=user)
            cls._write_figure(cls.won, cls.week, 1, 8, user=user)
        cls.leads = cls.env["crm.lead"].create(
            [
                {"name": name, "type": "opportunity", "user_id": cls.salesperson.id}
                for name in HOSTILE
            ]
        )
        cls._add_line("figures", name="Figures", indicators=[cls.won, cls.revenue])
        cls._add_line("table", name="Same", indicators=[cls.revenue], count=1)
        cls._add_line("course", name="Same", indicator_id=cls.revenue.id, count=4)
        cls.records = cls._add_line(
            "records",
            name="Deals: [a/b] of 'x' that has a very long title",
            model="crm.lead",
            domain=f"[('id', 'in', {cls.leads.ids})]",
            columns=["name", "create_date", "expected_revenue"],
            sort="id",
        )
        cls._add_line("records", name="Nothing", domain="[('id', '=', 0)]")
        cls.report.purpose = "See what <b>needs</b> you."

    def _html(self, user, **how):
        return self.report._render_html(self._content(user), **how)

    def _workbook(self, user):
        raw = self.report._render_xlsx(self._content(user))
        return load_workbook(io.BytesIO(raw))

    def test_html_stands_by_itself(self):
        body = str(self._html(self.manager, link="https://odoo.example/report/7"))
        tree = lxml_html.fromstring(body)
        self.assertFalse(tree.xpath("//img | //svg | //script | //link | //form"))
        self.assertNotIn("url(", body)
        self.assertNotIn("flex", body)
        self.assertEqual(
            tree.xpath("//a[contains(., 'Open this report')]/@href"),
            ["https://odoo.example/report/7"],
        )
        for href in tree.xpath("//a/@href"):
            self.assertTrue(href.startswith(("http://", "https://")))
        # Four weeks, of which two have a bar; one person, whose row is shown.
        bars = tree.xpath("//table[contains(@class, 'pb-track')]")
        self.assertEqual(len(bars), 3)
        self.assertEqual(len(tree.xpath("//table[not(@role)]")), 4)
        # Mail programs cut what is longer.
        self.assertLess(len(body.encode()), 60_000)
        parts = tree.xpath("//a[contains(., 'Show it in Odoo')]/@href")
        self.assertEqual(len(parts), 4)
        self.assertTrue(all(href.endswith("/report-part") for href in parts))

    def test_the_text_alone_can_be_read(self):
        text = html2plaintext(self._html(self.manager))
        self.assertNotIn("!important", text)
        row = next(line for line in text.splitlines() if line.startswith("Opport"))
        self.assertRegex(
            " ".join(row.split()), r"^Opportunities won \(%\) 12.5 % 2 of 16"
        )

    def test_html_escapes_what_people_write(self):
        body = str(self._html(self.manager))
        self.assertNotIn("<script>", body)
        self.assertIn("&lt;script&gt;", body)
        self.assertIn("&lt;b&gt;needs", body)
        self.assertNotIn("Open this report", body)

    def test_html_says_the_same_as_the_content(self):
        content = self._content(self.manager)
        text = lxml_html.fromstring(str(self.report._render_html(content)))
        text = " ".join(text.text_content().split())
        for section in content["sections"]:
            self.assertIn(section["title"], text)
            for row in section["rows"][: section["shown"]]:
                for cell in row:
                    self.assertIn(" ".join(cell["text"].split()), text)
        self.assertIn("and 1 more", text)
        self.assertIn("Nothing to show: there are none.", text)
        self.assertIn("re_manager", text)

    def test_what_is_not_known_is_told_by_name(self):
        line = self._add_line("figures", name="Some", indicators=[self.cycle])
        page = lxml_html.fromstring(self._html(self.salesperson))
        text = " ".join(page.text_content().split())
        self.assertIn(f"No data yet: {self.cycle.name}.", text)
        self.assertNotIn(f"No data yet: {self.won.name}", text)
        section = self._section(line, self.salesperson)
        self.assertEqual(len(section["rows"]), 1)
        self._write_figure(self.cycle, self.week, 9, 3, user=self.salesperson)
        self.assertNotIn("No data yet", self._html(self.salesperson))

    def test_bars_have_the_width_of_their_share(self):
        page = lxml_html.fromstring(self._html(self.manager, for_print=True))
        cells = page.xpath("//table[contains(@class, 'pb-track')]//td/@width")
        self.assertIn("100%", cells)
        self.assertNotIn("0%", cells)
        for row in page.xpath("//table[contains(@class, 'pb-track')]//tr"):
            widths = [int(each.rstrip("%")) for each in row.xpath("td/@width")]
            self.assertEqual(sum(widths), 100)

    def test_html_of_problems(self):
        self.report.line_ids.unlink()
        self.assertIn("Nothing stands in this report yet", self._html(self.manager))
        self._add_line("figures")
        body = self._html(self.manager)
        self.assertIn("This part cannot be shown", body)
        self.assertIn("Whoever is responsible for the report is told.", body)

    def test_subject_is_one_line(self):
        self.report.name = "The\nweek"
        subject = self.report._render_subject(self._content(self.manager))
        self.assertRegex(subject, r"^The week – Mar 9\s–\s15, 2026$")

    def test_workbook_has_the_same_figures(self):
        content = self._content(self.manager)
        book = self._workbook(self.manager)
        self.assertEqual(len(book.sheetnames), 1 + len(content["sections"]))
        self.assertEqual(book.sheetnames[:4], ["About", "Figures", "Same", "Same (2)"])
        figures = book["Figures"]
        self.assertEqual(figures["A5"].value, "Opportunities won (%)")
        self.assertEqual(figures["B5"].value, 0.125)
        self.assertEqual(figures["B5"].number_format, "0.0%")
        self.assertEqual(figures["B6"].value, 734.5)
        self.assertIn("#,##0.00", figures["B6"].number_format)
        self.assertEqual(figures["C5"].value, "no data")
        self.assertTrue(figures["A4"].font.b)
        self.assertEqual(figures.freeze_panes, "B5")
        for sheet, section in zip(
            book.worksheets[1:], content["sections"], strict=False
        ):
            for number, row in enumerate(section["rows"], 5):
                for at, (column, cell) in enumerate(
                    zip(section["columns"], row, strict=False), 1
                ):
                    found = sheet.cell(number, at).value
                    kind = cell.get("type", column["type"])
                    value = cell["value"]
                    if kind in {"number", "money", "percent"} and value is not None:
                        value = value / 100 if kind == "percent" else value
                        self.assertAlmostEqual(found, value)
        same = book["Same"]
        self.assertEqual([same[f"A{n}"].value for n in (5, 6, 7)][2], "Total")
        about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
        self.assertEqual(about["Report"], "The week")
        self.assertTrue(about["Made for"].startswith("re_manager"))

    def test_workbook_runs_nothing(self):
        book = self._workbook(self.manager)
        sheet = book.worksheets[4]
        for number, name in enumerate(HOSTILE, 5):
            cell = sheet.cell(number, 1)
            self.assertEqual((cell.value, cell.data_type), (name, "s"))
            self.assertIsNone(cell.hyperlink)
        self.assertEqual(sheet["B5"].number_format, "yyyy-mm-dd hh:mm")
        for each in book.worksheets:
            for row in each.iter_rows():
                self.assertFalse([cell for cell in row if cell.data_type == "f"])

    def test_pdf_where_odoo_can_print(self):
        content = self._content(self.manager)
        state = patch.object(
            IrActionsReport, "get_wkhtmltopdf_state", lambda self: "install"
        )
        with state:
            self.assertIsNone(self.report._render_pdf(content))
        pages = []

        def printed(report, bodies, **how):
            pages.extend(bodies)
            return b"%PDF-1.4"

        ok = patch.object(IrActionsReport, "get_wkhtmltopdf_state", lambda self: "ok")
        run = patch.object(IrActionsReport, "_run_wkhtmltopdf", printed)
        with ok, run:
            self.assertEqual(self.report._render_pdf(content), b"%PDF-1.4")
        (page,) = pages
        self.assertTrue(page.startswith("<!DOCTYPE html>"))
        self.assertIn("re_manager", page)
        self.assertNotIn("<a ", page)

        def fails(report, bodies, **how):
            raise OSError("Printing went wrong.")

        run = patch.object(IrActionsReport, "_run_wkhtmltopdf", fails)
        with ok, run, mute_logger(RENDER):
            self.assertIsNone(self.report._render_pdf(content))

    def test_spanish_reader(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.salesperson.lang = "es_ES"
        content = self._content(self.salesperson)
        self.assertIn("mar 2026", content["period"])
        (figures, *_others) = content["sections"]
        text = self._column(figures, "now", "text")
        self.assertEqual(text[0], "12,5\xa0%")
        self.assertIn("1.235", re.sub(r"\s", " ", text[1]))
        body = self.report._render_html(content)
        self.assertIn("12,5", body)
        # A language that is no longer there is no reason to send nothing.
        self.env.cr.execute(
            "UPDATE res_partner SET lang = 'xx_XX' WHERE id = %s",
            [self.salesperson.partner_id.id],
        )
        self.env.invalidate_all()
        self.assertTrue(self._html(self.salesperson))

    def test_why_one_gets_it(self):
        self.assertIn("made for you once", self._content(self.manager)["why"])
        self.report.user_ids = self.manager
        self.assertIn("list of its readers", self._content(self.manager)["why"])
        self.report.profile_ids = self.env.ref("crm_playbook.profile_sales_management")
        self.assertIn("Sales Management", self._content(self.manager)["why"])
