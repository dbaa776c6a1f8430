"""Changes to a view's architecture for people who may not do all that it offers.

Every function takes an :mod:`lxml` element of the architecture and changes it.
"""


def add_condition(node, attribute, condition):
    """Let ``attribute`` hold also when ``condition`` does."""
    before = node.get(attribute)
    node.set(attribute, f"({before}) or {condition}" if before else condition)


def hide_buttons(arch, name):
    """Hide all buttons of that name."""
    for button in arch.iter("button"):
        if button.get("name") == name:
            button.set("invisible", "1")


def hide_header_buttons(arch):
    """Hide what a form offers in its header to do with the record."""
    for button in arch.iterfind("header//button"):
        button.set("invisible", "1")


def is_top_field(node):
    """Whether a field stands in the view itself, not in the view of another field."""
    return not any(parent.tag == "field" for parent in node.iterancestors())
