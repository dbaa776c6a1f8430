"""What a customer would read: rendered for one record, and sent to nobody."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html_sanitize

from .playbook_workflow_step import MAIL
from .playbook_workflow_step_mail import INTEREST, SATISFACTION
from .targets import LEAD, OPPORTUNITY, ORDER, PARTNER

RENDERED = ("subject", "body_html")
# What is looked at first: a record with somebody to write to.
SAMPLES = {
    LEAD: [("email_normalized", "!=", False)],
    OPPORTUNITY: [("type", "=", "opportunity"), ("email_normalized", "!=", False)],
    PARTNER: [("customer_state", "!=", False), ("email_normalized", "!=", False)],
    ORDER: [("partner_id.email_normalized", "!=", False)],
}


class PlaybookWorkflowStep(models.Model):
    """The preview in the dialog of a step, also of one that is not saved yet."""

    _inherit = "playbook.workflow.step"

    preview_record = fields.Reference(
        [
            ("crm.lead", "Lead"),
            ("res.partner", "Customer"),
            ("sale.order", "Quotation"),
        ],
        string="As for",
        compute="_compute_preview_record",
        readonly=False,
        exportable=False,
    )
    preview_to = fields.Char(string="To", compute="_compute_preview", exportable=False)
    preview_lang = fields.Char(
        string="Language of the e-mail", compute="_compute_preview", exportable=False
    )
    preview_subject = fields.Char(
        string="Subject", compute="_compute_preview", exportable=False
    )
    preview_body = fields.Html(
        string="Text", compute="_compute_preview", sanitize=False, exportable=False
    )
    preview_problem = fields.Char(
        string="Why there is no preview", compute="_compute_preview", exportable=False
    )

    @api.depends("kind", "workflow_id.target")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_preview_record(self):
        """The newest record of the workflow's kind that the user reads."""
        self.preview_record = False
        writing = self.filtered(lambda step: step.kind == MAIL and step.workflow_id)
        for target, steps in writing.grouped(lambda s: s.workflow_id.target).items():
            model = steps[:1].workflow_id._get_target().model
            Document = self.env[model]
            if Document.has_access("read"):
                # Its id alone: of customers as of deals, there may be many.
                found = Document.search(SAMPLES[target], order="id desc", limit=1)
                steps.preview_record = found and f"{model},{found.id}"

    @api.depends("asks_for", "kind", "preview_record", "template_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_preview(self):
        names = ("to", "lang", "subject", "body", "problem")
        for step in self:
            told = {}
            if step.kind == MAIL and step.template_id and step.preview_record:
                told = step._preview_mail(step.preview_record)
            elif step.kind == MAIL and step.template_id:
                told = {"problem": step.env._("There is no record to try it with yet.")}
            for name in names:
                step[f"preview_{name}"] = told.get(name, False)

    def _preview_mail(self, record):
        """What would be written about ``record``, with the rights of the user.

        :return: a dictionary with ``to`` (whom, in words), ``email``, ``lang`` (how
            the language is called), ``subject`` and ``body`` (markup), and
            ``problem``: why it cannot be rendered, in words.
        """
        self.ensure_one()
        recipient, email = self._get_preview_recipient(record)
        code = self._get_preview_lang(record, recipient)
        told = {
            "to": " · ".join(filter(None, [recipient.display_name, email])),
            "email": email,
            "lang": dict(self.env["res.lang"].get_installed()).get(code, code),
        }
        if not email:
            told["problem"] = self.env._("There is no e-mail address to write to.")
        if self.template_id.model != record._name:
            words = self.env._("The template is for other records.")
            return {**told, "problem": words}
        company = record["company_id"] or self.env.company
        template = self.template_id.with_company(company)
        try:
            with self.env.cr.savepoint(flush=False):
                values = template.with_context(
                    template_preview_lang=code
                )._generate_template([record.id], RENDERED)[record.id]
        except (UserError, ValueError) as error:
            return {**told, "problem": str(error)}
        told["subject"] = values["subject"]
        told["body"] = Markup("%s%s") % (
            html_sanitize(values["body_html"] or "", sanitize_attributes=False),
            self.with_context(lang=code)._get_preview_answers(),
        )
        return told

    def _get_preview_recipient(self, record):
        """:return: whom it is written to, if that is a contact, and the address."""
        partner = record if record._name == "res.partner" else record.partner_id
        if record._name == "crm.lead" and not partner.email:
            return partner, record.email_from or ""
        return partner, partner.email or ""

    def _get_preview_lang(self, record, recipient):
        """The code of the language in which it is written."""
        company = record["company_id"] or self.env.company
        lead_lang = record.lang_id.code if record._name == "crm.lead" else False
        return recipient.lang or lead_lang or company.partner_id.lang or self.env.lang

    def _get_preview_answers(self):
        """Below the text: what the customer is asked, as markup; nothing answers."""
        env = self.env
        choices = {
            INTEREST: (env._("Yes"), env._("Not now"), env._("No")),
            SATISFACTION: (env._("Satisfied"), env._("Okay"), env._("Dissatisfied")),
        }.get(self.asks_for, ())
        buttons = Markup("&nbsp;&nbsp;").join(
            Markup(
                '<span style="display:inline-block;padding:8px 16px;border-radius:4px;'
                'border:1px solid #999;">%s</span>'
            )
            % choice
            for choice in choices
        )
        return Markup('<p style="margin-top:16px;">%s</p>') % buttons if choices else ""
