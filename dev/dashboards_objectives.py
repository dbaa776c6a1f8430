"""What the company wants to reach: beside a figure, and as a list."""

from dev import dashboards_styles as look
from dev.dashboards_data import NARROWED, ON_TRACK, STATE, TARGET, in_unit, told
from dev.dashboards_indicators import FORMATS
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
COLUMNS = (
    (5, "Now", "current_value", "#,##0.0"),
    (6, "To reach", "target_value", "#,##0.0"),
    (7, "Unit", "unit", None),
    (8, "State", "result", None),
    (9, "Deadline", "date_deadline", None),
)
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
    live = f'=IF(ISNUMBER({target}),{in_unit(indicator, target)},"")'
    form = "#,##0" if indicator.unit == "money" else FORMATS[indicator.unit]
    put(TARGET, row, formula(live, wanted), None, form)
    state = f"IF(ISNUMBER({target}),{told(WAITS)},{told(NONE)})"
    for name, label in reversed(RESULTS.items()):
        state = f"IF({stands[name]},{told(label)},{state})"
    put(STATE, row, formula(f"={state}", f"={told(RESULTS.get(result, NONE))}"))
    achieved = f'PIVOT.VALUE({book.objectives(achieved=True)},"__count",{of})'
    good = f"OR({stands['on_track']},ISNUMBER({achieved}))"
    # The company's objective says nothing of a team or a segment.
    put(ON_TRACK, row, formula(f"=IF(AND({good},NOT({NARROWED})),1,0)", 1))


def objectives(book, block, row, _side):
    """The active objectives, those with the nearest deadline first."""
    count = block.get("rows", 8)
    title(book, row, None, block["title"])
    names = [field for _column, _name, field, _form in COLUMNS]
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
    none = f'=IF(ODOO.LIST({number},1,"display_name")="",{told(EMPTY)},'
    heading = told("Objective")
    content = book.formula(f"{none}{heading})", f"={heading}")
    book.sheet.put(0, head, content, look.HEAD)
    for column, name, _field, _form in COLUMNS:
        book.sheet.put(column, head, f"={told(name)}", look.HEAD_RIGHT)
    book.sheet.set_height(head, TABLE_HEIGHT, count + 1)
    for position in range(1, count + 1):
        _put_objective(book, head + position, number, position)
    colour_states(book, 8, head + 1, count)
    return count + 3


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
        for field in ("display_name", "has_current", *(x[2] for x in COLUMNS))
    }
    name = said["display_name"]
    content = book.formula(f"={name}", made_up.get("display_name"))
    book.sheet.put(0, row, content, look.NAME)
    said["current_value"] = (
        f"IF({said['has_current']},{said['current_value']},{told('no data')})"
    )
    for column, _name, field, form in COLUMNS:
        live = f'=IF({cell(0, row)}="","",{said[field]})'
        content = book.formula(live, made_up.get(field))
        book.sheet.put(column, row, content, look.FIGURE, form)
