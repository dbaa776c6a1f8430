# stub of helper A
from odoo import api, fields, models


class PlaybookOptOut(models.Model):
    _name = "playbook.opt.out"
    _description = "No e-mails of workflows"

    email = fields.Char(required=True, index=True)
    workflow_id = fields.Many2one("playbook.workflow", ondelete="cascade")
    company_id = fields.Many2one("res.company", ondelete="cascade")
    date = fields.Datetime(required=True, default=fields.Datetime.now)

    @api.model
    def _find_opted_out(self, emails, workflow):
        found = self.sudo().search(
            [
                ("email", "in", list(emails)),
                ("workflow_id", "in", [False, *workflow.ids]),
            ]
        )
        return set(found.mapped("email"))
