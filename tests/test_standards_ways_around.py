"""Nobody comes around an enforced requirement."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .standards_common import MomentCase


@tagged("post_install", "-at_install")
class TestWaysAround(MomentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls._make_procedure()

    def test_as_if_by_mail(self):
        Lead = self.env["crm.lead"].with_user(self.salesperson)
        vals = {
            "type": "opportunity",
            "team_id": self.team.id,
            "stage_id": self.proposal.id,
        }
        self._assert_refused(lambda: Lead.message_new({"subject": "x"}, vals))

    def test_as_a_lead_for_a_while(self):
        lead = self._make_lead()
        lead.write({"type": "lead", "stage_id": self.final.id})
        self._assert_refused(lambda: lead.write({"type": "opportunity"}))
        self.procedure.state = "retired"
        self._make_procedure("stage_left", stage_ids=[Command.set(self.middle.ids)])
        self._assert_refused(lambda: lead.write({"type": "opportunity"}))

    def test_moved_while_lost(self):
        lead = self._make_lead()
        lead.action_set_lost()
        self._assert_refused(lambda: lead.write({"stage_id": self.final.id}))

    def test_won_without_a_stage(self):
        self._make_procedure("won", name="Won")
        lead = self._make_lead()
        self._assert_refused(lambda: lead.write({"won_status": "won"}))

    def test_together_with_another_team(self):
        other = self.env["crm.team"].create(
            {"name": "Other", "member_ids": [Command.set(self.colleague.ids)]}
        )
        self.final.team_ids |= other
        theirs = self._make_lead(team_id=other.id)
        both = self._make_lead() | theirs
        self._assert_refused(lambda: both.write({"stage_id": self.final.id}))

    def test_by_way_of_no_stage(self):
        self.procedure.state = "retired"
        self._make_procedure("stage_left", stage_ids=[Command.set(self.begin.ids)])
        lead = self._make_lead()
        self._assert_refused(lambda: lead.write({"stage_id": False}))

    def test_emptied_by_other_means(self):
        tag = self.env["crm.tag"].create({"name": "Standards tag"})
        self.procedure.requirement_ids = [
            Command.clear(),
            Command.create({"field_name": "tag_ids", "reason": "Needed"}),
            Command.create(
                {
                    "field_name": "expected_revenue",
                    "reason": "Needed",
                    "condition": "[('expected_revenue', '>', 100)]",
                }
            ),
        ]
        lead = self._make_lead(expected_revenue=500, tag_ids=[Command.link(tag.id)])
        lead.stage_id = self.proposal
        self._assert_refused(lambda: lead.write({"tag_ids": [Command.clear()]}))
        self._assert_refused(lambda: lead.write({"expected_revenue": 1}))
        lead.stage_id = self.final
        self._assert_refused(lambda: lead.write({"expected_revenue": 1}))
        lead.expected_revenue = 101

    def test_load_is_a_program(self):
        lead = self._make_lead()
        rows = [[str(lead.id), str(self.proposal.id)]]
        result = lead.browse().load([".id", "stage_id/.id"], rows)
        self.assertFalse(result["ids"])
        self.env.invalidate_all()
        self.assertEqual(lead.stage_id, self.begin)

    def test_archived_instead_of_lost(self):
        self._make_procedure(
            "lost", name="Lost", requirements=[{"field_name": "lost_reason_id"}]
        )
        reason = self.env["crm.lost.reason"].create({"name": "Too late"})
        lead = self._make_lead(probability=40)
        self._assert_refused(lead.action_archive)
        self._answer(lead, lost_reason_id=reason.id).action_archive()
        self.assertFalse(lead.active)
        other = self._make_lead(probability=40)
        other.action_set_lost(lost_reason_id=reason.id)
        self.assertEqual(other.won_status, "lost")

    def test_nobody_decides_by_an_archived_decision(self):
        self.env.ref("crm_playbook.decision_stage_exception").active = False
        lead = self._make_lead()
        payload = self._assert_refused(
            lambda: lead.write({"stage_id": self.proposal.id})
        )
        self.assertFalse(payload["may_continue"])

    def test_a_reason_is_for_what_was_shown(self):
        lead = self._make_lead().with_user(self.leader)
        own = {"values": {}, "reason": "They decide", "covers": ["0:0"]}
        answered = lead.with_context(playbook_answers=own)
        self._assert_refused(lambda: answered.write({"stage_id": self.proposal.id}))
        own["covers"] = [f"{self.procedure.requirement_ids.id}:{lead.id}"]
        lead.with_context(playbook_answers=own).stage_id = self.proposal
        self.assertEqual(lead.stage_id, self.proposal)

    def test_an_answer_is_for_what_was_shown(self):
        shown, other = self._make_lead(), self._make_lead()
        payload = self._assert_refused(
            lambda: shown.write({"stage_id": self.proposal.id})
        )
        tokens = payload["documents"][0]["tokens"]
        given = [
            {
                "model": "crm.lead",
                "tokens": tokens,
                "values": {"expected_revenue": 5},
            }
        ]
        both = (shown | other).with_context(playbook_answers={"given": given})
        payload = self._assert_refused(
            lambda: both.write({"stage_id": self.proposal.id})
        )
        self.assertEqual(payload["documents"][0]["id"], other.id)
        given.append(
            {
                "model": "crm.lead",
                "tokens": payload["documents"][0]["tokens"],
                "values": {"expected_revenue": 7},
            }
        )
        both.stage_id = self.proposal
        self.assertEqual(both.mapped("expected_revenue"), [5, 7])

    def test_given_away_with_commands(self):
        """Nobody changes other records with an answer about their own."""
        tag = self.env["crm.tag"].create({"name": "Standards tag"})
        self.procedure.requirement_ids.write({"field_name": "tag_ids"})
        lead = self._make_lead()
        vals = {"user_id": self.colleague.id, "stage_id": self.proposal.id}
        own = self._answer(lead, tag_ids=[Command.delete(tag.id)])
        with self.assertRaises(AccessError), self.cr.savepoint():
            own.write(vals)
        self.assertTrue(tag.exists())

    def test_won_as_a_lead_for_a_while(self):
        lead = self._make_lead()
        lead.write({"type": "lead", "stage_id": self.won.id})
        self._assert_refused(lambda: lead.write({"type": "opportunity"}))
        other = self._make_lead()
        other.write({"type": "lead", "stage_id": self.final.id})
        other.action_set_lost()
        self._assert_refused(lambda: other.write({"type": "opportunity"}))

    def test_a_contact_that_joins_later(self):
        self.customer.is_prospect = True
        function = {"model": "res.partner", "field_name": "function"}
        self._make_procedure("contact", requirements=[function])
        contact = self.env["res.partner"].with_user(self.salesperson)
        contact = contact.create({"name": "Ann"})
        self._assert_refused(lambda: contact.write({"parent_id": self.customer.id}))

    def test_a_badly_shaped_answer_is_none(self):
        lead = self._make_lead()
        for value in ({"a": 1}, ["x"], "much", object):
            own = self._answer(lead, expected_revenue=value)
            self._assert_refused(
                lambda own=own: own.write({"stage_id": self.proposal.id})
            )
