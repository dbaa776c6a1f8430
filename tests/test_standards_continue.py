"""Going on without what is missing: with a reason, or with a permission."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.crm_playbook.models.standards.gate_error import PlaybookGateError

from .common import PROFILE_GROUPS
from .standards_common import StandardsCase


class ContinueCase(StandardsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls._make_procedure()
        cls.lead = cls._make_lead(cls)

    def _refuse(self, lead=None):
        """Try to move it, and return what the client is told."""
        lead = self.lead if lead is None else lead
        with self.assertRaises(PlaybookGateError) as caught, self.cr.savepoint():
            lead.stage_id = self.proposal
        lead.invalidate_recordset()
        return caught.exception.context["playbook"]

    def _move(self, **values):
        return {
            "kind": "stage",
            "model": "crm.lead",
            "ids": self.lead.ids,
            "stage_id": self.proposal.id,
            "lost_reason_id": False,
            **values,
        }

    def _ask(self, reason="They decide today", move=None, user=None, **values):
        Lead = self.env["crm.lead"].with_user(user or self.salesperson)
        answers = {"values": {"crm.lead": values}, "reason": reason}
        Lead.playbook_ask_permission(move or self._move(), answers)
        return self.env["playbook.permission"].search([], limit=1)

    def _day(self, user):
        return self.env["playbook.day"].with_user(user).get_my_day()

    def _lines(self, user, source):
        return [each for each in self._day(user)["lines"] if each["source"] == source]


@tagged("post_install", "-at_install")
class TestReason(ContinueCase):
    def test_salesperson_may_not(self):
        self.assertFalse(self._refuse()["may_continue"])
        with self.assertRaises(PlaybookGateError), self.cr.savepoint():
            self._answer(self.lead, reason="Because").stage_id = self.proposal

    def test_team_leader_may(self):
        lead = self.lead.with_user(self.leader)
        self.assertTrue(self._refuse(lead)["may_continue"])
        for empty in ("", "  ", False, 5, ["x"]):
            with self.assertRaises(PlaybookGateError), self.cr.savepoint():
                self._answer(lead, reason=empty).stage_id = self.proposal
        self._answer(lead, reason="They decide today").stage_id = self.proposal
        stay = self._get_stay(lead)
        self.assertEqual(stay.to_stage_id, self.proposal)
        self.assertEqual(stay.reason, "They decide today")
        self.assertEqual(stay.allowed_by_id, self.leader)
        self.assertEqual(stay.lacking, "Expected Revenue")
        self.assertFalse(self._get_findings(lead))

    def test_leader_of_another_team_may_not(self):
        other = self.env["crm.team"].create({"name": "Other"})
        self.team.user_id = self.manager
        other.user_id = self.leader
        other.member_ids = [Command.link(self.salesperson.id)]
        self.lead.sudo().write({"user_id": self.leader.id, "team_id": self.team.id})
        self.assertFalse(self._refuse(self.lead.with_user(self.leader))["may_continue"])

    def test_who_decides_may(self):
        """Who directs and sells holds both profiles."""
        both = new_test_user(
            self.env,
            "st_both",
            "crm_playbook.group_sales_management,crm_playbook.group_sales,"
            "sales_team.group_sale_salesman_all_leads",
        )
        lead = self.lead.with_user(both)
        self.assertTrue(self._refuse(lead)["may_continue"])
        self._answer(lead, reason="Agreed on the phone").stage_id = self.proposal
        self.assertEqual(self._get_stay(lead).allowed_by_id, both)

    def test_reason_of_what_ended(self):
        self._make_procedure(
            "lost", name="Lost", requirements=[{"field_name": "lost_reason_id"}]
        )
        lead = self.lead.with_user(self.leader)
        self._answer(lead, reason="A double").action_set_lost()
        stay = self._get_stay(lead)
        self.assertEqual((stay.ending, stay.end_reason), ("lost", "A double"))
        self.assertEqual(stay.end_allowed_by_id, self.leader)
        self.assertEqual(stay.end_lacking, "Lost Reason")

    def test_only_next_stages_that_are_allowed(self):
        self.procedure.state = "retired"
        self.begin.next_stage_ids = self.middle
        self.middle.next_stage_ids = self.won
        payload = self._refuse()
        self.assertIn("Middle", payload["points"][0]["text"])
        self.assertFalse(payload["documents"])
        self._answer(
            self.lead.with_user(self.leader), reason="Known customer"
        ).stage_id = self.proposal
        self.assertEqual(self.lead.stage_id, self.proposal)
        # What nobody moves is not refused.
        lead = self._make_lead()
        lead.sudo().stage_id = self.proposal
        self.assertEqual(lead.stage_id, self.proposal)


@tagged("post_install", "-at_install")
class TestPermission(ContinueCase):
    def test_ask_and_allow(self):
        more = {"field_name": "description", "reason": "Needed"}
        self.procedure.requirement_ids = [Command.create(more)]
        permission = self._ask(description="<p>As agreed</p>", referred="Nobody")
        self.assertEqual(permission.approver_id, self.leader)
        self.assertEqual(permission.missing, "Expected Revenue")
        self.assertEqual(self.lead.stage_id, self.begin)
        self.assertIn("As agreed", self.lead.description)
        self.assertFalse(self.lead.referred)
        line = self._lines(self.leader, "permission")[0]
        self.assertIn("They decide today", line["title"])
        allow = next(each for each in line["choices"] if each["name"] == "Allow")
        Day = self.env["playbook.day"].with_user(self.leader)
        answer = Day.finish_line(line["key"], allow["id"])
        self.assertTrue(answer["done"], answer["message"])
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.stage_id, self.proposal)
        stay = self._get_stay(self.lead)
        self.assertEqual(
            (stay.user_id, stay.allowed_by_id), (self.salesperson, self.leader)
        )
        self.assertEqual(stay.reason, "They decide today")
        self.assertFalse(self._lines(self.leader, "permission"))
        told = self._lines(self.salesperson, "answer")[0]
        self.assertIn("Lea Leader", told["title"])
        self.env["playbook.day"].with_user(self.salesperson).finish_line(told["key"])
        self.assertFalse(self._lines(self.salesperson, "answer"))

    def test_refuse(self):
        permission = self._ask()
        own = permission.with_user(self.leader)
        action = own.action_open_decide()
        dialog = own.env[action["res_model"]].browse(action["res_id"])
        dialog.comment = "Wait"
        dialog.action_refuse()
        self.assertEqual(self.lead.stage_id, self.begin)
        told = self._lines(self.salesperson, "answer")[0]
        self.assertIn("Wait", told["title"])
        with self.assertRaises(UserError):
            own.action_allow()

    def test_nobody_else_allows(self):
        permission = self._ask()
        self.colleague.group_ids = [
            Command.link(self.env.ref("crm_playbook.group_sale_salesman_team").id)
        ]
        for user in (self.salesperson, self.colleague):
            with self.assertRaises(AccessError), self.cr.savepoint():
                permission.with_user(user).action_allow()
            with self.assertRaises(AccessError), self.cr.savepoint():
                permission.with_user(user).write({"state": "granted"})
            with self.assertRaises(AccessError), self.cr.savepoint():
                permission.with_user(user).create({"lead_id": self.lead.id})
        self.assertEqual(self.lead.stage_id, self.begin)

    def test_management_allows_what_it_cannot_do_itself(self):
        permission = self._ask()
        permission.with_user(self.manager).action_allow()
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.stage_id, self.proposal)

    def test_no_leader(self):
        self.team.user_id = False
        approver = self._ask().approver_id
        self.assertTrue(approver.has_group(PROFILE_GROUPS["sales_management"]))

    def test_moved_meanwhile(self):
        permission = self._ask()
        self._answer(self.lead, expected_revenue=5).stage_id = self.proposal
        self.assertFalse(self._lines(self.leader, "permission"))
        with self.assertRaises(UserError):
            permission.with_user(self.leader).action_allow()

    def test_asked_again(self):
        first = self._ask()
        second = self._ask("Once more")
        self.assertEqual((first.state, second.state), ("over", "asked"))
        self.assertEqual(len(self._lines(self.leader, "permission")), 1)

    def test_ask_for_lost_and_won(self):
        self._make_procedure(
            "lost", name="Lost", requirements=[{"field_name": "lost_reason_id"}]
        )
        permission = self._ask(move=self._move(kind="lost", stage_id=False))
        permission.with_user(self.leader).action_allow()
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.won_status, "lost")

    def test_hostile(self):
        moves = (
            None,
            [],
            {},
            self._move(ids="x"),
            self._move(ids=[]),
            self._move(ids=["1"]),
            self._move(ids=[0]),
            self._move(kind="other"),
            self._move(stage_id=False),
            self._move(stage_id="1"),
            self._move(stage_id=10**9),
        )
        for move in moves:
            with (
                self.subTest(move=move),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                self._ask(move=move or {"kind": "stage"})
        with self.assertRaises(UserError), self.cr.savepoint():
            self._ask(reason=" ")
        other = self._make_lead(user_id=self.colleague.id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._ask(move=self._move(ids=other.ids))

    def test_who_lost_the_right_moves_nothing(self):
        permission = self._ask()
        self.lead.sudo().user_id = self.colleague
        with self.assertRaises(AccessError), self.cr.savepoint():
            permission.with_user(self.leader).action_allow()
        self.lead.invalidate_recordset()
        self.assertEqual(self.lead.sudo().stage_id, self.begin)
