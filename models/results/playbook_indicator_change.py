"""An indicator of one's own that counts something else from now on: and before?"""

from odoo import fields, models

from .playbook_measurement_run import CLOSED, OPEN


class PlaybookIndicator(models.Model):
    _inherit = "playbook.indicator"

    date_changed = fields.Datetime(
        string="Counts something else since",
        readonly=True,
        copy=False,
        help="Figures of closed periods are of what it counted before.",
    )

    def _definition_changed(self):
        """Have what is open measured again, and ask what to do with what is closed."""
        # Measurings are the addon's; nothing of them is told here.
        Run = self.env["playbook.measurement.run"].sudo()
        runs = Run.search([("indicator_id", "in", self.ids)])
        runs.filtered(lambda run: run.state == OPEN)._set({"date_tried": False})
        closed = runs.filtered(lambda run: run.state == CLOSED).indicator_id
        changed = self.filtered(lambda indicator: indicator in closed)
        if changed:
            changed.write({"date_changed": fields.Datetime.now()})

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
        self.date_changed = False
