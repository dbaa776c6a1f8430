from odoo import models
from odoo.fields import Domain


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _erase_from_playbook(self):  # pylint: disable=missing-return
        """Empty what these people answered in words; how they answered still counts."""
        super()._erase_from_playbook()
        # Everybody's: whoever erases people does so everywhere.
        everywhere = self.sudo().with_context(active_test=False)
        about = Domain("recipient_id", "in", self.ids)
        about |= Domain("mailed_customer_id", "in", self.ids)
        mails = everywhere.env["playbook.customer.mail"].search(about)
        mails.rating_id.feedback = False
        mails.write({"answer_comment": False})
