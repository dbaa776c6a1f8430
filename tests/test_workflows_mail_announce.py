"""E-mails that are announced, or that wait for a yes."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .engine_common import TAKE
from .mail_common import DAY, MailCommon

RENDER = "odoo.addons.mail.models.mail_render_mixin"
NEXT_DAY = "2031-03-04 10:00:00"  # a Tuesday


@tagged("post_install", "-at_install")
class TestWorkflowMailAnnounced(MailCommon):
    def _announced(self, count=1, **values):
        """Deals of whose customers an e-mail is announced on Monday."""
        self._switch_on_mail("announce", {"kind": "activity"}, **values)
        deals = self._come_in(count)
        self._at(DAY)
        return deals

    def test_it_is_sent_a_working_day_later_while_the_follow_up_goes_on(self):
        deal = self._announced()
        mail = self._customer_mails(deal)
        self.assertRecordValues(
            mail,
            [
                {
                    "state": "announced",
                    "date_due": fields.Datetime.to_datetime(NEXT_DAY),
                    "subject": f"About {deal.name}",
                }
            ],
        )
        self.assertFalse(self._queued(deal))
        planned = [("Step 1", "planned"), ("Step 2", "planned")]
        self.assertEqual(self._events(deal), planned)
        self._at(self._after(hours=23))
        self.assertEqual(mail.state, "announced")
        self._at(self._after(hours=25))
        self.assertEqual(mail.state, "queued")
        self.assertEqual(len(self._queued(deal)), 1)
        self.assertEqual(self._events(deal)[0], ("Step 1", "carried_out"))
        self._at(self._after(hours=26))
        self.assertEqual(len(self._queued(deal)), 1)

    def test_over_a_weekend_and_never_in_quiet_hours(self):
        self._switch_on_mail("announce", quiet_from=9, quiet_to=12)
        friday = "2031-03-07 07:00:00"
        deal = self._come_in(moment=friday)
        self._at(friday)
        mail = self._customer_mails(deal)
        calendar = self.env.company.resource_calendar_id
        moment = fields.Datetime.context_timestamp(
            mail.with_context(tz=calendar.tz), mail.date_due
        )
        self.assertEqual(moment.date().isoformat(), "2031-03-10")
        self.assertFalse(9 <= moment.hour < 12)

    def test_checks_are_asked_again(self):
        deals = self._announced(3)
        self.env["mail.blacklist"]._add(deals[0].partner_id.email)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_blacklist SET write_date = %s WHERE email = %s",
            [self._after(hours=1), deals[0].partner_id.email_normalized],
        )
        for _number in range(2):
            self._wrote_earlier(
                deals[1], days=0, date_due=self._after(days=1, hours=-1)
            )
        self.env.flush_all()
        # Who wants no more e-mails is followed up by people alone.
        self._at(self._after(hours=25))
        mails = self._customer_mails(deals).sorted(lambda mail: mail.lead_id.id)
        states = mails.mapped("state")
        self.assertEqual(states, ["left_out", "announced", "queued"])
        self.assertEqual(self._enrollment(deals[0]).state, "running")
        self.assertIn("blacklist", mails[0].reason)
        self.assertIn("2 times in 7 days", mails[1].reason)
        # After two weeks without room it is left out, and the history says so.
        self.env.cr.execute(
            "UPDATE playbook_customer_mail SET date_due = %s WHERE state = 'sent'",
            [self._after(days=20)],
        )
        self.env.cr.execute(
            "UPDATE playbook_customer_mail SET date_due = %s WHERE id = %s",
            [self._after(days=19), mails[1].id],
        )
        self.env.invalidate_all()
        self._at(self._after(days=20))
        self.assertEqual(mails[1].state, "left_out")
        self.assertIn("no room within 14 days", mails[1].reason)
        self.assertEqual(self._events(deals[1])[0], ("Step 1", "skipped"))

    def test_meeting_that_was_planned_meanwhile(self):
        deal = self._announced()
        deal.activity_schedule("mail.mail_activity_data_meeting")
        self._at(self._after(hours=25))
        mail = self._customer_mails(deal)
        self.assertEqual(mail.state, "left_out")
        self.assertIn("meeting", mail.reason)

    def test_paused_ones_wait(self):
        deal = self._announced()
        mail, enrollment = self._customer_mails(deal), self._enrollment(deal)
        enrollment.with_user(self.user_sales)._change("pause", "They are away.")
        self._at(self._after(hours=25))
        self.assertEqual(mail.state, "announced")
        with freeze_time(self._after(hours=26)):
            enrollment.with_user(self.user_sales)._change("go_on", "They are back.")
        self._at(self._after(hours=26))
        self.assertEqual(mail.state, "queued")

    def test_nothing_is_sent_once_it_is_over_or_switched_off(self):
        deals = self._announced(2)
        mails = self._customer_mails(deals)
        self.workflow.with_user(self.user_sales_management).mode = "paused"
        self._at(self._after(hours=25))
        self.assertEqual(mails.mapped("state"), ["announced"] * 2)
        self._go_live()
        deals[0].action_set_won()
        self._at(self._after(hours=26))
        by_deal = mails.grouped("lead_id")
        self.assertEqual(by_deal[deals[0]].state, "left_out")
        self.assertEqual(by_deal[deals[0]].reason, "Won")
        self.assertEqual(by_deal[deals[1]].state, "queued")

    def test_bad_one_stops_no_other(self):
        deals = self._announced(3)
        self.template.body_html = (
            "<p t-if=\"object.name == 'Bad'\" t-out='1 / 0'/><p t-else=''>Hello</p>"
        )
        deals[1].name = "Bad"
        self.env.flush_all()
        with mute_logger(TAKE, RENDER):
            self._at(self._after(hours=25))
        mails = self._customer_mails(deals)
        states = ["queued", "failed", "queued"]
        self.assertEqual(mails.sorted("id").mapped("state"), states)
        self.assertIn("“Bad”", mails.filtered(lambda m: m.state == "failed").reason)
        self.assertEqual(len(self._queued(deals)), 2)

    def test_who_looks_after_it_now_decides(self):
        deal = self._announced()
        deal.user_id = self.user_team_leader
        self._at(self._after(hours=1))
        self.assertEqual(self._customer_mails(deal).user_id, self.user_team_leader)

    def test_step_that_is_gone(self):
        deal = self._announced()
        self.workflow.step_ids[0].with_user(self.user_sales_management).unlink()
        self._at(self._after(hours=25))
        self.assertFalse(self._queued(deal))

    def test_same_cost_for_three_and_thirty(self):
        self.env["ir.config_parameter"].set_param("crm_playbook.daily_limit", "100")
        deals = self._announced(35, daily_limit=100)
        ids = self._customer_mails(deals).ids
        rows = []
        with freeze_time(self._after(hours=25)):
            self.env.cr.execute(self.workflow._announced_sql(100))
            rows = self.env.cr.dictfetchall()
            self.assertEqual(len(rows), len(ids))
            self.workflow._send_announced(rows[:2])
            few = self._count_queries(lambda: self.workflow._send_announced(rows[2:5]))
            many = self._count_queries(lambda: self.workflow._send_announced(rows[5:]))
        self.assertEqual(few, many)

    def test_daily_limit_holds_for_what_is_announced(self):
        self.env["ir.config_parameter"].set_param("crm_playbook.daily_limit", "2")
        deals = self._announced(3)
        self.assertEqual(len(self._customer_mails(deals)), 2)


@tagged("post_install", "-at_install")
class TestWorkflowMailDecided(MailCommon):
    def setUp(self):
        super().setUp()
        self._switch_on_mail("ask", {"kind": "notify", "delay": 5})
        self.deal = self._come_in()
        self._at(DAY)
        self.mail = self._customer_mails(self.deal)
        self.mine = self.mail.with_user(self.user_sales)

    def test_it_waits_until_somebody_says_yes(self):
        self._at(self._after(days=2))
        self.assertEqual(self.mail.state, "asked")
        with freeze_time(self._after(days=2)):
            self.mine.action_send_now()
        self.assertEqual(self.mail.state, "queued")
        self.assertEqual(len(self._queued(self.deal)), 1)
        self.assertEqual(self._events(self.deal), [("Step 1", "carried_out")])
        with self.assertRaisesRegex(UserError, "was faster"):
            self.mine.action_send_now()

    def test_what_speaks_against_it_is_said(self):
        self._wrote_earlier(self.deal, days=0, date_due=self._after(hours=1))
        self._wrote_earlier(self.deal, days=0, date_due=self._after(hours=1))
        with freeze_time(self._after(hours=2)):
            with self.assertRaisesRegex(UserError, "2 times in 7 days"):
                self.mine.action_send_now()
            self.deal.partner_id.email = False
            self.deal.email_from = False
            with self.assertRaisesRegex(UserError, "no e-mail address"):
                self.mine.action_send_now()
        self.assertEqual(self.mail.state, "asked")

    def test_not_once_it_is_over(self):
        self.deal.action_set_won()
        with (
            freeze_time(self._after(hours=2)),
            self.assertRaisesRegex(UserError, "over, or held up"),
        ):
            self.mine.action_send_now()

    def test_not_this_one(self):
        with freeze_time(self._after(hours=2)):
            self.mine.action_skip()
        self.assertEqual(self.mail.state, "left_out")
        self.assertIn(self.user_sales.name, self.mail.reason)
        self.assertEqual(self._events(self.deal), [("Step 1", "skipped")])
        self.assertEqual(self._enrollment(self.deal).state, "running")
        self.assertIn("is not sent", self.deal.message_ids[0].body)

    def test_stop(self):
        with freeze_time(self._after(hours=2)):
            self.mine._decide("stop", "I talk to them.")
        self.assertEqual(self.mail.state, "left_out")
        self.assertEqual(self.mail.reason, "I talk to them.")
        values = {"state": "cancelled", "ending": "person"}
        self.assertRecordValues(self._enrollment(self.deal), [values])

    def test_who_may_not(self):
        with self.assertRaises(AccessError):
            self.mail.with_user(self.user_marketing).action_send_now()
        with self.assertRaises(AccessError):
            self.mine.write({"state": "queued"})
        self.assertEqual(self.mail.state, "asked")

    def test_answers_for_it(self):
        self.mail.with_user(self.user_sales_management).action_skip()
        self.assertEqual(self.mail.state, "left_out")

    def test_my_day(self):
        Day = self.env["playbook.day"].with_user(self.user_sales)
        with freeze_time(self._after(hours=2)):
            [line] = self._lines(Day)
            self.assertEqual(line["badge"], "Waits for your yes")
            self.assertEqual(line["res_id"], self.deal.id)
            self.assertTrue(line["automatic"] and line["choice_required"])
            choices = [choice["id"] for choice in line["choices"]]
            self.assertEqual(choices, ["send", "skip", "stop"])
            answer = Day.finish_line(line["key"])
            self.assertFalse(answer["done"])
            answer = Day.finish_line(line["key"], "send")
            self.assertTrue(answer["done"], answer)
            self.assertFalse(self._lines(Day))
        self.assertEqual(self.mail.state, "queued")

    def test_my_day_says_why_not(self):
        Day = self.env["playbook.day"].with_user(self.user_sales)
        self.env["mail.blacklist"]._add(self.mail.email)
        with freeze_time(self._after(hours=2)):
            answer = Day.finish_line(f"customer_mail-{self.mail.id}", "send")
        self.assertFalse(answer["done"])
        self.assertTrue(answer["message"])

    def test_my_day_of_an_announced_one(self):
        self.mail.write({"state": "announced", "date_due": self._after(days=1)})
        Day = self.env["playbook.day"].with_user(self.user_sales)
        for delta, badge in (
            (timedelta(hours=2), "Goes out tomorrow"),
            (timedelta(hours=23), "Goes out today"),
            (timedelta(days=-3), "Goes out on"),
        ):
            with freeze_time(self._after() + delta):
                [line] = self._lines(Day)
            self.assertIn(badge, line["badge"])

    def test_somebody_faster_is_told(self):
        Mail = type(self.mail)
        with (
            patch.object(Mail, "try_lock_for_update", lambda mails: mails.browse()),
            self.assertRaisesRegex(UserError, "was faster"),
        ):
            self.mine.action_skip()

    def _lines(self, day):
        lines = day.get_my_day()["lines"]
        return [line for line in lines if line["source"] == "customer_mail"]
