from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .answer_common import AnswerCommon

LOST, KEEP = 1, 2


@tagged("post_install", "-at_install")
class TestAnswerDecide(AnswerCommon):
    """A customer says no: My Day and the form ask what becomes of the record."""

    def _lines(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        day = self.env["playbook.day"].with_user(user or self.user_sales)
        lines = day.get_my_day()["lines"]
        return [line for line in lines if line["source"] == "customer_answer"]

    def _finish(self, line, choice=False, user=None):
        day = self.env["playbook.day"].with_user(user or self.user_sales)
        return day.finish_line(line["key"], choice)

    def test_close_as_lost_with_the_reason(self):
        self._say("no", reason=str(self.reason.id), comment="Sorry.")
        [line] = self._lines()
        self.assertEqual(line["document"], "Office chairs")
        self.assertIn("Bought elsewhere · Sorry.", line["title"])
        self.assertTrue(line["choice_required"])
        self.assertFalse(self._lines(self.user_other_team))
        result = self._finish(line, LOST)
        self.assertTrue(result["done"], result["message"])
        self.assertEqual(self.lead.won_status, "lost")
        self.assertEqual(self.lead.lost_reason_id, self.reason)
        self.assertFalse(self._lines())
        self.assertFalse(self.mail.answer_open)

    def test_close_as_lost_asks_for_the_reason(self):
        self._say("no")
        [line] = self._lines()
        result = self._finish(line, LOST)
        self.assertFalse(result["done"])
        self.assertEqual(result["action"]["res_model"], "crm.lead.lost")
        wizard = (
            self.env["crm.lead.lost"]
            .with_user(self.user_sales)
            .with_context(**result["action"]["context"])
            .create({"lost_reason_id": self.reason.id})
        )
        wizard.action_lost_reason_apply()
        self.assertFalse(self._lines())

    def test_keep_it_open(self):
        self._say("no")
        [line] = self._lines()
        self.assertTrue(self._finish(line, KEEP)["done"])
        self.assertTrue(self.lead.active)
        self.assertFalse(self._lines())
        result = self._finish(line, LOST)
        self.assertFalse(result["done"])
        self.assertTrue(self.lead.active)
        # Who changes their mind is heard.
        self.assertEqual(self.mail._get_answer_state(), "answered")

    def test_who_may(self):
        self._say("no")
        for user in (self.user_other_team, self.user_customer_service):
            with self.assertRaises(AccessError):
                self.mail.with_user(user).action_answer_keep()
        with self.assertRaises(AccessError):
            self.mail.with_user(self.user_sales_management).action_answer_lost()
        self.mail.with_user(self.user_sales).action_answer_keep()
        with self.assertRaises(UserError):
            self.mail.with_user(self.user_sales).action_answer_keep()

    def test_the_stand_in_decides(self):
        self._say("no")
        self.lead.user_id = self.user_team_leader
        self.assertFalse(self._lines())
        self.assertEqual(len(self._lines(self.user_team_leader)), 1)

    def test_quotations(self):
        order = self._create_order(self.ann, user_id=self.user_sales.id)
        self._say("no", self._send(order), comment="Too late.")
        [line] = self._lines()
        self.assertIn("cancel the quotation?", line["title"])
        self.assertEqual(
            self._finish(line, LOST)["message"], "The quotation is cancelled."
        )
        self.assertEqual(order.state, "cancel")

    def test_customers(self):
        self.company_customer.user_id = self.user_sales
        mail = self._send(self.company_customer)
        self._say("no", mail)
        [line] = self._lines()
        self.assertFalse(line["choices"])
        self.assertEqual(line["finish_label"], "Noted")
        self.assertTrue(self._finish(line)["done"])
        self.assertFalse(mail.answer_open)
        self.assertTrue(self.company_customer.active)

    def test_banner(self):
        self._say("no", reason=str(self.reason.id))
        lead = self.lead.with_user(self.user_sales)
        form = Form(lead)
        self.assertIn("is not interested: Bought elsewhere", form.playbook_said_no)
        lead.action_playbook_said_no_lost()
        self.assertEqual(lead.won_status, "lost")
        self.env.invalidate_all()
        self.assertFalse(lead.playbook_said_no)

    def test_banner_is_kept_away_by_a_click(self):
        self._say("no")
        lead = self.lead.with_user(self.user_sales)
        lead.action_playbook_said_no_keep()
        self.env.invalidate_all()
        self.assertFalse(lead.playbook_said_no)
        lead.action_playbook_said_no_lost()
        self.assertTrue(lead.active)

    def test_many_cost_as_few(self):
        def lines(count):
            deals = self.env["crm.lead"].create(
                [
                    {
                        "name": f"Deal {number}",
                        "type": "opportunity",
                        "user_id": self.user_sales.id,
                        "partner_id": self.ann.id,
                    }
                    for number in range(count)
                ]
            )
            for deal in deals:
                self._send(
                    deal, customer_answer="no", answer_open=True, answer_date=self.NOW
                )
            day = self.env["playbook.day"].with_user(self.user_sales)
            day._lines_customer_answer()
            return self._count_queries(day._lines_customer_answer)

        self.NOW = self.mail.date_due
        self.assertEqual(lines(3), lines(27))
