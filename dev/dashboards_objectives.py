"""What the company wants to reach: beside a figure, and as a list."""

from dev import dashboards_styles as look
from dev.dashboards_data import (
    DATE_FROM,
    DATE_TO,
    NARROWED,
    NOW,
    ON_TRACK,
    STATE,
    TARGET,
    in_unit,
    large,
    told,
)
from dev.dashboards_indicators import FORMATS, SAMPLE_MONEY
from dev.dashboards_parts import TABLE_HEIGHT, title
from dev.dashboards_sheet import area, cell

RESULTS = {
    "achieved": "Achieved",
    "on_track": "On track",
    "at_risk": "At risk",
    "missed": "Missed",
    "no_data": "No data",
}
NONE, WAITS = "no objective", "Not computed yet"
EMPTY = "No objective is active yet."
# Where they begin and end.
COLUMNS = (
    (0, 4, "Objective", "display_name"),
    (5, 8, "Figures", "standing_words"),
    (9, 9, "State", "result"),
    (10, 10, "Until", "date_deadline"),
)
# Room for two lines.
HEIGHT = 40
STATE_COLUMN = 9
COLOURS = {
    "achieved": look.GREEN,
    "on_track": look.GREEN,
    "at_risk": look.AMBER,
    "missed": look.RED,
}


def add_objective(book, code):
    """Write what the company wants of an indicator, beside its figure."""
    indicator, row = book.indicators[code], book.data.row_of(code)
    put, formula = book.data.sheet.put, book.formula
    wanted, result = ('=""', None)
    if book.sample:
        wanted, result = book.sample["objectives"].get(code, (wanted, result))
    of = f'"indicator_code","{code}"'
    pivot = book.objectives()
    target = f'PIVOT.VALUE({pivot},"target_value",{of})'
    stands = {
        name: f'ISNUMBER(PIVOT.VALUE({pivot},"__count",{of},"result","{name}"))'
        for name in RESULTS
    }
    wish = in_unit(indicator, target)
    if indicator.unit == "money":
        # The currency of the figure is that of the objective.
        wish = large(indicator, f"0*{cell(NOW, row)}+{wish}")
    live = f'=IF(ISNUMBER({target}),{wish},"")'
    form = FORMATS[indicator.unit] or formula(None, SAMPLE_MONEY)
    put(TARGET, row, formula(live, wanted), None, form)
    state = f"IF(ISNUMBER({target}),{told(WAITS)},{told(NONE)})"
    for name, label in reversed(RESULTS.items()):
        state = f"IF({stands[name]},{told(label)},{state})"
    put(STATE, row, formula(f"={state}", f"={told(RESULTS.get(result, NONE))}"))
    achieved = f'PIVOT.VALUE({book.objectives(achieved=True)},"__count",{of})'
    day = f'VALUE(PIVOT.VALUE({pivot},"%s",{of},"result","on_track"))'
    begun, due = day % "date_start", day % "date_deadline"
    during = f"AND({begun}<=INT({DATE_TO}),{due}>=INT({DATE_FROM}))"
    during = f"IF(ISNUMBER({DATE_TO}),IFERROR({during},FALSE),TRUE)"
    good = f"OR(AND({stands['on_track']},{during}),ISNUMBER({achieved}))"
    # The company's objective says nothing of a team or a segment.
    put(ON_TRACK, row, formula(f"=IF(AND({good},NOT({NARROWED})),1,0)", 1))


def objectives(book, block, row, _side):
    """The active objectives, those with the nearest deadline first."""
    count = block.get("rows", 8)
    title(book, row, None, block["title"])
    names = [field for _first, _last, _name, field in COLUMNS]
    number = book.odoo_list(
        {
            "name": block["title"],
            "model": "playbook.objective",
            "domain": [["state", "=", "active"]],
            "columns": names,
            "orderBy": [{"name": "date_deadline", "asc": True}],
            "context": {},
            "fieldMatching": {},
        }
    )
    head = row + 1
    for first, last, name, _field in COLUMNS:
        style = look.HEAD if last < STATE_COLUMN else look.HEAD_RIGHT
        book.sheet.put(first, head, f"={told(name)}", style)
    book.sheet.set_height(head, TABLE_HEIGHT)
    book.sheet.set_height(head + 1, HEIGHT, count)
    for position in range(1, count + 1):
        _put_objective(book, head + position, number, position)
    colour_states(book, STATE_COLUMN, head + 1, count)
    return count + 2


def colour_states(book, column, row, count):
    """Colour how objectives stand, in ``count`` cells from ``row`` on."""
    states = area(column, row, column, row + count - 1)
    for result, colour in COLOURS.items():
        style = {"textColor": colour, "bold": True}
        formula = f"{cell(column, row)}={told(RESULTS[result])}"
        book.sheet.colour(states, formula, style)


def _put_objective(book, row, number, position):
    listed = (book.sample or {}).get("objective_list", [])
    made_up = listed[position - 1] if position <= len(listed) else {}
    said = {
        field: f'ODOO.LIST({number},{position},"{field}")'
        for _first, _last, _name, field in COLUMNS
    }
    name = said["display_name"]
    for first, last, _name, field in COLUMNS:
        is_first = first == 0 and position == 1
        nothing = told(EMPTY) if is_first else '""'
        live = f'=IF({name}="",{nothing},{said[field]})'
        content = book.formula(live, made_up.get(field))
        style = look.FIGURE
        if last < STATE_COLUMN:
            style = {**(look.WORDS if first else look.NAME), "wrapping": "wrap"}
        book.sheet.put(first, row, content, style)
        if first < last:
            book.sheet.merge(area(first, row, last, row))
