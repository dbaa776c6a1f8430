"""Tables by team, person, segment, source..."""

from dev import dashboards_filters as filters
from dev import dashboards_styles as look
from dev.dashboards_data import NOW, large, number, on_data, told
from dev.dashboards_indicators import FORMATS, SAMPLE_MONEY
from dev.dashboards_parts import DIMENSIONS, TABLE_HEIGHT, columns, group_name, title
from dev.dashboards_series import sample_label, sample_value
from dev.dashboards_sheet import cell

# Where figures stand: over the whole width, on the left, on the right.
PLACES = {None: (2, 3, 4, 6, 7, 8, 9, 10), 0: (1, 2, 3), 1: (8, 9, 10)}
# Names that have room above a column.
SHORT = {
    "win_rate": "Deals won",
    "lead_conversion": "Became deals",
    "effectiveness": "Actions effective",
    "actions_done": "Actions done",
    "actions_on_time": "Actions on time",
    "first_response": "Response (hours)",
    "quality_leads": "Record quality",
    "active_customers": "Active customers",
    "satisfied_share": "Satisfied",
    "satisfaction": "Satisfaction",
    "rfm_up": "Rose",
    "rfm_down": "Fell",
    "base_value": "Value",
    "next_step_share": "With next step",
    "stale_share": "Stale",
}
HEADINGS = {
    "source": "Source",
    "medium": "Medium",
    "campaign": "Campaign",
    "stage": "Stage",
    "rfm": "RFM group",
    "team": "Sales team",
    "person": "Person",
    "segment": "Segment",
}


def by(book, block, row, side):
    """Indicators for each team, person, segment... in descending order of the first."""
    dimension, cut, period = DIMENSIONS[block["by"]]
    codes, count = block["codes"], block.get("rows", 8)
    title(book, row, side, block["title"], codes=codes, cut=cut, group=dimension)
    head = row + 1
    first, _last = columns(side)
    for column, code in zip(PLACES[side], codes, strict=False):
        label = SHORT.get(code, book.indicators[code].label)
        style = {**look.HEAD_RIGHT, "wrapping": "wrap", "fontSize": 9}
        book.sheet.put(column, head, f"={told(label)}", style)
    book.sheet.set_height(head, 52)
    book.sheet.set_height(head + 1, TABLE_HEIGHT, count)
    pivot = book.pivot(
        period=period,
        cut=cut,
        codes=tuple(codes),
        rows=(dimension,),
        columns=("indicator_code",),
        sort=None if block["by"] in ("stage", "rfm") else codes[0],
    )
    heading = told(HEADINGS[block["by"]])
    empty = f'{heading}&": "&{told("no data")}'
    live = f'=IF(PIVOT.HEADER({pivot},"#{dimension}",1)="",{empty},{heading})'
    book.sheet.put(first, head, book.formula(live, f"={heading}"), look.HEAD)
    if side is None:
        for line in range(head, head + count + 1):
            book.sheet.merge_over_gap(line)
    for position in range(1, count + 1):
        at = head + position
        name = None
        if book.sample is None:
            name = group_name(book, pivot, dimension, position)
        made_up = sample_label(book, dimension, position)
        book.sheet.put(first, at, book.formula(name, made_up), look.NAME)
        for column, code in zip(PLACES[side], codes, strict=False):
            where = (column, at, cell(first, at))
            _put_figure(book, code, where, position, (pivot, dimension, period))
    return count + 2


def _put_figure(book, code, where, position, source):
    """The figure of a team, or "no data"; nothing where there is no such team."""
    column, row, name = where
    pivot, dimension, period = source
    indicator = book.indicators[code]
    value = book.data.value(pivot, indicator, f'"#{dimension}",{position}')
    nothing = told("no data")
    if not indicator.is_ratio:
        total = on_data(
            cell(NOW, book.data.row_of(code, current=period == filters.NOW))
        )
        nothing = f"IF(ISNUMBER({total}),{total}*0,{nothing})"
    shown = large(indicator, number(indicator, value))
    live = f'=IF({name}="","",IFERROR({shown},{nothing}))'
    made_up = None
    if book.sample and sample_label(book, dimension, position):
        made_up = sample_value(book, indicator, position, position + 3)
    form = FORMATS[indicator.unit] or book.formula(None, SAMPLE_MONEY)
    book.sheet.put(column, row, book.formula(live, made_up), look.FIGURE, form)
