"""The blocks that dashboards are made of; each begins at the next free row.

A part is ``part(book, block, row, side)`` and returns how many rows it takes: on the
left (``side`` 0) or the right (1) half, or over the whole width (None).
"""

from dev import dashboards_filters as filters
from dev import dashboards_styles as look
from dev.dashboards_data import (
    CHANGE,
    COMPARABLE,
    DATE_TO,
    SHOWN,
    SHOWN_BEFORE,
    STATE,
    TARGET,
    large,
    number,
    on_data,
    told,
)
from dev.dashboards_indicators import FORMATS, SAMPLE_MONEY
from dev.dashboards_objectives import add_objective, colour_states, objectives
from dev.dashboards_parts import (
    CARD,
    CARD_GAP,
    CHART_ROWS,
    DIMENSIONS,
    POINTS,
    ROW,
    SHARES,
    TABLE_HEIGHT,
    card,
    columns,
    title,
)
from dev.dashboards_series import write_series
from dev.dashboards_sheet import area, cell
from dev.dashboards_tables import by
from dev.dashboards_verdict import verdict

# Names that have room in half of the width, also in other languages.
NARROW = {"actions_on_time": "Actions on time", "first_response": "Response (hours)"}
NOTES = (
    "All periods together: there is nothing to compare them with.",
    "This period is not over: totals still grow. They are compared with the whole "
    "period before.",
    "Compared with the period before. Click on a figure to see what it is made of.",
    "There are no figures of a period before to compare with.",
)


def note(book, _block, row, _side):
    """What the figures are of, and what to do with them."""
    ended, all_time, open_period, compared, alone = (
        on_data(DATE_TO),
        *map(told, NOTES),
    )
    live = (
        f"=IF(NOT(ISNUMBER({ended})),{all_time},IF(INT({ended})>=TODAY(),{open_period},"
        f"IF({on_data(COMPARABLE)},{compared},{alone})))"
    )
    text = told("These figures are made up: they show what will stand here.")
    book.sheet.put(0, row, book.formula(live, f"={text}"), look.NOTE)
    book.sheet.set_height(row, 28)
    return 1


