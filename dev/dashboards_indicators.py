"""The built-in indicators, as the data of the addon says."""

import xml.etree.ElementTree as ElementTree
from typing import NamedTuple

UNITS_SHOWN = {"days": "days", "hours": "hours"}
# How a figure is written in a cell; money as the currency of the company asks for.
FORMATS = {
    "count": "#,##0",
    "percent": "0.0%",
    "days": "#,##0.0",
    "hours": "#,##0.0",
    "score": "0.0",
    "money": None,
}
# What stands for the currency of the company in made-up figures.
SAMPLE_MONEY = "[$$]#,##0"


class Indicator(NamedTuple):
    code: str
    name: str
    unit: str
    better: str
    side: str
    is_ratio: bool
    is_state: bool

    @property
    def label(self):
        """Its name, with the unit where it is not seen in the figure."""
        unit = UNITS_SHOWN.get(self.unit)
        return f"{self.name} ({unit})" if unit else self.name

    @property
    def measure(self):
        """The field of ``playbook.measurement`` that says it."""
        return "value_money" if self.unit == "money" else "value"


def read_indicators(folder):
    """:class:`Indicator` by code.

    :param folder: where files named ``playbook_indicator_*_data.xml`` are.
    """
    found = {}
    for path in sorted(folder.glob("playbook_indicator_*_data.xml")):
        # Our own file.
        tree = ElementTree.parse(path)  # noqa: S314
        for record in tree.iterfind("record[@model='playbook.indicator']"):
            said = {
                field.get("name"): field.text or field.get("eval")
                for field in record.iterfind("field")
            }
            found[said["code"]] = Indicator(
                said["code"],
                " ".join(said["name"].split()),
                said.get("unit", "count"),
                said.get("better", "higher"),
                said.get("side", "inside"),
                said.get("is_ratio") == "True",
                said.get("is_state") == "True",
            )
    return found
