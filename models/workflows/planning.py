"""That a workflow plans something, as the context says it: only this code can.

What comes from outside is text and numbers; this is an object, compared by identity.
"""

PLANS_KEY = "playbook_plans"
PLANS = object()


def plans(env):
    """Whether what happens now is a step of a workflow."""
    return env.context.get(PLANS_KEY) is PLANS
