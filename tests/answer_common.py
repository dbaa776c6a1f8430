"""E-mails of workflows that were sent, made by hand, and what customers answer."""

from odoo import fields

from ..controllers.workflows import limits
from .engine_common import EngineCommon

AT = "2031-03-03 10:00:00"  # a Monday


class AnswerCommon(EngineCommon):
    """``lead`` is in follow-up and its customer ``ann`` got ``mail``, which asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_customer = cls._create_customer("Lumber Inc", email="info@lumber.x")
        cls.ann = cls._create_contact(
            cls.company_customer, email="ann@lumber.x", lang="en_US"
        )
        cls.user_sales.partner_id.name = "Sam Sales"
        cls.env.company.write({"email": "hello@ours.x", "phone": "+34 600 000 000"})
        cls.follow_up = cls.env["playbook.workflow"].create(
            {
                "name": "Still there?",
                "target": "opportunity",
                "trigger": "created",
                "responsible_id": cls.user_sales_management.id,
                "step_ids": [
                    fields.Command.create({"summary": "Write", "sequence": 1}),
                    fields.Command.create({"summary": "Call", "sequence": 2}),
                ],
            }
        )
        cls.lead = cls._create_lead(
            cls.ann,
            name="Office chairs",
            user_id=cls.user_sales.id,
            team_id=cls.team.id,
            stage_id=cls.stage.id,
        )
        cls.mail = cls._send(cls.lead)
        cls.reason = cls.env["crm.lost.reason"].create(
            {"name": "Bought elsewhere", "playbook_for_customers": True}
        )

    def setUp(self):
        super().setUp()
        for limit in (limits.WRONG, limits.SENT):
            limit.forget()
            self.addCleanup(limit.forget)

    @classmethod
    def _send(cls, document, workflow=None, **values):
        """An e-mail that went out for ``document``, which is in follow-up."""
        workflow = workflow or cls.follow_up
        column = {"crm.lead": "lead_id", "sale.order": "order_id"}.get(
            document._name, "partner_id"
        )
        write, call = workflow.step_ids.sorted("sequence")
        shared = {
            "workflow_id": workflow.id,
            column: document.id,
            "occurrence": values.pop("occurrence", document.id),
            "company_id": cls.env.company.id,
            "user_id": cls.user_sales.id,
        }
        enrollment = cls.env["playbook.enrollment"].create(
            {
                **shared,
                "state": "running",
                "step_id": call.id,
                "next_date": fields.Datetime.add(fields.Datetime.now(), days=3),
                "date_entered": fields.Datetime.now(),
                "date_taken": fields.Datetime.now(),
            }
        )
        return cls.env["playbook.customer.mail"].create(
            {
                **shared,
                "enrollment_id": enrollment.id,
                "step_id": write.id,
                "recipient_id": cls.ann.id,
                "mailed_customer_id": cls.company_customer.id,
                "email": "ann@lumber.x",
                "lang": "en_US",
                "subject": "Your office chairs",
                "mode": "send",
                "asks_for": "interest",
                "state": "sent",
                "date_due": fields.Datetime.now(),
                **values,
            }
        )

    def _form(self, choice, **values):
        return {"choice": choice, **values}

    def _say(self, choice, mail=None, **values):
        """The customer answers: as the page does, without the page."""
        mail = mail or self.mail
        answer, problem = mail._read_answer(self._form(choice, **values))
        self.assertFalse(problem)
        mail._take_answer(answer)

    def _notes(self, document):
        """The texts of the notes on a record, the latest first."""
        return [
            message.body
            for message in document.message_ids.filtered(
                lambda message: message.message_type == "notification"
            )
        ]

    def _day(self, days):
        return fields.Date.to_string(
            fields.Date.add(fields.Date.context_today(self.mail), days=days)
        )

    def _touch(self, activity):
        """Somebody has changed it since: in a test all happens at one moment."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET write_date = create_date + INTERVAL '1 minute'"
            " WHERE id = %s",
            [activity.id],
        )
        activity.invalidate_recordset()
