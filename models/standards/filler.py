"""What counts as filled in: values that say something.

One pattern for Python and PostgreSQL: only what both read alike.
"""

import re

from odoo.fields import Domain
from odoo.tools import SQL

_WORDS = (
    r"n\.?\s*/?\s*a\.?|n/?d|none|null|nil|unknown|tbd|tbc|todo|test|asdf+|qwerty|"
    r"ninguno|ninguna|nada|desconocido|pendiente|prueba|sin datos|no aplica|no tiene"
)
SIGNS = r"""[-\s.,;:_/\\!?*#+=~'"()<>|@&%$^]"""
# Nothing but signs; one letter or digit repeated; digits in a row; such words.
FILLER = (
    rf"^\s*(({SIGNS})*|([0-9a-z])\3*|(0?12|123|1234|12345|123456|1234567)|"
    rf"({_WORDS}))\s*$"
)
# Fields whose values are numbers, however they look.
NUMBERED = {"barcode", "client_order_ref", "company_registry", "ref", "vat", "zip"}
FILLER_OF_NUMBERED = rf"^\s*(({SIGNS})*|([a-z])\3*|({_WORDS}))\s*$"
# A number people can call has at least six digits.
PHONE = r"^(\D*\d){6,}\D*$"
EMAIL = r"^[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}$"
TAGS = r"<[^>]*>|&nbsp;"
# Fields whose values have a form of their own.
FORMS = {"email": EMAIL, "email_from": EMAIL, "phone": PHONE, "mobile": PHONE}


def _fits(text, form, filler=FILLER):
    if re.search(filler, text, re.IGNORECASE):
        return False
    return not form or bool(re.search(form, text, re.IGNORECASE))


def text_is_filled(name, field):
    """The :class:`Domain` of records whose text field ``name`` says something."""
    form = FORMS.get(name)
    filler = FILLER_OF_NUMBERED if name in NUMBERED else FILLER
    is_html = field.type == "html"

    def to_sql(model, alias, query):
        text = SQL("COALESCE(%s, '')", model._field_to_sql(alias, name, query))
        if is_html:
            text = SQL("regexp_replace(%s, %s, '', 'g')", text, TAGS)
        filled = SQL("%s !~* %s", text, filler)
        return SQL("(%s AND %s ~* %s)", filled, text, form) if form else filled

    def predicate(record):
        text = str(record[name] or "")
        return _fits(re.sub(TAGS, "", text) if is_html else text, form, filler)

    return Domain.custom(to_sql=to_sql, predicate=predicate)


def is_filler(value):
    """Whether ``value``, as it is written, is a text that says nothing."""
    return isinstance(value, str) and not _fits(re.sub(TAGS, "", value), None)


def may_empty(value, conditioned):
    """Whether writing ``value`` may leave a field without a valid value.

    :param conditioned: whether there is more to it than being filled in.
    """
    return not value or conditioned or isinstance(value, list) or is_filler(value)
