"""Recognise headers that are not written as the tables of :mod:`.targets` have them."""

import re

from ...tools.values import plain
from .playbook_load import ACTION, COMPANY, CONTACT, LEAD
from .targets import get_words

BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
LAST_DIGITS = re.compile(r"\s+\d+$")
# Of whom a column speaks, where that goes without saying.
PREFIXES = {
    COMPANY: "billing, mailing, primary, account, company, facturacion",
    CONTACT: "mailing, billing, primary, contact, work, contacto",
    LEAD: "deal, opportunity, lead, billing, primary, contact",
    ACTION: "activity, task, event, actividad, tarea",
}
# A key of its own, by kind: what else ends in “id” refers to another record.
OWN_KEYS = {
    COMPANY: "account id, customer id, company id, id cliente, id empresa, "
    "customer number, customer code, customer no, account no, account number, "
    "client no, client id, codigo cliente, num cliente, numero de cliente, n cliente, "
    "no cliente, cod cliente",
    CONTACT: "contact id, contact no, person id, id contacto, codigo contacto",
    LEAD: "opportunity id, opportunity no, deal id, lead id, id oportunidad, "
    "codigo oportunidad",
    ACTION: "activity id, action id, task id, event id, id actividad",
}
GENERAL_KEYS = (
    "id, key, external id, record id, identificador, clave, codigo, code, cod"
)
# A name in parts, in the order in which they are said.
NAME_PARTS = (
    "first name, given name, forename, nombre, nombre de pila, nombres",
    "middle name, segundo nombre",
    "last name, surname, family name, apellidos, apellido, primer apellido, "
    "apellido 1, 1er apellido, apellido paterno",
    "second last name, segundo apellido, apellido 2, 2 apellido, apellido materno",
)
LAST_NAME = 2
NAME_OF = {CONTACT: "name", LEAD: "contact_name"}
MOBILE = re.compile(r"\b(movil|mobile|cell|cellphone|celular)\b")


def get_variants(header, kind):
    """Plain texts of a header, the more loosely it is read the later."""
    bare = BRACKETS.sub(" ", header)
    undotted = plain(bare.replace(".", ""))
    found = [plain(bare), undotted]
    found += [LAST_DIGITS.sub("", text) for text in found]
    for prefix in sorted(get_words(PREFIXES[kind])):
        found += [
            text.removeprefix(f"{prefix} ") for text in found if text != f"{prefix} id"
        ]
    return list(dict.fromkeys(filter(None, found)))


def get_stem(words):
    """A plain text without its plurals.

    >>> get_stem("telefonos"), get_stem("observaciones")
    ('telefono', 'observacion')
    """
    return " ".join(
        re.sub(r"(?<=[^aeiou\d])es$|s$|e$", "", word) if len(word) > 3 else word
        for word in words.split()
    )


def get_name_rank(header):
    """Where a column stands in a name in parts; False if it is none."""
    words = plain(header)
    for rank, parts in enumerate(NAME_PARTS):
        if words in get_words(parts):
            return rank
    return False


def is_mobile(header):
    return bool(MOBILE.search(plain(header)))


def get_rank(column):
    """The place of a column among those that go to the same target."""
    header = column.column_name or ""
    if column.target == "phone":
        return int(is_mobile(header)), column.number
    return int(get_name_rank(header) or 0), column.number
