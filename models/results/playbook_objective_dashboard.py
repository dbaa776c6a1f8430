from odoo import fields, models


class PlaybookObjective(models.Model):
    _inherit = "playbook.objective"

    indicator_code = fields.Char(
        related="indicator_id.code",
        help="By it dashboards find the objective of a built-in indicator.",
    )
