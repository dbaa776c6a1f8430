from odoo import api, fields, models


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "playbook.screen.mixin"]

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

    @api.model
    def action_open_team(self):
        """Open what the people of one's teams have planned; everybody's for who
        directs.
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_playbook.mail_activity_action_team"
        )
        user = self.env.user
        if not user.has_group("crm_playbook.group_sales_management"):
            action["domain"] = [("user_id", "in", user.playbook_colleague_ids.ids)]
        return action
