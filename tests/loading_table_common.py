"""Makes files as companies have them, and reads them with the addon's tables."""

import io
import zipfile

from odoo.tests.common import BaseCase

from ..tools.table import Options, TableError, open_table

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODS_NAMES = " ".join(
    f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text")
)


def tell(text):
    """What a lazy translation says, where there is no user whose language counts."""
    return text._translate("en_US")


class TableCase(BaseCase):
    """Base of the tests of ``tools/table*``; they need no database."""

    def open(self, content, name="customers.csv", **options):
        if isinstance(content, str):
            content = content.encode()
        return open_table(content, name, Options(**options))

    def values(self, content, **options):
        """The cells of all rows."""
        return [row.cells for row in self.open(content, **options).rows()]

    def problems(self, content, **options):
        """(row, column, text) of every problem."""
        return [
            (row.number, column, tell(text))
            for row in self.open(content, **options).rows()
            for column, text in row.problems
        ]

    def refusal(self, content, name="customers.csv", **options):
        """What is said about a file that is of no use."""
        with self.assertRaises(TableError) as caught:
            for _row in self.open(content, name, **options).rows():
                pass
        return tell(caught.exception.args[0])


def pack(parts):
    """A ZIP archive of ``parts``: texts or chunks of text by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            with archive.open(name, "w", force_zip64=True) as part:
                for chunk in [data] if isinstance(data, str) else data:
                    part.write(chunk.encode())
    return buffer.getvalue()


def xlsx(rows, strings="", styles="", head="", workbook=""):
    """A bare XLSX workbook with the XML ``rows`` in its only sheet."""
    begin = f'{head}<worksheet xmlns="{SPREADSHEET}"><sheetData>'
    end = "</sheetData></worksheet>"
    parts = {
        "xl/workbook.xml": (
            f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}">{workbook}<sheets>'
            '<sheet name="Sheet" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
            f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>"
        ),
        "xl/worksheets/sheet1.xml": (
            begin + rows + end if isinstance(rows, str) else [begin, *rows, end]
        ),
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{SPREADSHEET}">{strings}</sst>'
    if styles:
        parts["xl/styles.xml"] = (
            f'<styleSheet xmlns="{SPREADSHEET}">{styles}</styleSheet>'
        )
    return pack(parts)


def text_cell(text):
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def ods(rows, before=""):
    """A bare ODS workbook with the XML ``rows`` in its only sheet."""
    begin = (
        f"<office:document-content {ODS_NAMES}><office:body><office:spreadsheet>"
        f'{before}<table:table table:name="Main">'
    )
    end = "</table:table></office:spreadsheet></office:body></office:document-content>"
    return pack(
        {"content.xml": begin + rows + end}
        if isinstance(rows, str)
        else {"content.xml": [begin, *rows, end]}
    )


def ods_row(*cells, repeated=1):
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">'
        + "".join(cells)
        + "</table:table-row>"
    )


def ods_cell(text="", kind="string", **attributes):
    extra = "".join(
        f' {name.replace("__", ":").replace("_", "-")}="{value}"'
        for name, value in attributes.items()
    )
    kind = f' office:value-type="{kind}"' if kind else ""
    paragraph = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell{kind}{extra}>{paragraph}</table:table-cell>"
