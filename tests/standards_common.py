from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.crm_playbook.models.standards.gate_error import PlaybookGateError

from .common import PROFILE_GROUPS

ENTERED = "stage_entered"
PHONE = {"model": "res.partner", "field_name": "phone", "reason": "To call"}


class StandardsCase(TransactionCase):
    """A salesperson of a team with a leader, four stages, and no procedure in force."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(tracking_disable=True).env
        cls.Procedure = cls.env["playbook.procedure"]
        cls.Procedure.search([]).write({"state": "retired"})
        cls.env["playbook.finding"].search([]).unlink()
        sales = PROFILE_GROUPS["sales"]
        own = f"{sales},base.group_partner_manager"
        cls.leader = new_test_user(
            cls.env,
            "st_leader",
            f"{sales},crm_playbook.group_sale_salesman_team",
            name="Lea Leader",
        )
        cls.salesperson = new_test_user(cls.env, "st_sales", own, name="Sam Sales")
        cls.colleague = new_test_user(cls.env, "st_colleague", own)
        cls.manager = new_test_user(
            cls.env, "st_manager", PROFILE_GROUPS["sales_management"]
        )
        cls._set_up_pipeline()

    @classmethod
    def _set_up_pipeline(cls):
        cls.team = cls.env["crm.team"].create(
            {
                "name": "Team",
                "user_id": cls.leader.id,
                "member_ids": [Command.set([cls.salesperson.id, cls.colleague.id])],
            }
        )
        cls.stages = cls.env["crm.stage"].create(
            [
                {"name": name, "sequence": 100 + at, "team_ids": [cls.team.id]}
                for at, name in enumerate(("Begin", "Middle", "Proposal", "Final"))
            ]
        )
        cls.begin, cls.middle, cls.proposal, cls.final = cls.stages
        cls.won = cls.env["crm.stage"].create(
            {
                "name": "Signed",
                "sequence": 110,
                "is_won": True,
                "team_ids": [cls.team.id],
            }
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Northwind", "is_company": True}
        )
        cls.purpose = cls.env["playbook.purpose"].create(
            {"name": "Look around", "purpose_family": "sale"}
        )

    @classmethod
    def _make_procedure(
        cls, moment=ENTERED, state="enforce", requirements=None, **vals
    ):
        if moment in (ENTERED, "stage_left"):
            vals.setdefault("stage_ids", [Command.set(cls.proposal.ids)])
        if requirements is None:
            requirements = [
                {
                    "field_name": "expected_revenue",
                    "zero_counts": False,
                    "reason": "The forecast is made from it",
                }
            ]
        return cls.Procedure.create(
            {
                "name": "Standard",
                "instruction": "<p>Do it well.</p>",
                "example": "20 chairs, 4,200 €",
                "moment": moment,
                "state": state,
                "requirement_ids": [
                    Command.create({"reason": "Needed", **each})
                    for each in requirements
                ],
                **vals,
            }
        )

    def _make_lead(self, user=None, **vals):
        """A lead of the salesperson's, past everything that is required."""
        return (
            self.env["crm.lead"]
            .create(
                {
                    "name": "Chairs",
                    "type": "opportunity",
                    "team_id": self.team.id,
                    "user_id": self.salesperson.id,
                    "stage_id": self.begin.id,
                    "partner_id": self.customer.id,
                    **vals,
                }
            )
            .with_user(user or self.salesperson)
        )

    def _take_step(self, procedure, state):
        """Press the button, read whom it touches, and go on."""
        action = getattr(procedure, f"action_{state}")()
        dialog = procedure.env[action["res_model"]].browse(action["res_id"])
        return dialog.action_go()

    def _get_findings(self, record):
        name = "lead_id" if record._name == "crm.lead" else "partner_id"
        return self.env["playbook.finding"].search(
            [(name, "=", record.id), ("date_closed", "=", False)]
        )

    def _get_stay(self, lead):
        return self.env["playbook.transition"].search(
            [("lead_id", "=", lead.id)], order="id desc", limit=1
        )

    def _answer(self, records, reason=False, **values):
        """``records`` as in a call that the client repeats with what was answered."""
        answers = {"values": {"crm.lead": values}, "reason": reason}
        return records.with_context(playbook_answers=answers)


class MomentCase(StandardsCase):
    def _assert_refused(self, act):
        with self.assertRaises(PlaybookGateError) as caught, self.cr.savepoint():
            act()
        self.env.invalidate_all()
        return caught.exception.context["playbook"]

    def _with(self, records, model, **values):
        answers = {"values": {model: values}, "reason": False}
        return records.with_context(playbook_answers=answers)

    def _commit(self):
        self.env.flush_all()
        self.cr.precommit.run()
        self.env.invalidate_all()
