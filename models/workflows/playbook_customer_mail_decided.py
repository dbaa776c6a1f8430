from odoo import fields, models


class PlaybookCustomerMail(models.Model):
    """When somebody has decided: that is work done, and counts for their day."""

    _inherit = "playbook.customer.mail"

    date_decided = fields.Datetime(
        string="Decided on", readonly=True, exportable=False, copy=False
    )

    def _decide(self, what, reason=None):
        done = super()._decide(what, reason)
        # Nobody may write them; that this person may decide was asked just now.
        self.sudo().date_decided = fields.Datetime.now()
        return done
