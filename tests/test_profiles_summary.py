"""The e-mail that tells what is due: at most one a person and day."""

from datetime import date
from unittest.mock import patch

from lxml import html

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .absence_common import AbsenceCommon

CRON = "crm_playbook.ir_cron_send_summaries"
SETTINGS = "odoo.addons.crm_playbook.models.profiles.res_users_settings"
# A Wednesday.
MORNING = "2031-03-05 08:10:00"


@tagged("post_install", "-at_install")
class TestSummary(AbsenceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.users.settings"].search([]).playbook_summary_hour = False
        cls.users = cls.user_sales | cls.user_marketing
        cls.users.write({"tz": "UTC"})
        for user in cls.users:
            user.email = f"{user.login}@example.com"
            settings = cls.env["res.users.settings"]._find_or_create_for_user(user)
            settings.playbook_summary_hour = "8"
        cls.customer = cls._create_customer("Lumber & Sons")
        for user in cls.users:
            cls._plan(user)

    @classmethod
    def _plan(cls, user, day="2031-03-05", **values):
        return cls.customer.activity_schedule(
            date_deadline=date.fromisoformat(day),
            summary=f"Call for {user.login}",
            user_id=user.id,
            **{"automated": False, **values},
        )

    def _run(self, now=MORNING):
        """The mails that a run at this moment queues."""
        before = self._mails()
        self.env.flush_all()
        with freeze_time(now), self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()
        return self._mails() - before

    def _mails(self):
        return self.env["mail.mail"].search([("subject", "like", "Your day")])

    def test_once_a_day(self):
        mails = self._run()
        self.assertEqual(len(mails), 2)
        for mail, user in zip(mails.sorted("email_to"), self.users[::-1], strict=True):
            self.assertIn(user.email, mail.email_to)
            self.assertEqual(mail.state, "outgoing")
            self.assertIn(f"Call for {user.login}", mail.body_html)
            self.assertIn("Lumber &amp; Sons", mail.body_html)
            self.assertIn("/odoo/my-day", mail.body_html)
        for now in (MORNING, "2031-03-05 08:40:00", "2031-03-05 23:50:00"):
            self.assertFalse(self._run(now))
        self.assertEqual(len(self._run("2031-03-06 08:00:00")), 2)

    def test_at_the_hour_of_each_person(self):
        self.user_sales.tz = "America/Lima"
        self.assertFalse(self._run("2031-03-05 07:59:00"))
        (mail,) = self._run("2031-03-05 08:00:00")
        self.assertIn("marketing", mail.email_to)
        self.assertFalse(self._run("2031-03-05 12:59:00"))
        (mail,) = self._run("2031-03-05 13:00:00")
        self.assertIn("sales", mail.email_to)

    def test_after_downtime_on_the_same_day_only(self):
        self.assertEqual(len(self._run("2031-03-05 21:00:00")), 2)
        # Nothing ran on the 6th: the 7th has its own.
        self.assertFalse(self._run("2031-03-07 07:00:00"))
        self.assertEqual(len(self._run("2031-03-07 08:00:00")), 2)

    def test_not_on_days_off_nor_while_absent(self):
        self.assertFalse(self._run("2031-03-08 09:00:00"))
        self.assertFalse(self._run("2031-03-09 09:00:00"))
        self._absent(self.user_sales, "2031-03-10", "2031-03-10")
        (mail,) = self._run("2031-03-10 09:00:00")
        self.assertIn("marketing", mail.email_to)
        self.assertEqual(len(self._run("2031-03-11 09:00:00")), 2)

    def test_not_when_nothing_is_due(self):
        self.assertFalse(self._run("2031-03-04 09:00:00"))
        # What comes later that day is told the next day.
        self._plan(self.user_sales, "2031-03-04")
        self.assertFalse(self._run("2031-03-04 12:00:00"))
        self.assertTrue(self._run("2031-03-05 09:00:00"))

    def test_done_and_later_activities_are_not_told(self):
        self._plan(self.user_sales, "2031-03-06").summary = "Later"
        self._plan(self.user_sales).action_feedback()
        self._plan(self.user_sales, "2031-03-01").summary = "Late one"
        mails = self._run().filtered(lambda mail: "sales" in mail.email_to)
        self.assertNotIn("Later", mails.body_html)
        (text,) = self._text(mails)
        self.assertRegex(text, "Late: 1 Late one – Lumber & Sons")
        self.assertEqual(mails.subject, "Your day: 2 to do")

    def test_what_is_done_for_who_is_absent(self):
        lead = self._create_lead(user_id=self.user_sales.id, name="Absent deal")
        lead.activity_schedule(
            date_deadline=date(2031, 3, 5), summary="Ask", user_id=self.user_sales.id
        )
        self._absent(self.user_sales, "2031-03-05", "2031-03-06", self.user_marketing)
        (mail,) = self._run()
        self.assertIn("marketing", mail.email_to)
        self.assertRegex(mail.body_html, "Ask – Absent deal.* – for Playbook sales")

    def test_new_leads(self):
        first = self.env["crm.stage"].search([], limit=1)
        lead = self._create_lead(
            user_id=self.user_sales.id, name="Brand-new deal", stage_id=first.id
        )
        lead.date_open = "2031-03-05 07:00:00"
        mails = self._run().filtered(lambda mail: "sales" in mail.email_to)
        self.assertIn("Make the first contact – Brand-new deal", mails.body_html)
        self.assertEqual(mails.subject, "Your day: 2 to do")

    def test_the_rest_waits_as_in_my_day(self):
        self.env["ir.config_parameter"].set_param("crm_playbook.daily_limit", "1")
        for _number in range(3):
            self._plan(self.user_sales, automated=True)
        mails = self._run().filtered(lambda mail: "sales" in mail.email_to)
        self.assertEqual(mails.subject, "Your day: 2 to do")

    def test_many_are_counted(self):
        for _number in range(12):
            self._plan(self.user_sales)
        mails = self._run().filtered(lambda mail: "sales" in mail.email_to)
        self.assertIn("Due today, and new: 13", "".join(self._text(mails)))
        self.assertIn("and 3 more", "".join(self._text(mails)))

    def _text(self, mail):
        yield " ".join(html.fromstring(mail.body_html).text_content().split())

    def test_in_the_persons_language(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.user_sales.lang = "es_ES"
        langs = []
        prepare = type(self.env["res.users"])._prepare_summary

        def recording(user, lines):
            langs.append((user.env.lang, user.env.uid, user.env.su))
            return prepare(user, lines)

        with patch.object(type(self.env["res.users"]), "_prepare_summary", recording):
            self._run()
        self.assertIn(("es_ES", self.user_sales.id, False), langs)

    def test_one_bad_user_stops_nobody(self):
        lines = type(self.env["res.users"])._get_summary_lines

        def failing(user):
            if user.login == self.user_sales.login:
                user.env.cr.execute("SELECT 1 / 0")
            return lines(user)

        patched = patch.object(
            type(self.env["res.users"]), "_get_summary_lines", failing
        )
        with patched, mute_logger(SETTINGS, "odoo.sql_db"):
            (mail,) = self._run()
        self.assertIn("marketing", mail.email_to)
        # Mended the same day, it comes after all.
        (mail,) = self._run("2031-03-05 10:00:00")
        self.assertIn("sales", mail.email_to)

    def test_goes_on_where_it_was_stopped(self):
        Cron = type(self.env["ir.cron"])
        with (
            freeze_time(MORNING),
            patch.object(Cron, "_commit_progress", return_value=0),
        ):
            self.env["res.users.settings"]._cron_send_summaries()
            self.assertEqual(len(self._mails()), 1)
            self.env["res.users.settings"]._cron_send_summaries(batch=1)
            self.assertEqual(len(self._mails()), 2)
            self.env["res.users.settings"]._cron_send_summaries()
        self.assertEqual(len(self._mails()), 2)

    def test_who_gets_none(self):
        self.user_sales.action_archive()
        self.user_marketing.email = False
        self.assertFalse(self._run())
