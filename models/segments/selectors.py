"""The selectors: fields in which people choose and do not type.

Pure data; :class:`~.playbook_selector.PlaybookSelector` says what is in them.
"""

import re
import unicodedata
from typing import NamedTuple


class Selector(NamedTuple):
    """A selector of customers (or their contacts) and of leads.

    :param field: its name, the same on customers and leads.
    :param model: what is chosen from.
    :param of_contacts: it is filled in for the people of a customer, not for leads.
    """

    field: str
    model: str
    of_contacts: bool = False


SELECTORS = {
    "source": Selector("source_id", "utm.source"),
    "medium": Selector("medium_id", "utm.medium"),
    "campaign": Selector("campaign_id", "utm.campaign"),
    "customer_type": Selector("customer_type_id", "playbook.customer.type"),
    "industry": Selector("industry_id", "res.partner.industry"),
    "potential": Selector("purchase_potential_id", "playbook.purchase.potential"),
    "territory": Selector("territory_id", "playbook.territory"),
    "buying_role": Selector("buying_role_ids", "playbook.buying.role", True),
}


def fold(name):
    """``name`` as it is compared: without case, accents and superfluous spaces.

    >>> fold("  Feria  de MÁLAGA ")
    'feria de malaga'
    """
    plain = unicodedata.normalize("NFKD", name or "")
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(plain.casefold().split())


def skeleton(name):
    """The letters a-z and digits of ``name``: the same for names that fold the same.

    The database computes it, too; see ``playbook.selector._find_alike``.

    >>> skeleton("  Feria  de MÁLAGA, Straße 2 ")
    'feriademalagastrasse2'
    """
    plain = re.sub("[ßẞ]", "ss", unicodedata.normalize("NFKD", name or ""))
    return re.sub("[^A-Za-z0-9]", "", plain).lower()
