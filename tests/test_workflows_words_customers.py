"""What a workflow does towards the customer, in words."""

from odoo.tests import tagged

from .builder_common import BuilderCommon


@tagged("post_install", "-at_install")
class TestCustomerWords(BuilderCommon):
    def _told(self, **values):
        """The sentence of a workflow that is not saved."""
        return self.env["playbook.workflow"].new({"name": "New", **values}).in_words

    def test_moments(self):
        segment = self.env["playbook.segment"].create(
            {"name": "Big ones", "domain": "[('name', '=', 'Big')]"}
        )
        group = self.env["playbook.rfm.group"].search([], limit=1)
        for values, when, end in (
            (
                {"trigger": "won"},
                "When an opportunity is won",
                "It stops when the opportunity is opened again or archived.",
            ),
            (
                {"trigger": "segment", "target": "partner", "segment_ids": segment},
                f"When a customer enters the segment “{segment.name}”",
                "It stops when the customer has left the segment.",
            ),
            (
                {"trigger": "rfm_group", "target": "partner", "rfm_group_ids": group},
                f"When a customer moves to the RFM group “{group.name}”",
                "It stops when the customer moves to another RFM group.",
            ),
        ):
            values = {
                name: value if isinstance(value, str) else [(6, 0, value.ids)]
                for name, value in values.items()
            }
            with self.subTest(values["trigger"]):
                told = self._told(**values)
                self.assertIn(when, told)
                self.assertIn(end, told)

    def test_of_which_purpose(self):
        purpose = self.env["playbook.purpose"].search([], limit=1)
        outcome = self.env["playbook.outcome"].create({"name": "Solved"})
        told = self._told(
            trigger="outcome",
            target="partner",
            outcome_ids=[(6, 0, outcome.ids)],
            purpose_ids=[(6, 0, purpose.ids)],
        )
        self.assertIn(
            "When an action with a customer is finished with “Solved”, where its "
            f"purpose is “{purpose.name}”:",
            told,
        )

    def test_how_it_is_sent(self):
        for mode, asks, words in (
            ("send", "nothing", "e-mail the customer “Still there?”"),
            (
                "announce",
                "interest",
                "announce in My Day that the customer gets the e-mail “Still there?” "
                "(still interested?), and send it a working day later",
            ),
            (
                "ask",
                "satisfaction",
                "ask whoever looks after it whether the customer gets the e-mail "
                "“Still there?” (how satisfied?)",
            ),
        ):
            self.mail_step.write({"mail_mode": mode, "asks_for": asks})
            with self.subTest(mode):
                self.assertIn(words, self.workflow.in_words)
                self.assertIn("E-mail “Still there?”", self.mail_step.in_short)

    def test_whom_it_does_not_write_to(self):
        words = self.workflow.in_words
        # People go on with what they are asked for.
        self.assertNotIn("the customer wants no such e-mails", words)
        self.assertNotIn("says whether they are still interested", words)
        self.assertIn("whom somebody has contacted within 3 days", words)
        self.mail_step.asks_for = "interest"
        self.workflow.contact_days = 0
        words = self.workflow.in_words
        self.assertIn("the customer says whether they are still interested", words)
        self.assertIn("with whom a meeting is planned are not written to.", words)
        self.workflow.write({"stop_on_meeting": False, "contact_days": 1})
        self.assertIn("contacted within 1 day are not", self.workflow.in_words)
        (self.workflow.step_ids - self.mail_step).unlink()
        stops = "the customer wants no such e-mails or an e-mail comes back"
        self.assertIn(stops, self.workflow.in_words)
        self.mail_step.unlink()
        self.assertNotIn("e-mail", self.workflow.in_words)

    def test_lost_once_it_is_reported(self):
        reason = self.env["crm.lost.reason"].create({"name": "Unreachable"})
        self.mail_step.write(
            {
                "kind": "lose",
                "lost_reason_id": reason.id,
                "condition": "logged",
                "template_id": False,
            }
        )
        self.assertIn(
            "3 days later, once what was asked before is done and reported, close it "
            "as lost (“Unreachable”)",
            self.workflow.in_words,
        )
        self.mail_step.delay = 0
        self.assertIn(
            "; once what was asked before is done and reported, close",
            self.workflow.in_words,
        )
        self.assertEqual(self.mail_step.in_short, "Closed as lost: “Unreachable”")
        self.assertIn("It waits until", self.mail_step._tell_conditions())

    def test_a_name_is_proposed(self):
        step = self.env["playbook.workflow.step"].new(
            {"kind": "mail", "template_id": self.template.id}
        )
        step._onchange_names()
        self.assertEqual(step.summary, "Still there?")
        step.summary = "My own"
        step._onchange_names()
        self.assertEqual(step.summary, "My own")

    def test_what_can_be_lost(self):
        for target, offered in (
            ("lead", True),
            ("opportunity", True),
            ("order", False),
        ):
            workflow = self.env["playbook.workflow"].new({"target": target})
            step = self.env["playbook.workflow.step"].new({"workflow_id": workflow})
            with self.subTest(target):
                self.assertEqual("lose" in step.offered_kinds, offered)
                self.assertIn("mail", step.offered_kinds)
