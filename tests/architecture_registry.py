"""Looks at the loaded registry and finds what test_architecture forbids in it.

Each ``find_*`` function takes what it looks at, so that a test can hand it something
wrong, and returns a list of sentences, one per violation; empty means content.
"""

import re

from lxml import etree

from odoo.models import MAGIC_COLUMNS

MODULE = "crm_playbook"
USER_GROUP = "crm_playbook.group_user"
# Who gives profiles needs none: for screens of users.
MANAGERS = "base.group_erp_manager"
# Each implies it.
OUR_GROUPS = "crm_playbook.group_"
# Portal users read records of these, and every field of them that is not restricted.
READ_BY_PORTAL = ("res.partner", "sale.order", "mail.activity")


def own_models(env, *, abstract=False):
    """The addon's own models, without its mixins unless ``abstract``."""
    return [
        model
        for model in env.values()
        if model._original_module == MODULE and (abstract or not model._abstract)
    ]


def own_fields(env):
    """``(model name, field)`` of every field that only this addon declares."""
    return [
        (model._name, field)
        for model in env.values()
        for field in model._fields.values()
        if set(field._modules) == {MODULE} and field.name not in MAGIC_COLUMNS
    ]


def find_models_without_access(models, access_lines):
    """Models that nobody may use, and access lines that are for everybody."""
    covered = {line.model_id.model for line in access_lines if line.group_id}
    return [
        f"{model._name} has no access line"
        for model in models
        if model._name not in covered
    ] + [
        f"access line {line.name} has no group"
        for line in access_lines
        if not line.group_id
    ]


def find_access_without_rule(access_lines, rules):
    """Access lines on models of Odoo's that no group rule of ours narrows."""
    narrowed = {(rule.model_id.model, group) for rule in rules for group in rule.groups}
    return [
        f"{line.name}: no rule on {line.model_id.model} for {line.group_id.full_name}"
        for line in access_lines
        if not line.model_id.model.startswith("playbook.")
        and (line.model_id.model, line.group_id) not in narrowed
    ]


def find_companies_unguarded(models, rules):
    """Models with a company that another company's users could read."""
    guarded = {
        rule.model_id.model
        for rule in rules
        if not rule.groups and "company_ids" in (rule.domain_force or "")
    }
    violations = []
    for model in models:
        if "company_id" not in model._fields or model._transient:
            continue
        if not model._check_company_auto:
            violations.append(f"{model._name} does not check companies by itself")
        if model._name not in guarded:
            violations.append(f"{model._name} has no global company rule")
    return violations


def find_unindexed_inverses(env, fields):
    """One2many fields whose inverse column has no b-tree index."""
    violations = []
    for model_name, field in fields:
        if field.type != "one2many" or not field.inverse_name:
            continue
        inverse = env[field.comodel_name]._fields[field.inverse_name]
        if inverse.store and inverse.index not in (True, "btree", "btree_not_null"):
            violations.append(f"{model_name}.{field.name}: {inverse} is not indexed")
    return violations


def find_implicit_ondelete(env, fields):
    """Stored, plain many2one fields that leave open what a deletion does."""
    return [
        f"{model_name}.{field.name} does not say ondelete"
        for model_name, field in fields
        if field.type == "many2one"
        and field.store
        and not field.related
        and not _says_ondelete(env[model_name], field.name)
    ]


def _says_ondelete(model, name):
    """Whether a definition of the field says so, be it that of a mixin."""
    definitions = (vars(each).get(name) for each in type(model).mro())
    return any(
        (getattr(definition, "_args__", None) or {}).get("ondelete")
        for definition in definitions
    )


def find_open_fields(fields):
    """Fields without ``groups`` on models that portal users read."""
    return [
        f"{model_name}.{field.name} can be read by portal users"
        for model_name, field in fields
        if model_name in READ_BY_PORTAL and not field.groups
    ]


def find_kinds_without_handler(models):
    """Kinds that ``_get_<kind>_specs`` declares and no ``_run_<key>`` carries out."""
    violations = []
    for model in models:
        for name in dir(type(model)):
            if not re.fullmatch(r"_get_[a-z_]+_specs", name):
                continue
            violations += [
                f"{model._name}: {name} declares {key}, _run_{key} is missing"
                for key in getattr(model, name)()
                if not hasattr(type(model), f"_run_{key}")
            ]
    return violations


def find_nodes_for_everybody(views):
    """Nodes that a view of ours adds to one of Odoo's for users without a profile too.

    :param views: pairs of a name and the XML text of an inherited view.
    """
    violations = []
    for name, arch in views:
        for added in _added_nodes(etree.fromstring(arch)):
            groups = (added.get("groups") or "").split(",")
            ours = all(group.startswith(OUR_GROUPS) for group in groups)
            if not ours and set(groups) != {USER_GROUP, MANAGERS}:
                violations.append(f"{name}: <{added.tag}> lacks groups={USER_GROUP}")
    return violations


def find_replaced_anchors(views):
    """Views that overwrite when the shared page hides instead of adding to it."""
    return [
        f"{name}: use <attribute name='invisible' add='(...)' separator=' and '/>"
        for name, arch in views
        for attribute in etree.fromstring(arch).xpath(
            "//page[@name='playbook'][@position='attributes']/attribute[not(@add)]"
        )
        if attribute.get("name") == "invisible"
    ]


def _added_nodes(root):
    """The topmost nodes that the inheritance specification ``root`` adds."""
    specs = root if root.tag in ("data", "odoo") else [root]
    for spec in specs:
        if not isinstance(spec.tag, str):
            continue
        if spec.get("position") == "attributes":
            yield from _attributes_of_foreign_nodes(spec)
            continue
        for node in spec:
            if isinstance(node.tag, str) and node.get("position") != "move":
                yield node


def _attributes_of_foreign_nodes(spec):
    """A changed attribute is seen by everybody, except on our anchors."""
    if not (spec.get("name") or "").startswith("playbook"):
        yield spec
