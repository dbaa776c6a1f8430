from odoo import api, models

SOURCE = "procedure_approval"


class PlaybookDay(models.AbstractModel):
    """Procedures that wait for the approval of whoever decides."""

    _inherit = "playbook.day"

    @api.model
    def _get_approval_sources(self):
        return {**super()._get_approval_sources(), SOURCE: "playbook.procedure"}

    @api.model
    def _lines_procedure_approval(self):
        accepted = self.env._(
            "A new one is observed from now on, and nobody notices; a new version "
            "takes the place of the old one."
        )
        return [
            self._make_approval_line(
                SOURCE,
                procedure,
                title=self._get_procedure_question(procedure),
                icon="fa-book",
                choices=self._get_approval_choices(accepted),
            )
            for procedure in self.env["playbook.procedure"]._find_to_approve()
        ]

    @api.model
    def _get_procedure_question(self, procedure):
        if procedure.revises_id:
            return self.env._("Approve the new version of this procedure?")
        return self.env._("May this procedure come into force?")

    @api.model
    def _finish_procedure_approval(self, ids, choice=False):
        return self._finish_approval(SOURCE, ids, choice)
