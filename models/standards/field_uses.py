"""Where fields are used: what would miss one that nobody fills in any more."""

from typing import NamedTuple

from odoo import models
from odoo.fields import Domain

from ..profiles.condition import parse
from ..profiles.playbook_screen import ENTITIES

# A procedure requires it; something asks for it or works with it; it is only offered
# or filled in there, which keeps it on nobody's form.
REQUIRED, USED, SUPPLIED = "required", "used", "supplied"


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


def _walk(env, model, domain):
    for condition in domain.iter_conditions():
        reached = model
        for name in condition.field_expr.split("."):
            field = env[reached]._fields.get(name)
            yield reached, name
            if field is None or not field.comodel_name:
                reached = None
                break
            reached = field.comodel_name
        if reached and condition.operator in ("any", "not any", "any!", "not any!"):
            yield from _walk(env, reached, Domain(condition.value))
