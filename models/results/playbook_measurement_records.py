from odoo import api, fields, models

from .facts_sql import CUTS, OWNERS


class PlaybookMeasurement(models.Model):
    """From a part of a figure to its records."""

    _inherit = "playbook.measurement"

    has_records = fields.Boolean(
        string="Can be followed to records", compute="_compute_has_records"
    )

    @api.depends("indicator_id.code", "indicator_id.counted_model")
    def _compute_has_records(self):
        for indicator, rows in self.grouped("indicator_id").items():
            rows.has_records = indicator._has_records()

    def action_open_records(self):
        """The records that this is made of, as far as one may read them."""
        self.ensure_one()
        return self.indicator_id._open_records(
            self.company_id, self.date_from, self.date_to, self
        )

    def _get_own_parts(self):
        """The fields by which its figures are divided."""
        self.ensure_one()
        return (*OWNERS, *CUTS[self.cut])
