"""Absences, and what is refused."""

from odoo.tools import mute_logger

from .common import CrmPlaybookCommon

RULES = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


class AbsenceCommon(CrmPlaybookCommon):
    @classmethod
    def _absent(cls, user, first, last, substitute=None, **values):
        return cls.env["playbook.absence"].create(
            {
                "user_id": user.id,
                "date_from": first,
                "date_to": last,
                "substitute_id": substitute.id if substitute else False,
                **values,
            }
        )

    def _refused(self, error, message, call):
        """``call`` is refused with these words, and nothing of it stays."""
        with (
            mute_logger(*RULES),
            self.assertRaisesRegex(error, message),
            self.cr.savepoint(),
        ):
            call()
