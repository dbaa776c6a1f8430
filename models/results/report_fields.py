"""By which fields people search and sort in reports."""

from odoo.fields import Domain


def find_hidden_field(records, domain):
    """Of the fields by which ``domain`` asks, one that the user of ``records`` may not
    read: its label, or None.
    """
    for condition in domain.iter_conditions():
        Model = records
        for name in condition.field_expr.split("."):
            field = Model._fields.get(name)
            if field is None:
                break
            if not Model._has_field_access(field, "read"):
                return field._description_string(Model.env)
            if not field.relational:
                break
            Model = Model.env[field.comodel_name]
        if condition.operator.startswith(("any", "not any")):
            hidden = find_hidden_field(Model, Domain(condition.value))
            if hidden:
                return hidden
    return None
