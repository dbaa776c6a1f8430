from odoo import api, fields, models

from .days_since import count_days_since, search_days_since


class ResPartner(models.Model):
    """How many days ago a customer last bought: for conditions chosen by clicking."""

    _inherit = "res.partner"

    rfm_purchase_days = fields.Integer(
        string="Days since the last purchase",
        compute="_compute_rfm_purchase_days",
        search=search_days_since("rfm_last_purchase_date"),
        groups="crm_playbook.group_user",
        help="Who never bought is found by no number of days.",
    )

    @api.depends("rfm_last_purchase_date")
    @api.depends_context("company", "tz")
    def _compute_rfm_purchase_days(self):
        count_days_since(self, "rfm_last_purchase_date", "rfm_purchase_days")
