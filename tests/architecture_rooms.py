"""Reads the addon's source as rooms, and finds what test_architecture forbids in it.

Nothing here needs a database: a source tree is read with :mod:`ast` and :mod:`lxml`.
Each ``find_*`` function returns a list of sentences, one per violation; empty means
content.
"""

import ast
import re
from pathlib import Path
from typing import NamedTuple

from lxml import etree

ROOMS = (
    "profiles",
    "segments",
    "actions",
    "standards",
    "loading",
    "workflows",
    "results",
    "rollout",
)
ROOM_FOLDERS = ("models", "views", "data", "reports", "wizards", "controllers")
MODULE = "crm_playbook"
NAME = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")
DOTTED = re.compile(r"^[A-Za-z_]\w*(?:\.\w+)*$")
WORDS_FOR_PEOPLE = {"string", "help", "placeholder", "title", "class", "confirm"}
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40


class Source(NamedTuple):
    """One file of a room."""

    path: Path
    room: str


class House(NamedTuple):
    """What the rooms declare: each dictionary maps a name to the room that brings it
    first.
    """

    sources: list
    models: dict
    fields: dict
    xmlids: dict


def read_house(root):
    """Read the source tree of an addon whose top folder is ``root``."""
    sources = [
        Source(path, path.relative_to(root).parts[1])
        for folder in ROOM_FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in (".py", ".xml") and len(path.relative_to(root).parts) > 2
    ]
    house = House(sources, {}, {}, {})
    for source in sorted(sources, key=lambda source: _order(source.room)):
        if source.path.suffix == ".py":
            _declare_python(source, house)
        else:
            for node in _xml(source.path).iter("record", "menuitem", "template"):
                if node.get("id"):
                    house.xmlids.setdefault(node.get("id"), source.room)
    return house


def _declare_python(source, house):
    for node in ast.walk(_python(source.path)):
        if not isinstance(node, ast.ClassDef):
            continue
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign):
                target = statement.target
            elif isinstance(statement, ast.Assign):
                target = statement.targets[0]
            else:
                continue
            value = statement.value
            if target.id == "_name" and isinstance(value, ast.Constant):
                if _extends(node, value.value):
                    continue
                house.models.setdefault(value.value, source.room)
            elif _is_field(value):
                house.fields.setdefault(target.id, source.room)


def find_declared_twice(root):
    """Models of one name that do not extend each other: the later one would take the
    name, and leave the earlier one to who inherited it before.
    """
    declared = {}
    for source in read_house(root).sources:
        if source.path.suffix != ".py":
            continue
        for node in ast.walk(_python(source.path)):
            for name in _own_names(node):
                declared.setdefault(name, []).append(source.path.relative_to(root))
    return [
        f"{name} is declared by {' and '.join(map(str, paths))}"
        for name, paths in sorted(declared.items())
        if len(paths) > 1
    ]


def _own_names(node):
    """The ``_name`` that the node declares, if it is a class that does."""
    return [
        statement.value.value
        for statement in (node.body if isinstance(node, ast.ClassDef) else ())
        if isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Constant)
        and getattr(statement.targets[0], "id", None) == "_name"
        and not _extends(node, statement.value.value)
    ]


def _extends(class_node, name):
    """Whether the class adds a mixin to the model ``name`` instead of declaring it."""
    return any(
        isinstance(statement, ast.Assign)
        and statement.targets[0].id == "_inherit"
        and name in ast.dump(statement.value)
        for statement in class_node.body
    )


def _is_field(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "fields"
    )


def find_unknown_rooms(root):
    """Folders that are none of the eight rooms."""
    return [
        f"{folder}/{path.name} is no room"
        for folder in ROOM_FOLDERS
        for path in sorted((root / folder).glob("*"))
        if path.is_dir() and path.name not in ROOMS and path.name != "__pycache__"
    ]


