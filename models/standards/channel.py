"""On what way a change came in, and what lets it pass."""

from odoo.http import request

# Where the context says so. No program can: these are objects, compared by identity,
# and what comes from outside is text and numbers.
CHANNEL_KEY = "playbook_channel"
ALLOWED_KEY = "playbook_allowed"

SCREEN = "screen"
PROGRAM = "program"
IMPORT = "import"
MAIL = "mail"
AUTOMATIC = "automatic"
MERGE = "merge"
TEAM = "team"
CHANNELS = [
    (SCREEN, "A person, on the screen"),
    (PROGRAM, "A program"),
    (IMPORT, "An import"),
    (MAIL, "An incoming mail"),
    (AUTOMATIC, "By itself"),
    (MERGE, "Merging"),
    (TEAM, "The sales team changed"),
]
# Where there is somebody who can be asked, or told.
DIRECT = {SCREEN, PROGRAM}


class _Marked:
    """A channel that the code names itself."""

    def __init__(self, name):
        self.name = name


MARKED = {name: _Marked(name) for name, _label in CHANNELS}


class Allowed:
    """That somebody entitled has allowed a change: for this one call.

    :param lead_ids: the leads that may move.
    :param user_id: the id of the user who allowed it.
    :param reason: why, in words.
    """

    def __init__(self, lead_ids, user_id, reason):
        self.lead_ids = frozenset(lead_ids)
        self.user_id = user_id
        self.reason = reason


def mark(records, name):
    """``records`` in an environment that says on what way what follows came in."""
    return records.with_context(**{CHANNEL_KEY: MARKED[name]})


def get_channel(env):
    """On what way what happens now came in: one of :data:`CHANNELS`."""
    marked = env.context.get(CHANNEL_KEY)
    if isinstance(marked, _Marked):
        return marked.name
    if env.su:
        return AUTOMATIC
    if request and request.session.uid == env.uid:
        return SCREEN
    return PROGRAM


def get_allowed(env):
    """The :class:`Allowed` of this call, or None."""
    allowed = env.context.get(ALLOWED_KEY)
    return allowed if isinstance(allowed, Allowed) else None
