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
    "Difference",
    "Objective",
    "State",
    "Differs",
    "On track",
    "Baseline",
)
(
    NAME,
    NOW,
    BEFORE,
    SHOWN,
    SHOWN_BEFORE,
    CHANGE,
    TARGET,
    STATE,
    DIFFERS,
    ON_TRACK,
    BASE,
) = range(len(HEADINGS))
# Settings stand beside the figures.
TOLERANCE, DATE_FROM, DATE_TO = "N1", "N2", "O2"
COMPARABLE, NARROWED = "N3", "N4"
FIRST_SERIES = 100
NONE_COLUMN, FIRST_NONE = 13, 40
MARGIN = {"margin", "margin_rate", "base_margin"}


def told(text):
    """A formula that says ``text`` in the language of the reader."""
    return f'_t("{text}")'


def on_data(name):
    return f"Data!{name}"


class Data:
    def __init__(self, book):
        self.book = book
        self.sheet = Sheet("Data", book.styles)
        self.sheet.set_widths((230, *[100] * 9, 20, 20, *[120] * 4))
        for column, heading in enumerate(HEADINGS):
            self.sheet.put(column, 0, f"={told(heading)}", HEAD)
        self._rows = {}
        self._nones = {}
        self._next_series = FIRST_SERIES

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
        self.sheet.put(
            SHOWN,
            row,
            f"=IF(ISNUMBER({now}),{large(indicator, now)},{told('no data')})",
            None,
            form,
        )
        known = f"ISNUMBER({before})"
        if not current:
            known = f"AND({known},{COMPARABLE})"
        self.sheet.put(SHOWN_BEFORE, row, f'=IF({known},{before},"")', None, form)
        # What a scorecard would divide by.
        before = cell(SHOWN_BEFORE, row)
        self.sheet.put(
            BASE,
            row,
            f'=IF(ISNUMBER({before}),IF({before}=0,"0",{before}),"")',
            None,
            form,
        )
        self.sheet.put(CHANGE, row, _change(indicator, row))
        if not current:
            then = cell(BEFORE, row)
            self.sheet.put(
                DIFFERS,
                row,
                f"=IF(AND(ISNUMBER({now}),ISNUMBER({then})),IF({now}={then},0,1),0)",
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
        return f"=IFERROR({number(indicator, value)},{nothing})"

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

    def take_rows(self, count):
        """The first of ``count`` rows for a series."""
        first = self._next_series
        self._next_series += count + 2
        return first

    def none_of(self, pivot, dimension):
        """The cell with what Odoo calls the group of a pivot that is of no team..."""
        key = pivot, dimension
        if key not in self._nones:
            row = FIRST_NONE + len(self._nones)
            self._nones[key] = cell(NONE_COLUMN, row)
            content = f'=PIVOT.HEADER({pivot},"{dimension}","false")'
            self.sheet.put(NONE_COLUMN, row, content)
        return self._nones[key]

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
            # It fills two cells.
            ("From, to", formula('=ODOO.FILTER.VALUE("Period")', None)),
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


def number(indicator, value):
    """``value`` in its unit; an error where it is no number.

    It is said once, so that a click on the cell shows what it is made of.
    """
    return in_unit(indicator, f"SMALL({value},1)")


def large(indicator, value):
    """Money in thousands or millions where it is so much."""
    return f"FORMAT.LARGE.NUMBER({value})" if indicator.unit == "money" else value


def _change(indicator, row):
    """How much it changed: in points for a percentage, else as a share."""
    now, before = cell(NOW, row), cell(SHOWN_BEFORE, row)
    changed = f"({now}-{before})*100"
    if indicator.unit != "percent":
        changed = f'IF({before}=0,IF({now}=0,0,""),({now}-{before})/ABS({before}))'
    return f'=IF(AND(ISNUMBER({now}),ISNUMBER({before})),{changed},"")'
