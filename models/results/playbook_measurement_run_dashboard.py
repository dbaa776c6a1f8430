from odoo import fields, models


class PlaybookMeasurementRun(models.Model):
    _inherit = "playbook.measurement.run"

    indicator_code = fields.Char(
        related="indicator_id.code",
        help="By it dashboards tell what was not measured from what is nothing.",
    )
