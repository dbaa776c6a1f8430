"""E-mails that a workflow sends at once: rendered, queued, kept."""

from ast import literal_eval
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .engine_common import TAKE
from .mail_common import DAY, MailCommon

RENDER = "odoo.addons.mail.models.mail_render_mixin"


@tagged("post_install", "-at_install")
class TestWorkflowMailSend(MailCommon):
    def _sent_once(self, deal):
        mail = self._customer_mails(deal)
        self.assertRecordValues(mail, [{"state": "queued", "mode": "send"}])
        return mail, self._queued(deal)

    def test_it_is_queued_once_and_written_down(self):
        self._switch_on_mail()
        deal = self._come_in(partner_id=self.customer.id)
        self._at(DAY)
        mail, queued = self._sent_once(deal)
        values = {
            "recipient_id": self.customer.id,
            "mailed_customer_id": self.customer.id,
            "email": "anna@example.com",
            "user_id": self.user_sales.id,
            "subject": f"About {deal.name}",
            "message_id": queued.mail_message_id.id,
        }
        self.assertRecordValues(mail, [values])
        self.assertRecordValues(
            queued,
            [
                {
                    "state": "outgoing",
                    "email_to": '"Anna Perez" <anna@example.com>',
                    "email_from": self.user_sales.email_formatted,
                    "author_id": self.user_sales.partner_id.id,
                    "subject": f"About {deal.name}",
                }
            ],
        )
        self.assertIn(f"Hello {deal.name}", queued.body_html)
        self.assertIn(self.env.company.name, queued.body_html)
        self.assertEqual(self._events(deal), [("Step 1", "carried_out")])
        self.assertEqual(self._enrollment(deal).state, "done")
        self._at(self._after(days=1))
        self.assertEqual(self._queued(deal), queued)

    def test_the_links_of_the_customer_are_not_in_the_chatter(self):
        self._switch_on_mail()
        Mail = type(self.env["playbook.customer.mail"])
        url = "https://example.com/unsubscribe/1"
        blocks = patch.object(
            *(Mail, "_prepare_answer_blocks"),
            lambda mails: dict.fromkeys(mails.ids, "SECRET"),
        )
        urls = patch.object(
            *(Mail, "_get_unsubscribe_urls"),
            lambda mails: dict.fromkeys(mails.ids, url),
        )
        deal = self._come_in()
        with blocks, urls:
            self._at(DAY)
        _mail, queued = self._sent_once(deal)
        self.assertIn("SECRET", queued.body_html)
        self.assertNotIn("SECRET", queued.body)
        headers = literal_eval(queued.headers)
        self.assertEqual(headers["List-Unsubscribe"], f"<{url}>")
        post = "List-Unsubscribe=One-Click"
        self.assertEqual(headers["List-Unsubscribe-Post"], post)

    def test_it_stays_in_the_chatter_after_it_was_sent(self):
        self._switch_on_mail()
        deal = self._come_in()
        self._at(DAY)
        mail, queued = self._sent_once(deal)
        message = queued.mail_message_id
        self._deliver(queued)
        self.assertFalse(
            queued.exists(),
            queued.exists().read(["state", "failure_reason", "auto_delete"]),
        )
        self.assertTrue(message.exists())
        self.assertEqual(mail.state, "sent")
        self.assertEqual(message.notification_ids.notification_status, "sent")

    def test_languages_of_recipients(self):
        self._activate_spanish()
        self.template.with_context(lang="es_ES").subject = "Sobre {{ object.name }}"
        self._switch_on_mail()
        deals = self._come_in(3)
        deals[1].partner_id.lang = "es_ES"
        deals[2].write({"partner_id": False, "email_from": "eva@example.com"})
        deals[2].lang_id = self.env["res.lang"]._lang_get("es_ES")
        self._at(DAY)
        subjects = [self._queued(deal).subject[:5] for deal in deals]
        self.assertEqual(subjects, ["About", "Sobre", "Sobre"])

    def test_nobody_to_write_to_is_left_out_and_the_next_step_follows(self):
        self._switch_on_mail("send", {"kind": "activity"})
        deal = self._come_in()
        deal.partner_id.email = False
        deal.email_from = False
        self._at(DAY)
        states = [("Step 1", "skipped"), ("Step 2", "planned")]
        self.assertEqual(self._events(deal), states)
        detail = (
            self._enrollment(deal)
            .event_ids.filtered(lambda event: event.state == "skipped")
            .detail
        )
        self.assertIn("no e-mail address", detail)
        self.assertFalse(self._customer_mails(deal))

    def test_attachments_go_along(self):
        self.template.attachment_ids = self.env["ir.attachment"].create(
            {"name": "prices.txt", "raw": b"1"}
        )
        self._switch_on_mail()
        deals = self._come_in(2)
        self._at(DAY)
        names = self._queued(deals).mapped("attachment_ids.name")
        self.assertEqual(names, ["prices.txt"])
        self.assertTrue(all(self._queued(deals).mapped("attachment_ids")))

    def test_layout_of_the_template(self):
        self.template.email_layout_xmlid = "mail.mail_notification_light"
        self._switch_on_mail()
        deals = self._come_in(2)
        self._at(DAY)
        for deal in deals:
            self.assertIn(f"Hello {deal.name}", self._queued(deal).body_html)

    def test_same_cost_for_three_and_thirty(self):
        step = self._create_mail_step()

        def run(count):
            return self._make_rows(self._create_mail_deals(count))

        def send(rows):
            env = self._acting_as(self.user_sales_management)
            step._run_step(rows, env)

        send(run(2))
        few, many = run(3), run(30)
        self.assertEqual(
            self._count_queries(lambda: send(few)),
            self._count_queries(lambda: send(many)),
        )

    def _make_rows(self, deals):
        """Rows of enrollments that there are."""
        enrollments = self.env["playbook.enrollment"].create(
            [
                {
                    "workflow_id": self.workflow.id,
                    "lead_id": deal.id,
                    "occurrence": deal.id,
                    "state": "running",
                    "date_entered": DAY,
                }
                for deal in deals
            ]
        )
        rows = self._rows(deals)
        for row, enrollment in zip(rows, enrollments, strict=True):
            row["enrollment_id"] = enrollment.id
        self.env.flush_all()
        return rows


