"""For whom a workflow is asked: as it is, or as it would be in another mode.

What comes from outside is text and numbers; this is an object, told by its class.
"""

from typing import NamedTuple

REACH_KEY = "playbook_reach"


class Reach(NamedTuple):
    """:param mode: the mode in which the workflow would be."""

    mode: str


def reaching(workflow, mode):
    """``workflow``, to be counted as if it were in ``mode``."""
    return workflow.with_context(**{REACH_KEY: Reach(mode)})


def reaches(workflow):
    """The mode that counts for whom ``workflow`` reaches."""
    asked = workflow.env.context.get(REACH_KEY)
    return asked.mode if isinstance(asked, Reach) else workflow.mode
