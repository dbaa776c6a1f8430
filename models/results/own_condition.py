"""Conditions of indicators of one's own: which are the same, and by what they ask."""

from collections.abc import Iterable

from odoo.fields import Domain

OURS = "crm_playbook"
# Of other modules, worked out and the same whoever looks.
FOR_ALL = {
    *("display_name", "invoice_ids", "is_rotting", "is_blacklisted"),
    *("phone_mobile_search", "phone_sanitized_blacklisted"),
}


def normal(domain):
    """``domain``, optimized, as a text, the same in whatever order it is said."""
    if not isinstance(domain, Domain):
        if isinstance(domain, str) or not isinstance(domain, Iterable):
            return repr(domain)
        return f"[{', '.join(sorted(map(normal, domain)))}]"
    if hasattr(domain, "children"):
        return f"{domain.OPERATOR}({', '.join(sorted(map(normal, domain.children)))})"
    if hasattr(domain, "child"):
        return f"!({normal(domain.child)})"
    if hasattr(domain, "field_expr"):
        return f"({domain.field_expr} {domain.operator} {normal(domain.value)})"
    return repr(domain)


def find_unfit_fields(records, domain):
    """Of the fields by which ``domain`` asks, one that the user of ``records`` may not
    read, and one that is worked out for who looks: their names, or None.
    """
    hidden = personal = None
    for Model, field in _iterate_fields(records, domain):
        label = field._description_string(Model.env)
        if not Model._has_field_access(field, "read"):
            hidden = hidden or label
        elif _is_personal(field):
            personal = personal or label
    return hidden, personal


def _is_personal(field):
    """Whether it is worked out by another module, which may do so for who looks."""
    if field.store or field.related or field.inherited or not field.search:
        return False
    return field.name not in FOR_ALL and OURS not in field._modules


def _iterate_fields(records, domain):
    """All fields that ``domain`` names, each with its model."""
    for condition in domain.iter_conditions():
        Model, field = records, None
        for name in condition.field_expr.split("."):
            field = Model._fields.get(name)
            if field is None:
                break
            yield Model, field
            if not field.relational:
                break
            Model = Model.env[field.comodel_name]
        if isinstance(condition.value, Domain):
            yield from _iterate_fields(Model, condition.value)
        elif condition.operator.startswith(("any", "not any")):
            yield from _iterate_fields(Model, Domain(condition.value))
