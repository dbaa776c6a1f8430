from odoo import api, fields, models
from odoo.exceptions import UserError

from .playbook_measurement_run_close import (
    CLOSE_DAYS,
    DEFAULT_CLOSE_DAYS,
    DEFAULT_MEASURE_HOURS,
    MEASURE_HOURS,
    MOST_CLOSE_DAYS,
    MOST_MEASURE_HOURS,
)


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    playbook_close_days = fields.Integer(
        string="Figures stay open",
        config_parameter=CLOSE_DAYS,
        default=DEFAULT_CLOSE_DAYS,
        help="For so many days after the end of a week or month, what is entered late "
        "still counts.",
    )
    playbook_measure_hours = fields.Integer(
        string="Figures are brought up to date every",
        config_parameter=MEASURE_HOURS,
        default=DEFAULT_MEASURE_HOURS,
        help="After how many hours open figures are measured again.",
    )

    @api.model
    def get_values(self):
        """Show the numbers that are used, whatever the parameters hold."""
        Run = self.env["playbook.measurement.run"]
        return {
            **super().get_values(),
            "playbook_close_days": Run._get_close_days(),
            "playbook_measure_hours": Run._get_measure_hours(),
        }

    def set_values(self):
        if not 0 <= self.playbook_close_days <= MOST_CLOSE_DAYS:
            raise UserError(
                self.env._(
                    "Figures stay open for 0 to %(most)s days after the end of a "
                    "period, not for %(days)s. Enter for example 3.",
                    most=MOST_CLOSE_DAYS,
                    days=self.playbook_close_days,
                )
            )
        if not 1 <= self.playbook_measure_hours <= MOST_MEASURE_HOURS:
            raise UserError(
                self.env._(
                    "Figures are brought up to date every 1 to %(most)s hours, not "
                    "every %(hours)s. Enter for example 4.",
                    most=MOST_MEASURE_HOURS,
                    hours=self.playbook_measure_hours,
                )
            )
        result = super().set_values()
        if not self.playbook_close_days:
            # Odoo removes a parameter that is 0.
            self.env["ir.config_parameter"].set_param(CLOSE_DAYS, "0")
        return result
