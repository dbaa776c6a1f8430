"""Steps of workflows, carried out without the engine."""

from datetime import date

from odoo import fields

from ..models.workflows.playbook_workflow_fit import USUAL
from .workflow_common import WorkflowCommon

SINCE = date(2026, 3, 2)
COLUMNS = {"crm.lead": "lead_id", "res.partner": "partner_id", "sale.order": "order_id"}


class StepCommon(WorkflowCommon):
    """``_run_step`` carries a step out on records, as the engine does.

    ``user_sales`` looks after the records and ``user_team_leader`` leads the team.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Leaders read what their team has.
        group = cls.env.ref("crm_playbook.group_sale_salesman_team")
        cls.user_team_leader.group_ids |= group

    @classmethod
    def _create_step(cls, kind, target="opportunity", **values):
        """A step in a workflow of its own; ``user`` shapes it."""
        user = values.pop("user", cls.env.user)
        trigger = values.pop("trigger", USUAL[target])
        workflow = cls.env["playbook.workflow"].create(
            {
                "name": "Test steps",
                "target": target,
                "trigger": trigger,
                "responsible_id": cls.user_sales_management.id,
            }
        )
        return (
            cls.env["playbook.workflow.step"]
            .with_user(user)
            .create(
                {
                    "workflow_id": workflow.id,
                    "kind": kind,
                    "summary": "Call",
                    "note": "Ask why.",
                    **values,
                }
            )
        )

    @classmethod
    def _create_deals(cls, count, **values):
        return cls.env["crm.lead"].create(
            [
                {
                    "name": f"Deal {number}",
                    "type": "opportunity",
                    "user_id": cls.user_sales.id,
                    "team_id": cls.team.id,
                    "stage_id": cls.stage.id,
                    **values,
                }
                for number in range(count)
            ]
        )

    @classmethod
    def _create_customers(cls, count, **values):
        return cls.env["res.partner"].create(
            [
                {"name": f"Customer {number}", "is_company": True, **values}
                for number in range(count)
            ]
        )

    def _rows(self, records, **values):
        """What the engine hands to a step for ``records``."""
        empty = dict.fromkeys(COLUMNS.values())
        return [
            {
                **empty,
                "enrollment_id": number,
                "record_id": record.id,
                COLUMNS[record._name]: record.id,
                "user_id": self.user_sales.id,
                "stands_in_for_id": None,
                "person_id": self.user_sales.id,
                "leader_id": self.user_team_leader.id,
                "company_id": self.env.company.id,
                "occurrence": number,
                "since": SINCE,
                "days": 20,
                "stage_id": record._name == "crm.lead" and record.stage_id.id,
                **values,
            }
            for number, record in enumerate(records)
        ]

    def _acting_as(self, user):
        """The environment of a workflow that acts as ``user``."""
        context = {"lang": "en_US", "allowed_company_ids": user.company_ids.ids}
        return self.env(user=user.id, su=False, context=context)

    def _carry_out(self, step, records, user=None, **values):
        """Have ``step`` carried out as ``user`` on ``records``: what it has done, in
        their order.
        """
        user = user or self.user_sales_management
        rows = self._rows(records, **values)
        done = step.sudo()._run_step(rows, self._acting_as(user))
        return [done[row["enrollment_id"]] for row in rows]

    def _count_run(self, step, records, user=None, **values):
        """How many queries it takes to carry ``step`` out on ``records``."""
        return self._count_queries(
            lambda: self._carry_out(step, records, user, **values)
        )

    def assertSameCost(self, step, make, user=None, counts=(3, 30), **values):
        """Few and many records cost the same: ``make`` makes so many."""
        # What is cached for good is there before anything is counted.
        self._count_run(step, make(2), user, **values)
        few, many = (
            self._count_run(step, make(count), user, **values) for count in counts
        )
        self.assertEqual(few, many)

    def _activate_spanish(self, *users):
        self.env["res.lang"]._activate_lang("es_ES")
        for user in users:
            user.lang = "es_ES"

    def _bell(self, user):
        """The messages that ring ``user``'s bell."""
        return (
            self.env["mail.notification"]
            .search(
                [
                    ("res_partner_id", "=", user.partner_id.id),
                    ("notification_type", "=", "inbox"),
                ]
            )
            .mail_message_id.sorted("id")
        )

    def _mails(self):
        return self.env["mail.mail"].search_count([])

    @classmethod
    def _let_marketing_shape(cls):
        """Marketing may shape workflows, as far as access lines are concerned."""
        group = cls.env.ref("crm_playbook.group_marketing")
        cls.env["ir.model.access"].create(
            [
                {
                    "name": f"test: {model}",
                    "model_id": cls.env["ir.model"]._get_id(model),
                    "group_id": group.id,
                    "perm_read": True,
                    "perm_write": True,
                    "perm_create": True,
                    "perm_unlink": True,
                }
                for model in ("playbook.workflow", "playbook.workflow.step")
            ]
        )

    @staticmethod
    def _command(**values):
        return fields.Command.create({"summary": "Call", **values})
