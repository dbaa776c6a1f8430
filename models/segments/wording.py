"""Values of fields as people read them."""

from odoo.tools import format_date, format_datetime
from odoo.tools.misc import formatLang


def format_value(record, name):
    """The value of the field ``name`` of ``record``, in the user's language."""
    field, value, env = record._fields[name], record[name], record.env
    if field.type == "boolean":
        return env._("Yes") if value else env._("No")
    if field.type == "selection":
        return dict(field._description_selection(env)).get(value, "")
    if field.type == "date":
        return format_date(env, value)
    if field.type == "datetime":
        return format_datetime(env, value)
    if field.type == "monetary":
        return formatLang(
            env, value, currency_obj=record[field.get_currency_field(record)]
        )
    if field.relational:
        return ", ".join(value.mapped("display_name"))
    return str(value or "")