@tagged("post_install", "-at_install")
class TestWorkflowMailBad(MailCommon):
    def test_failing_expression_stops_nobody_else(self):
        self.template.body_html = (
            "<p t-if=\"object.name == 'Bad'\" t-out='1 / 0'/><p t-else=''>Hello</p>"
        )
        self.env.flush_all()
        self._switch_on_mail()
        deals = self._come_in(5)
        deals[2].name = "Bad"
        with mute_logger(TAKE, RENDER):
            self._at(DAY)
        self.assertEqual(len(self._queued(deals)), 4, self._enrollment(deals[0]).error)
        enrollment = self._enrollment(deals[2])
        self.assertEqual(enrollment.state, "quarantined")
        for word in ("“Still interested”", "“Bad”", "division by zero"):
            self.assertIn(word, enrollment.error)
        self.assertFalse(self._customer_mails(deals[2]))

    def test_nothing_is_told_that_another_company_has(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.user_sales_management.company_ids |= other
        self.template.body_html = "<p t-out='object.partner_id.ref'/>"
        self._switch_on_mail()
        deals = self._come_in(3)
        deals.partner_id.write({"ref": "Secret"})
        # No rule of Odoo's hinders that a customer moves.
        deals[1].company_id = self.env.company
        self.env.cr.execute(
            "UPDATE res_partner SET company_id = %s WHERE id = %s",
            [other.id, deals[1].partner_id.id],
        )
        self.env.invalidate_all()
        with mute_logger(TAKE, RENDER, "odoo.addons.base.models.ir_rule"):
            self._at(DAY)
        self.assertEqual(len(self._queued(deals)), 2)
        enrollment = self._enrollment(deals[1])
        self.assertRecordValues(
            enrollment, [{"state": "quarantined", "error_kind": "access"}]
        )
        self.assertIn("“Still interested”", enrollment.error)
        self.assertNotIn("Secret", enrollment.error)


@tagged("post_install", "-at_install")
class TestWorkflowMailShape(MailCommon):
    def test_template_for_these_records(self):
        other = self._create_template("res.partner")
        for values in ({"template_id": other.id}, {"template_id": False}):
            with self.assertRaisesRegex(UserError, "emplate"):
                self._create_mail_step(**values)

    def test_leads_are_not_asked_how_satisfied_they_are(self):
        with self.assertRaisesRegex(UserError, "bought nothing"):
            self._create_mail_step("lead", asks_for="satisfaction")
        self._create_mail_step("lead", asks_for="interest")

    def test_who_chooses_a_template_that_may_read_anything(self):
        workflow = self._create_mail_step().workflow_id
        values = {"workflow_id": workflow.id, "kind": "mail", "summary": "Again"}
        Step = self.env["playbook.workflow.step"].with_user(self.user_sales_management)
        unsafe = self._create_template(body_html="<p t-out='object.expected_revenue'/>")
        with self.assertRaisesRegex(AccessError, "can read anything"):
            Step.create({**values, "template_id": unsafe.id})
        plain = self._create_template(
            subject="Hello", body_html="<p>Hello <t t-out='object.name'/></p>"
        )
        step = Step.create({**values, "template_id": plain.id})
        with self.assertRaises(AccessError):
            step.template_id = unsafe

    def test_template_that_somebody_has_made_unsafe_since(self):
        step = self._create_mail_step()
        self.assertFalse(step._get_problems())
        editor = self.user_sales_management
        editor.group_ids |= self.env.ref("mail.group_mail_template_editor")
        template = self.template.with_user(editor)
        template.sudo(False).body_html = "<p>Plain</p>"
        self.assertFalse(step._get_problems())
        template.body_html = "<p t-out='object.expected_revenue'/>"
        [problem] = step._get_problems()
        self.assertIn(editor.name, problem)

    def test_what_the_addon_ships_is_chosen_by_anybody(self):
        unsafe = self._create_template(body_html="<p t-out='object.expected_revenue'/>")
        self.env["ir.model.data"].create(
            {
                "module": "crm_playbook",
                "name": "test_template",
                "model": "mail.template",
                "res_id": unsafe.id,
            }
        )
        workflow = self._create_mail_step().workflow_id
        Step = self.env["playbook.workflow.step"].with_user(self.user_sales_management)
        values = {"workflow_id": workflow.id, "kind": "mail", "summary": "Again"}
        Step.create({**values, "template_id": unsafe.id})
