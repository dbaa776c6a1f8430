"""What was promised, and until when, where a procedure is used."""

from odoo import api, models
from odoo.tools import format_datetime, format_time

from .playbook_promise_keeping import BROKEN, KEPT, LATE, OPEN


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


class PlaybookPromiseKeeping(models.Model):
    _inherit = "playbook.promise.keeping"

    def _get_words(self):
        """By when it is to be kept, or when it was."""
        self.ensure_one()
        own = self.sudo()  # whoever reads the record is told
        if own.state == OPEN:
            return self.env._("until %(time)s", time=self._format(own.date_due))
        if own.state == BROKEN:
            return self.env._(
                "it was until %(time)s, and is not kept",
                time=self._format(own.date_due),
            )
        if own.state == KEPT:
            return self.env._("kept on %(time)s", time=self._format(own.date_kept))
        if own.state == LATE:
            return self.env._("kept late, on %(time)s", time=self._format(own.date_kept))
        return ""

    @api.model
    def _format(self, moment):
        """As the user reads it; without the day, where that is today."""
        Day = self.env["playbook.day"]
        tz = self.env.user.tz or "UTC"
        if Day._local_day(moment) == Day._today():
            return format_time(self.env, moment, tz=tz, time_format="short")
        return format_datetime(self.env, moment, tz=tz, dt_format="EEE d MMM, HH:mm")
