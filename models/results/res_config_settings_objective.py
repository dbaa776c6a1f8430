from odoo import api, fields, models
from odoo.exceptions import UserError

from .playbook_objective_sentence import DEFAULT_VAGUE, VAGUE
from .playbook_objective_standing import DEFAULT_TOLERANCE, TOLERANCE
from .playbook_objective_tradeoff import DEFAULT_TRADEOFF, TRADEOFF

SHARES = {
    "playbook_objective_tolerance": TOLERANCE,
    "playbook_objective_tradeoff": TRADEOFF,
}


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    playbook_objective_tolerance = fields.Float(
        string="At risk when behind by (%)",
        config_parameter=TOLERANCE,
        default=DEFAULT_TOLERANCE,
        help="An objective is at risk when it is further than this part of the whole "
        "way behind where it would be on the straight way.",
    )
    playbook_objective_tradeoff = fields.Float(
        string="Figures changed when by (%)",
        config_parameter=TRADEOFF,
        default=DEFAULT_TRADEOFF,
        help="An objective warns when its figure became better and another one worse, "
        "each by more than this.",
    )
    playbook_vague_words = fields.Char(
        string="Vague words",
        config_parameter=VAGUE,
        default=DEFAULT_VAGUE,
        help="Separated by commas. Whoever uses them in the title of an objective, "
        "without a number, is told that nobody can measure them.",
    )

    @api.model
    def get_values(self):
        """Show the numbers that are used, whatever the parameters hold."""
        Objective = self.env["playbook.objective"]
        return {
            **super().get_values(),
            "playbook_objective_tolerance": Objective._get_tolerance(),
            "playbook_objective_tradeoff": Objective._get_tradeoff(),
        }

    def set_values(self):
        for name in SHARES:
            if not 0 <= self[name] <= 100:
                raise UserError(
                    self.env._(
                        "“%(setting)s” is a share: enter a number from 0 to 100, for "
                        "example 20.",
                        setting=self._fields[name].get_description(
                            self.env, ["string"]
                        )["string"],
                    )
                )
        result = super().set_values()
        for name, key in SHARES.items():
            if not self[name]:
                # Odoo removes a parameter that is 0.
                self.env["ir.config_parameter"].set_param(key, "0")
        return result
