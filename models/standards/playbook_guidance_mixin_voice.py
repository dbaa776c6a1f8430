"""Is this clear? It is asked where a procedure is used, and never as a task."""

from odoo import models
from odoo.exceptions import UserError

from .playbook_acknowledgement import CLEAR, OPINIONS, SEVERITIES, WENT_WRONG

COMMENT_SIZE = 2000


class PlaybookGuidanceMixin(models.AbstractModel):
    _inherit = "playbook.guidance.mixin"

    def get_playbook_guidance(self):
        """With what the user has said of each procedure, as ``voice``; and, as
        ``severities``, how bad it may have been: see there.
        """
        guidance = super().get_playbook_guidance()
        Said = self.env["playbook.acknowledgement"]
        if guidance and guidance["procedures"] and Said.has_access("read"):
            ids = [each["id"] for each in guidance["procedures"]]
            voices = Said._get_voices(ids)
            for each in guidance["procedures"]:
                each["voice"] = voices[each["id"]]
            guidance["severities"] = [
                {"id": key, "name": name}
                for key, name in Said._fields["severity"]._description_selection(
                    self.env
                )
            ]
        return guidance

    def tell_playbook_procedure(
        self, procedure_id, opinion, comment=False, severity=False
    ):
        """Say of a procedure, on a record where it is shown, whether it is clear.

        :param opinion: ``clear``, ``not_clear`` or ``went_wrong``; the latter two need
            a ``comment``.
        :param severity: ``nuisance``, ``cost`` or ``customer``, where it went wrong.
        :return: a dictionary: the ``message`` to show, and the new ``guidance``.
        :raise UserError: if something is missing, or the procedure is not shown here.
        """
        self.ensure_one()
        guidance = self.get_playbook_guidance()
        shown = guidance["procedures"] if guidance else ()
        if not any(each["id"] == procedure_id and "voice" in each for each in shown):
            raise UserError(
                self.env._(
                    "This procedure is not shown on “%(record)s” any more. Reload the "
                    "page.",
                    record=self.display_name,
                )
            )
        comment, severity = self._read_said(opinion, comment, severity)
        # Whoever reads the record is shown its procedures.
        procedure = self.env["playbook.procedure"].sudo().browse(procedure_id)
        self.env["playbook.acknowledgement"]._record(
            procedure, self, opinion, comment, severity
        )
        return {
            "message": self._get_told_words(procedure, opinion),
            "guidance": self.get_playbook_guidance(),
        }

    def _read_said(self, opinion, comment, severity):
        """The comment and severity, as they are kept."""
        if opinion not in [key for key, _name in OPINIONS]:
            raise UserError(
                self.env._("Say whether it is clear, not clear, or went wrong.")
            )
        comment = comment.strip()[:COMMENT_SIZE] if isinstance(comment, str) else ""
        if opinion != CLEAR and not comment:
            raise UserError(
                self.env._(
                    "Say in a few words what is not clear, or what went wrong: "
                    "whoever answers for the procedure mends it by that."
                )
            )
        if opinion == WENT_WRONG and severity not in [key for key, _name in SEVERITIES]:
            raise UserError(self.env._("Say how bad it was."))
        return comment, severity

    def _get_told_words(self, procedure, opinion):
        if opinion == CLEAR:
            return self.env._("Thank you.")
        person = procedure.user_id
        if not person or person == self.env.user:
            return self.env._("Thank you. It is a point to fix now.")
        return self.env._(
            "Thank you. %(person)s gets it; you see the answer here and in My Day.",
            person=person.name,
        )
