"""What something must say before it binds people, as a list that its form shows."""

from typing import NamedTuple

from markupsafe import Markup

ITEM = Markup(
    '<li class="mb-1"><i class="fa fa-fw %s" aria-hidden="true"></i> <b>%s</b>: %s</li>'
)
LIST = Markup('<ul class="list-unstyled mb-0">%s</ul>')


class Point(NamedTuple):
    """One thing that it says, or does not say yet.

    :param text: what it says; where it is missing, what is to be done.
    :param missing: what is missing, in a few words; empty where nothing is.
    :param hint: whether it may stay as it is, but should be looked at.
    """

    label: str
    text: str
    missing: str = ""
    hint: bool = False


def format_points(points):
    """The points as a list in HTML, each with an icon that says how it stands."""
    items = (ITEM % (_get_icon(point), point.label, point.text) for point in points)
    return LIST % Markup("").join(items)


def _get_icon(point):
    if point.missing:
        return "fa-square-o text-danger"
    if point.hint:
        return "fa-exclamation-triangle text-warning"
    return "fa-check text-success"
