"""What a customer would read, before anything is sent."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .builder_common import BuilderCommon


@tagged("post_install", "-at_install")
class TestPreview(BuilderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mail_step.asks_for = "interest"

    def _preview(self, record, user=None):
        user = user or self.user_sales_management
        return self.mail_step.with_user(user)._preview_mail(record.with_user(user))

    def test_whom_what_and_what_is_asked(self):
        told = self._preview(self.lead)
        self.assertEqual(told["email"], "office@lumber.example")
        self.assertIn("Lumber Inc", told["to"])
        self.assertEqual(told["subject"], f"About {self.lead.name}")
        self.assertIn(f"it is about {self.lead.name}", told["body"])
        self.assertIn("Not now", told["body"])
        self.assertNotIn("problem", told)

    def test_in_the_language_of_who_gets_it(self):
        self.env["res.lang"]._activate_lang("es_ES")
        spanish = self.template.with_context(lang="es_ES")
        spanish.subject = "Sobre {{ object.name }}"
        self.customer.lang = "es_ES"
        told = self._preview(self.lead)
        self.assertEqual(told["subject"], f"Sobre {self.lead.name}")
        self.assertIn("Español", told["lang"])

    def test_a_lead_without_a_customer(self):
        self.lead.write({"partner_id": False, "email_from": "ann@example.com"})
        self.assertEqual(self._preview(self.lead)["email"], "ann@example.com")
        self.lead.email_from = False
        self.assertIn("no e-mail address", self._preview(self.lead)["problem"])

    def test_what_cannot_be_rendered(self):
        def fail(*args):
            raise UserError("Failed to render")

        Template = type(self.template)
        with patch.object(Template, "_generate_template", fail):
            told = self._preview(self.lead)
        self.assertEqual(told["problem"], "Failed to render")
        self.assertNotIn("body", told)
        other = self._create_template("res.partner")
        step = self.env["playbook.workflow.step"].new(
            {"kind": "mail", "template_id": other.id, "workflow_id": self.workflow.id}
        )
        self.assertIn("other records", step._preview_mail(self.lead)["problem"])

    def test_no_script_of_a_template_runs(self):
        self.lead.name = "<script>alert(1)</script>"
        self.assertNotIn("<script>", self._preview(self.lead)["body"])

    def test_in_the_dialog(self):
        """For the newest record at first, and for another that is chosen."""
        workflow = self.workflow.with_user(self.user_sales_management)
        newest = self._create_stale(partner_id=self.customer.id)
        with Form(workflow) as form, form.step_ids.edit(1) as step:
            self.assertEqual(step.preview_record, f"crm.lead,{newest.id}")
            self.assertEqual(step.preview_subject, f"About {newest.name}")
            step.preview_record = f"crm.lead,{self.lead.id}"
            self.assertEqual(step.preview_subject, f"About {self.lead.name}")
            self.assertIn("Not now", step.preview_body)
            step.asks_for = "nothing"
            self.assertNotIn("Not now", step.preview_body)

    def test_nothing_is_written(self):
        mails = self.env["mail.mail"].search_count([])
        messages = len(self.lead.message_ids)
        self._preview(self.lead)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(len(self.lead.message_ids), messages)
