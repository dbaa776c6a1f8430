"""A dashboard as it is built: a sheet that is looked at, and one with its data."""

from dev import dashboards_filters as filters
from dev.dashboards_data import Data
from dev.dashboards_sheet import Sheet
from dev.dashboards_styles import COLUMNS, Styles

VERSION = "18.5.10"
LOCALE = {
    "name": "English (US)",
    "code": "en_US",
    "thousandsSeparator": ",",
    "decimalSeparator": ".",
    "dateFormat": "mm/dd/yyyy",
    "timeFormat": "hh:mm:ss",
    "formulaArgSeparator": ",",
    "weekStart": 7,
}
MENU = "crm_playbook.playbook_measurement_menu"


class Book:
    """What the blocks of a dashboard write to.

    :param description: as a file in dev/dashboards/ says.
    :param indicators: :class:`Indicator` by code.
    :param sample: made-up figures; None for the dashboard itself.
    """

    def __init__(self, description, indicators, sample):
        self.name = description["name"]
        self.indicators = indicators
        self.sample = sample
        self.period = description.get("period", "last_month")
        self.styles = Styles()
        self.sheet = Sheet("Dashboard", self.styles)
        self.sheet.set_widths(COLUMNS)
        self.data = Data(self)
        self.pivots = {}
        self.lists = {}
        self.charts = []
        # The next free row, from 0.
        self.row = 0

    def formula(self, live, made_up):
        """A formula, or what stands for it in the sample."""
        return live if self.sample is None else made_up

    def pivot(self, **asked):
        """The number of a pivot over measurements: one for all who ask the same.

        :param asked: see :func:`filters.make_pivot`.
        """
        key = repr(sorted(asked.items()))
        if key not in self.pivots:
            number = str(len(self.pivots) + 1)
            self.pivots[key] = filters.make_pivot(number, **asked)
        return self.pivots[key]["formulaId"]

    def objectives(self, *, achieved=False):
        """The number of the pivot over objectives: see
        :func:`filters.make_objectives_pivot`.
        """
        key = "achieved" if achieved else "objectives"
        if key not in self.pivots:
            number = str(len(self.pivots) + 1)
            self.pivots[key] = filters.make_objectives_pivot(number, achieved=achieved)
        return self.pivots[key]["formulaId"]

    def odoo_list(self, definition):
        """The number of a list of records."""
        number = str(len(self.lists) + 1)
        self.lists[number] = {"id": number, **definition}
        return number

    def chart(self, data, row, place):
        """Put a figure over the cells from ``row`` on.

        :param place: ``(x, y, width, height)`` in pixels, from the top of that row.
        """
        x, y, width, height = place
        identity = f"{self.name}-{len(self.charts) + 1}"
        self.charts.append(identity)
        self.sheet.figures.append(
            {
                "id": identity,
                "tag": "chart",
                "col": 0,
                "row": row,
                "offset": {"x": x, "y": y},
                "width": width,
                "height": height,
                "data": {"chartId": identity, **data},
            }
        )

    def render(self):
        """The whole file, as a dictionary."""
        live = self.sample is None
        self.data.finish()
        sheets = [self.sheet.render(self.row + 2), self.data.sheet.render(200)]
        return {
            "version": VERSION,
            "sheets": sheets,
            "styles": self.styles.styles,
            "formats": self.styles.formats,
            "borders": self.styles.borders,
            "revisionId": "START_REVISION",
            "uniqueFigureIds": True,
            "settings": {"locale": LOCALE},
            "pivots": {p["id"]: p for p in self.pivots.values()} if live else {},
            "pivotNextId": len(self.pivots) + 1,
            "customTableStyles": {},
            "globalFilters": filters.make_filters(self.period) if live else [],
            "lists": self.lists if live else {},
            "listNextId": len(self.lists) + 1,
            "chartOdooMenusReferences": dict.fromkeys(self.charts, MENU)
            if live
            else {},
        }
