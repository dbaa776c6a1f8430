"""An e-mail to a customer before there is one: made as the engine makes it."""

from contextlib import contextmanager

from markupsafe import Markup

from odoo import fields, models
from odoo.api import Environment

from .targets import COLUMNS

SHOWN = "playbook_shown_document"
RENDERED = ("body_html", "subject")


@contextmanager
def apart(env):
    """The same environment with a cache of its own; nothing written there stays.

    Rendering forgets all that is cached, and a form has nothing but that.
    """
    cr = env.cr
    env.flush_all()
    savepoint, kept = cr.savepoint(flush=False), cr.transaction
    cr.transaction = None
    try:
        yield Environment(cr, env.uid, env.context, env.su)
    finally:
        cr.transaction = kept
        savepoint.close(rollback=True)


class PlaybookCustomerMail(models.Model):
    """In no table: only what is asked of it while it is made is there."""

    _inherit = "playbook.customer.mail"

    def _get_document(self):
        shown = self.env.context.get(SHOWN)
        if shown and self and not self._origin:
            # What is cached of it does not outlive the rendering.
            model, record_id = shown
            return self.env[model].browse(record_id)
        return super()._get_document()

    def _preview(self, record, template, values):
        """What the customer would read about ``record``, with the user's rights.

        Call it where nothing is lost when what is cached is: see :func:`apart`.

        :param template: the ``mail.template``.
        :param values: of the e-mail: to whom, in which language, what it asks.
        :return: a dictionary: ``subject`` and ``body`` (markup, whole).
        """
        Mail = self.with_context(**{SHOWN: (record._name, record.id)})
        column = next(
            name for name in COLUMNS if self._fields[name].comodel_name == record._name
        )
        values = {
            **values,
            column: record.id,
            "date_due": fields.Datetime.now(),
            "mode": "send",
            "state": "queued",
        }
        company = self.env["res.company"].browse(values["company_id"] or ())
        [block] = Mail.new(values)._prepare_answer_blocks().values()
        [told] = (
            Mail.new(values)
            ._render_alike(template, values["lang"], company, RENDERED, self.env)
            .values()
        )
        # What was cached of all of these is forgotten by now.
        step = self.env["playbook.workflow.step"].new({"template_id": template.id})
        # The layout tells what the company is called, whoever sends it.
        mail = Mail.sudo().new({**values, "step_id": step})
        text = Markup("").join([told["body_html"] or "", block])
        [whole] = mail._encapsulate({mail.id: text}).values()
        return {"subject": told["subject"], "body": whole}
