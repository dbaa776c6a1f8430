"""What e-mails to customers say: in each language and company at once."""

from markupsafe import Markup

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import groupby

from ..profiles.halves import TIME_IS_UP, TRANSIENT

LAYOUT = "crm_playbook.customer_mail_layout"
BODY = Markup("crm-playbook-body")
# What a template is asked for when it is sent.
SENT = ("attachment_ids", "body_html", "email_from", "report_template_ids", "subject")


class PlaybookCustomerMail(models.Model):
    """One environment for each language and company, never one for each e-mail: what
    every environment costs, all later ones pay.
    """

    _inherit = "playbook.customer.mail"

    def _render(self, names, env):
        """What the templates of these say in the fields ``names``.

        As whoever switched the workflow live, who reads there only what is of the
        record's company: so no template tells a customer of one what another has.

        :param env: the environment to act in: see ``playbook.workflow._acting_env``.
        :return: a dictionary from the id of an e-mail to what ``mail.template`` makes.
        :raise: what a template cannot say of any of the records; of one alone, in
            words that name both.
        """
        rendered = {}
        for key, group in groupby(
            self, lambda mail: (mail._get_template(), mail.lang, mail.company_id)
        ):
            mails = self.browse(mail.id for mail in group)
            rendered |= mails._render_alike(*key, names, env)
        return rendered

    def _render_alike(self, template, lang, company, names, env):
        """As :meth:`_render`, for e-mails with the same template, language, company."""
        # What was read for others, or past the rules, is no longer at hand: what these
        # say is asked of the rules.
        self.env.invalidate_all()
        # Where somebody works is no secret.
        companies = (company or env.user.sudo().company_id).ids
        template = template.with_env(env).with_context(
            allowed_company_ids=companies, lang=lang, template_preview_lang=lang
        )
        ids = [mail._get_document().id for mail in self]
        try:
            template.env[template.model].browse(ids).check_access("read")
            told = template._generate_template(list(dict.fromkeys(ids)), names)
        except TRANSIENT:
            raise
        except Exception as error:
            if len(self) > 1 or TIME_IS_UP in str(error):
                raise
            raise self._explain(template, error) from error
        return {mail.id: told[key] for mail, key in zip(self, ids, strict=True)}

    def _get_template(self):
        # What it is called and says: looked at by whoever sends it.
        return self.step_id.sudo().template_id

    def _explain(self, template, error):
        """An error of a kind that says what to do, naming the template and the record.

        :param error: of Odoo's, which tells the whole template and where in Python.
        """
        cause = error
        while cause.__cause__:
            cause = cause.__cause__
        values = {
            # What it is called is told to who looks after the workflow.
            "template": template.sudo().name,
            "record": self._get_document().display_name,
            "error": str(cause).strip() or type(cause).__name__,
        }
        if isinstance(cause, AccessError):
            # What was not to be read is not told either.
            return AccessError(
                self.env._(
                    "The e-mail template “%(template)s” tells something about "
                    "“%(record)s” that %(person)s, in whose name the workflow acts, "
                    "may not read in the record’s company. Change the template or the "
                    "record, then try again.",
                    # What a colleague is called is no secret.
                    person=template.env.user.sudo().name,
                    **values,
                )
            )
        return UserError(
            self.env._(
                "The e-mail template “%(template)s” cannot be filled in for "
                "“%(record)s”: %(error)s. Mend the template or the record, then try "
                "again.",
                **values,
            )
        )

    # ------------------------------------------------------------------
    # What is around it
    # ------------------------------------------------------------------

    def _encapsulate(self, bodies):
        """The e-mails whole, in the layout of the template or of the company.

        :param bodies: a dictionary from the id of each to markup.
        :return: the same, for all of these.
        """
        whole = {}
        for (lang, company, layout), group in groupby(
            self,
            lambda mail: (
                mail.lang,
                mail.company_id or mail.env.company,
                mail._get_template().email_layout_xmlid,
            ),
        ):
            mails = self.browse(mail.id for mail in group)
            if layout:
                whole |= mails._encapsulate_each(layout, lang, company, bodies)
                continue
            # The same around all of them: made once.
            around = self._render_layout(LAYOUT, BODY, lang, company)
            before, after = around.split(BODY)
            for mail in mails:
                whole[mail.id] = Markup("").join([before, bodies[mail.id], after])
        return whole

    def _encapsulate_each(self, layout, lang, company, bodies):
        """In a layout that may ask the record: as Odoo does."""
        documents = {mail.id: mail._get_document() for mail in self}
        model = next(iter(documents.values()))._name
        documents = (
            self.env[model]
            .with_context(lang=lang)
            .browse(document.id for document in documents.values())
        )
        return {
            mail.id: self._render_layout(layout, bodies[mail.id], lang, company, record)
            for mail, record in zip(self, documents, strict=True)
        }

    def _render_layout(self, layout, body, lang, company, record=None):
        mixin = self.env["mail.render.mixin"].with_context(lang=lang)
        names = {"company": company.with_context(lang=lang), "lang": lang}
        if record is None:
            names["model_description"] = ""
        return mixin._render_encapsulate(
            layout, body, add_context=names, context_record=record
        )
