"""A sheet of a spreadsheet."""

from dev.dashboards_styles import JOINED


def cell(column, row):
    """The name of a cell, both from 0: ``A1``."""
    return f"{chr(ord('A') + column)}{row + 1}"


def area(column, row, last_column, last_row):
    return f"{cell(column, row)}:{cell(last_column, last_row)}"


class Sheet:
    def __init__(self, name, styles):
        self.name = name
        self._styles = styles
        self.cells, self.styles, self.formats, self.borders = {}, {}, {}, {}
        self.figures, self.merges, self.conditions = [], [], []
        self.rows, self.columns = {}, {}

    def set_widths(self, widths):
        self.columns = {str(i): {"size": size} for i, size in enumerate(widths)}

    def set_height(self, row, size, count=1):
        self.rows |= {str(row + i): {"size": size} for i in range(count)}

    def put(self, column, row, content, style=None, form=None):
        """Write into a cell: a text, a number, or a formula."""
        name = cell(column, row)
        if content is not None:
            self.cells[name] = str(content)
        if style:
            self.styles[name] = self._styles.style(style)
        if form:
            self.formats[name] = self._styles.format(form)

    def border(self, where, border):
        self.borders[where] = self._styles.border(border)

    def merge(self, where):
        self.merges.append(where)

    def merge_over_gap(self, row):
        """Make one column of the gap between the halves and of what follows it."""
        self.merge(area(JOINED, row, JOINED + 1, row))

    def colour(self, where, formula, style):
        """Style the cells of ``where`` for which ``formula`` (of the first) is true."""
        self.conditions.append(
            {
                "id": f"{self.name}-{len(self.conditions) + 1}",
                "ranges": [where],
                "rule": {
                    "type": "CellIsRule",
                    "operator": "customFormula",
                    "values": [f"={formula}"],
                    "style": style,
                },
            }
        )

    def render(self, rows):
        return {
            "id": self.name.lower(),
            "name": self.name,
            "colNumber": max(len(self.columns), 10),
            "rowNumber": max(rows, 5),
            "rows": self.rows,
            "cols": self.columns,
            "merges": self.merges,
            "cells": self.cells,
            "styles": self.styles,
            "formats": self.formats,
            "borders": self.borders,
            "conditionalFormats": self.conditions,
            "dataValidationRules": [],
            "figures": self.figures,
            "tables": [],
            "areGridLinesVisible": False,
            "isVisible": True,
            "headerGroups": {"ROW": [], "COL": []},
            "comments": {},
        }
