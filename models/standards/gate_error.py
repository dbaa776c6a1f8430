"""The refusal of a change because something must be recorded first."""

from odoo.exceptions import ValidationError


class PlaybookGateError(ValidationError):
    """Something that a procedure requires is missing.

    Programs read the message, which names records, procedures and fields. The web
    client asks for what is missing, from ``context["playbook"]`` (see
    :meth:`~.playbook_gate.PlaybookGate._get_payload`), and repeats the call.
    """

    # My Day lets it through to the client, which answers it.
    asks = True

    def __init__(self, message, payload):
        super().__init__(message)
        self.context = {"playbook": payload}
