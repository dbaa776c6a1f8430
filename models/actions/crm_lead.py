from odoo import models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("partner_id"):
            self.env["playbook.action"]._take_customer(self)
        return result

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        self.env["playbook.action"]._move_to(self, opportunities)
        return result

    def get_playbook_timeline(self):
        """What was done on this lead or opportunity, for the page Actions.

        It is asked for when the page is opened: a form whose page is not costs nothing.

        :return: blocks as those of ``get_playbook_360``.
        """
        self.ensure_one()
        self.check_access("read")
        return [self.env["playbook.action"]._get_timeline([("lead_id", "=", self.id)])]

    def action_playbook_log(self):
        """Open the dialog in which a contact that nobody planned is logged."""
        self.ensure_one()
        return self.env["playbook.action.log"]._open_log(lead_id=self.id)
