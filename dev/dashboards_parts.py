"""What the blocks of dashboards have in common."""

import json

from dev import dashboards_filters as filters
from dev import dashboards_styles as look
from dev.dashboards_data import BASE, SHOWN, SHOWN_BEFORE, on_data, told
from dev.dashboards_sheet import area, cell

CARD, CARD_GAP = 100, 12
CHART_ROWS, ROW = 13, 23
TITLE_HEIGHT, TABLE_HEIGHT = 36, 26
SHARES, POINTS = "+0.0%;-0.0%;0.0%", '+0.0" pts";-0.0" pts";0.0" pts"'
DIMENSIONS = {
    "month": ("date_from:month", "main", filters.COURSE),
    "source": ("source_id", "source", filters.CHOSEN),
    "medium": ("medium_id", "source", filters.CHOSEN),
    "campaign": ("campaign_id", "source", filters.CHOSEN),
    "stage": ("stage_id", "stage", filters.NOW),
    "rfm": ("rfm_group_id", "rfm", filters.CHOSEN),
    "team": ("team_id", "main", filters.CHOSEN),
    "person": ("user_id", "main", filters.CHOSEN),
    "segment": ("segment_id", "main", filters.CHOSEN),
}


# Names that a scorecard has room for, also on a phone.
CARD_NAMES = {
    "satisfaction": "Satisfaction",
    "next_step_share": "With a next step",
    "stale_share": "Stale deals",
    "lead_conversion": "Leads converted",
    "first_response": "Response (hours)",
    "effectiveness": "Effectiveness",
    "base_value": "Value of the base",
    "actions_done": "Actions done",
}
# What is said of figures that are of no team, no person...
NOBODY = {
    "team_id": "No team",
    "user_id": "Nobody",
    "segment_id": "No segment",
    "source_id": "Not known",
    "medium_id": "Not known",
    "campaign_id": "No campaign",
    "stage_id": "No stage",
    "rfm_group_id": "No group",
}
# A character that hardly is in a name.
EDGE = "¦"


def group_name(book, pivot, dimension, position):
    """A formula for the name of a group, whose pivot is named once: a click opens it.

    Odoo calls what is of no group "None", in the language of the reader.
    """
    header = f'PIVOT.HEADER({pivot},"#{dimension}",{position})'
    none, nobody = on_data(book.data.none_of(pivot, dimension)), told(NOBODY[dimension])
    edge = f'"{EDGE}"'
    whole = f"SUBSTITUTE({edge}&{header}&{edge},{edge}&{none}&{edge},{nobody})"
    return f'=SUBSTITUTE({whole},{edge},"")'


def card(book, code, *, current=False, colour=0):
    """The scorecard of an indicator."""
    indicator = book.indicators[code]
    row = book.data.row_of(code, current=current)
    up, down = look.GREEN, look.RED
    if indicator.better == "lower":
        up, down = down, up
    share = indicator.unit == "percent"
    base = SHOWN_BEFORE if share else BASE
    return {
        "type": "scorecard",
        "title": {**look.CARD_TITLE, "text": CARD_NAMES.get(code, indicator.label)},
        "background": look.CARD_COLOURS[colour % len(look.CARD_COLOURS)],
        "keyValue": on_data(cell(SHOWN, row)),
        "baseline": on_data(cell(base, row)),
        "baselineMode": "difference" if share else "percentage",
        "baselineDescr": {"text": "points" if share else "vs before"},
        "baselineColorUp": up,
        "baselineColorDown": down,
        "humanize": False,
    }


def title(book, row, side, text, **link):
    """A heading; one that opens the measurements it is about.

    :param link: ``codes``, ``cut``, ``group``.
    """
    first, last = columns(side)
    content = f"={told(text)}"
    if link and book.sample is None:
        content = f"[{text}]({_link(text, **link)})"
    book.sheet.put(first, row, content, look.TITLE)
    book.sheet.border(area(first, row, last, row), look.BELOW)
    book.sheet.set_height(row, TITLE_HEIGHT)


def columns(side):
    return {None: (0, look.LAST), 0: (0, 3), 1: (5, look.LAST)}[side]


def _link(name, *, codes, cut="main", group="date_from:month"):
    view = {
        "viewType": "pivot",
        "action": {
            "domain": [
                ["kind", "=", "month"],
                ["cut", "=", cut],
                ["indicator_code", "in", codes],
            ],
            "context": {
                "group_by": ["indicator_id", group],
                "pivot_row_groupby": ["indicator_id", group],
                "pivot_column_groupby": [],
                "pivot_measures": ["value"],
            },
            "modelName": "playbook.measurement",
            "views": [
                [False, "list"],
                [False, "pivot"],
                [False, "graph"],
                [False, "search"],
            ],
        },
        "threshold": 0,
        "name": name,
    }
    return f"odoo://view/{json.dumps(view, separators=(',', ':'))}"
