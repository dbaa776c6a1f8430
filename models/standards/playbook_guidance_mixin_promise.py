"""What was promised, and until when, where a procedure is used."""

from odoo import models


class PlaybookGuidanceMixin(models.AbstractModel):
    _inherit = "playbook.guidance.mixin"

    def get_playbook_guidance(self):
        """With what each procedure promises, as ``promise``: see there."""
        guidance = super().get_playbook_guidance()
        promising = set(self.env["playbook.procedure"]._get_promising_ids())
        shown = guidance["procedures"] if guidance else ()
        ids = [each["id"] for each in shown if each["id"] in promising]
        if not ids:
            return guidance
        # Whoever reads the record is told what is promised of it.
        procedures = self.env["playbook.procedure"].sudo().browse(ids)
        texts = {each.id: each.promise for each in procedures}
        keepings = self._get_keepings(ids)
        for each in shown:
            if each["id"] in texts:
                keeping = keepings.get(each["id"])
                each["promise"] = {
                    "text": texts[each["id"]],
                    "state": keeping.state if keeping else "",
                    "until": keeping._get_words() if keeping else "",
                }
        return guidance

    def _get_keepings(self, procedure_ids):
        """From ids of procedures to the last promise to keep on this record."""
        Keeping = self.env["playbook.promise.keeping"]
        name = "lead_id" if self._name == "crm.lead" else "partner_id"
        found = Keeping.sudo().search(  # as above
            [(name, "=", self.id), ("procedure_id", "in", procedure_ids)],
            order="date_from, id",
        )
        return {each.procedure_id.id: each.with_env(self.env) for each in found}
