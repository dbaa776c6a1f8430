"""Giving profiles: one table of people, what they hold and what they may do beyond."""

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from .profile_common import ProfileCommon

ALL_DOCUMENTS = "sales_team.group_sale_salesman_all_leads"
BEYOND_SALES = "Through Sales / User: All Documents: sees all: Lead"


class GiveCommon(ProfileCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Give = cls.env["playbook.profile.give"].with_user(cls.manager)
        cls.wide = cls._user("wide", ALL_DOCUMENTS, "base.group_partner_manager")

    @classmethod
    def _user(cls, login, *groups):
        names = ",".join(["base.group_user", *groups])
        return new_test_user(cls.env, f"give_{login}", groups=names)

    def _open(self, users):
        """The dialog for users that are selected in their list."""
        action = self.env.ref("crm_playbook.playbook_profile_give_action_selected")
        action = action.with_user(self.manager).with_context(
            active_model="res.users", active_ids=users.ids, active_id=users[:1].id
        )
        return self.Give.browse(action.run()["res_id"])

    def _line(self, user, *profiles):
        """The line of ``user`` who is to hold ``profiles``."""
        line = self._open(user).line_ids
        line.profile_ids = self.env["playbook.profile"].union(
            *(self._profile(profile) for profile in profiles)
        )
        return line


@tagged("post_install", "-at_install")
class TestGiveProfiles(GiveCommon):
    def test_one_person(self):
        give = self._open(self.wide)
        self.assertRecordValues(
            give.line_ids,
            [{"user_id": self.wide.id, "profile_ids": [], "is_changed": False}],
        )
        self.assertFalse(give.change_count)
        give.line_ids.profile_ids = self._profile("sales")
        self.assertEqual(give.change_count, 1)
        self.assertFalse(self.wide.playbook_profile_ids, "nothing before confirming")
        give.action_confirm()
        self.assertEqual(self.wide.playbook_profile_ids, self._profile("sales"))
        self.assertTrue(self.wide.has_group(ALL_DOCUMENTS))

    def test_many_people_at_once_and_no_portal_users(self):
        people = self.user_sales | self.user_marketing | self.wide | self.user_portal
        give = self._open(people)
        self.assertEqual(give.line_ids.user_id, people - self.user_portal)
        for line in give.line_ids:
            self.assertEqual(line.profile_ids, line.user_id.playbook_profile_ids)
        management = self._profile("sales_management")
        for line in give.line_ids:
            line.profile_ids += management
        give.action_confirm()
        for person in people - self.user_portal:
            self.assertIn(management, person.playbook_profile_ids)
        self.assertIn(self._profile("sales"), self.user_sales.playbook_profile_ids)

    def test_profiles_are_taken_that_are_no_longer_in_the_table(self):
        line = self._line(self.user_sales, "marketing")
        line.give_id.action_confirm()
        profiles = self.user_sales.playbook_profile_ids
        self.assertEqual(profiles, self._profile("marketing"))

    def test_from_a_profile_people_are_added(self):
        profile = self._profile("customer_service").with_user(self.manager)
        give = self.Give.browse(profile.action_give()["res_id"])
        self.assertFalse(give.line_ids)
        with Form(give) as form:
            form.add_user_ids.add(self.wide)
            form.add_user_ids.add(self.user_marketing)
            self.assertEqual(len(form.line_ids), 2)
            self.assertFalse(form.add_user_ids.ids, "ready for the next")
            self.assertEqual(form.change_count, 2)
            form.add_user_ids.add(self.wide)
            self.assertEqual(len(form.line_ids), 2, "nobody twice")
            with form.line_ids.edit(0) as line:
                self.assertIn("All Documents", line.beyond)
                line.take_away = True
        self.assertFalse(self.wide.playbook_profile_ids)
        give.action_confirm()
        self.assertEqual(self.wide.playbook_profile_ids, profile)
        self.assertFalse(self.wide.has_group(ALL_DOCUMENTS))
        self.assertTrue(self.wide.has_group("crm_playbook.group_customer_service_all"))
        self.assertEqual(
            self.user_marketing.playbook_profile_ids,
            self._profile("marketing") | profile,
        )

    def test_nothing_to_change_is_said(self):
        give = self._open(self.user_sales)
        with self._refused(UserError, "Nothing would change: add people, or choose"):
            give.action_confirm()
        with self._refused(UserError, "Nothing would change"):
            self._open(self.env["res.users"]).action_confirm()

    def test_profiles_are_proposed_by_todays_groups(self):
        manager = self._user("head", "sales_team.group_sale_manager")
        give = self.Give.browse(self.Give.action_propose()["res_id"])
        lines = {line.user_id: line.profile_ids for line in give.line_ids}
        self.assertNotIn(self.user_portal, lines)
        self.assertNotIn(self.env.ref("base.user_root"), lines)
        sales, marketing = self._profile("sales"), self._profile("marketing")
        self.assertEqual(lines[self.user_salesperson], sales)
        self.assertEqual(lines[manager], sales | self._profile("sales_management"))
        self.assertEqual(lines[self.user_marketing], marketing)
        self.assertFalse(lines[self.user_without_profile])
        self.assertFalse(manager.playbook_profile_ids, "nothing before confirming")
        give.action_confirm()
        self.assertEqual(self.user_salesperson.playbook_profile_ids, sales)
        self.assertFalse(self.user_without_profile.playbook_profile_ids)

    def test_archived_profiles_are_not_proposed(self):
        sales = self._profile("sales")
        sales.user_ids = False
        sales.active = False
        give = self.Give.browse(self.Give.action_propose()["res_id"])
        self.assertNotIn(sales, give.line_ids.profile_ids)

    def test_the_configurator_is_handed_over_in_one_go(self):
        profile = self._profile("configurator")
        profile.user_ids = self.user_configurator
        give = self._open(self.user_configurator | self.wide)
        for line in give.line_ids:
            own = line.user_id == self.wide
            line.profile_ids = profile if own else self._profile("sales")
        give.action_confirm()
        self.assertEqual(profile.user_ids, self.wide)


@tagged("post_install", "-at_install")
class TestBeyondProfiles(GiveCommon):
    def test_all_documents_are_told_beside_sales(self):
        beyond = self._line(self.wide, "sales").beyond
        self.assertIn(BEYOND_SALES, beyond)
        self.assertIn("Sales Order", beyond)
        self.assertNotIn("Contact", beyond, "a basic right, not one of an app")

    def test_what_a_salesperson_may_is_told_beside_marketing(self):
        beyond = self._line(self.user_salesperson, "marketing").beyond
        self.assertIn("Through Sales / User: Own Documents Only", beyond)
        self.assertIn("Sales Order", beyond)

    def test_sales_administration_is_told_beside_sales(self):
        head = self._user("head", "sales_team.group_sale_manager")
        self.assertIn("Stages", self._line(head, "sales").beyond)

    def test_the_team_is_told_beside_marketing(self):
        member = self._user("team", "crm_playbook.group_sale_salesman_team")
        self.assertIn("Team's Documents", self._line(member, "marketing").beyond)

    def test_nothing_is_told_of_who_has_just_that(self):
        self.assertFalse(self._line(self.user_salesperson, "sales").beyond)
        self.assertFalse(self._line(self.user_marketing, "marketing").beyond)
        plain = self._user("plain")
        for name in ("sales", "marketing", "customer_service", "sales_management"):
            self.assertFalse(self._line(plain, name).beyond, name)

    def test_without_profiles_nothing_is_beyond_them(self):
        self.assertFalse(self._line(self.wide).beyond)

    def test_just_what_is_told_is_taken_away(self):
        other = self.env["res.groups"].create({"name": "Another app"})
        self.wide.group_ids += other
        line = self._line(self.wide, "sales")
        line.take_away = True
        line.give_id.action_confirm()
        expected = ("base.group_user", "base.group_partner_manager")
        for xmlid in (*expected, "crm_playbook.group_sales"):
            self.assertIn(self.env.ref(xmlid), self.wide.group_ids)
        self.assertIn(other, self.wide.group_ids)
        self.assertFalse(self.wide.has_group(ALL_DOCUMENTS))
        self.assertTrue(self.wide.has_group("sales_team.group_sale_salesman"))
        self.assertFalse(self._line(self.wide, "sales").beyond)

    def test_what_is_not_ticked_stays(self):
        line = self._line(self.wide, "marketing")
        line.give_id.action_confirm()
        self.assertTrue(self.wide.has_group(ALL_DOCUMENTS))

    def test_the_team_level_is_taken_away(self):
        member = self._user("team", "crm_playbook.group_sale_salesman_team")
        line = self._line(member, "marketing")
        line.take_away = True
        line.give_id.action_confirm()
        self.assertFalse(member.has_group("sales_team.group_sale_salesman"))
        self.assertTrue(member.has_group("crm_playbook.group_marketing"))

    def test_taking_away_alone_is_a_change(self):
        self.wide.group_ids += self.env.ref("crm_playbook.group_sales")
        give = self._open(self.wide)
        self.assertFalse(give.change_count)
        give.line_ids.take_away = True
        self.assertEqual(give.change_count, 1)
        give.action_confirm()
        self.assertFalse(self.wide.has_group(ALL_DOCUMENTS))

    def test_an_administrator_stays_one(self):
        admin = self._user("admin", "base.group_system", ALL_DOCUMENTS)
        chief = self.env["res.groups"].create({"name": "Chief"})
        chief.implied_ids = self.env.ref("base.group_erp_manager")
        admin.group_ids += chief
        line = self._line(admin, "sales")
        line.take_away = True
        line.give_id.action_confirm()
        self.assertTrue(admin.has_group("base.group_system"))
        self.assertIn(chief, admin.group_ids)
        self.assertFalse(admin.has_group(ALL_DOCUMENTS))

    def test_the_user_form_tells_who_manages_access_alone(self):
        self.wide.group_ids += self.env.ref("crm_playbook.group_sales")
        told = self.wide.with_user(self.manager).playbook_beyond
        self.assertIn(BEYOND_SALES, told)
        for user in (self.user_configurator, self.user_sales, self.wide):
            self.assertFalse(self.wide.with_user(user).playbook_beyond)
        exact = self.user_sales.with_user(self.manager)
        self.assertFalse(exact.playbook_beyond)
        self.assertFalse(self.user_salesperson.with_user(self.manager).playbook_beyond)