def find_names_of_later_rooms(root, foreign_fields):
    """Files that name a model, XML id or field which a later room brings.

    :param foreign_fields: field names that Odoo declares somewhere: naming them tells
        nothing.
    """
    house = read_house(root)
    fields = {n: r for n, r in house.fields.items() if n not in foreign_fields}
    tables = {name.replace(".", "_"): room for name, room in house.models.items()}
    violations = []
    for source in house.sources:
        if source.path.suffix == ".py":
            words, paths = _python_names(source.path, house.models)
        else:
            words, paths = _xml_names(source.path)
        named = {
            **_pick(words, {**house.models, **tables, **house.xmlids}),
            **_pick(paths, fields),
        }
        violations += [
            f"{source.path.relative_to(root)} ({source.room}) names {name} of {room}"
            for name, room in sorted(named.items())
            if _order(room) > _order(source.room)
        ]
    return violations


def _pick(names, declared):
    return {name: declared[name] for name in names if name in declared}


def _order(room):
    return ROOMS.index(room) if room in ROOMS else len(ROOMS)


def _python_names(path, models):
    """``(words, paths)``: all names in strings, and those that may be fields.

    :param models: names that are no path, though they have dots.
    """
    tree = _python(path)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and ast.get_docstring(node, clean=False) is not None
    }
    words, paths = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            paths.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg:
            paths.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) in documentation:
                continue
            found = _words(node.value)
            words |= found
            parts = {part for word in found - set(models) for part in word.split(".")}
            # In a sentence, a single word is a word: only a_name is surely a field.
            paths |= {p for p in parts if "_" in p or DOTTED.match(node.value)}
    return words, paths


def _xml_names(path):
    words, paths = set(), set()
    for node in _xml(path).iter(etree.Element):
        for attribute, value in node.attrib.items():
            if attribute not in WORDS_FOR_PEOPLE:
                words |= _words(value)
                paths |= {part for word in _words(value) for part in word.split(".")}
        if node.tag in ("attribute", "field", "value") and node.text and not len(node):
            words |= _words(node.text)
            parts = {part for word in _words(node.text) for part in word.split(".")}
            paths |= {part for part in parts if "_" in part}
    return words, paths


def _words(text):
    return {word.removeprefix(f"{MODULE}.") for word in NAME.findall(text)}


def find_views_without_room_in_their_id(root):
    """Inherited views of Odoo's whose id does not end in the room: eight rooms would
    clash.
    """
    violations = []
    for source in read_house(root).sources:
        if source.path.suffix != ".xml":
            continue
        for record in _xml(source.path).iter("record"):
            parent = record.find("field[@name='inherit_id']")
            if record.get("model") != "ir.ui.view" or parent is None:
                continue
            if record.find("field[@name='mode']") is not None:
                continue
            wanted = f"{parent.get('ref').rpartition('.')[2]}_{source.room}"
            if record.get("id") != wanted:
                violations.append(f"{record.get('id')} should be {wanted}")
    return violations


def find_overlong(root, folders):
    """Python files and functions that are longer than we allow ourselves."""
    violations = []
    for path in _python_files(root, folders):
        name = path.relative_to(root)
        lines = len(path.read_text("utf-8").splitlines())
        if lines > MAX_FILE_LINES:
            violations.append(f"{name} has {lines} lines")
        for node in ast.walk(_python(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = node.end_lineno - node.lineno + 1
                length -= len((ast.get_docstring(node, clean=False) or "").splitlines())
                if length > MAX_FUNCTION_LINES:
                    violations.append(f"{name}: {node.name} has {length} lines")
    return violations


def find_silent_sudo(root, folders):
    """Calls of ``sudo()`` without a comment on the line or just above that says why."""
    violations = []
    for path in _python_files(root, folders):
        lines = path.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            code = line.partition("#")[0]
            explained = any(
                "#" in near for near in lines[max(0, number - 3) : number + 1]
            )
            if ".sudo(" in code and not explained:
                violations.append(
                    f"{path.relative_to(root)}:{number + 1}: sudo() unexplained"
                )
    return violations


def _python_files(root, folders):
    for folder in folders:
        yield from sorted((root / folder).rglob("*.py"))


def _python(path):
    return ast.parse(path.read_text("utf-8"))


def _xml(path):
    return etree.parse(str(path)).getroot()
