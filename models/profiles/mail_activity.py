from odoo import fields, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # By its summary it would not be found again: that is text, in the language of who
    # asked, and the decision type may be renamed.
    playbook_decision_type_id = fields.Many2one(
        "playbook.decision.type",
        string="Decision",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        exportable=False,
        groups="base.group_user",
    )
