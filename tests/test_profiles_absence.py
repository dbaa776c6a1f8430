"""Absences: what can be recorded, by whom, and what is refused."""

from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .absence_common import AbsenceCommon


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

    def test_a_substitute_who_does_not_see_the_deals(self):
        self._create_lead(user_id=self.user_sales.id, team_id=self.team.id)
        for user, told in (
            (self.user_other_team, True),
            (self.user_configurator, True),
            (self.user_sales_management, False),
        ):
            absence = self._absent(self.user_sales, "2031-08-01", "2031-08-02", user)
            with self.subTest(user.login):
                notice = absence.with_user(self.user_sales).notice or ""
                self.assertEqual("may not see all opportunities" in notice, told)
            absence.unlink()


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
