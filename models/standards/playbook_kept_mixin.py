from odoo import models

from .channel import DIRECT, get_channel
from .filler import may_empty


class PlaybookKeptMixin(models.AbstractModel):
    """Records on which what a procedure required, and was given, is not emptied again.

    Their ``write`` calls the first before and the last after.
    """

    _name = "playbook.kept.mixin"
    _description = "Record whose required fields are kept"

    def _find_emptied(self, vals):
        """Which required fields ``vals`` would empty, and of which records they were
        missing before.

        :return: None where there is nothing to look at; else the names, and what was
            missing.
        """
        kept = self.env["playbook.procedure"]._get_kept_fields(self._name)
        names = {
            name
            for name, value in vals.items()
            if name in kept and may_empty(value, kept[name])
        }
        if not names or get_channel(self.env) not in DIRECT:
            return None
        return names, self._find_missing(names)

    def _find_missing(self, names):
        """What enforced procedures lack of the fields ``names`` where these are now: as
        :meth:`~.playbook_gate.PlaybookGate._find_missing`.
        """
        return {}

    def _check_emptied(self, emptied):
        if not emptied:
            return
        names, missing = emptied
        self.env["playbook.gate"]._check_emptied(
            lambda: self._find_missing(names), missing, tuple(names)
        )
