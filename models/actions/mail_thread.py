from odoo import api, models

# What a mail server says of an e-mail that no person has written (RFC 3834, and what
# programs have used beside it).
AUTOMATIC_PRECEDENCE = {"auto_reply", "bulk", "junk"}


class MailThread(models.AbstractModel):
    """Whether a person has written what comes in is kept with the message."""

    _inherit = "mail.thread"

    @api.model
    def message_parse(self, message, save_original=False):
        """Tell of what came by itself that it did: out-of-office replies."""
        told = super().message_parse(message, save_original=save_original)
        if is_automatic(message):
            told["playbook_automatic"] = True
        return told

    def _get_message_create_valid_field_names(self):
        # Nobody but Odoo may set it: the field asks for that.
        return super()._get_message_create_valid_field_names() | {"playbook_automatic"}


def is_automatic(message):
    """Whether a program wrote the e-mail ``message`` (an ``EmailMessage``)."""
    submitted = _first_word(message.get("Auto-Submitted"))
    if submitted and submitted != "no":
        return True
    if _first_word(message.get("Precedence")) in AUTOMATIC_PRECEDENCE:
        return True
    return any(
        _first_word(message.get(name)) not in {"", "no"}
        for name in ("X-Autoreply", "X-Autorespond")
    )


def _first_word(value):
    """The value of a header, without what is said besides."""
    return str(value or "").split(";")[0].strip().lower()
