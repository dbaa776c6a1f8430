"""Conditions of indicators of one's own: which are the same, and by what they ask."""

from collections.abc import Iterable

from odoo import models
from odoo.fields import Domain

from .counted_sql import MODELS

OURS = "crm_playbook"
# Of other modules, worked out and the same whoever looks.
FOR_ALL = {
    *("display_name", "invoice_ids", "is_rotting", "is_blacklisted"),
    *("phone_mobile_search", "phone_sanitized_blacklisted"),
}
# What may be counted, may be asked for.
COUNTED = {model for model, _label in MODELS}
# Of which one may read some records and not others, and code says which.
IN_PART = {"calendar.event"}


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

    What is searched is found past the rules. So may not be read, too, what leads to
    records that the user may not read, or of which only some.
    """
    hidden = personal = None
    for Model, field, goes_on in iterate_fields(records, domain):
        label = field._description_string(Model.env)
        may_read = Model._has_field_access(field, "read")
        if not may_read or (goes_on and not _may_read_all(Model.env, field)):
            hidden = hidden or label
        elif _is_personal(field):
            personal = personal or label
    return hidden, personal


def _is_personal(field):
    """Whether it is worked out by another module, which may do so for who looks."""
    if field.store or field.related or field.inherited or not field.search:
        return False
    return field.name not in FOR_ALL and OURS not in field._modules


def iterate_fields(records, domain):
    """All fields that ``domain`` names, each with its model, and whether something is
    asked of the records to which it leads.
    """
    for condition in domain.iter_conditions():
        Model, field = records, None
        names = condition.field_expr.split(".")
        asks = condition.operator.startswith(("any", "not any"))
        for place, name in enumerate(names):
            field = Model._fields.get(name)
            if field is None:
                break
            if not field.relational:
                yield Model, field, False
                break
            is_last = place == len(names) - 1
            yield Model, field, not is_last or asks or _looks_into(field, condition)
            Model = Model.env[field.comodel_name]
        if isinstance(condition.value, Domain):
            yield from iterate_fields(Model, condition.value)
        elif asks:
            yield from iterate_fields(Model, Domain(condition.value))


def _looks_into(field, condition):
    """Whether a condition on ``field`` itself says something of where it leads: which
    of many, or by name.
    """
    value = condition.value
    many = isinstance(value, Iterable) and not isinstance(value, str)
    values = value if many else [value]
    if field.type != "many2one":
        return any(values) if not isinstance(value, bool) else False
    return isinstance(value, str) or any(isinstance(each, str) for each in values)


def _may_read_all(env, field):
    """Whether the user may read all records to which ``field`` leads, of those that
    belong to the company.
    """
    records = env[field.comodel_name]
    if env.su or records._name in COUNTED:
        return True
    if not records.has_access("read"):
        return False
    if _is_decided_in_code(records) and not _is_of_thread(field):
        return False
    return not _is_narrowed(records)


def _is_of_thread(field):
    """Whether it leads to what was written on, or planned for, a record: who may read
    that one may read these.
    """
    return field.type == "one2many" and field.inverse_name == "res_id"


def _is_decided_in_code(records):
    """Whether code says which ones of this model one may read."""
    if records._name in IN_PART:
        return True
    return any(
        "_check_access" in each.__dict__
        for each in type(records).__mro__
        if each is not models.BaseModel
    )


def _is_narrowed(records):
    """Whether rules leave the user some of these alone, by more than the company."""
    rules = records.env["ir.rule"]._get_rules(records._name, mode="read")
    # What the rules say that hold for them, alone.
    rules = rules.sudo()
    of_groups = rules.filtered("groups")
    is_wide = not of_groups or any(map(_lets_all, of_groups))
    of_all = rules - of_groups
    return not is_wide or not all(
        _lets_all(rule) or "company_ids" in rule.domain_force for rule in of_all
    )


def _lets_all(rule):
    text = "".join((rule.domain_force or "").split())
    return text in {"", "[]", "[(1,'=',1)]", '[(1,"=",1)]'}
