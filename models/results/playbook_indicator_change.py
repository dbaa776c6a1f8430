"""An indicator of one's own that counts something else from now on: and before?"""

from odoo import fields, models
from odoo.exceptions import UserError

from .playbook_indicator_own import DEFINITION
from .playbook_measurement_run import CLOSED, OPEN

# What says how the figures of all periods are read.
READ_BY = ("is_ratio", "is_state", "unit")


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    date_changed = fields.Datetime(
        string="Counts something else since",
        readonly=True,
        copy=False,
        help="Figures of closed periods are of what it counted before.",
    )
    past_is_unlike = fields.Boolean(
        string="The past cannot stay",
        readonly=True,
        copy=False,
        help="Figures of closed periods are of another kind: they mean nothing beside "
        "those of today until they are measured again.",
    )

    def write(self, vals):
        """Figures of another kind cannot stand beside those of the past."""
        before = {}
        if not {*DEFINITION, "is_ratio", "unit"}.isdisjoint(vals):
            own = self.filtered(lambda one: not one.code and one.counted_model)
            before = {one: [one[name] for name in READ_BY] for one in own}
        result = super().write(vals)
        unlike = self.filtered(
            lambda one: one in before and before[one] != [one[name] for name in READ_BY]
        )
        unlike = unlike._get_with_past()
        for indicator in unlike.filtered("is_state"):
            raise UserError(
                self.env._(
                    "“%(indicator)s” has figures of periods that are over, and what "
                    "there was at their ends cannot be found any more. Make a new "
                    "indicator, and archive this one.",
                    indicator=indicator.name,
                )
            )
        if unlike:
            now = fields.Datetime.now()
            unlike.write({"past_is_unlike": True, "date_changed": now})
        return result

    def _get_with_past(self):
        """Those that have closed periods."""
        # Measurings are the addon's; nothing of them is told here.
        Run = self.env["playbook.measurement.run"].sudo()
        closed = [("indicator_id", "in", self.ids), ("state", "=", CLOSED)]
        found = Run._read_group(closed, ["indicator_id"])
        ids = {indicator.id for (indicator,) in found}
        return self.filtered(lambda indicator: indicator.id in ids)

    def _definition_changed(self):
        """Have what is open measured again, and ask what to do with what is closed."""
        Run = self.env["playbook.measurement.run"].sudo()  # as above
        runs = Run.search([("indicator_id", "in", self.ids), ("state", "=", OPEN)])
        runs._set({"date_tried": False})
        changed = self._get_with_past()
        if changed:
            changed.write({"date_changed": fields.Datetime.now()})

    def _note_past_measured(self):
        """Nothing is asked any more of those whose closed figures are all of what they
        count now.
        """
        Run = self.env["playbook.measurement.run"].sudo()  # as above
        for indicator in self.filtered("date_changed"):
            older = [
                ("indicator_id", "=", indicator.id),
                ("state", "=", CLOSED),
                ("date_measured", "<", indicator.date_changed),
            ]
            if not Run.search_count(older, limit=1):
                indicator.write({"date_changed": False, "past_is_unlike": False})

    def action_measure_past(self):
        """Measure closed periods again, as it counts now: asks why."""
        self.ensure_one()
        self.check_access("write")
        runs = self.env["playbook.measurement.run"].search(
            [("indicator_id", "=", self.id), ("state", "=", CLOSED)]
        )
        return runs._open_correction(self.env._("It counts something else now."))

    def action_keep_past(self):
        """Leave closed periods as they are: it counts so from now on."""
        self.check_access("write")
        for indicator in self.filtered("past_is_unlike"):
            raise UserError(
                self.env._(
                    "Closed figures of “%(indicator)s” are of another kind and cannot "
                    "stand beside those of today. Measure the past again, or make a "
                    "new indicator.",
                    indicator=indicator.name,
                )
            )
        self.date_changed = False
