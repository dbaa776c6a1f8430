"""To whom a company sells, and what follows from it (R301).

Pure data: see :class:`~.res_company.ResCompany`.
"""

from collections.abc import Callable
from typing import NamedTuple

COMPANIES, PEOPLE, BOTH = "companies", "people", "both"
SELLS_TO = [(COMPANIES, "Companies"), (PEOPLE, "People"), (BOTH, "Both")]


class Switch(NamedTuple):
    """Something that the addon ships and that fits some customers alone.

    :param name: its XML id, without the addon.
    :param field: what is switched.
    :param shipped: the value that it came with, which fits who sells to both.
    :param values: a dictionary from :data:`COMPANIES` and :data:`PEOPLE` to the value
        that fits who sells to those alone; as shipped where it is not in there.
    :param is_free: given the record, whether it may be switched: nobody uses it, and it
        is not live.
    """

    name: str
    field: str
    shipped: object
    values: dict
    is_free: Callable
