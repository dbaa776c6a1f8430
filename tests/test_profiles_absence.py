"""Absences: what can be recorded, by whom, and what is refused."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .common import INTERNAL, CrmPlaybookCommon

RULES = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


class AbsenceCommon(CrmPlaybookCommon):
    @classmethod
    def _absent(cls, user, first, last, substitute=None, **values):
        return cls.env["playbook.absence"].create(
            {
                "user_id": user.id,
                "date_from": first,
                "date_to": last,
                "substitute_id": substitute.id if substitute else False,
                **values,
            }
        )

    def _refused(self, error, message, call):
        """``call`` is refused with these words, and nothing of it stays."""
        with (
            mute_logger(*RULES),
            self.assertRaisesRegex(error, message),
            self.cr.savepoint(),
        ):
            call()


@tagged("post_install", "-at_install")
class TestAbsence(AbsenceCommon):
    def test_name(self):
        absence = self._absent(self.user_sales, "2031-03-03", "2031-03-07")
        self.assertEqual(
            absence.display_name, "Playbook sales, 03/03/2031 to 03/07/2031"
        )

    def test_ends_before_it_begins(self):
        self._refused(
            ValidationError,
            "Playbook sales ends on 03/02/2031, before it begins on 03/03/2031",
            lambda: self._absent(self.user_sales, "2031-03-03", "2031-03-02"),
        )
        self.assertTrue(self._absent(self.user_sales, "2031-03-03", "2031-03-03"))

    def test_one_absence_at_a_time(self):
        first = self._absent(self.user_sales, "2031-03-03", "2031-03-07")
        for days in (("2031-03-07", "2031-03-09"), ("2031-03-01", "2031-03-31")):
            self._refused(
                ValidationError,
                "already absent from 03/03/2031 to 03/07/2031. Change that absence",
                lambda days=days: self._absent(self.user_sales, *days),
            )
        self._absent(self.user_sales, "2031-03-08", "2031-03-09")
        self._absent(self.user_marketing, "2031-03-03", "2031-03-07")
        first.date_from = "2031-03-01"
        self._refused(
            ValidationError,
            "already absent",
            lambda: first.write({"date_to": "2031-03-08"}),
        )
        # Two at once.
        days = {"date_from": "2031-05-01", "date_to": "2031-05-02"}
        values = {"user_id": self.user_sales.id, **days}
        self._refused(
            ValidationError,
            "already absent",
            lambda: self.env["playbook.absence"].create([values, dict(values)]),
        )

    def test_who_can_be_a_substitute(self):
        days = ("2031-03-03", "2031-03-07")
        self._refused(
            ValidationError,
            "Playbook sales cannot be their own substitute",
            lambda: self._absent(self.user_sales, *days, self.user_sales),
        )
        gone = self.user_other_team
        gone.active = False
        for user in (gone, self.user_portal):
            self._refused(
                ValidationError,
                "archived or no internal user",
                lambda user=user: self._absent(self.user_sales, *days, user),
            )
        self._refused(
            ValidationError,
            "does not work here",
            lambda: self._absent(self.user_portal, *days),
        )

    def test_a_substitute_who_is_absent_too(self):
        self._absent(self.user_marketing, "2031-03-07", "2031-03-20")
        days = ("2031-03-03", "2031-03-07")
        self._refused(
            ValidationError,
            "Playbook marketing cannot stand in for Playbook sales, being absent from "
            "03/07/2031 to 03/20/2031. Choose somebody who is there",
            lambda: self._absent(self.user_sales, *days, self.user_marketing),
        )
        days = ("2031-03-03", "2031-03-06")
        absence = self._absent(self.user_sales, *days, self.user_marketing)
        self._refused(
            ValidationError,
            "being absent",
            lambda: absence.write({"date_to": "2031-03-07"}),
        )

    def test_who_stands_in_falls_ill(self):
        self._absent(self.user_sales, "2031-03-03", "2031-03-07", self.user_marketing)
        Absence = self.env["playbook.absence"].with_user(self.user_marketing)
        with Form(Absence) as form:
            form.date_from, form.date_to = date(2031, 3, 8), date(2031, 3, 9)
            self.assertFalse(form.notice)
            form.date_from, form.date_to = date(2031, 3, 5), date(2031, 3, 9)
            self.assertIn("stands in for Playbook sales", form.notice)
            self.assertIn("leaders of their sales teams", form.notice)
            form.substitute_id = self.user_customer_service
            self.assertIn(
                "Playbook customer_service then takes over their work too", form.notice
            )
        acting = self.user_sales._get_acting_users(date(2031, 3, 5))
        self.assertEqual(acting[self.user_sales.id], self.user_customer_service)
        acting = self.user_sales._get_acting_users(date(2031, 3, 4))
        self.assertEqual(acting[self.user_sales.id], self.user_marketing)


@tagged("post_install", "-at_install")
class TestAbsenceAccess(AbsenceCommon):
    def _record(self, recorder, user, month=3):
        Absence = self.env["playbook.absence"].with_user(recorder)
        days = {"date_from": f"2031-0{month}-03", "date_to": f"2031-0{month}-07"}
        absence = Absence.create({"user_id": user.id, **days})
        absence.reason = "Ill"
        return absence

    def test_own_absence_of_each_profile(self):
        for user in (
            self.user_sales,
            self.user_marketing,
            self.user_customer_service,
            self.user_sales_management,
            self.user_configurator,
        ):
            with self.subTest(user.login):
                absence = self._record(user, user)
                self.assertEqual(absence.user_id, user)
                absence.unlink()
                days = {"date_from": "2031-03-03", "date_to": "2031-03-07"}
                self.assertEqual(absence.create(days).user_id, user)

    def test_those_of_others(self):
        for recorder in (
            self.user_team_leader,
            self.user_sales_management,
            self.user_configurator,
        ):
            with self.subTest(recorder.login):
                self._record(recorder, self.user_sales).unlink()
        theirs = self._absent(self.user_sales, "2031-06-01", "2031-06-02")
        for user in (self.user_marketing, self.user_other_team):
            self.assertTrue(theirs.with_user(user).read(["reason", "display_name"]))
            for call in (
                lambda user=user: self._record(user, self.user_sales),
                lambda user=user: theirs.with_user(user).write({"reason": "x"}),
                lambda user=user: theirs.with_user(user).unlink(),
            ):
                self._refused(AccessError, "", call)

    def test_leaders_record_for_their_own_people_alone(self):
        leader = self.user_team_leader
        self._refused(
            AccessError, "", lambda: self._record(leader, self.user_other_team)
        )
        absence = self._record(leader, self.user_sales)
        self.team.member_ids -= self.user_sales
        self.env.flush_all()
        self.env.invalidate_all()
        self._refused(AccessError, "", lambda: absence.write({"reason": "x"}))

    def test_ones_own_cannot_be_made_somebody_elses(self):
        absence = self._record(self.user_sales, self.user_sales)
        self._refused(
            AccessError,
            "",
            lambda: absence.write({"user_id": self.user_marketing.id}),
        )

    def test_without_a_profile(self):
        absence = self._absent(self.user_sales, "2031-06-01", "2031-06-02")
        for user in (
            self.user_without_profile,
            self.user_salesperson,
            self.user_portal,
            self.user_public,
        ):
            with self.subTest(user.login):
                self._refused(
                    AccessError, "", lambda user=user: absence.with_user(user).read()
                )
                self._refused(
                    AccessError, "", lambda user=user: self._record(user, user)
                )

    def test_another_companys_people_are_not_seen(self):
        absence = self._absent(self.user_other_company, "2031-06-01", "2031-06-02")
        Absence = self.env["playbook.absence"].with_user(self.user_sales_management)
        self.assertNotIn(absence, Absence.search([]))
        self.assertIn(absence, Absence.with_user(self.user_other_company).search([]))


@tagged("post_install", "-at_install")
class TestAttentionDialog(AbsenceCommon):
    def _open(self, user):
        Attention = self.env["playbook.attention"].with_user(user)
        action = Attention.action_open()
        return Attention.browse(action["res_id"])

    def test_add_change_and_delete(self):
        other = self._absent(self.user_marketing, "2031-03-01", "2031-03-02")
        with freeze_time("2031-02-01"):
            kept, deleted = (
                self._absent(self.user_sales, f"2031-0{month}-01", f"2031-0{month}-02")
                for month in (4, 5)
            )
            past = self._absent(self.user_sales, "2030-04-01", "2030-04-02")
            attention = self._open(self.user_sales)
            self.assertEqual(attention.absence_ids, kept | deleted)
            days = {"date_from": "2031-07-01", "date_to": "2031-07-05"}
            attention.web_save(
                {
                    "summary_hour": "8",
                    "absence_ids": [
                        (1, kept.id, {"reason": "Holidays"}),
                        (2, deleted.id),
                        (
                            0,
                            "virtual_1",
                            {**days, "substitute_id": self.user_marketing.id},
                        ),
                    ],
                },
                {"absence_ids": {"fields": {"date_from": {}}}},
            )
            attention.action_save()
        mine = self.env["playbook.absence"].search(
            [("user_id", "=", self.user_sales.id)], order="date_from"
        )
        new = mine - kept - past
        self.assertEqual(mine, past | kept | new)
        self.assertEqual(kept.reason, "Holidays")
        self.assertFalse(deleted.exists())
        self.assertTrue(other.exists())
        self.assertRecordValues(
            new,
            [
                {
                    "date_from": date(2031, 7, 1),
                    "date_to": date(2031, 7, 5),
                    "substitute_id": self.user_marketing.id,
                    "create_uid": self.user_sales.id,
                }
            ],
        )
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
            with mute_logger(*RULES):
                try:
                    with self.cr.savepoint():
                        attention.write({"absence_ids": [command]})
                except AccessError:
                    pass
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