def cards(book, block, row, _side):
    """Scorecards, four in a row."""
    width = (look.WIDTH - 3 * CARD_GAP) // 4
    codes = block["codes"]
    for index, code in enumerate(codes):
        line, place = divmod(index, 4)
        # On a phone figures stand in the order of their height on the sheet.
        y = 6 + line * (CARD + CARD_GAP) + place * 0.01
        x = place * (width + CARD_GAP)
        data = card(book, code, current=block.get("current", False), colour=line)
        book.chart(data, row, (x, y, width, CARD))
    lines = -(-len(codes) // 4)
    return -(-(lines * (CARD + CARD_GAP) + 6) // ROW)


def figures(book, block, row, side):
    """A table: what an indicator is, was, and is to be."""
    current, codes = block.get("current", False), block["codes"]
    wide = side is None
    title(book, row, side, block["title"], codes=codes)
    head = row + 1
    first, _last = columns(side)
    places = (4, 6, 7, 8, 9) if wide else ((8, 9, 10) if side else (1, 2, 3))
    names = (
        "Now" if current else "Period",
        "Before",
        "Difference",
        "Objective",
        "State",
    )
    book.sheet.put(first, head, f"={told('Indicator')}", look.HEAD)
    for column, name in zip(places, names, strict=False):
        book.sheet.put(column, head, f"={told(name)}", look.HEAD_RIGHT)
    book.sheet.set_height(head, TABLE_HEIGHT, len(codes) + 1)
    if wide:
        for line in range(head, head + len(codes) + 1):
            book.sheet.merge_over_gap(line)
            book.sheet.merge(area(places[-1], line, look.LAST, line))
    if wide and not current:
        colour_states(book, places[-1], head + 1, len(codes))
    for offset, code in enumerate(codes, start=1):
        _figure_row(book, code, head + offset, first, places, current)
    return len(codes) + 3


def _figure_row(book, code, row, first, places, current):
    wide = len(places) > 3
    indicator = book.indicators[code]
    data = book.data.row_of(code, current=current)
    form = FORMATS[indicator.unit] or book.formula(None, SAMPLE_MONEY)
    sheet = book.sheet
    label = indicator.label if wide else NARROW.get(code, indicator.label)
    sheet.put(first, row, f"={told(label)}", look.NAME)
    period = filters.NOW if current else filters.CHOSEN
    value = book.data.value(book.pivot(period=period), indicator)
    shown = on_data(cell(SHOWN, data))
    live = f"=IFERROR({large(indicator, number(indicator, value))},{shown})"
    sheet.put(places[0], row, book.formula(live, f"={shown}"), look.FIGURE, form)
    before = on_data(cell(SHOWN_BEFORE, data))
    if indicator.unit == "money":
        before = f"IF(ISNUMBER({before}),{large(indicator, before)},{before})"
    sheet.put(places[1], row, f"={before}", look.FIGURE, form)
    changes = POINTS if indicator.unit == "percent" else SHARES
    sheet.put(places[2], row, f"={on_data(cell(CHANGE, data))}", look.FIGURE, changes)
    up, down = look.GREEN, look.RED
    if indicator.better == "lower":
        up, down = down, up
    changed = cell(places[2], row)
    for sign, colour in ((">0", up), ("<0", down)):
        formula = f"AND(ISNUMBER({changed}),{changed}{sign})"
        sheet.colour(changed, formula, {"textColor": colour, "bold": True})
    if wide and not current:
        add_objective(book, code)
        for column, part, how in ((3, TARGET, form), (4, STATE, None)):
            content = f"={on_data(cell(part, data))}"
            sheet.put(places[column], row, content, look.FIGURE, how)
    last = 3 if places[-1] == 3 else look.LAST
    sheet.border(area(first, row, last, row), look.BELOW_FAINT)


def chart(book, block, row, side):
    """A chart of one or more indicators, by month or by something else."""
    dimension, cut, period = DIMENSIONS[block.get("by", "month")]
    count = 13 if period == filters.COURSE else block.get("rows", 8)
    codes = block["codes"]
    pivot = book.pivot(
        period=period,
        cut=cut,
        codes=tuple(codes),
        rows=(dimension,),
        columns=("indicator_code",),
        sort=codes[0] if block.get("by") not in (None, "month", "stage") else None,
    )
    labels, ranges = write_series(
        book, codes, pivot, dimension, count, block.get("names")
    )
    data = _draw(block, labels, ranges)
    x, width = (0, look.WIDTH) if side is None else (side * look.GAP, look.HALF)
    y = 6 + 0.01 * (side or 0)
    book.chart(data, row, (x, y, width, CHART_ROWS * ROW - 10))
    if len(codes) < 2 or book.sample:
        return CHART_ROWS
    _tell_missing(book, row + CHART_ROWS, side, codes, ranges)
    return CHART_ROWS + 1


def _tell_missing(book, row, side, codes, ranges):
    """Below a chart, name what it cannot show."""
    names = ",".join(
        f'IF(COUNT({each})=0,{told(book.indicators[code].label)},"")'
        for code, each in zip(codes, ranges, strict=True)
    )
    joined = f'TEXTJOIN(", ",TRUE,{names})'
    said = f'=IF({joined}="","",{told("No data:")}&" "&{joined})'
    book.sheet.put(columns(side)[0], row, said, look.NOTE)


def _draw(block, labels, ranges):
    """How a chart looks."""
    kind = block.get("type", "line")
    legend = "right" if kind == "pie" else "top" if len(ranges) > 1 else "none"
    return {
        "type": kind,
        "title": {
            "text": block["title"],
            "bold": True,
            "color": look.GREY,
            "fontSize": 14,
        },
        "background": "#FFFFFF",
        "dataSetsHaveTitle": True,
        "dataSets": [{"dataRange": each, "yAxisId": "y"} for each in ranges],
        "labelRange": labels,
        "labelsAsText": True,
        "legendPosition": legend,
        "stacked": False,
        "aggregated": False,
        "humanize": True,
        **block.get("options", {}),
    }


PARTS = {
    "note": note,
    "cards": cards,
    "figures": figures,
    "chart": chart,
    "by": by,
    "objectives": objectives,
    "verdict": verdict,
}


def _whole(book, block):
    book.row += PARTS[block["kind"]](book, block, book.row, None) + block.get(
        "space", 0
    )


def _pair(book, block):
    taken = [
        PARTS[part["kind"]](book, part, book.row, side)
        for side, part in enumerate((block["left"], block["right"]))
    ]
    book.row += max(taken) + block.get("space", 0)


BLOCKS = {**dict.fromkeys(PARTS, _whole), "pair": _pair}
