"""What a customer would read: rendered for one record, and sent to nobody."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, html_sanitize

from ..profiles.halves import TRANSIENT
from . import mail_checks_sql, trigger_sql
from .playbook_customer_mail_preview import apart
from .playbook_workflow_step import MAIL
from .targets import LEAD, OPPORTUNITY, ORDER, PARTNER, TARGETS

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

        As the engine makes it, and in the record's company alone.

        :return: a dictionary with ``to`` (whom, in words), ``email``, ``lang`` (how
            the language is called), ``subject`` and ``body`` (markup), and
            ``problem``: why it cannot be shown, in words.
        """
        self.ensure_one()
        for problem in self._find_faults_mail():
            return {"problem": self._tell_problem(problem)}
        target = self.workflow_id.target
        if record._name != TARGETS[target].model:
            return {"problem": self.env._("The template is for other records.")}
        told = {}
        try:
            with apart(self.env) as env:
                step = env[self._name].new(
                    {
                        "asks_for": self.asks_for,
                        "template_id": self.template_id.id,
                        "workflow_id": self.workflow_id._origin.id,
                    }
                )
                step._preview_apart(record.with_env(env), target, told)
        except TRANSIENT:
            raise
        except AccessError:
            told["problem"] = self.env._(
                "You may not read all that the e-mail says about this record in its "
                "company, nor would whoever has no more rights: nothing would be sent. "
                "Choose another record, or change the template."
            )
        except Exception as error:  # noqa: BLE001 - whatever a template says
            told["problem"] = str(error)
        return told

    def _preview_apart(self, record, target, told):
        """As :meth:`_preview_mail`; call it inside of :func:`apart`.

        :param target: what the workflow is for, a key of :data:`.targets.TARGETS`.
        :param told: what is to be told; it is filled in as far as it comes.
        """
        record.check_access("read")
        person = self._find_recipient(record, target)
        customer = self.env["res.partner"].browse(person["recipient_id"] or ())
        customer.check_access("read")
        installed = dict(self.env["res.lang"].get_installed())
        code = person["lang"] if person["lang"] in installed else self.env.lang
        name, email = person["name"] or "", person["email"] or person["written"] or ""
        told["to"] = " · ".join(filter(None, [name, email]))
        told["email"] = person["email"] or ""
        told["lang"] = installed.get(code, code)
        if not person["email"]:
            told["problem"] = self.env._("There is no e-mail address to write to.")
        values = {
            "workflow_id": self.workflow_id.id,
            "asks_for": self.asks_for,
            "company_id": person["company_id"],
            "recipient_id": customer.id,
            "mailed_customer_id": person["customer_id"],
            "email": person["email"],
            "lang": code,
            "user_id": record.user_id.id,
        }
        Mail = self.env["playbook.customer.mail"]
        made = Mail._preview(record, self.template_id, values)
        told["subject"] = made["subject"]
        told["body"] = html_sanitize(
            made["body"], sanitize_attributes=False, sanitize_style=False
        )

    def _find_recipient(self, record, target):
        """Who would get it: a row of :func:`.mail_checks_sql.recipients`."""
        [(company_id,)] = self.env.execute_query(
            SQL(
                "SELECT company.id FROM %s WHERE %s = %s",
                trigger_sql.records(target),
                SQL.identifier(TARGETS[target].alias, "id"),
                record.id,
            )
        )
        row = {TARGETS[target].column: record.id, "company_id": company_id}
        [found] = self.env.execute_query_dict(mail_checks_sql.recipients([row]))
        return found
