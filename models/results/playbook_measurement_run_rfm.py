from odoo import models

# Indicators that ask in which RFM group customers were.
ASKING = {"rfm_good", "rfm_up", "rfm_down", "base_value", "base_margin"}


class PlaybookMeasurementRun(models.Model):
    _inherit = "playbook.measurement.run"

    def _measure(self):
        asking = self.filtered(lambda run: run.indicator_id.code in ASKING)
        asking.company_id._tell_rfm_past()
        return super()._measure()
