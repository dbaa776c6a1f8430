"""Tables by team, person, segment, source... and of objectives."""

from dev import dashboards_styles as look
from dev.dashboards_data import NOW, in_unit, on_data, told
from dev.dashboards_indicators import FORMATS, SAMPLE_MONEY
from dev.dashboards_parts import DIMENSIONS, TABLE_HEIGHT, columns, large, title
from dev.dashboards_sheet import area, cell

# Where figures stand: over the whole width, on the left, on the right.
PLACES = {None: (1, 2, 3, 5, 6, 7, 8, 9), 0: (1, 2, 3), 1: (7, 8, 9)}
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
    title(
        book, row, side, block["title"], codes=codes, cut=cut, group=dimension
    )
    head = row + 1
    first, last = columns(side)
    book.sheet.put(first, head, f"={told(HEADINGS[block['by']])}", look.HEAD)
    for column, code in zip(PLACES[side], codes, strict=False):
        label = book.indicators[code].label
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
    for position in range(1, count + 1):
        at = head + position
        name = book.formula(
            f'=PIVOT.HEADER({pivot},"#{dimension}",{position})',
            book.data.sample_label(dimension, position),
        )
        book.sheet.put(first, at, name, look.NAME)
        for column, code in zip(PLACES[side], codes, strict=False):
            _put_figure(book, code, (column, at), (first, position), pivot, dimension)
        book.sheet.border(area(first, at, last, at), look.BELOW_FAINT)
    return count + 3


def _put_figure(book, code, where, named, pivot, dimension):
    """The figure of a team, or "no data"; nothing where there is no such team."""
    column, row = where
    first, position = named
    indicator = book.indicators[code]
    value = book.data.value(pivot, indicator, f'"#{dimension}",{position}')
    nothing = told("no data")
    if not indicator.is_ratio:
        total = on_data(cell(NOW, book.data.row_of(code)))
        nothing = f"IF(ISNUMBER({total}),0,{nothing})"
    shown = large(indicator, in_unit(indicator, value))
    live = f'=IF({cell(first, row)}="","",IF(ISNUMBER({value}),{shown},{nothing}))'
    made_up = None
    if book.sample and book.data.sample_label(dimension, position):
        made_up = book.data.sample_value(indicator, position, position + 3)
    form = FORMATS[indicator.unit] or book.formula(None, SAMPLE_MONEY)
    book.sheet.put(column, row, book.formula(live, made_up), look.FIGURE, form)


OBJECTIVE_COLUMNS = (
    (5, "Now", "current_value", "#,##0.0"),
    (6, "Target", "target_value", "#,##0.0"),
    (7, "Unit", "unit", None),
    (8, "State", "result", None),
    (9, "Deadline", "date_deadline", None),
)


def objectives(book, block, row, _side):
    """The active objectives, those with the nearest deadline first."""
    count = block.get("rows", 8)
    title(book, row, None, block["title"])
    names = [field for _column, _name, field, _form in OBJECTIVE_COLUMNS]
    number = book.odoo_list(
        {
            "name": block["title"],
            "model": "playbook.objective",
            "domain": [["state", "=", "active"]],
            "columns": ["display_name", "has_current", *names],
            "orderBy": [{"name": "date_deadline", "asc": True}],
            "context": {},
            "fieldMatching": {},
        }
    )
    head = row + 1
    book.sheet.put(0, head, f"={told('Objective')}", look.HEAD)
    for column, name, _field, _form in OBJECTIVE_COLUMNS:
        book.sheet.put(column, head, f"={told(name)}", look.HEAD_RIGHT)
    book.sheet.set_height(head, TABLE_HEIGHT, count + 1)
    for position in range(1, count + 1):
        at = head + position
        book.sheet.put(
            0,
            at,
            book.formula(
                f'=ODOO.LIST({number},{position},"display_name")',
                _sample_objective(book, position, "display_name"),
            ),
            look.NAME,
        )
        for column, _name, field, form in OBJECTIVE_COLUMNS:
            live = f'ODOO.LIST({number},{position},"{field}")'
            if field == "current_value":
                known = f'ODOO.LIST({number},{position},"has_current")'
                live = f"IF({known},{live},{told('no data')})"
            live = f'=IF({cell(0, at)}="","",{live})'
            made_up = _sample_objective(book, position, field)
            book.sheet.put(column, at, book.formula(live, made_up), look.FIGURE, form)
        state = cell(8, at)
        for label, colour in _STATE_COLOURS:
            style = {"textColor": colour, "bold": True}
            book.sheet.colour(state, f"{state}={told(label)}", style)
        book.sheet.border(area(0, at, 9, at), look.BELOW_FAINT)
    return count + 3


_STATE_COLOURS = (
    ("On track", look.GREEN),
    ("Achieved", look.GREEN),
    ("At risk", look.AMBER),
    ("Missed", look.RED),
)


def _sample_objective(book, position, field):
    listed = (book.sample or {}).get("objective_list", [])
    return listed[position - 1][field] if position <= len(listed) else None
