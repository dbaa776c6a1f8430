from odoo import api, fields, models

from .playbook_customer_mail import COMING


class PlaybookCustomerMail(models.Model):
    """What is going to be written: whoever decides about it reads it first."""

    _inherit = "playbook.customer.mail"

    coming_body = fields.Html(
        string="What will be written",
        compute="_compute_coming_body",
        sanitize=False,
        exportable=False,
    )
    coming_problem = fields.Char(
        string="Why it cannot be shown",
        compute="_compute_coming_body",
        exportable=False,
    )

    @api.depends("state", "step_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_coming_body(self):
        for mail in self:
            told = {}
            document = mail._get_document()
            if mail.state in COMING and mail.step_id and document:
                told = mail.step_id._preview_mail(document)
            mail.coming_body = told.get("body", False)
            mail.coming_problem = told.get("problem", False)
