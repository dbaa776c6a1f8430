"""Workflows that write to customers, and what became of it."""

from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tools import mute_logger

from .engine_common import DAY, EngineCommon
from .step_common import StepCommon

SENDING = "odoo.addons.mail.models.mail_mail"


class MailCommon(StepCommon, EngineCommon):
    """``customer`` has an address; ``_switch_on_mail`` has opportunities written to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customers(
            1, name="Anna Perez", email="anna@example.com", is_company=False
        )
        cls.template = cls._create_template()
        cls.user_sales.email = "sales@example.com"

    @classmethod
    def _create_template(cls, model="crm.lead", **values):
        template = cls.env["mail.template"].create(
            {
                "name": "Still interested",
                "model_id": cls.env["ir.model"]._get_id(model),
                "subject": "About {{ object.name }}",
                "body_html": "<p>Hello <t t-out='object.name'/></p>",
                **values,
            }
        )
        # Whoever has it written to the database is who changed it last.
        cls.env.flush_all()
        return template

    @classmethod
    def _create_mail_step(cls, target="opportunity", **values):
        values = {"mail_mode": "send", "template_id": cls.template.id, **values}
        return cls._create_step("mail", target, **values)

    @classmethod
    def _create_mail_deals(cls, count=1, **values):
        """Opportunities of ``count`` customers of their own."""
        deals = cls._create_deals(count, **values)
        if "partner_id" not in values:
            people = cls.env["res.partner"].create(
                [
                    {"name": f"Person {n}", "email": f"person{n}@example.com"}
                    for n in range(count)
                ]
            )
            for deal, person in zip(deals, people, strict=True):
                deal.partner_id = person
        cls.env.flush_all()
        return deals

    def _switch_on_mail(self, mode="send", *more, user=None, step=None, **values):
        """A workflow that writes to all opportunities that come in, then does more."""
        step = {
            "kind": "mail",
            "template_id": self.template.id,
            "mail_mode": mode,
            **(step or {}),
        }
        return self._switch_on(
            step,
            *more,
            user=user,
            **{
                "target": "opportunity",
                "trigger": "created",
                "contact_days": 3,
                "quiet_from": 0,
                "quiet_to": 0,
                "working_days_only": False,
                **values,
            },
        )

    def _come_in(self, count=1, moment=DAY, **values):
        """Opportunities that came in at ``moment``."""
        return self._born(self._create_mail_deals(count, **values), moment)

    def _customer_mails(self, records=None):
        domain = [("workflow_id", "=", self.workflow.id)]
        if records is not None:
            column = self.workflow._get_target().column
            domain.append((column, "in", records.ids))
        return self.env["playbook.customer.mail"].search(domain, order="id")

    def _queued(self, records):
        """What waits in Odoo's mail queue about these."""
        return self.env["mail.mail"].search(
            [("model", "=", records._name), ("res_id", "in", records.ids)], order="id"
        )

    def _deliver(self, mails, error=None, meanwhile=None):
        """Odoo's mail queue sends these, or fails with ``error``.

        :param meanwhile: what is done while the mail server takes each.
        """
        server = type(self.env["ir.mail_server"])

        def send(this, message, *args, **kwargs):
            if error:
                raise error
            if meanwhile:
                meanwhile()
            return message["Message-Id"]

        def connect(this, *args, **kwargs):
            return None

        with (
            mute_logger(SENDING, "odoo.addons.base.models.ir_mail_server"),
            patch.object(server, "send_email", send),
            patch.object(server, "_connect__", connect),
            patch.object(server, "_disable_send", lambda this: False),
        ):
            mails.send()
        self.env.invalidate_all()

    def _row(self, step, record, **values):
        [row] = self._rows(record, **values)
        return row

    def _unfit(self, step, record, **values):
        """Why ``record`` is left out by ``step``; None: it is not."""
        row = self._row(step, record, **values)
        found = step.sudo()._find_unfit([row], self._acting_as(self.user_sales))
        return found.get(row["enrollment_id"])

    def _postponed(self, step, *records):
        """Until when, and why, each waits; None: it does not."""
        rows = self._rows(records[0].browse().concat(*records))
        env = self._acting_as(self.user_sales)
        found = step.sudo()._find_postponed(rows, env)
        return [found.get(row["enrollment_id"]) for row in rows]

    def _wrote_earlier(self, record, days=1, **values):
        """An e-mail that a workflow sent ``days`` ago about ``record``."""
        customer = values.pop("customer", record.partner_id)
        workflow = self._create_workflow(name="Another workflow")
        moment = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        enrollment = self.env["playbook.enrollment"].create(
            {
                "workflow_id": workflow.id,
                "lead_id": record.id,
                "occurrence": record.id,
                "state": "done",
                "date_entered": moment,
            }
        )
        return self.env["playbook.customer.mail"].create(
            {
                "enrollment_id": enrollment.id,
                "workflow_id": workflow.id,
                "lead_id": record.id,
                "occurrence": record.id,
                "mode": "send",
                "state": "sent",
                "date_due": moment,
                "recipient_id": customer.id,
                "mailed_customer_id": customer.commercial_partner_id.id,
                "email": customer.email_normalized,
                **values,
            }
        )

    def _segment(self, partner, **values):
        """The main segment of ``partner``."""
        segment = self.env["playbook.segment"].create(
            {
                "name": "Careful",
                "domain": "[('name', '=', 'Nobody')]",
                "company_id": self.env.company.id,
                **values,
            }
        )
        self.env["playbook.main.segment"].create(
            {
                "partner_id": partner.commercial_partner_id.id,
                "company_id": self.env.company.id,
                "segment_id": segment.id,
            }
        )
        return segment

    @staticmethod
    def _mail_command(template, **values):
        return Command.create(
            {"summary": "Write", "kind": "mail", "template_id": template.id, **values}
        )
