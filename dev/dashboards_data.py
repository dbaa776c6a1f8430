"""The sheet that holds what a dashboard shows: a row for each figure, then series."""

from dev import dashboards_filters as filters
from dev.dashboards_indicators import FORMATS, SAMPLE_MONEY
from dev.dashboards_sheet import Sheet, area, cell
from dev.dashboards_styles import HEAD

HEADINGS = (
    "Indicator",
    "Current",
    "Before",
    "Shown",
    "Shown before",
    "Change",
    "Objective",
    "State",
    "Differs",
    "On track",
)
NAME, NOW, BEFORE, SHOWN, SHOWN_BEFORE, CHANGE, TARGET, STATE, DIFFERS, ON_TRACK = range(
    len(HEADINGS)
)
# Settings stand beside the figures.
TOLERANCE, DATE_FROM, DATE_TO, COMPARABLE, NARROWED = (f"$N${i}" for i in range(1, 6))
FIRST_SERIES = 100
MARGIN = {"margin", "margin_rate", "base_margin"}
RESULTS = {
    "achieved": "Achieved",
    "on_track": "On track",
    "at_risk": "At risk",
    "missed": "Missed",
    "no_data": "No data",
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def told(text):
    """A formula that says ``text`` in the language of the reader."""
    return f'_t("{text}")'


def on_data(name):
    return f"Data!{name}"


class Data:
    def __init__(self, book):
        self.book = book
        self.sheet = Sheet("Data", book.styles)
        self.sheet.set_widths((230, *[100] * 9, 20, 20, 120, 120))
        for column, heading in enumerate(HEADINGS):
            self.sheet.put(column, 0, f"={told(heading)}", HEAD)
        self._rows = {}
        self._next_series = FIRST_SERIES
        self.has_objectives = False

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def row_of(self, code, *, current=False):
        """The row (from 0) of an indicator: in the period that is chosen, or now."""
        key = code, current
        if key not in self._rows:
            self._rows[key] = len(self._rows) + 1
            self._write(self.book.indicators[code], self._rows[key], current)
        return self._rows[key]

    def _write(self, indicator, row, current):
        form = self.book.formula(FORMATS, {**FORMATS, "money": SAMPLE_MONEY})
        form = form[indicator.unit]
        now, before = cell(NOW, row), cell(BEFORE, row)
        self.sheet.put(NAME, row, f"={told(indicator.label)}")
        for column, period in (
            (NOW, filters.NOW if current else filters.CHOSEN),
            (BEFORE, filters.NOW_BEFORE if current else filters.BEFORE),
        ):
            made_up = self._made_up(indicator)[column - NOW]
            live = self._measured(indicator, period)
            self.sheet.put(column, row, self.book.formula(live, made_up), None, form)
        nothing = "no margin data" if indicator.code in MARGIN else "no data"
        self.sheet.put(
            SHOWN, row, f"=IF(ISNUMBER({now}),{now},{told(nothing)})", None, form
        )
        known = f"ISNUMBER({before})"
        if not current:
            known = f"AND({known},{COMPARABLE})"
        self.sheet.put(SHOWN_BEFORE, row, f'=IF({known},{before},"")', None, form)
        self.sheet.put(CHANGE, row, _change(indicator, row))
        if not current:
            self.sheet.put(
                DIFFERS,
                row,
                f"=IF(AND(ISNUMBER({now}),ISNUMBER({before})),IF({now}={before},0,1),0)",
            )

    def _measured(self, indicator, period):
        """The figure of a period; 0 where it was measured and nothing was counted."""
        value = self.value(self.book.pivot(period=period), indicator)
        nothing = '""'
        if not indicator.is_ratio:
            runs = self.book.pivot(period=period, runs=True)
            counted = (
                f'PIVOT.VALUE({runs},"__count","indicator_code","{indicator.code}")'
            )
            nothing = f'IF(ISNUMBER({counted}),0,"")'
        return f"=IF(ISNUMBER({value}),{in_unit(indicator, value)},{nothing})"

    @staticmethod
    def value(pivot, indicator, *places):
        """A formula for a cell of a pivot.

        :param places: names and values of dimensions, before the indicator's.
        """
        said = "".join(f",{place}" for place in places)
        return (
            f'PIVOT.VALUE({pivot},"{indicator.measure}"{said},'
            f'"indicator_code","{indicator.code}")'
        )

    def _made_up(self, indicator):
        if self.book.sample is None:
            return None, None
        return self.book.sample["figures"][indicator.code]

    # ------------------------------------------------------------------
    # Objectives
    # ------------------------------------------------------------------

    def add_objective(self, code):
        """Write what the company wants of an indicator, beside its figure."""
        self.has_objectives = True
        indicator, row = self.book.indicators[code], self.row_of(code)
        form = "#,##0" if indicator.unit == "money" else FORMATS[indicator.unit]
        pivot = self.book.objectives()
        of = f'"indicator_code","{code}"'
        target = f'PIVOT.VALUE({pivot},"target_value",{of})'
        stands = {
            result: f'ISNUMBER(PIVOT.VALUE({pivot},"__count",{of},"result","{result}"))'
            for result in RESULTS
        }
        state = f"IF(ISNUMBER({target}),{told('Not computed yet')},{told('no objective')})"
        for result, label in reversed(RESULTS.items()):
            state = f"IF({stands[result]},{told(label)},{state})"
        formula, wanted = self.book.formula, (None, "on_track")
        if self.book.sample:
            wanted = self.book.sample["objectives"].get(code, (None, "no_data"))
        self.sheet.put(
            TARGET,
            row,
            formula(
                f'=IF(ISNUMBER({target}),{in_unit(indicator, target)},"")', wanted[0]
            ),
            None,
            form,
        )
        self.sheet.put(
            STATE, row, formula(f"={state}", f"={told(RESULTS[wanted[1]])}")
        )
        self.sheet.put(
            ON_TRACK,
            row,
            formula(
                f"=IF(AND(OR({stands['on_track']},{stands['achieved']}),"
                f"NOT({NARROWED})),1,0)",
                1,
            ),
        )

    # ------------------------------------------------------------------
    # Series of charts
    # ------------------------------------------------------------------

    def series(self, codes, pivot, dimension, count):
        """Figures for a chart: labels, and a column for each of ``codes``.

        :param dimension: what the rows of the pivot are, with its granularity.
        :return: ``(range of labels, ranges of figures with their titles)``.
        """
        first = self._next_series
        self._next_series += count + 2
        indicators = [self.book.indicators[code] for code in codes]
        for column, indicator in enumerate(indicators, start=1):
            self.sheet.put(column, first, f"={told(indicator.label)}")
        for position in range(1, count + 1):
            row = first + position
            place = f'"#{dimension}",{position}'
            self.sheet.put(
                0,
                row,
                self.book.formula(
                    f"=PIVOT.HEADER({pivot},{place})",
                    self.sample_label(dimension, position),
                ),
                None,
                "mmm yyyy" if self.book.sample is None and "date" in dimension else None,
            )
            for column, indicator in enumerate(indicators, start=1):
                value = self.value(pivot, indicator, place)
                live = f'=IF(ISNUMBER({value}),{in_unit(indicator, value)},"")'
                made_up = self.sample_value(indicator, position, count)
                form = FORMATS[indicator.unit] or self.book.formula(None, SAMPLE_MONEY)
                self.sheet.put(
                    column, row, self.book.formula(live, made_up), None, form
                )
        last = first + count
        return (
            on_data(area(0, first, 0, last)),
            [on_data(area(i, first, i, last)) for i in range(1, len(codes) + 1)],
        )

    def sample_label(self, dimension, position):
        """The made-up name of a month, a team, a source..."""
        if self.book.sample is None:
            return None
        if "date" in dimension:
            return MONTHS[(position - 2) % 12]
        names = self.book.sample["names"][dimension]
        return names[position - 1] if position <= len(names) else None

    def sample_value(self, indicator, position, count):
        """A made-up figure: the total of the sample, going up and down."""
        if self.book.sample is None:
            return None
        now = self.book.sample["figures"][indicator.code][0]
        share = 1 - 0.06 * ((position * 5) % 4) - 0.01 * (count - position)
        value = now * share
        return round(value, 3) if indicator.unit == "percent" else round(value)

    def finish(self):
        """The settings, when all figures are there."""
        last = max(len(self._rows), 1)
        filtered = "&".join(
            f'ODOO.FILTER.VALUE("{label}")'
            for label, _model, _field in filters.RELATIONS.values()
        )
        formula = self.book.formula
        said = (
            ("Less than this share is no change", 0.02),
            ("From", formula('=ODOO.FILTER.VALUE("Period")', None)),
            ("To", None),
            (
                "Can be compared",
                formula(
                    f"=IF(ISNUMBER({DATE_TO}),SUM({area(DIFFERS, 1, DIFFERS, last)})>0,"
                    "FALSE)",
                    "=TRUE",
                ),
            ),
            ("Narrowed by a filter", formula(f'=NOT({filtered}="")', "=FALSE")),
        )
        for row, (label, content) in enumerate(said):
            self.sheet.put(12, row, f"={told(label)}", HEAD)
            self.sheet.put(13, row, content)


def in_unit(indicator, value):
    """``value`` as its format wants it: percentages as a share."""
    return f"{value}/100" if indicator.unit == "percent" else value


def _change(indicator, row):
    """How much it changed: in points for a percentage, else as a share."""
    now, before = cell(NOW, row), cell(SHOWN_BEFORE, row)
    changed = f"({now}-{before})*100"
    if indicator.unit != "percent":
        changed = f'IF({before}=0,IF({now}=0,0,""),({now}-{before})/ABS({before}))'
    return f'=IF(AND(ISNUMBER({now}),ISNUMBER({before})),{changed},"")'
