"""What is read of a line."""

from typing import Any, NamedTuple


class Reading(NamedTuple):
    """A line as it is understood.

    :param values: from names of fields to values as the ORM writes them; options as
        ids.
    :param references: from names of targets to the text that names another record.
    :param result: ``open``, ``won``, ``lost`` or False.
    :param key: what identifies the line; made of what it says where no column does.
    :param problems: why it cannot be loaded, in words.
    :param unread: names of targets of which it says something that is not understood.
    """

    values: dict
    references: dict
    result: Any
    key: str
    is_key_made: bool
    problems: list
    unread: frozenset = frozenset()


class Cell(NamedTuple):
    """A cell that holds something, and its column."""

    content: Any
    column: Any
