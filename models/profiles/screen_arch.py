"""What stands on a form, and how some of it is left out until asked for.

Every function takes an :mod:`lxml` element: the architecture of a form. A part of it is
known by its kind and its technical name: that of a tab (page), of a group, of a field,
or of a button in the box of figures.
"""

from collections.abc import Callable
from typing import NamedTuple

from .reader_screen import add_condition, is_top_field

PAGE, GROUP, FIELD, BUTTON = "page", "group", "field", "button"
# The box of figures above a form.
BUTTON_BOX = "button_box"
NEVER = {None, "", "0", "False", "false"}
ALWAYS = {"1", "True", "true"}
# What holds a field together with its label and units, and is nothing without it.
WRAPPERS = {"div", "h1", "h2", "h3", "span", "small", "p"}
# Whoever has asked for everything has this in the context: see show_everything.js.
REVEAL = "context.get('playbook_reveal')"


class Part(NamedTuple):
    """Something on a form that can be left out.

    :param page: the technical name of the tab in which it stands; empty above the tabs.
    :param required: whether something in it has to be filled in, be it sometimes.
    """

    kind: str
    name: str
    string: str
    page: str
    required: bool


class Viewer(NamedTuple):
    """Who looks at a form, and at which records.

    :param is_in: a function that tells of the ``groups`` of a node whether they see
        it.
    :param never: expressions which hold on all of these records.
    """

    is_in: Callable
    never: frozenset = frozenset()

    def sees(self, node):
        """Whether neither the node nor what it stands in is hidden for ever."""
        return all(
            each.get("invisible") not in ALWAYS
            and each.get("invisible") not in self.never
            and each.get("role") != "alert"
            and (not each.get("groups") or self.is_in(each.get("groups")))
            for each in (node, *node.iterancestors())
        )


def list_parts(arch, model_fields, viewer):
    """All parts of a form in their order; those that are never seen left out.

    :param model_fields: the fields of the model, by name.
    :return: a dictionary from ``(kind, name)`` to :class:`Part`.
    """
    parts = {}
    for node in arch.iter(PAGE, GROUP, FIELD, BUTTON):
        kind, name = node.tag, node.get("name")
        if (
            not name
            or not _is_offered(node)
            or (kind == FIELD and name not in model_fields)
            # Without words nobody would know which it is.
            or (kind == GROUP and not node.get("string"))
            or not viewer.sees(node)
        ):
            continue
        required = any(
            _is_field_required(field, model_fields.get(field.get("name")))
            for field in node.iter(FIELD)
            if is_top_field(field) and viewer.sees(field)
        )
        part = Part(kind, name, _words_of(node), _page_of(node), required)
        before = parts.get((kind, name))
        if before:
            part = before._replace(
                string=before.string or part.string,
                required=before.required or part.required,
            )
        parts[kind, name] = part
    return parts


def list_shown_fields(arch, model_fields, viewer, left_out):
    """The names of the fields that are seen on a form, at least on some records.

    :param left_out: the keys of the parts that are left out; else as
        :func:`list_parts`.
    """
    return {
        node.get("name")
        for node in arch.iter(FIELD)
        if node.get("name") in model_fields
        and _is_offered(node)
        and viewer.sees(node)
        and not any(
            (each.tag, each.get("name")) in left_out
            for each in (node, *node.iterancestors())
        )
    }


def leave_out(arch, keys, model_fields, condition=""):
    """Hide parts until the user asks for everything.

    What has to be filled in stays: another addon may have made it so since.

    :param keys: of the parts, as of :func:`list_parts`; what is not there is passed
        over.
    :param model_fields: the fields of the model, by name.
    :param condition: an expression on the record: only then are they hidden.
    """
    hidden = f"not {REVEAL}" + (f" and ({condition})" if condition else "")
    keys = keys - _list_required(arch, keys, model_fields)
    names = {name for kind, name in keys if kind == FIELD}
    nodes = []
    for node in arch.iter(PAGE, GROUP, FIELD, BUTTON, "label"):
        if node.tag == "label":
            if _field_of_label(arch, node) in names:
                nodes.append(node)
        elif (node.tag, node.get("name")) in keys and _is_offered(node):
            nodes.append(_outermost(node, names) if node.tag == FIELD else node)
    for node in dict.fromkeys(nodes):
        if node.get("invisible") not in ALWAYS:
            add_condition(node, "invisible", hidden)


def _list_required(arch, keys, model_fields):
    """Those of ``keys`` that are, or hold, something that has to be filled in."""
    return {
        (node.tag, node.get("name"))
        for node in arch.iter(PAGE, GROUP, FIELD)
        if (node.tag, node.get("name")) in keys and _is_offered(node)
        for field in node.iter(FIELD)
        if is_top_field(field)
        and field.get("invisible") not in ALWAYS
        and _is_field_required(field, model_fields.get(field.get("name")))
    }


def _outermost(node, names):
    """The node, or what stands around nothing but fields of these names."""
    parent = node.getparent()
    while parent is not None and parent.tag in WRAPPERS and not parent.get("name"):
        others = (
            field
            for field in parent.iter(FIELD, BUTTON)
            if field.get("invisible") not in ALWAYS and field.get("name") not in names
        )
        if next(others, None) is not None:
            break
        node, parent = parent, parent.getparent()
    return node


def _is_offered(node):
    """Whether a node is one of the parts that can be left out."""
    if node.tag == BUTTON:
        # What opens an action is known by a number, which is another in each database.
        return not node.get("name", "").isdecimal() and _is_in_box(node)
    return is_top_field(node) and not (node.tag == FIELD and _is_in_box(node))


def _is_in_box(node):
    return any(each.get("name") == BUTTON_BOX for each in node.iterancestors())


def _words_of(node):
    """What people read on a part, as far as the form says it."""
    words = node.get("string") or ""
    if node.tag == BUTTON and not words:
        texts = [each.text for each in node.iter("span") if (each.text or "").strip()]
        texts += [each.get("string") for each in node.iter(FIELD) if each.get("string")]
        words = texts[0].strip() if texts else ""
    return words


def _page_of(node):
    for each in node.iterancestors(PAGE):
        return each.get("name") or ""
    return ""


def _is_field_required(node, field):
    """Whether the form cannot be saved with this field empty, be it sometimes."""
    if node.get("required") is not None:
        return node.get("required") not in NEVER
    return bool(field is not None and field.required and not field.readonly)


def _field_of_label(arch, label):
    """The name of the field that a label is for: it may name its id instead."""
    target = label.get("for")
    for field in arch.iter(FIELD):
        if target and field.get("id") == target:
            return field.get("name")
    return target
