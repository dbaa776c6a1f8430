"""Where fields are used: what would miss one that nobody fills in any more."""

import ast
from typing import NamedTuple

from odoo import models
from odoo.fields import Domain

from ..profiles.condition import parse
from ..profiles.playbook_screen import ENTITIES

# A procedure requires it; something asks for it or works with it; it is only offered
# or filled in there, which keeps it on nobody's form.
REQUIRED, USED, SUPPLIED = "required", "used", "supplied"
ANY = frozenset({"any", "not any", "any!", "not any!"})
# What makes three things in a row a condition.
OPERATORS = ANY | {
    *("=", "!=", "<>", "==", "<", ">", "<=", ">=", "=?", "in", "not in"),
    *("like", "not like", "ilike", "not ilike", "=like", "not =like"),
    *("=ilike", "not =ilike", "child_of", "parent_of"),
}


class Use(NamedTuple):
    """One place where a field is used.

    :param model: the name of the model that has the field.
    :param name: the technical name of the field.
    :param source: one of the three above.
    :param owner: the record that uses it.
    :param text: where that is, as people read it.
    :param entities: on which forms of the model, empty for all of them.
    """

    model: str
    name: str
    source: str
    owner: models.BaseModel
    text: str
    entities: tuple = ()

    def list_entities(self):
        """The forms that have the field, as keys of :data:`ENTITIES`."""
        return self.entities or tuple(
            entity for entity, (model, *_) in ENTITIES.items() if model == self.model
        )


def list_asked(env, model, text):
    """The fields that a condition asks for, those at the end of a path too.

    :param model: the name of the model that the condition is about.
    :param text: the condition; one that cannot be read asks for nothing.
    :return: a set of ``(model, field name)``.
    """
    try:
        return set(_walk(env, model, parse(text, env.uid)))
    except Exception:  # noqa: BLE001 - whatever a wrong domain may raise
        return set()


def list_ruled(env, model, text):
    """The fields that the domain of an access rule names, as :func:`list_asked`.

    It is read and not worked out: what it means depends on who asks.
    """
    try:
        tree = ast.parse((text or "[]").strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        return set()
    return set(_walk_tree(env, model, tree))


def _walk(env, model, domain):
    for condition in domain.iter_conditions():
        path = list(_follow(env, model, condition.field_expr))
        yield from (pair for pair, _comodel in path)
        reached = path[-1][1]
        if reached and condition.operator in ANY:
            yield from _walk(env, reached, Domain(condition.value))


def _walk_tree(env, model, node):
    parts = node.elts if isinstance(node, ast.Tuple | ast.List) else ()
    words = [each.value for each in parts[:2] if isinstance(each, ast.Constant)]
    if len(parts) == 3 and len(words) == 2 and words[1] in OPERATORS:
        path = list(_follow(env, model, str(words[0])))
        # Numbers, as in (1, "=", 1), are no fields.
        yield from (pair for pair, _c in path if isinstance(words[0], str))
        model = path[-1][1] if words[1] in ANY else model
    for child in ast.iter_child_nodes(node) if model else ():
        yield from _walk_tree(env, model, child)


def _follow(env, model, expression):
    """Pairs of ``(model, field name)``, and of the model that the field leads to, along
    a path; None where it leads to none.
    """
    for name in expression.split("."):
        field = env[model]._fields.get(name)
        reached = (field.comodel_name or None) if field is not None else None
        yield (model, name), reached
        if not reached:
            return
        model = reached
