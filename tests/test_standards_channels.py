"""Ways on which nobody can be asked: what comes in is never refused."""

from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import MailCommon

from .standards_common import StandardsCase

MAIL = """From: ann@example.com
To: {to}
Subject: {subject}
Message-ID: {msg_id}
Content-Type: text/plain

Please call me"""


@tagged("post_install", "-at_install")
class TestNobodyIsAsked(StandardsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls._make_procedure()

    def _assert_noted(self, lead, channel):
        self.assertEqual(lead.stage_id, self.proposal)
        self.assertEqual(
            self._get_findings(lead).requirement_id, self.procedure.requirement_ids
        )
        stay = self._get_stay(lead)
        self.assertEqual(stay.channel, channel)
        self.assertIn("Expected Revenue", stay.lacking)

    def test_recomputed_by_another_team(self):
        other = self.env["crm.team"].create(
            {"name": "Other", "member_ids": [Command.set(self.salesperson.ids)]}
        )
        self.proposal.team_ids = other
        lead = self._make_lead()
        (self.env["crm.stage"].search([("team_ids", "=", False)])).write(
            {"team_ids": [Command.set(self.env["crm.team"].create({"name": "X"}).ids)]}
        )
        lead.team_id = other
        self.env.flush_all()
        self.cr.precommit.run()
        self._assert_noted(lead, "team")

    def test_software(self):
        lead = self._make_lead()
        lead.sudo().stage_id = self.proposal
        self._assert_noted(lead, "automatic")

    def test_web_form(self):
        lead = (
            self.env["crm.lead"]
            .with_user(self.env.ref("base.public_user"))
            .sudo()
            .create(
                {
                    "name": "From the website",
                    "type": "opportunity",
                    "team_id": self.team.id,
                    "stage_id": self.proposal.id,
                }
            )
        )
        self._assert_noted(lead, "automatic")
        self.assertFalse(self._get_findings(lead).user_id)

    def test_automatic_assignment(self):
        self.proposal.sequence = 1
        received = self._make_procedure("lead", name="Received")
        self.env["crm.team.member"].search([]).write({"assignment_max": 30})
        self.env["crm.lead"].create(
            {"name": "To assign", "type": "lead", "team_id": self.team.id}
        )
        self.env["ir.config_parameter"].set_param("crm.lead.auto.assignment", True)
        self.team.with_user(self.env.ref("base.user_admin")).action_assign_leads()
        self.assertTrue(received)

    def test_nothing_changes_while_observed(self):
        self.procedure.state = "observe"
        lead = self._make_lead()
        lead.stage_id = self.proposal
        finding = self._get_findings(lead)
        self.assertTrue(finding.observed)
        self.assertFalse(self._get_stay(lead).lacking)
        self.assertEqual(self.procedure.observed_count, 1)
        day = self.env["playbook.day"].with_user(self.salesperson).get_my_day()
        self.assertFalse([each for each in day["lines"] if each["source"] == "finding"])
        self.assertFalse(lead.get_playbook_guidance())

    def test_conversions_are_observed_together(self):
        self.procedure.state = "observe"
        leads = self._make_lead(type="lead", stage_id=self.proposal.id)
        leads |= self._make_lead(type="lead", stage_id=self.proposal.id)
        leads.convert_opportunity(self.customer)
        self.env.flush_all()
        self.cr.precommit.run()
        self.assertEqual(self.procedure.observed_count, 2)

    def test_warned(self):
        self.procedure.state = "warn"
        lead = self._make_lead()
        lead.stage_id = self.proposal
        self.assertEqual(lead.stage_id, self.proposal)
        finding = self._get_findings(lead)
        self.assertEqual((finding.user_id, finding.observed), (self.salesperson, False))

    def test_days_of_grace(self):
        self.procedure.requirement_ids.grace_days = 5
        lead = self._make_lead()
        lead.stage_id = self.proposal
        self.assertTrue(self._get_findings(lead))

    def test_form_view(self):
        lead = self._make_lead(user=self.salesperson)
        form = Form(lead)
        form.expected_revenue = 5
        form.save()
        lead.stage_id = self.proposal
        self.assertEqual(lead.stage_id, self.proposal)


@tagged("post_install", "-at_install")
class TestMailGateway(StandardsCase, MailCommon):
    def test_a_mail_always_comes_in(self):
        procedure = self._make_procedure(stage_ids=[Command.set(self.begin.ids)])
        self.begin.sequence = 0
        self.team.write({"alias_name": "standards.team", "use_leads": False})
        self.team.alias_id.alias_defaults = {
            "type": "opportunity",
            "team_id": self.team.id,
        }
        self.env.company.alias_domain_id = self.mail_alias_domain
        lead = self.format_and_process(
            MAIL,
            "ann@example.com",
            f"{self.team.alias_name}@{self.mail_alias_domain.name}",
            subject="Twenty chairs",
            target_model="crm.lead",
        )
        self.assertTrue(lead)
        self.assertEqual(self._get_stay(lead).channel, "mail")
        self.assertEqual(self._get_findings(lead).procedure_id, procedure)
