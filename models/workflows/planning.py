"""That a workflow plans something, as the context says it: only this code can.

What comes from outside is text and numbers; this is an object, compared by identity.

Sales Management reads quotations and customers and writes none. What it directs by a
workflow is planned for colleagues who read them too; by hand it is as Odoo has it.
"""

from odoo.exceptions import AccessError

from ..profiles.readers import are_read_by

PLANS_KEY = "playbook_plans"
PLANS = object()


def plans(env):
    """Whether what happens now is a step of a workflow."""
    return env.context.get(PLANS_KEY) is PLANS


def for_followers(documents, partner_ids):
    """``documents`` in an environment in which a workflow may have those follow them
    who get an activity, as Odoo does.

    :raise AccessError: when who acts may not read a document, or a follower.
    """
    if not partner_ids or not plans(documents.env) or documents.env.su:
        return documents
    documents.check_access("read")
    if not are_read_by(documents, documents.env["res.partner"].browse(partner_ids)):
        raise AccessError(
            documents.env._(
                "“%(document)s” cannot be read by who would get it: give it to "
                "somebody who may, then try again.",
                document=documents[:1].display_name,
            )
        )
    # Safe: who acts reads these documents, and so do all whom it adds.
    return documents.sudo()
