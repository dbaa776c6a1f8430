"""What the web client asks for when somebody opens an action."""

from lxml import etree

from odoo.tools.safe_eval import safe_eval

READ_BY_RECORD = {"list", "kanban", "form"}
GROUPED = {"graph", "pivot"}


def specification(model, node):
    """What the client reads to show the view ``node`` of ``model``."""
    spec = {}
    for field in _fields_below(node):
        name = field.get("name")
        comodel = model._fields[name].comodel_name
        spec[name] = {}
        if not comodel or model._fields[name].type == "many2one_reference":
            continue
        related = spec[name]["fields"] = {"display_name": {}}
        for subview in field.iterchildren("list", "kanban", "form"):
            related |= specification(model.env[comodel], subview)
    return spec


def _fields_below(node):
    """The fields of a view, without those of the views within them."""
    for child in node.iterchildren(etree.Element):
        if child.tag == "field":
            yield child
        else:
            yield from _fields_below(child)


def open_action(env, action):
    """Do on the server what opening ``action`` does: views, records, groups.

    :param action: a dictionary, as the client gets it from ``/web/action/load``.
    """
    model = env[action["res_model"]].with_context(
        **_evaluated(env, action.get("context") or "{}")
    )
    domain = _evaluated(env, action.get("domain") or "[]")
    views = model.get_views(action["views"], {"toolbar": True})["views"]
    for kind, view in views.items():
        arch = etree.fromstring(view["arch"])
        if kind in READ_BY_RECORD:
            model.web_search_read(domain, specification(model, arch), limit=5)
        elif kind in GROUPED:
            model.formatted_read_group(domain, _groups(model, arch), ["__count"])
        else:
            model.search(domain, limit=5)


def _groups(model, arch):
    names = (field.get("name") for field in _fields_below(arch))
    return [name for name in names if model._fields[name].type == "many2one"][:1]


def _evaluated(env, text):
    values = {"uid": env.uid, "user": env.user, "active_id": False, "active_ids": []}
    values["allowed_company_ids"] = env.companies.ids
    return safe_eval(text, values) if isinstance(text, str) else text
