"""A field of a record, and the value that it is set to, written down as text."""

import math

from odoo import api, fields, models
from odoo.tools import str2bool

TYPES = ("boolean", "char", "date", "float", "integer", "many2one", "monetary")
# Of what the database takes.
LARGEST = 2**31 - 1


class PlaybookSetFieldMixin(models.AbstractModel):
    """A definition that sets a field: people write the value as they would read it."""

    _name = "playbook.set.field.mixin"
    _description = "Definition that sets a field"

    @api.model
    def _get_fillable_fields(self, model):
        """The fields of ``model`` that people fill in themselves and that can be set
        to something written down.
        """
        return [
            field
            for field in self.env[model]._fields.values()
            if field.store
            and not field.readonly
            and not field.related
            and (field.type in TYPES or field.type == "selection")
            and field.name not in models.MAGIC_COLUMNS
            and not field.name.startswith(("activity_", "message_"))
        ]

    @api.model
    def _find_value(self, field, text):
        """What ``text`` means as a value of ``field``.

        :return: whether there is such a value, and which.
        """
        text = (text or "").strip()
        # It was written in the language of somebody else, perhaps.
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        for lang in (self.env.lang, *installed):
            found, value = self.with_context(lang=lang)._read_value(field, text)
            if found:
                return True, value
        return False, None

    @api.model
    def _read_value(self, field, text):
        """Whether ``text`` is a value of ``field`` in this language, and which."""
        try:
            return True, getattr(self, f"_read_{field.type}")(field, text)
        except ValueError:
            return False, None

    # One for each type of field.

    def _read_boolean(self, _field, text):
        yes, no = self.env._("Yes"), self.env._("No")
        words = {yes.casefold(): True, no.casefold(): False}
        return words[text.casefold()] if text.casefold() in words else str2bool(text)

    def _read_char(self, _field, text):
        if not text:
            raise ValueError(text)
        return text

    def _read_date(self, _field, text):
        if not text:
            raise ValueError(text)
        return fields.Date.to_date(text)

    def _read_float(self, _field, text):
        number = float(text)
        if not math.isfinite(number):
            raise ValueError(text)
        return number

    def _read_monetary(self, field, text):
        return self._read_float(field, text)

    def _read_integer(self, _field, text):
        number = int(text)
        if abs(number) > LARGEST:
            raise ValueError(text)
        return number

    def _read_selection(self, field, text):
        for key, label in field._description_selection(self.env):
            if text and text.casefold() in (str(key).casefold(), label.casefold()):
                return key
        raise ValueError(text)

    def _read_many2one(self, field, text):
        Model = self.env[field.comodel_name]
        found = text and Model.search([(Model._rec_name, "=", text)], limit=2)
        if not found or len(found) > 1:
            raise ValueError(text)
        return found.id
