"""Workflows that write to customers, built and looked at; nothing is sent."""

from odoo import fields
from odoo.fields import Command

from .follow_up_common import COLUMNS
from .workflow_common import WorkflowCommon


class BuilderCommon(WorkflowCommon):
    """``workflow`` plans a call, and then writes ``template`` to the customer.

    ``lead`` is stale, the salesperson's, and of ``customer``, who has an address.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls._create_template()
        cls.call = cls.workflow.step_ids
        cls.workflow.step_ids = [Command.create(cls._mail_step())]
        cls.mail_step = cls.workflow.step_ids - cls.call
        cls.customer = cls._create_customer(
            email="office@lumber.example", user_id=cls.user_sales.id
        )
        cls.lead = cls._create_stale(partner_id=cls.customer.id)

    @classmethod
    def _create_template(cls, model="crm.lead", **values):
        return cls.env["mail.template"].create(
            {
                "name": "Still there?",
                "model_id": cls.env["ir.model"]._get_id(model),
                "subject": "About {{ object.name }}",
                "body_html": '<p>Hello, it is about <t t-out="object.name"/>.</p>',
                **values,
            }
        )

    @classmethod
    def _mail_step(cls, **values):
        return {
            "kind": "mail",
            "summary": "Write",
            "sequence": 20,
            "delay": 3,
            "template_id": cls.template.id,
            **values,
        }

    @classmethod
    def _enroll(cls, document, **values):
        return cls.env["playbook.enrollment"].create(
            {
                "workflow_id": cls.workflow.id,
                COLUMNS[document._name]: document.id,
                "occurrence": document.id,
                "user_id": cls.user_sales.id,
                "state": "running",
                "step_id": cls.mail_step.id,
                "next_date": fields.Datetime.add(fields.Datetime.now(), days=1),
                "date_entered": fields.Datetime.now(),
                "date_taken": fields.Datetime.now(),
                **values,
            }
        )

    @classmethod
    def _write_mail(cls, enrollment, state="sent", step=None, **values):
        """What the engine notes of an e-mail, and that the step was done."""
        step = step or cls.mail_step
        document, now = enrollment._get_document(), fields.Datetime.now()
        shared = {
            COLUMNS[document._name]: document.id,
            "enrollment_id": enrollment.id,
            "step_id": step.id,
            "occurrence": enrollment.occurrence,
            "user_id": cls.user_sales.id,
        }
        cls.env["playbook.workflow.event"].create(
            {
                **shared,
                "step_name": step.summary,
                "state": "planned" if state in ("announced", "asked") else "finished",
                "date": now,
            }
        )
        return cls.env["playbook.customer.mail"].create(
            {
                **shared,
                "workflow_id": enrollment.workflow_id.id,
                "company_id": cls.env.company.id,
                "recipient_id": cls.customer.id,
                "mailed_customer_id": cls.customer.id,
                "email": cls.customer.email_normalized,
                "subject": "About you",
                "mode": step.mail_mode,
                "asks_for": step.asks_for,
                "state": state,
                "date_due": now,
                **values,
            }
        )
