from odoo import models

from .channel import AUTOMATIC, mark


class DiscussChannel(models.Model):
    _inherit = "discuss.channel"

    def _convert_visitor_to_lead(self, partner, key):
        """A lead out of a live chat always comes in.

        It is called by ``crm_livechat`` alone, which has it.
        """
        convert = super(DiscussChannel, mark(self, AUTOMATIC))._convert_visitor_to_lead
        return convert(partner, key).with_env(self.env)
