from odoo import fields, models


class PlaybookOptionMergeWizardLine(models.TransientModel):
    """One of the options that become one."""

    _name = "playbook.option.merge.wizard.line"
    _description = "Option to be merged"

    wizard_id = fields.Many2one(
        "playbook.option.merge.wizard", required=True, ondelete="cascade", index=True
    )
    res_id = fields.Integer(required=True, readonly=True)
    name = fields.Char(readonly=True)
    customer_count = fields.Integer(string="Customers and contacts", readonly=True)
    lead_count = fields.Integer(string="Leads and opportunities", readonly=True)
