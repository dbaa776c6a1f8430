import re

from odoo import models
from odoo.tools import email_normalize, float_compare, html2plaintext

from .match_vat import NO_VAT, VAT_PREFIXES

PRECISION = 6
SCHEME = re.compile(r"^https?://")


class PlaybookLoad(models.Model):
    """Whether two values of a field say the same, however they are written."""

    _inherit = "playbook.load"

    def _get_digits(self, field):
        """How many decimals Odoo keeps."""
        if field.type == "monetary":
            return self.company_id.currency_id.decimal_places
        _total, decimals = field.get_digits(self.env) or (0, PRECISION)
        return decimals

    def _is_same(self, field, old, new, country_id=False):
        """Whether ``new`` says nothing that ``old`` does not.

        :param country_id: of the record: what phones and tax IDs are read with.
        """
        if field.type == "html":
            old, new = (html2plaintext(value or "").strip() for value in (old, new))
            return old == new
        if field.type in ("float", "monetary"):
            digits = self._get_digits(field)
            return not float_compare(old or 0.0, new or 0.0, precision_digits=digits)
        if field.type == "many2many":
            return set(new) <= set(old or ())
        if field.type in ("char", "text"):
            old, new = (" ".join((value or "").split()) for value in (old, new))
            return old == new or self._is_same_text(field, old, new, country_id)
        return (old or False) == (new or False)

    def _is_same_text(self, field, old, new, country_id):
        if not (old and new):
            return False
        if field.name in ("email", "email_from"):
            old, new = (email_normalize(each) or each for each in (old, new))
            return old == new
        if field.name == "website":
            old, new = (
                SCHEME.sub("", each.casefold()).rstrip("/") for each in (old, new)
            )
            return old == new
        if field.name not in ("phone", "vat"):
            return False
        country = self.env["res.country"].browse(country_id)
        country = country or self.company_id.country_id
        if field.name == "phone":
            format_number = self.env["res.partner"]._phone_format_number
            old, new = (
                format_number(each, country=country) or each for each in (old, new)
            )
            return old == new
        prefix = VAT_PREFIXES.get(country.code, country.code or "")
        old, new = (
            NO_VAT.sub("", each).upper().removeprefix(prefix) for each in (old, new)
        )
        return old == new
