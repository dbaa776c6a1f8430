"""What the blocks of dashboards have in common."""

import json

from dev import dashboards_filters as filters
from dev import dashboards_styles as look
from dev.dashboards_data import SHOWN, SHOWN_BEFORE, on_data, told
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


def card(book, code, *, current=False, colour=0):
    """The scorecard of an indicator."""
    indicator = book.indicators[code]
    row = book.data.row_of(code, current=current)
    up, down = look.GREEN, look.RED
    if indicator.better == "lower":
        up, down = down, up
    share = indicator.unit == "percent"
    return {
        "type": "scorecard",
        "title": {"text": indicator.label, "bold": True, "color": look.GREY},
        "background": look.CARD_COLOURS[colour % len(look.CARD_COLOURS)],
        "keyValue": on_data(cell(SHOWN, row)),
        "baseline": on_data(cell(SHOWN_BEFORE, row)),
        "baselineMode": "difference" if share else "percentage",
        "baselineDescr": {"text": "since the month before" if current else "since last period"},
        "baselineColorUp": up,
        "baselineColorDown": down,
        "humanize": indicator.unit == "money",
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
    return {None: (0, 9), 0: (0, 3), 1: (5, 9)}[side]


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


def large(indicator, value):
    return f"FORMAT.LARGE.NUMBER({value})" if indicator.unit == "money" else value
