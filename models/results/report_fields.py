"""By which fields people search and sort in reports."""

from .own_condition import iterate_fields


def find_hidden_field(records, domain):
    """Of the fields by which ``domain`` asks, one that the user of ``records`` may not
    read: its label, or None.
    """
    for Model, field, _goes_on in iterate_fields(records, domain):
        if not Model._has_field_access(field, "read"):
            return field._description_string(Model.env)
    return None
