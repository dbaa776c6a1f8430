"""What a condition of a segment may ask: of its own company, and not of segments."""

from odoo.fields import Domain

ANY = ("any", "not any")
POSITIVE = {"!=": "=", "<>": "="}
# Their company is the one they start with, and not whom they belong to.
OF_ALL_COMPANIES = {"res.users"}
# Who belongs to a segment would depend on who belonged to it.
SEGMENT_MODELS = {
    "playbook.main.segment",
    "playbook.segment",
    "playbook.segment.member",
    "playbook.segment.size",
}


def within_company(domain, model, company_id):
    """The condition ``domain`` on ``model``, asking only for what a company may see.

    It is searched past the rules, which would keep the documents of other companies
    apart: each relation is followed to records of the company and those of all
    companies, where they have a stored company.

    :return: a domain; what is wrong in it stays as it is.
    """

    def convert(condition):
        relation = _follow(condition, model)
        if not relation:
            return condition
        name, operator, value, comodel = relation
        if operator in ANY:
            inner = within_company(Domain(value), comodel, company_id)
            if name != "id":
                inner &= _get_company_domain(comodel, company_id)
            return Domain(name, operator, inner)
        own = _get_company_domain(comodel, company_id)
        if model._fields[name].type == "many2one" or own.is_true():
            return condition
        positive = POSITIVE.get(operator, operator.removeprefix("not "))
        found = _convert_many(name, positive, value, own)
        return found if positive == operator else ~found

    return domain.map_conditions(convert)


def find_segment_field(domain, model):
    """The first field that leads to segments, of those that ``domain`` asks for."""
    for condition in domain.iter_conditions():
        relation = _follow(condition, model)
        if not relation:
            continue
        name, operator, value, comodel = relation
        if comodel._name in SEGMENT_MODELS:
            return model._fields[name]
        if operator in ANY and (found := find_segment_field(Domain(value), comodel)):
            return found
    return None


def _follow(condition, model):
    """Where a condition leads: ``(field name, operator, value, model behind it)``.

    A path is the same as "any of those with the rest of it".

    :return: None where it stays with the record itself.
    """
    name, _dot, rest = condition.field_expr.partition(".")
    operator, value = condition.operator, condition.value
    field = model._fields.get(name)
    if name == "id" and operator in ANY:
        return name, operator, value, model
    if field is None or not field.relational:
        return None
    if rest:
        operator, value = "any", Domain(rest, operator, value)
    return name, operator, value, model.env[field.comodel_name]


def _get_company_domain(comodel, company_id):
    field = comodel._fields.get("company_id")
    if (
        comodel._name in OF_ALL_COMPANIES
        or field is None
        or not field.store
        or field.type != "many2one"
    ):
        return Domain.TRUE
    return Domain("company_id", "in", [False, company_id])


def _convert_many(name, operator, value, own):
    """A condition on the relation ``name`` to many records, itself without path.

    :param own: the domain of the records that belong to the company.
    """
    if operator not in ("=", "in"):
        column = "id" if operator in ("child_of", "parent_of") else "display_name"
        return Domain(name, "any", Domain(column, operator, value) & own)
    values = (
        list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]
    )
    names = [each for each in values if each and isinstance(each, str)]
    ids = [each for each in values if each and not isinstance(each, str)]
    found = Domain.FALSE
    if ids:
        found |= Domain(name, "any", Domain("id", "in", ids) & own)
    if names:
        found |= Domain(name, "any", Domain("display_name", "in", names) & own)
    if not all(values):
        found |= Domain(name, "not any", own)
    return found
