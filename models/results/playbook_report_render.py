"""The forms of a report: an e-mail, a spreadsheet, a page to print."""

import logging
import re

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from ..workflows.customer_page import get_brand
from .playbook_report_line import COURSE, FIGURES
from .report_content import NUMBERS, TREND
from .report_workbook import write_report

_logger = logging.getLogger(__name__)

TWO = 2
# A head that is no longer stays in one line; a word that is longer may be broken.
SHORT_HEAD, LONG_WORD = 14, 20
NEWLINES = re.compile(r"\s*\n\s*")
UP, DOWN = "▲", "▼"
# A number and its unit stay in one line.
BEFORE_UNIT = re.compile(r"(?<=\d) (?=%)")
NO_BREAK = "\N{NO-BREAK SPACE}"
PAGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'/></head>"
    "<body style='margin: 0 40px;'>%s</body></html>"
)
# What a program that prints answers when it is there.
CAN_PRINT = {"ok", "workers", "upgrade"}
# Nothing stands above or below the page, for which paper formats leave room.
MARGINS = {
    "data-report-margin-top": 12,
    "data-report-margin-bottom": 12,
    "data-report-header-spacing": 0,
}
# A part with no more lines of text stands on one page.
ONE_PAGE = 30


class PlaybookReport(models.Model):
    _inherit = "playbook.report"

    def _render_subject(self, content):
        """The subject of the e-mail, in one line.

        :param content: what ``_get_content`` gives; so for the other forms.
        """
        subject = f"{content['title']} – {content['period']}"
        return " ".join(subject.split())

    def _render_html(self, content, link=None, *, for_print=False):
        """The report as HTML that mail programs show: nothing in it is fetched from
        elsewhere, and nothing moves.

        :param link: where the report stands in Odoo.
        :param for_print: for paper, where nobody clicks.
        :return: markup.
        """
        reader = self._with_reader(content)
        values = {
            "content": content,
            "sections": [
                self._prepare_section(section) for section in content["sections"]
            ],
            "brand": self._get_brand(content),
            "link": link,
            "for_print": for_print,
        }
        # The template is the addon's; what it shows was read with the reader's rights.
        Qweb = reader.env["ir.qweb"].sudo()
        body = Qweb._render("crm_playbook.playbook_report_mail", values)
        # One row a line, where a mail program shows the text alone.
        return Markup(NEWLINES.sub(" ", body))  # noqa: S704  what QWeb has escaped

    def _render_xlsx(self, content):
        """The report as an XLSX workbook: a sheet about it, and one for each part.

        :return: bytes.
        """
        reader = self._with_reader(content)
        about = [
            (reader.env._("Report"), content["title"]),
            (reader.env._("What for"), content["purpose"]),
            (reader.env._("Period"), content["period"]),
            (reader.env._("Company"), content["company"]),
            (reader.env._("Made for"), content["recipient"]),
            (reader.env._("Made on"), content["made"]),
            *((reader.env._("Problem"), text) for _line, text in content["problems"]),
        ]
        return write_report(reader.env._("About"), about, content["sections"])

    def _render_pdf(self, content):
        """The report as a PDF.

        :return: bytes; None where this Odoo cannot print.
        """
        Printer = self._with_reader(content).env["ir.actions.report"]
        if Printer.get_wkhtmltopdf_state() not in CAN_PRINT:
            return None
        html = PAGE % self._render_html(content, for_print=True)
        try:
            return Printer._run_wkhtmltopdf([html], specific_paperformat_args=MARGINS)
        except (UserError, OSError):
            _logger.warning("A report cannot be printed.", exc_info=True)
            return None

    def _with_reader(self, content):
        """The report, in the language of who reads it."""
        reader = self.env["res.users"].browse(content["recipient_id"])
        company = self.env["res.company"].browse(content["company_id"])
        return self.with_context(**self._get_reader_context(reader, company))

    def _get_brand(self, content):
        # The company's colours are on all that it sends.
        company_sudo = self.env["res.company"].sudo().browse(content["company_id"])
        return get_brand(company_sudo)

    # ------------------------------------------------------------------
    # For the template
    # ------------------------------------------------------------------

    def _prepare_section(self, section):
        """A section as the e-mail shows it: some columns stand below others.

        :return: a dictionary with the same, and ``heads``, ``lines`` ``beside``:
            whether bars stand beside the texts, and ``first_width``.
        """
        columns = section["columns"]
        heads = [column for column in columns if not column["under"]]
        shown = section["rows"][: section["shown"]]
        silent = []
        if section["kind"] == FIGURES:
            silent = [row for row in shown if self._is_silent(row)]
        lines = [self._prepare_line(section, row) for row in shown if row not in silent]
        if section["total"]:
            total = self._prepare_line(section, section["total"])
            lines.append(total | {"is_total": True})
        beside = section["kind"] == COURSE
        return section | {
            "heads": [
                column
                | {
                    "right": self._is_right(column),
                    "tight": len(column["label"]) <= SHORT_HEAD,
                }
                for column in heads
            ],
            "lines": lines,
            "silent": ", ".join(row[0]["text"] for row in silent),
            "is_short": sum(map(self._get_height, lines)) <= ONE_PAGE,
            "beside": beside,
            # Names of records are long, and stand beside one figure.
            "first_width": None if beside else "40%" if len(heads) > TWO else "70%",
        }

    def _get_height(self, line):
        """About how many lines of text a row takes."""
        notes = max((len(cell["notes"]) for cell in line["cells"]), default=0)
        return 1 + notes + len(line["reasons"])

    def _is_silent(self, row):
        """Whether nothing is known of a row but its name: neither a figure, nor one of
        before, nor why.
        """
        return not any(
            cell["value"] is not None or cell.get("is_reason") for cell in row[1:]
        )

    def _prepare_line(self, section, row):
        """A row: ``cells`` that stand beside one another, and the bar."""
        columns = section["columns"]
        below = self._prepare_below(columns, row)
        cells = []
        reasons = []
        share = None
        for column, cell in zip(columns, row, strict=False):
            if column["name"] == section["bars"]:
                share = cell.get("share")
            if column["under"]:
                continue
            notes = []
            if cell.get("is_reason"):
                reasons.append(cell["note"])
            elif cell.get("note"):
                notes.append({"label": "", "text": cell["note"], "tone": None})
            notes += below.get(column["name"], [])
            cells.append(
                cell
                | {
                    "parts": self._split_text(column, cell),
                    "breaks": len(max(cell["text"].split(), key=len, default=""))
                    > LONG_WORD,
                    "right": self._is_right(column),
                    "notes": notes,
                }
            )
        return {
            "cells": cells,
            # What is long stands below the row, over all of its width.
            "reasons": reasons,
            "share": share,
            "width": f"{abs(share or 0)}%",
            "is_total": False,
        }

    def _prepare_below(self, columns, row):
        """What stands below other cells in small letters: a dictionary from the names
        of their columns.
        """
        below = {}
        for column, cell in zip(columns, row, strict=False):
            # Of what is not known nothing is said in small letters.
            known = cell["value"] is not None or column["under"] == "change"
            if column["under"] and cell["text"] and known:
                below.setdefault(column["under"], []).append(
                    {
                        "label": f"{column['label']}:",
                        "text": cell["text"],
                        "tone": cell.get("tone"),
                        "tight": self._is_right(column),
                        "label_tight": len(column["label"]) <= LONG_WORD,
                    }
                )
        return below

    def _split_text(self, column, cell):
        """The texts of a cell that each stay in one line: a change, and its verdict."""
        text = BEFORE_UNIT.sub(NO_BREAK, cell["text"])
        if column["type"] != TREND:
            return [text]
        arrow = self._get_arrow(column, cell)
        if arrow:
            text = f"{arrow} {text}"
        change, comma, verdict = text.rpartition(", ")
        return [f"{change},", verdict] if comma else [text]

    def _is_right(self, column):
        return column["type"] in NUMBERS or column["type"] == TREND

    def _get_arrow(self, column, cell):
        """Up or down; none where nothing changes."""
        value = cell["value"]
        if column["type"] != TREND or not isinstance(value, (int, float)):
            return ""
        if cell.get("tone") not in {"better", "worse"}:
            return ""
        return UP if value > 0 else DOWN
