"""The table that ``make bench`` prints."""

import statistics
from typing import NamedTuple

from dev.console import say

# In the column of the limits: there is none.
TOLD = "told only"


class Result(NamedTuple):
    """One line of the table; ``kept`` tells whether the limit is.

    A limit that is not ``binding`` yet is measured and judged, and fails nothing.
    """

    name: str
    without: str
    with_addon: str
    compared: str
    limit: str
    kept: bool
    binding: bool = True


def fails(results):
    """Whether a binding limit is not kept."""
    return any(not result.kept and result.binding for result in results)


def show_table(title, header, results):
    """Print ``results`` under the names of the first five columns, ``header``."""
    say(f"\n{title}")
    rows = [header, *(result[:5] for result in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    verdicts = ["", *map(_verdict, results)]
    for row, verdict in zip(rows, verdicts, strict=True):
        cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
        say(f"{'  '.join(cells)}  {verdict}".rstrip())


def _verdict(result):
    later = "" if result.binding else " (measured, binding later)"
    if not result.kept:
        return f"LIMIT EXCEEDED{later}"
    return f"kept{later}" if later and not result.limit.startswith(TOLD) else ""


def median(costs, what):
    """The median of the figure ``what`` of several measurements."""
    return statistics.median(cost[what] for cost in costs)


def told(costs):
    """Wall and CPU seconds of several measurements, with the spread of the first."""
    walls = sorted(cost["wall"] for cost in costs)
    spread = f" ({_seconds(walls[0])} to {_seconds(walls[-1])})" if walls[1:] else ""
    cpu = _seconds(median(costs, "cpu"))
    return f"{_seconds(median(costs, 'wall'))}{spread}, CPU {cpu}"


def _seconds(value):
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"
