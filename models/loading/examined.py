"""A line that is being looked at."""

from dataclasses import dataclass, field
from typing import Any

from .conversion import Reading
from .playbook_load_line import INVALID, LOAD, NEW, UNCHANGED, UNDECIDED, UPDATE

HANDLINGS = {NEW: LOAD, UPDATE: LOAD, UNCHANGED: LOAD, INVALID: "leave"}


@dataclass
class Examined:
    """What is known of a line so far.

    :param line: the ``playbook.load.line``.
    :param reading: what it says.
    :param values: what will be written: those of the reading, with references as ids.
    :param record_id: the record that it is, as far as that is certain.
    :param how: by what it is that record: ``key``, ``vat``, ``email``, ``phone``,
        ``line`` (a person said so).
    :param loaded: what was loaded into that record last; None where that is not known.
    :param others: records that it may be: dictionaries of ``id``, ``how``, ``score``.
    :param missing: names of companies that are to be made first, by target.
    :param twin: the number of an earlier line that says the same.
    :param twin_how: what of it is the same: ``key`` (all), ``vat``, ``email`` or
        ``name``.
    :param same_key: the number of an earlier line with the same key.
    :param team_id: of the salesperson of a new lead.
    :param country_id: of the record that is there already.
    :param is_new: whether its record is made when it is loaded.
    :param is_guessed: whether its customer is told by its name alone.
    :param kept_out: names of fields that stay as they are, whatever the file says.
    :param won_stages: the ids of the stages in which leads are won.
    :param current: what a lead that is there already holds.
    :param result: ``open``, ``won``, ``lost``: what such a lead becomes; empty where it
        stays what it is.
    :param result_values: what is written for that.
    :param prepared: the values with which its record is made.
    :param conflicts: why it cannot be told what is right, in words.
    :param duplicates: what it may be twice, in words.
    """

    line: Any
    reading: Reading
    summary: str = ""
    values: dict = field(default_factory=dict)
    record_id: int = False
    how: str = ""
    loaded: Any = None
    others: list = field(default_factory=list)
    missing: dict = field(default_factory=dict)
    pending: bool = False
    problems: list = field(default_factory=list)
    conflicts: list = field(default_factory=list)
    duplicates: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    likenesses: dict = field(default_factory=dict)
    twin: int = False
    twin_how: str = ""
    twin_key: str = ""
    same_key: int = False
    before: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    changes: list = field(default_factory=list)
    team_id: int = False
    country_id: Any = False
    is_new: bool = False
    is_guessed: bool = False
    kept_out: set = field(default_factory=set)
    won_stages: list = field(default_factory=list)
    current: Any = None
    result: str = ""
    result_values: dict = field(default_factory=dict)
    prepared: dict = field(default_factory=dict)
    verdict: str = ""

    def get_handling(self):
        """What is done with the line, as long as nobody decides otherwise."""
        return HANDLINGS.get(self.verdict, UNDECIDED)

    def get_reason(self):
        """Why the line is judged as it is."""
        told = self.problems or [*self.conflicts, *self.duplicates]
        return "\n".join([*told, *self.notes]) or False
