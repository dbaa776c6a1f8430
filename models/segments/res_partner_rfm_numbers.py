from odoo import api, models

NUMBERS = {
    "rfm_recency",
    "rfm_frequency",
    "rfm_monetary",
    "rfm_score",
    "rfm_purchase_count",
    "rfm_amount",
}


class ResPartner(models.Model):
    """The numbers of RFM of who never bought: they have none, and that is not 0.

    So they are not found among the bad ones, do not count for averages, and are a group
    of their own.
    """

    _inherit = "res.partner"

    @api.model
    def _get_side_numbers(self):
        return super()._get_side_numbers() | NUMBERS
