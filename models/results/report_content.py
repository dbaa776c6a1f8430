"""What a scheduled report says, before it has a form: an e-mail, a sheet, a page.

The content is a dictionary:

===============  ====================================================================
``title``        the name of the report
``purpose``      what it is for, or an empty text
``period``       what it tells of, in words
``date_from``    the first day of that
``date_to``      the first day after it
``company``      the name of the company
``company_id``   its id
``recipient``    the name of who reads it
``recipient_id`` their id
``made``         when it was made, in words: the reader's date and time
``why``          why they get it, in words
``sections``     see :func:`make_section`
``problems``     pairs of the id of a line and a text: what its responsible should know
===============  ====================================================================

All texts are in the language of the reader, all links are whole.
"""

TEXT, NUMBER, MONEY, PERCENT = "text", "number", "money", "percent"
DATE, TREND = "date", "trend"
# What stands on the right.
NUMBERS = {NUMBER, MONEY, PERCENT}
# So much of a list that is longer stands in the spreadsheet.
SHEET_ROWS = 200


def make_section(line, **values):
    """A part of a report, as a dictionary.

    :param line: the line of the report that it is made of.
    :param values: any of these:

    ============  ===================================================================
    ``title``     of the part
    ``text``      a sentence below it, or an empty text
    ``columns``   see :func:`make_column`
    ``rows``      lists of cells, one for each column, see :func:`make_cell`
    ``total``     one more row, below the others, or None
    ``shown``     how many of the rows stand in the e-mail: the rest in the sheet
    ``more``      what is said of those that do not, or an empty text
    ``bars``      the name of the column whose cells have bars, or None
    ``empty``     what is said instead of rows, or None
    ``problem``   what went wrong, or None
    ``url``       where Odoo shows the same, or None
    ============  ===================================================================
    """
    section = {
        "line_id": line.id,
        "kind": line.kind,
        "title": line.name or "",
        "text": line.text or "",
        "columns": [],
        "rows": [],
        "total": None,
        "shown": SHEET_ROWS,
        "more": "",
        "bars": None,
        "empty": None,
        "problem": None,
        "url": None,
    }
    unknown = set(values) - set(section)
    if unknown:
        raise ValueError(f"A section has no {sorted(unknown)}.")
    return section | values


def make_column(name, label, kind=TEXT, under=None):
    """A column of a section.

    :param kind: what its cells are: text, number, money, percent, date or trend.
    :param under: the name of another one below whose text it stands in small letters
        where there is little room.
    """
    return {"name": name, "label": label, "type": kind, "under": under}


def make_cell(value, text=None, **details):
    """A cell: its raw value, and the text that the reader sees.

    :param value: a number, a text, a date, a moment in the reader's time zone, or None.
        A percentage is 12.5 for 12.5 %.
    :param details: any of ``type`` (where it is not that of the column),
        ``number_format`` (of a spreadsheet), ``note`` (what it rests on, in words),
        ``tone`` (better, worse or same), ``url`` and ``share`` (how long its bar is,
        from -100 to 100).
    """
    if text is None:
        text = "" if value is None else str(value)
    return {"value": value, "text": text} | details


def set_shares(rows, column):
    """Give each cell of a column of numbers the length of its bar."""
    cells = [row[column] for row in rows]
    longest = max((abs(cell["value"] or 0) for cell in cells), default=0)
    for cell in cells:
        if longest and cell["value"] is not None:
            cell["share"] = round(cell["value"] / longest * 100)
