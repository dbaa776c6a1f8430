"""What a customer would read, before anything is sent."""

from unittest.mock import patch

from psycopg2.extras import Json

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
            raise ValueError("Failed to render")

        Template = type(self.template)
        with patch.object(Template, "_generate_template", fail):
            told = self._preview(self.lead)
        self.assertIn("Failed to render", told["problem"])
        self.assertIn(self.lead.name, told["problem"])
        self.assertNotIn("body", told)
        self.assertEqual(told["email"], "office@lumber.example")
        other = self._create_template("res.partner")
        step = self.env["playbook.workflow.step"].new(
            {"kind": "mail", "template_id": other.id, "workflow_id": self.workflow.id}
        )
        self.assertIn("other records", step._preview_mail(self.lead)["problem"])

    def test_no_script_of_a_template_runs(self):
        # Past what Odoo cleans when it is saved.
        self.env.cr.execute(
            "UPDATE mail_template SET body_html = %s WHERE id = %s",
            [
                Json(
                    {
                        "en_US": "<p>Hello</p><script>alert(1)</script>"
                        "<img src='x' onerror='alert(2)'/>"
                        "<a href='javascript:alert(3)'>Here</a>"
                    }
                ),
                self.template.id,
            ],
        )
        self.template.invalidate_recordset()
        body = self._preview(self.lead)["body"]
        self.assertIn("Hello", body)
        self.assertNotIn("<script", body)
        self.assertNotIn("onerror", body)
        self.assertNotIn("javascript:", body)

    def test_all_that_the_customer_gets(self):
        """The same buttons, the link to get no more, and the company around it."""
        self.env.company.phone = "+1 555 0100"
        body = self._preview(self.lead)["body"]
        for part in ("Yes, I am interested", "Unsubscribe", "+1 555 0100"):
            with self.subTest(part):
                self.assertIn(part, body)
        self.mail_step.asks_for = "nothing"
        self.assertNotIn("interested", self._preview(self.lead)["body"])

    def test_of_the_record_s_company_alone(self):
        """What would be kept from the customer is kept from the preview."""
        other = self.env["res.company"].create({"name": "Other company"})
        manager = self.user_sales_management
        manager.company_ids |= other
        secret = self._create_customer("Secret partner", company_id=other.id)
        self.lead.company_id = self.env.company
        self.env.cr.execute(
            "UPDATE crm_lead SET partner_id = %s WHERE id = %s",
            [secret.id, self.lead.id],
        )
        self.env.invalidate_all()
        self.template.body_html = '<p>Hello <t t-out="object.partner_id.name"/></p>'
        both = (self.env.company | other).ids
        step = self.mail_step.with_user(manager)
        step = step.with_context(allowed_company_ids=both)
        record = self.lead.with_env(step.env)
        self.assertEqual(record.partner_id.name, "Secret partner")
        told = step._preview_mail(record)
        self.assertIn("Choose another record", told["problem"])
        self.assertNotIn("Secret", str(told))

    def test_whom_the_engine_writes_to(self):
        """The valid address, whatever stands beside it."""
        self.lead.email_from = "lead@example.com"
        self.customer.email = "Office <office@lumber.example>, none"
        told = self._preview(self.lead)
        self.assertEqual(told["email"], "office@lumber.example")
        self.customer.email = "no address"
        self.lead.email_from = "lead@example.com"
        self.assertEqual(self._preview(self.lead)["email"], "lead@example.com")

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
            # What else stands in the form is not lost.
            step.summary = "Written anew"
            step.preview_record = f"crm.lead,{newest.id}"
            self.assertEqual(step.summary, "Written anew")
            self.assertEqual(step.asks_for, "nothing")
        self.assertEqual(self.mail_step.summary, "Written anew")

    def test_what_may_not_be_read(self):
        """The dialog stays open, and another record can be chosen."""
        alone = self._create_stale(partner_id=False, email_from="A <ann@example.com>")
        self._create_stale(partner_id=self.customer.id)
        manager = self.user_sales_management
        self.env["ir.rule"].create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {self.customer.id})]",
            }
        )
        with (
            Form(self.workflow.with_user(manager)) as form,
            form.step_ids.edit(1) as step,
        ):
            self.assertIn("Choose another record", step.preview_problem)
            self.assertFalse(step.preview_body)
            self.assertFalse(step.preview_to)
            step.preview_record = f"crm.lead,{alone.id}"
            self.assertFalse(step.preview_problem)
            self.assertIn("ann@example.com", step.preview_to)

    def test_nothing_is_written(self):
        mails = self.env["mail.mail"].search_count([])
        messages = len(self.lead.message_ids)
        self._preview(self.lead)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(len(self.lead.message_ids), messages)
