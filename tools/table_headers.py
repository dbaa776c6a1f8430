"""Tell which row of a sheet holds the headings, and which sheet the table."""

import itertools
import re
import statistics

from odoo.tools import LazyTranslate

from .table_limits import MAX_COLUMNS

_lt = LazyTranslate(__name__)

# How many rows are looked at to find the headings.
PEEKED = 50
# Headings stand among the first of them.
FIRST = 20
# What no heading is: a number, a date or an amount.
FIGURE = re.compile(r"[^A-Za-z]*\d[\d\s.,:/%€$£+()-]*")


def is_blank(cell):
    return cell is None or (isinstance(cell, str) and not cell.strip())


def count_filled(cells):
    return sum(not is_blank(cell) for cell in cells)


def filled_rows(source):
    """The rows of ``source`` in which something stands."""
    return (row for row in source.rows() if row.problems or count_filled(row.cells))


def peek(source):
    """The first filled rows of ``source``."""
    return list(itertools.islice(filled_rows(source), PEEKED))


def find_header(rows, knows):
    """The row of headings among the first filled ``rows``: that of known words; else
    the first that is about as widely filled as those below it, and holds no figures.
    """
    known = _find_known(rows, knows)
    if known:
        return known
    # What is wider than a table can be is a fault of its lines.
    widths = [min(count_filled(row.cells), MAX_COLUMNS + 1) for row in rows]
    if widths[0] > 1 and max(widths) > MAX_COLUMNS:
        return rows[0]
    if widths[0] > 1 or sum(width > 1 for width in widths) * 2 >= len(widths):
        for position, row in enumerate(rows[:FIRST]):
            below = widths[position + 1 :]
            usual = statistics.median(below) if below else 0
            if widths[position] > 1 and _may_be_header(row, widths[position], usual):
                return row
        return next((row for row in rows if count_filled(row.cells) > 1), rows[0])
    return rows[0]


def _may_be_header(row, width, usual):
    if width >= usual:
        return True
    figures = any(
        not isinstance(cell, str) or FIGURE.fullmatch(cell.strip())
        for cell in row.cells
        if not is_blank(cell)
    )
    return width * 2 > usual and not figures


def _find_known(rows, knows):
    """The row with most known headings, if most of what stands there are such."""
    widest = max(count_filled(row.cells) for row in rows)
    best, most = None, 0
    for row in rows[:FIRST]:
        filled = [cell for cell in row.cells if not is_blank(cell)]
        known = sum(isinstance(cell, str) and bool(knows(cell)) for cell in filled)
        is_wide = len(filled) > 1 or widest <= 1
        if is_wide and known * 2 >= len(filled) and known > most:
            best, most = row, known
    return best


def choose_sheet(source, knows):
    """Have ``source`` read the first sheet that holds a table: known headings with a
    row below; else without one; else at least two rows of several cells; else the first
    that is filled.
    """
    if len(source.candidates) > 1:
        peeked = {}
        for sheet in source.candidates:
            source.choose(sheet)
            peeked[sheet] = peek(source)
        source.choose(
            next(
                (
                    sheet
                    for test in (_has_known_table, _has_known_headings, _has_table)
                    for sheet, rows in peeked.items()
                    if test(rows, knows)
                ),
                source.candidates[0],
            )
        )
        source.notices.append(
            _lt(
                "The workbook has several sheets (%(sheets)s); “%(sheet)s” is read.",
                sheets=", ".join(source.sheets),
                sheet=source.options.sheet,
            )
        )


def _has_known_table(rows, knows):
    header = rows and _find_known(rows, knows)
    return bool(header) and rows[-1].number > header.number


def _has_known_headings(rows, knows):
    """A template that nobody has filled in yet."""
    return bool(rows and _find_known(rows, knows))


def _has_table(rows, _knows):
    return sum(count_filled(row.cells) > 1 for row in rows) > 1
