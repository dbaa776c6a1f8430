"""Activities that ask for an outcome, and who finishes them."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import CrmPlaybookCommon


class ActionsCommon(CrmPlaybookCommon):
    """A call on an opportunity of ``user_sales``, and outcomes of its own.

    ``kind`` requires an outcome, counts as a call and has the outcomes ``positive``
    (converts, plans ``kind_next``), ``neutral`` and ``negative`` (asks for a note);
    ``kind_plain`` asks for nothing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_kinds()
        cls._setup_outcomes()
        # May finish what is anybody's.
        cls.user_all = new_test_user(
            cls.env,
            login="playbook_all",
            name="Playbook all",
            groups="base.group_user,crm_playbook.group_sales,"
            "sales_team.group_sale_salesman_all_leads",
        )
        cls.customer = cls._create_customer()
        cls.lead = cls._create_lead(
            user_id=cls.user_sales.id, partner_id=cls.customer.id
        )

    @classmethod
    def _setup_kinds(cls):
        Kind = cls.env["mail.activity.type"]
        cls.kind, cls.kind_plain, cls.kind_next = Kind.create(
            [
                {
                    "name": "Ring",
                    "playbook_channel": "call",
                    "playbook_outcome_policy": "require",
                },
                {"name": "Plain"},
                {"name": "Follow", "playbook_outcome_policy": "offer"},
            ]
        )

    @classmethod
    def _setup_outcomes(cls):
        # What is shipped, or made by a company, would be offered besides.
        cls.env["playbook.outcome"].search([]).active = False
        cls.purpose = cls.env["playbook.purpose"].create(
            {"name": "Find out", "purpose_family": "sale"}
        )
        cls.positive, cls.neutral, cls.negative = cls.env["playbook.outcome"].create(
            [
                {
                    "name": "They want it",
                    "result": "positive",
                    "activity_type_ids": [Command.link(cls.kind.id)],
                    "convert_lead": True,
                    "next_type_id": cls.kind_next.id,
                    "next_delay": 3,
                },
                {
                    "name": "Perhaps",
                    "result": "neutral",
                    "activity_type_ids": [Command.link(cls.kind.id)],
                },
                {
                    "name": "No way",
                    "result": "negative",
                    "activity_type_ids": [Command.link(cls.kind.id)],
                    "note_required": True,
                },
            ]
        )

    @classmethod
    def _plan(cls, document=None, **values):
        """An activity of ``kind``, ``user_sales``'s, due today."""
        document = cls.lead if document is None else document
        return (
            cls.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                {
                    "res_model_id": cls.env["ir.model"]._get_id(document._name),
                    "res_id": document.id,
                    "activity_type_id": cls.kind.id,
                    "summary": "Ring them up",
                    "user_id": cls.user_sales.id,
                    "date_deadline": fields.Date.today(),
                    **values,
                }
            )
        )

    @classmethod
    def _actions_of(cls, activities):
        return cls.env["playbook.action"].search(
            [("activity_id", "in", activities.ids)]
        )

    @classmethod
    def _make_outcome(cls, **values):
        """An outcome of ``kind``, neutral and without effects."""
        return cls.env["playbook.outcome"].create(
            {
                "name": "So",
                "activity_type_ids": [Command.link(cls.kind.id)],
                **values,
            }
        )

    def _finish(self, outcome, activity=None, user=None):
        """The action that stands for an activity which ``user`` finishes."""
        activity = activity or self._plan()
        activity = activity.with_user(user or self.user_sales)
        answer = activity.action_playbook_finish(outcome.id)
        self.assertTrue(answer["done"])
        return self._actions_of(activity)
