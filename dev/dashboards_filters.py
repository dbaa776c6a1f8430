"""What a dashboard asks of the server: pivots over measurements, and the filters."""

PERIOD, TEAM, PERSON, SEGMENT = "period", "team", "person", "segment"
YEAR_AGO = "today =1d -12m"
# Periods of a pivot: the one that is chosen, the one before it; or whatever is chosen
# the month that counts as now, the one before that, and the course of thirteen months.
# The server says what is now: the browser may be in another month than the company.
CHOSEN, BEFORE, NOW, NOW_BEFORE, COURSE = (
    "chosen",
    "before",
    "now",
    "now_before",
    "course",
)
DATES = {
    CHOSEN: [],
    BEFORE: [],
    NOW: [["is_current", "=", True]],
    NOW_BEFORE: [["is_before_current", "=", True]],
    COURSE: [["date_from", ">=", YEAR_AGO]],
}
OFFSETS = {CHOSEN: 0, BEFORE: -1}
RELATIONS = {
    TEAM: ("Sales team", "crm.team", "team_id"),
    PERSON: ("Person", "res.users", "user_id"),
    SEGMENT: ("Segment", "playbook.segment", "segment_id"),
}


def make_filters(period):
    """The filters above a dashboard.

    :param period: what is chosen at first, as the spreadsheet calls it.
    """
    return [
        {"id": PERIOD, "type": "date", "label": "Period", "defaultValue": period},
        *(
            {"id": key, "type": "relation", "label": label, "modelName": model}
            for key, (label, model, _field) in RELATIONS.items()
        ),
    ]


def make_pivot(number, *, rows=("indicator_code",), columns=(), **asked):
    """A pivot over ``playbook.measurement``.

    :param rows, columns: what it is grouped by; dates with their granularity.
    :param asked: ``period``; ``cut`` (main); ``codes`` (all); ``sort``: a code; and
        ``runs``: whether it counts measurings and not figures.
    """
    domain, matching = _narrow(**asked)
    if asked.get("runs"):
        model, measures = "playbook.measurement.run", ["__count"]
    else:
        model, measures = "playbook.measurement", ["value", "value_money"]
    pivot = {
        "type": "ODOO",
        "id": number,
        "formulaId": number,
        "name": f"{model} {number}",
        "model": model,
        "domain": domain,
        "context": {},
        "measures": [_measure(name) for name in measures],
        "rows": [_dimension(name) for name in rows],
        "columns": [_dimension(name) for name in columns],
        "fieldMatching": matching,
    }
    if asked.get("sort"):
        pivot["sortedColumn"] = {
            "measure": "value",
            "order": "desc",
            "domain": [
                {"field": "indicator_code", "value": asked["sort"], "type": "char"}
            ],
        }
    return pivot


def _narrow(**asked):
    """The domain of a pivot, and which of its fields the filters mean."""
    period, cut = asked.get("period", CHOSEN), asked.get("cut", "main")
    domain = [["kind", "=", "month"], *DATES[period]]
    matching = {}
    if period in OFFSETS:
        matching[PERIOD] = {
            "chain": "date_from",
            "type": "date",
            "offset": OFFSETS[period],
        }
    if asked.get("runs"):
        domain.append(["date_measured", "!=", False])
        return domain, matching
    domain.append(["cut", "=", cut])
    if asked.get("codes"):
        domain.append(["indicator_code", "in", list(asked["codes"])])
    # Of sources, stages and RFM groups no segment is known.
    for key, (_label, _model, field) in RELATIONS.items():
        if key != SEGMENT or cut == "main":
            matching[key] = {"chain": field, "type": "many2one"}
    return domain, matching


def make_objectives_pivot(number, *, achieved=False):
    """The company's own active objectives, by indicator and how they stand.

    :param achieved: in their place those that were achieved, with their deadline in the
        period that is chosen.
    """
    which, matching = [["state", "=", "active"]], {}
    if achieved:
        which = [["state", "=", "closed"], ["result", "=", "achieved"]]
        matching[PERIOD] = {"chain": "date_deadline", "type": "date", "offset": 0}
    return {
        "type": "ODOO",
        "id": number,
        "formulaId": number,
        "name": "Objectives achieved" if achieved else "Objectives",
        "model": "playbook.objective",
        "domain": [
            *which,
            ["team_id", "=", False],
            ["figures_user_id", "=", False],
            ["segment_id", "=", False],
        ],
        "context": {},
        "measures": [
            _measure("__count"),
            _measure("target_value"),
            # Whether the period that is chosen is in its time.
            _measure("date_start", "min"),
            _measure("date_deadline", "max"),
        ],
        "rows": [_dimension("indicator_code")],
        "columns": [_dimension("result")],
        "fieldMatching": matching,
    }


def _measure(name, aggregator="avg"):
    if name == "__count":
        return {"id": "__count", "fieldName": "__count"}
    return {"id": name, "fieldName": name, "aggregator": aggregator}


def _dimension(name):
    field, _colon, granularity = name.partition(":")
    dimension = {"fieldName": field}
    if granularity:
        dimension |= {"granularity": granularity, "order": "asc"}
    return dimension
