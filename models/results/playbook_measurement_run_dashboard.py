from odoo import fields, models


class PlaybookMeasurementRun(models.Model):
    _name = "playbook.measurement.run"
    _inherit = ["playbook.measurement.run", "playbook.measurement.current"]

    indicator_code = fields.Char(
        related="indicator_id.code",
        help="By it dashboards tell what was not measured from what is nothing.",
    )
