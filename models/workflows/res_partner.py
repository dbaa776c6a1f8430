from odoo import fields, models

from .planning import for_followers, plans


class ResPartner(models.Model):
    _inherit = "res.partner"

    # For conditions of workflows: whose information is not complete.
    playbook_point_ids = fields.One2many(
        "playbook.finding",
        "partner_id",
        string="Points to fix",
        exportable=False,
        groups="base.group_user",
    )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        if message_operation == "create" and plans(self.env):
            return dict.fromkeys(self, "read")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        documents = for_followers(self, partner_ids)
        return super(ResPartner, documents).message_subscribe(partner_ids, subtype_ids)
