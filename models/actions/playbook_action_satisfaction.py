from odoo import fields, models
from odoo.tools import SQL


class PlaybookAction(models.Model):
    """How satisfied the customer was with it, who was asked afterwards."""

    _inherit = "playbook.action"

    satisfaction = fields.Float(
        readonly=True,
        aggregator="avg",
        help="What the customer says of it: 5 satisfied, 3 neither, 1 not satisfied; "
        "empty where nobody was asked, or they did not answer.",
    )
    satisfaction_comment = fields.Text(
        string="What the customer says of it", readonly=True
    )

    def _set_satisfaction(self, rate, comment):
        """Write down what the customer says of it: the only thing that comes later."""
        self._update_rows(
            SQL(
                """
                UPDATE playbook_action
                   SET satisfaction = %s, satisfaction_comment = %s
                 WHERE id = ANY(%s)
                """,
                rate,
                comment or None,
                self.ids,
            )
        )
