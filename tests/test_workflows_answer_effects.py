from odoo.tests import new_test_user, tagged

from .answer_common import AnswerCommon


@tagged("post_install", "-at_install")
class TestAnswerEffects(AnswerCommon):
    """What follows from a customer's yes, not now and no."""

    def test_yes(self):
        before = len(self._bell(self.user_sales))
        self._say("yes", comment="We want\nten of them.")
        enrollment = self.mail.enrollment_id
        self.assertEqual(
            (enrollment.state, enrollment.ending), ("cancelled", "said_yes")
        )
        activity = self._planned(self.lead)
        self.assertRecordValues(
            activity, [{"user_id": self.user_sales.id, "automated": False}]
        )
        self.assertEqual(activity.activity_type_id.category, "phonecall")
        self.assertIn("We want<br>ten of them.", activity.note)
        self.assertEqual(activity, self.mail.answer_activity_id)
        note = self.lead.message_ids[0]
        self.assertIn("Ann Contact is still interested.", note.body)
        self.assertTrue(note.is_internal or note.subtype_id.internal)
        self.assertEqual(note.message_type, "notification")
        self.assertEqual(len(self._bell(self.user_sales)), before + 1)
        self.assertEqual(self.mail.answer_count, 1)
        self.assertFalse(self.mail.answer_open)

    def _bell(self, user):
        return self.env["mail.notification"].search(
            [
                ("res_partner_id", "=", user.partner_id.id),
                ("notification_type", "=", "inbox"),
            ]
        )

    def test_yes_is_told_in_the_language_of_whoever_looks_after_it(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.user_sales.lang = "es_ES"
        self._say("yes")
        activity = self._planned(self.lead)
        self.assertEqual(activity.user_id, self.user_sales)
        self.assertEqual(activity.summary, "Llamar: al cliente le sigue interesando")
        self.assertIn("le sigue interesando", self._notes(self.lead)[0])

    def test_later(self):
        day = self._day(40)
        self._say("later", until=day)
        enrollment = self.mail.enrollment_id
        self.assertEqual(enrollment.state, "paused")
        self.assertEqual(str(enrollment.paused_until), day)
        self.assertEqual(str(self.mail.answer_until), day)
        activity = self._planned(self.lead)
        self.assertGreaterEqual(str(activity.date_deadline), day)
        self.assertLess(activity.date_deadline.weekday(), 5)

    def test_no(self):
        self._say("no", reason=str(self.reason.id), comment="Sorry.")
        enrollment = self.mail.enrollment_id
        self.assertEqual(enrollment.ending, "said_no")
        self.assertTrue(self.mail.answer_open)
        self.assertEqual(self.mail.answer_lost_reason_id, self.reason)
        self.assertFalse(self._planned(self.lead))
        self.assertTrue(self.lead.active, "a person decides")
        self.assertIn("Bought elsewhere", self._notes(self.lead)[0])

    def test_the_same_again_does_nothing(self):
        for _time in range(2):
            self._say("yes", comment="Please call.")
        self.assertEqual(len(self._planned(self.lead)), 1)
        self.assertEqual(self.mail.answer_count, 1)

    def test_changed_answers_take_back_what_the_former_did(self):
        enrollment = self.mail.enrollment_id
        self._say("yes")
        self._say("later", until=self._day(10))
        self.assertEqual(enrollment.state, "paused")
        self.assertFalse(enrollment.ending)
        self.assertEqual(len(self._planned(self.lead)), 1)
        self._say("no")
        self.assertEqual(
            (enrollment.state, enrollment.ending), ("cancelled", "said_no")
        )
        self.assertFalse(enrollment.paused_until)
        self.assertFalse(self._planned(self.lead))
        self.assertTrue(self.mail.answer_open)
        self._say("yes")
        self.assertEqual(enrollment.ending, "said_yes")
        self.assertFalse(self.mail.answer_open)
        self.assertFalse(self.mail.answer_lost_reason_id)
        self.assertEqual(len(self._planned(self.lead)), 1)

    def test_what_somebody_acted_on_stands(self):
        self._say("yes")
        self._touch(self.mail.answer_activity_id)
        self.assertEqual(self.mail._get_answer_state(), "settled")
        self._say("no")
        self.assertEqual(self.mail.customer_answer, "yes")
        self.assertEqual(len(self._planned(self.lead)), 1)

    def test_five_answers_are_enough(self):
        for number in range(7):
            self._say("yes", comment=f"{number}")
        self.assertEqual(self.mail.answer_count, 5)
        self.assertEqual(self.mail.answer_comment, "4")

    def test_who_left_is_not_asked(self):
        self.user_sales.sudo().active = False
        self._say("yes")
        self.assertEqual(self._planned(self.lead).user_id, self.user_team_leader)

    def test_somebody_of_sales_management_is_asked(self):
        self._leave()
        manager = new_test_user(
            self.env, "manages", "crm_playbook.group_sales_management"
        )
        self._say("yes")
        self.assertEqual(self._planned(self.lead).user_id, manager)

    def test_nobody_is_left(self):
        self._leave()
        self._say("yes")
        self.assertEqual(self.mail.customer_answer, "yes")
        self.assertFalse(self._planned(self.lead))
        self.assertIn("still interested", self._notes(self.lead)[0])

    def _leave(self):
        managers = self.env.ref("crm_playbook.group_sales_management").all_user_ids
        workflow = self.follow_up
        users = self.user_sales | self.user_team_leader | managers
        users |= workflow.responsible_id | workflow.run_as_id | workflow.author_id
        root = self.env.ref("base.user_root")
        (users - root).sudo().write({"active": False})

    def test_who_changes_their_mind_after_a_settled_no_is_heard(self):
        self._say("no")
        self.mail.with_user(self.user_sales).action_answer_lost()
        self.lead.action_set_lost()
        self.assertFalse(self.mail.answer_open)
        self.assertEqual(self.mail._get_answer_state(), "answered")
        self._say("no", comment="Really")
        self.assertFalse(self.mail.answer_open, "that was decided")
        self.assertFalse(self.mail.answer_comment)
        before = len(self._bell(self.user_sales))
        self._say("yes")
        self.assertIn("still interested", self._notes(self.lead)[0])
        self.assertEqual(self.mail.answer_activity_id.user_id, self.user_sales)
        self.assertEqual(len(self._bell(self.user_sales)), before + 1)

    def test_who_changes_their_mind_after_a_cancelled_quotation(self):
        order = self._create_order(self.ann, user_id=self.user_sales.id)
        mail = self._send(order)
        self._say("no", mail)
        mail.with_user(self.user_sales).action_answer_lost()
        self.assertEqual(order.state, "cancel")
        self._say("later", mail, until=self._day(10))
        self.assertEqual(mail.answer_activity_id.user_id, self.user_sales)

    def test_what_is_closed_asks_for_no_decision(self):
        paths = (
            lambda lead: lead.action_set_lost(),
            lambda lead: lead.action_set_won(),
            lambda lead: lead.write({"active": False, "probability": 0}),
            lambda lead: lead.write({"stage_id": self._won_stage().id}),
        )
        for close in paths:
            lead = self._create_lead(
                self.ann, user_id=self.user_sales.id, stage_id=self.stage.id
            )
            mail = self._send(lead)
            self._say("no", mail)
            self.assertTrue(mail.answer_open)
            close(lead)
            self.assertFalse(mail.answer_open)
            lead.write({"active": True, "stage_id": self.stage.id, "probability": 20})
            self.assertFalse(mail.answer_open)

    def _won_stage(self):
        return self.env["crm.stage"].search([("is_won", "=", True)], limit=1)

    def test_a_lost_deal_is_heard(self):
        self.lead.action_set_lost()
        self._say("yes")
        self.assertIn("still interested", self._notes(self.lead)[0])
        self.assertTrue(self.mail.answer_activity_id)

    def test_archived_won_and_switched_off(self):
        self.follow_up.active = False
        self.assertEqual(self.mail._get_answer_state(), "awaited")
        self.lead.active = False
        self.lead.probability = 30
        self.assertEqual(self.mail._get_answer_state(), "gone")
        self.lead.active = True
        self.lead.action_set_won()
        self.assertEqual(self.mail._get_answer_state(), "gone")

    def test_paused_by_hand_stays_so(self):
        self.mail.enrollment_id.write({"state": "paused", "paused_until": False})
        self._say("later", until=self._day(10))
        self.assertFalse(self.mail.enrollment_id.paused_until)
        self._say("no")
        self.assertEqual(self.mail.enrollment_id.ending, "said_no")

    def test_customers_and_quotations(self):
        customer = self._send(self.company_customer, mode="send")
        self.company_customer.user_id = self.user_sales
        self._say("yes", customer)
        activity = self._planned(self.company_customer)
        self.assertEqual(activity.playbook_purpose_id.name, "Win back")
        order = self._create_order(self.ann, user_id=self.user_sales.id)
        mail = self._send(order)
        self._say("yes", mail)
        self.assertEqual(len(self._planned(order)), 1)
        order.action_confirm()
        self.assertEqual(mail._get_answer_state(), "gone")
