"""The dialog Attention, and the daily limit in the settings."""

from contextlib import suppress
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .absence_common import RULES, AbsenceCommon
from .common import INTERNAL


@tagged("post_install", "-at_install")
class TestAttentionDialog(AbsenceCommon):
    def _open(self, user):
        Attention = self.env["playbook.attention"].with_user(user)
        action = Attention.action_open()
        return Attention.browse(action["res_id"])

    def _change(self, attention, *commands, **values):
        attention.web_save(
            {**values, "absence_ids": list(commands)},
            {"absence_ids": {"fields": {"date_from": {}}}},
        )
        attention.action_save()

    def test_add_change_and_delete(self):
        other = self._absent(self.user_marketing, "2031-03-01", "2031-03-02")
        new = {
            "date_from": date(2031, 7, 1),
            "date_to": date(2031, 7, 5),
            "substitute_id": self.user_marketing.id,
        }
        with freeze_time("2031-02-01"):
            past, kept, deleted = (
                self._absent(self.user_sales, f"{month}-01", f"{month}-02")
                for month in ("2030-04", "2031-04", "2031-05")
            )
            attention = self._open(self.user_sales)
            self.assertEqual(attention.absence_ids, kept | deleted)
            changed = (1, kept.id, {"reason": "Holidays"})
            added = (0, "virtual_1", new)
            self._change(attention, changed, (2, deleted.id), added, summary_hour="8")
        mine = self.env["playbook.absence"].search(
            [("user_id", "=", self.user_sales.id)], order="date_from"
        )
        self.assertEqual(mine[:2], past | kept)
        self.assertRecordValues(mine[2:], [{**new, "create_uid": self.user_sales.id}])
        self.assertEqual(kept.reason, "Holidays")
        self.assertFalse(deleted.exists())
        self.assertTrue(other.exists())
        settings = self.user_sales.res_users_settings_ids
        self.assertEqual(settings.playbook_summary_hour, "8")
        self.assertEqual(self._open(self.user_sales).summary_hour, "8")

    def test_in_a_form(self):
        with Form(self._open(self.user_sales)) as form:
            form.summary_hour = "7"
            with form.absence_ids.new() as line:
                line.date_from, line.date_to = date(2131, 7, 1), date(2131, 7, 3)
        self.assertEqual(form.record.absence_ids.user_id, self.user_sales)
        self.assertEqual(form.record.daily_limit, 10)

    def test_no_way_to_what_is_somebody_elses(self):
        theirs = self._absent(self.user_marketing, "2131-03-01", "2131-03-02")
        attention = self._open(self.user_sales)
        for command in ((1, theirs.id, {"reason": "x"}), (4, theirs.id)):
            with (
                mute_logger(*RULES),
                suppress(AccessError),
                self.cr.savepoint(),
            ):
                attention.write({"absence_ids": [command]})
            self.assertFalse(theirs.reason)
            self.assertEqual(theirs.user_id, self.user_marketing)
        days = {"date_from": "2131-07-01", "date_to": "2131-07-05"}
        values = {"user_id": self.user_marketing.id, **days}
        attention.write({"absence_ids": [(0, 0, values)]})
        self.assertEqual(attention.absence_ids.user_id, self.user_sales)
        self._refused(
            AccessError,
            "",
            lambda: attention.with_user(self.user_other_team).read(["summary_hour"]),
        )
        self._refused(
            AccessError,
            "",
            lambda: attention.with_user(self.user_other_team).create(
                {"user_id": self.user_sales.id}
            ),
        )

    def test_for_profiles_only(self):
        for user in (self.user_without_profile, self.user_portal):
            self._refused(AccessError, "", lambda user=user: self._open(user))


@tagged("post_install", "-at_install")
class TestDailyLimit(AbsenceCommon):
    def test_whatever_the_parameter_holds(self):
        Users = self.env["res.users"].with_user(self.user_sales)
        for value, limit in (
            (False, 10),
            ("25", 25),
            ("1000", 1000),
            ("0", 10),
            ("1001", 10),
            ("-3", 10),
            ("many", 10),
        ):
            with self.subTest(value):
                self.env["ir.config_parameter"].set_param(
                    "crm_playbook.daily_limit", value
                )
                self.assertEqual(Users._get_daily_limit(), limit)

    def test_in_the_settings(self):
        admin = new_test_user(
            self.env, "attention_admin", groups=f"{INTERNAL},base.group_system"
        )
        Settings = self.env["res.config.settings"].with_user(admin)
        settings = Settings.create({})
        self.assertEqual(settings.playbook_daily_limit, 10)
        settings.playbook_daily_limit = 4
        settings.execute()
        self.assertEqual(self.env["res.users"]._get_daily_limit(), 4)
        for limit in (0, 1001):
            settings = Settings.create({"playbook_daily_limit": limit})
            self._refused(UserError, f"1 to 1000 .* not {limit}", settings.execute)
