"""One verdict on profit, revenue and satisfaction, by formulas.

The rule is that of ``models/results/playbook_indicator_verdict.py``; a test compares.
"""

from dev import dashboards_styles as look
from dev.dashboards_data import (
    DATE_TO,
    NOW,
    ON_TRACK,
    SHOWN_BEFORE,
    TOLERANCE,
    on_data,
    told,
)
from dev.dashboards_objectives import add_objective
from dev.dashboards_parts import CARD, CARD_GAP, ROW, card
from dev.dashboards_sheet import area, cell

# On the sheet with the data: the changes, whether they are worse, or good; then what
# follows of them.
FIRST, LABEL, CHANGE, WORSE, GOOD = 8, 12, 13, 14, 15
RULE = (
    "Working: none is worse by more than 2 %, and one is better or its objective is on "
    "track or achieved. Failing: two or more are worse. Else: not yet."
)
GOING_ON = "The period is not over: totals still grow."
WHY_MISSING = {
    "margin": "There is no margin data: it needs Odoo's margins in sales orders and "
    "the costs of products."
}
# Two lines each for what it rests on, what is missing, and the rule.
HEIGHTS = (38, 40, 40, 40)
STATES = {1: "Working", 0: "Not yet", -1: "Failing", -9: "No data"}


def verdict(book, block, row, _side):
    """Scorecards of the verdict and of what it rests on, then the verdict in words."""
    codes = block["codes"]
    state, label, text, lacking, count = _judge(book, codes)
    width = (look.WIDTH - len(codes) * CARD_GAP) // (len(codes) + 1)
    shown = [
        {
            "type": "scorecard",
            "title": {**look.CARD_TITLE, "text": "Is it working?"},
            "background": "#F3F4F6",
            "keyValue": on_data(label),
            "baseline": on_data(count),
            "baselineMode": "text",
            "baselineDescr": {"text": "going well"},
            "humanize": False,
        },
        *(card(book, code, colour=1) for code in codes),
    ]
    for place, data in enumerate(shown):
        x, y = place * (width + CARD_GAP), 6 + place * 0.01
        book.chart(data, row, (x, y, width, CARD))
    below = row + -(-(CARD + 18) // ROW)
    _tell(book, below, state, (label, text, lacking))
    return below - row + 5


def _tell(book, row, state, formulas):
    """The verdict, what it rests on, and the rule, each over the whole width."""
    sheet = book.sheet
    told_by = (*(f"={on_data(name)}" for name in formulas), f"={told(RULE)}")
    words = {**look.HEAD, "wrapping": "wrap"}
    styles = look.VERDICT, words, words, {**look.NOTE, "wrapping": "wrap"}
    for offset, (content, style, height) in enumerate(
        zip(told_by, styles, HEIGHTS, strict=True)
    ):
        sheet.put(0, row + offset, content, style)
        sheet.set_height(row + offset, height)
        sheet.merge(area(0, row + offset, look.LAST, row + offset))
    for value, colour in ((1, look.GREEN), (0, look.AMBER), (-1, look.RED)):
        sheet.colour(cell(0, row), f"{on_data(state)}={value}", {"textColor": colour})
    sheet.border(area(0, row + 3, look.LAST, row + 3), look.BELOW)


def _judge(book, codes):
    """Write the formulas.

    :return: the cells of the state as a number, its name, why, what is missing, and of
        how many are good.
    """
    sheet = book.data.sheet
    known, unknown = [], []
    for offset, code in enumerate(codes):
        row, indicator = FIRST + offset, book.indicators[code]
        data = book.data.row_of(code)
        add_objective(book, code)
        now, before = cell(NOW, data), cell(SHOWN_BEFORE, data)
        change = cell(CHANGE, row)
        from_nothing = f"IF({now}>0,1,IF({now}<0,-1,0))"
        sheet.put(LABEL, row, f"={told(indicator.name)}")
        sheet.put(
            CHANGE,
            row,
            f"=IF(AND(ISNUMBER({now}),ISNUMBER({before})),"
            f'IF({before}=0,{from_nothing},({now}-{before})/ABS({before})),"")',
        )
        sheet.put(
            WORSE, row, f"=IF(ISNUMBER({change}),IF({change}<-{TOLERANCE},1,0),0)"
        )
        good = f"OR({change}>{TOLERANCE},{cell(ON_TRACK, data)}=1)"
        sheet.put(GOOD, row, f"=IF(ISNUMBER({change}),IF({good},1,0),0)")
        name = cell(LABEL, row)
        said = f'{name}&" "&TEXT({change},"+0.0%;-0.0%;0.0%")'
        known.append(f'IF(ISNUMBER({change}),{said},"")')
        unknown.append(f'IF(ISNUMBER({change}),"",{name})')
    going_on = f"AND(ISNUMBER({DATE_TO}),INT({DATE_TO})>=TODAY())"
    missing = f'&IF({going_on}," "&{told(GOING_ON)},"")'
    missing += "".join(
        f'&IF(ISNUMBER({cell(NOW, book.data.row_of(code))}),""," "&{told(why)})'
        for code, why in WHY_MISSING.items()
        if code in codes
    )
    return _conclude(sheet, FIRST + len(codes), (known, unknown), missing)


def _conclude(sheet, row, lists, missing):
    last = row - 1
    changes, worse, good = (
        area(column, FIRST, column, last) for column in (CHANGE, WORSE, GOOD)
    )
    state, label, text, lacking, count = (cell(CHANGE, row + i) for i in range(5))
    sheet.put(
        CHANGE,
        row,
        f"=IF(COUNT({changes})=0,-9,IF(SUM({worse})>=2,-1,"
        f"IF(AND(SUM({worse})=0,SUM({good})>0),1,0)))",
    )
    named = told(STATES[-9])
    for value in (-1, 0, 1):
        named = f"IF({state}={value},{told(STATES[value])},{named})"
    sheet.put(CHANGE, row + 1, f"={named}")
    known, unknown = (f'TEXTJOIN(", ",TRUE,{",".join(each)})' for each in lists)
    sheet.put(
        CHANGE,
        row + 2,
        f'=IF({known}="","",{told("It rests on:")}&" "&{known}&".")',
    )
    sheet.put(
        CHANGE,
        row + 3,
        f'=TRIM(IF({unknown}="","",{told("No data to compare:")}&" "&{unknown}&".")'
        f"{missing})",
    )
    sheet.put(CHANGE, row + 4, f'=SUM({good})&" "&{told("of")}&" "&COUNT({changes})')
    for offset, name in enumerate(("Verdict", "In words", "Why", "Lacking", "Good")):
        sheet.put(LABEL, row + offset, f"={told(name)}")
    return state, label, text, lacking, count
