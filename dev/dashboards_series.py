"""Figures for charts, on the sheet with the data."""

from dev.dashboards_data import number, on_data, told
from dev.dashboards_indicators import FORMATS, SAMPLE_MONEY
from dev.dashboards_parts import group_name
from dev.dashboards_sheet import area, cell

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
SAMPLE_DIGITS = {"percent": 3, "score": 1, "days": 1, "hours": 1}


def write_series(book, codes, pivot, dimension, count, names=None):
    """Labels, and a column of figures for each of ``codes``.

    :param dimension: what the rows of the pivot are, with its granularity.
    :param names: what the figures are called, where their labels are too long.
    :return: ``(range of labels, ranges of figures with their titles)``.
    """
    first = book.data.take_rows(count)
    indicators = [book.indicators[code] for code in codes]
    names = names or [indicator.label for indicator in indicators]
    for column, name in enumerate(names, start=1):
        book.data.sheet.put(column, first, f"={told(name)}")
    for position in range(1, count + 1):
        row = first + position
        place = _write_label(book, row, pivot, dimension, position, count)
        for column, indicator in enumerate(indicators, start=1):
            value = book.data.value(pivot, indicator, place)
            live = f'=IFERROR({number(indicator, value)},"")'
            made_up = None
            if sample_label(book, dimension, position) is not None:
                made_up = sample_value(book, indicator, position, count)
            form = FORMATS[indicator.unit] or book.formula(None, SAMPLE_MONEY)
            if indicator.unit == "count":
                # An axis that goes to 2 has halves, which whole numbers would hide.
                form = None
            content = book.formula(live, made_up)
            book.data.sheet.put(column, row, content, None, form)
    last = first + count
    return (
        on_data(area(0, first, 0, last)),
        [on_data(area(i, first, i, last)) for i in range(1, len(codes) + 1)],
    )


def _write_label(book, row, pivot, dimension, position, count):
    """Write the label of a row.

    :return: how formulas of pivots say its place.
    """
    place, form = f'"#{dimension}",{position}', None
    header = None
    if "date" in dimension:
        # Every month has its place, with or without figures.
        place, form = f'"{dimension}",{cell(0, row)}', "mmm yyyy"
        header = f"=DATE(YEAR(TODAY()),MONTH(TODAY())-{count - position},1)"
    elif book.sample is None:
        header = group_name(book, pivot, dimension, position)
    made_up = sample_label(book, dimension, position)
    form = book.formula(form, None)
    book.data.sheet.put(0, row, book.formula(header, made_up), None, form)
    return place


def sample_label(book, dimension, position):
    """The made-up name of a month, a team, a source..."""
    if book.sample is None:
        return None
    if "date" in dimension:
        return MONTHS[(position - 2) % 12]
    names = book.sample["names"][dimension]
    return names[position - 1] if position <= len(names) else None


def sample_value(book, indicator, position, count):
    """A made-up figure: the total of the sample, going up and down."""
    now = book.sample["figures"][indicator.code][0]
    share = 1 - 0.06 * ((position * 5) % 4) - 0.01 * (count - position)
    return round(now * share, SAMPLE_DIGITS.get(indicator.unit))
