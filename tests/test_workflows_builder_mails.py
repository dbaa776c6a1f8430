"""E-mails to customers on screens: counts, lists, reports and the follow-up panel."""

from odoo import fields
from odoo.tests import tagged

from .builder_common import BuilderCommon


@tagged("post_install", "-at_install")
class TestMailScreens(BuilderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mail_step.asks_for = "interest"
        cls.row = cls._enroll(cls.lead)

    def _more(self, count, state="sent", **values):
        mails = self.env["playbook.customer.mail"]
        for _number in range(count):
            row = self._enroll(self._create_stale(partner_id=self.customer.id))
            mails |= self._write_mail(row, state, **values)
        return mails

    def _tell(self, lead=None, user=None):
        self.env.flush_all()
        lead = (lead or self.lead).with_user(user or self.user_sales)
        [entry] = lead.get_playbook_follow_up()["entries"]
        return entry["steps"][1]

    # ------------------------------------------------------------------
    # Counts
    # ------------------------------------------------------------------

    def test_counts_at_the_step(self):
        self._more(2, "announced")
        self._more(1, "asked")
        self._more(2, customer_answer="yes", answer_date=fields.Datetime.now())
        self._more(1, customer_answer="no", answer_date=fields.Datetime.now())
        self._more(1, "bounced")
        step = self.mail_step.with_user(self.user_sales_management)
        self.assertRecordValues(
            step,
            [
                {
                    "coming_mail_count": 3,
                    "sent_mail_count": 3,
                    "returned_mail_count": 1,
                    "yes_count": 2,
                    "later_count": 0,
                    "no_count": 1,
                }
            ],
        )
        workflow = step.workflow_id
        self.assertEqual((workflow.mail_count, workflow.answer_count), (7, 3))
        for count, expected in (("coming_mail", 3), ("yes", 2), ("returned_mail", 1)):
            action = step.with_context(playbook_count=count).action_open_mails()
            found = self.env["playbook.customer.mail"].search(action["domain"])
            self.assertEqual(len(found), expected)
        action = workflow.with_context(playbook_count="answers").action_open_mails()
        found = self.env["playbook.customer.mail"].search(action["domain"])
        self.assertEqual(len(found), 3)

    def test_only_of_what_one_reads(self):
        self._more(2)
        theirs = self.workflow.with_user(self.user_other_team)
        self.assertEqual(theirs.mail_count, 0)
        self.assertEqual(theirs.step_ids.mapped("sent_mail_count"), [0, 0])
        self.assertEqual(self.workflow.with_user(self.user_sales).mail_count, 2)

    def test_counts_take_no_query_for_each(self):
        self._more(3)

        def cost(step_ids):
            steps = self.env["playbook.workflow.step"].browse(step_ids)
            return self._count_queries(lambda: steps.mapped("yes_count"))

        ids = self.workflow.step_ids.ids
        cost(ids)
        self.assertEqual(cost(ids[:1]), cost(ids))

    # ------------------------------------------------------------------
    # Reports
    # ------------------------------------------------------------------

    def test_how_many_answer(self):
        """Of those that asked something and were sent."""
        self._more(1, customer_answer="yes")
        self._more(3)
        self._more(2, "left_out")
        self._more(2, asks_for="nothing")
        [(workflow, rate)] = self.env["playbook.customer.mail"]._read_group(
            [("workflow_id", "=", self.workflow.id)],
            ["workflow_id"],
            ["answer_rate:avg"],
        )
        self.assertEqual(workflow, self.workflow)
        self.assertAlmostEqual(rate, 25.0)

    def test_how_satisfied_they_are(self):
        """On average of those who answered; in words, in counts and in filters."""
        mails = self._more(4, asks_for="satisfaction")
        ratings = self.env["rating.rating"].create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": self.customer.id,
                    "rating": rate,
                    "consumed": consumed,
                }
                for rate, consumed in ((5, True), (1, True), (1, True), (0, False))
            ]
        )
        for mail, rating in zip(mails, ratings, strict=True):
            mail.rating_id = rating
        self.assertEqual(mails.mapped("satisfied"), ["5", "1", "1", False])
        [(average,)] = self.env["playbook.customer.mail"]._read_group(
            [("id", "in", mails.ids)], [], ["satisfaction:avg"]
        )
        self.assertAlmostEqual(average, 7 / 3)
        ratings[3].write({"rating": 3, "consumed": True})
        self.assertEqual((mails[3].satisfied, mails[3].satisfaction), ("3", 3))
        step = self.mail_step.with_user(self.user_sales_management)
        counts = (step.happy_count, step.neutral_count, step.unhappy_count)
        self.assertEqual(counts, (1, 1, 2))
        action = step.with_context(playbook_count="unhappy").action_open_mails()
        found = self.env["playbook.customer.mail"].search(action["domain"])
        self.assertEqual(found, mails[1:3])
        mails[0].write({"answer_date": "2030-05-01 10:00:00", "answer_comment": "Fine"})
        detail = self._tell(mails[0].lead_id)["detail"]
        self.assertIn(": Satisfied", detail)
        self.assertIn("“Fine”", detail)

    def test_screens_open_for_who_works_with_customers(self):
        self._more(1)
        action = self.env.ref("crm_playbook.playbook_customer_mail_action")
        Mail = self.env["playbook.customer.mail"].with_user(self.user_sales)
        for view in action.view_mode.split(","):
            with self.subTest(view):
                self.assertIn("arch", Mail.get_view(view_type=view))
        menu = self.env.ref("crm_playbook.playbook_customer_mail_menu")
        visible = self.env["ir.ui.menu"].with_user(self.user_sales)._visible_menu_ids()
        self.assertIn(menu.id, visible)
        mail = Mail.search([], limit=1)
        self.assertEqual(mail.action_open_document()["res_model"], "crm.lead")

    # ------------------------------------------------------------------
    # The follow-up of a record
    # ------------------------------------------------------------------

    def test_announced(self):
        mail = self._write_mail(self.row, "announced")
        step = self._tell()
        self.assertEqual(step["status"], "open")
        self.assertIn("Announced: it goes out on", step["label"])
        self.assertEqual((step["mail"], step["is_coming"]), (mail.id, True))
        self.assertEqual(step["mail_may"], ["send_now", "skip"])
        self.assertIn("About you", step["detail"])
        self.assertEqual(step["person"], "office@lumber.example")

    def test_who_may_say_what_becomes_of_it(self):
        """Who may steer the follow-up, whatever else may be done about that."""
        mail = self._write_mail(self.row, "announced")
        self.row.write({"state": "done", "ending": "finished"})
        self.assertEqual(self._tell()["mail_may"], ["send_now", "skip"])
        mail.state = "failed"
        self.assertEqual(self._tell()["mail_may"], ["retry", "skip"])
        mail.state = "sent"
        self.assertEqual(self._tell()["mail_may"], [])

    def test_every_state_has_words(self):
        mail = self._write_mail(self.row)
        for state, status, label in (
            ("asked", "open", "Waits until somebody says yes"),
            ("queued", "done", "On its way"),
            ("sent", "done", "Sent"),
            ("failed", "failed", "Could not be sent"),
            ("bounced", "failed", "Came back"),
            ("left_out", "left_out", "Not sent"),
        ):
            mail.write({"state": state, "reason": "Because."})
            with self.subTest(state):
                step = self._tell()
                self.assertEqual((step["status"], step["label"]), (status, label))
                self.assertIn("Because.", step["detail"])

    def test_what_they_answered(self):
        reason = self.env["crm.lost.reason"].create({"name": "Bought elsewhere"})
        mail = self._write_mail(
            self.row,
            customer_answer="later",
            answer_date="2030-05-01 10:00:00",
            answer_until="2030-06-01",
            answer_comment="<b>After</b> the holidays",
        )
        detail = self._tell()["detail"]
        self.assertIn("Not now, not before Jun 1, 2030", detail)
        self.assertIn("“<b>After</b> the holidays”", detail)
        mail.write({"customer_answer": "no", "answer_lost_reason_id": reason.id})
        detail = self._tell()["detail"]
        self.assertIn(": No", detail)
        self.assertIn("Why: Bought elsewhere", detail)

    def test_why_it_waits(self):
        self.row.held_reason = "The customer has got 2 e-mails within 7 days."
        self.assertIn("got 2 e-mails", self._tell()["detail"])

    def test_many_take_no_query_for_each(self):
        mails = self._more(1)
        rows = mails.enrollment_id
        self._count_queries(rows._tell)
        few = self._count_queries(rows._tell)
        rows |= self._more(4).enrollment_id
        self.assertEqual(few, self._count_queries(rows._tell))
