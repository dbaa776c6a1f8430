"""There is always a Configurator: the last one is kept, whoever takes it how."""

from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .profile_common import ProfileCommon

MESSAGE = "CRM Configurator from the last person.*Give it to somebody else first"


@tagged("post_install", "-at_install")
class TestLastConfigurator(ProfileCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env.ref("crm_playbook.group_configurator")
        cls.last = cls.user_configurator
        others = cls.group.with_context(active_test=False).all_user_ids - cls.last
        others.write({"group_ids": [Command.unlink(cls.group.id)]})
        cls.group_id = cls.group.id

    @contextmanager
    def _kept(self):
        with self._refused(UserError, MESSAGE):
            yield
        self.assertTrue(self.last.has_group("crm_playbook.group_configurator"))
        self.assertTrue(self.last.active)

    def _each_way(self):
        """Every way to take the profile from ``last``, by who manages access."""
        user, group = (each.with_user(self.manager) for each in (self.last, self.group))
        profile = self._profile("configurator").with_user(self.manager)
        internal = self.env.ref("base.group_user")
        unlink = [Command.unlink(self.group_id)]
        return {
            "groups unlink": lambda: user.write({"group_ids": unlink}),
            "groups set": lambda: user.write(
                {"group_ids": [Command.set(internal.ids)]}
            ),
            "groups clear": lambda: user.write({"group_ids": [Command.clear()]}),
            "archive": user.action_archive,
            # Deletes their contact too.
            "delete": self.last.unlink,
            "portal": lambda: user.write(
                {"group_ids": [Command.set(self.env.ref("base.group_portal").ids)]}
            ),
            "users unlink": lambda: group.write(
                {"user_ids": [Command.unlink(user.id)]}
            ),
            "users clear": lambda: group.write({"user_ids": [Command.clear()]}),
            "all users": lambda: group.write({"all_user_ids": [Command.clear()]}),
            "members": lambda: profile.write({"user_ids": [Command.unlink(user.id)]}),
            "no members": lambda: profile.write({"user_ids": [Command.clear()]}),
            "wizard": lambda: self._give([]),
            "form": lambda: self._save_form(user),
        }

    def _give(self, profiles):
        give = self.env["playbook.profile.give"].with_user(self.manager)
        action = give.with_context(active_ids=self.last.ids).action_give_selected()
        give = give.browse(action["res_id"])
        give.line_ids.profile_ids = [Command.set(profiles)]
        give.action_confirm()

    def _save_form(self, user):
        # The form holds the field twice, which odoo.tests.Form does not understand.
        user.web_save({"group_ids": [Command.unlink(self.group_id)]}, {"id": {}})

    def test_the_last_one_is_kept_on_every_way(self):
        for name, way in self._each_way().items():
            with self.subTest(name), self._kept():
                way()

    def test_one_of_two_may_go_on_every_way(self):
        self.group.user_ids += self.user_without_profile
        for name, way in self._each_way().items():
            if name in ("users clear", "all users", "no members"):
                continue
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                way()
                self.assertTrue(
                    self.user_without_profile.has_group(
                        "crm_playbook.group_configurator"
                    )
                )
                savepoint.rollback()
            self.env.invalidate_all()
            self.env.registry.clear_all_caches()

    def test_all_at_once_are_not_taken(self):
        self.group.user_ids += self.user_without_profile
        both = self.last | self.user_without_profile
        for name in ("users clear", "all users", "no members"):
            with self.subTest(name), self._kept():
                self._each_way()[name]()
        with self._kept():
            both.write({"active": False})
        with self._kept():
            both.unlink()

    def test_somebody_who_left_does_not_count(self):
        self.group.user_ids += self.user_without_profile
        self.user_without_profile.active = False
        with self._kept():
            self.last.active = False

    def test_the_last_one_by_another_group_is_kept(self):
        chief = self.env["res.groups"].create(
            {"name": "Chief", "implied_ids": [Command.link(self.group_id)]}
        )
        self.last = new_test_user(self.env, "chief", groups="base.group_user")
        self.last.group_ids += chief
        self.user_configurator.group_ids -= self.group
        chief = chief.with_user(self.manager)
        with self._kept():
            chief.implied_ids = False
        with self._kept():
            self.group.with_user(self.manager).implied_by_ids = False
        with self._kept():
            chief.user_ids = False
        with self._kept():
            chief.unlink()

    def test_where_nobody_is_configurator_users_are_written_as_ever(self):
        self.env["res.users"].flush_model()
        self.env.cr.execute(
            "DELETE FROM res_groups_users_rel WHERE gid = %s", [self.group_id]
        )
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        self.user_sales.active = False
        self.user_marketing.group_ids -= self.env.ref("crm_playbook.group_marketing")

    def test_giving_and_taking_at_once_hands_it_over(self):
        profile = self._profile("configurator").with_user(self.manager)
        profile.user_ids = self.user_without_profile
        self.assertEqual(profile.user_ids, self.user_without_profile)

    def test_role_keeps_the_profile(self):
        self.last.group_ids += self.env.ref("base.group_system")
        with Form(self.last, "base.view_users_form") as form:
            form.role = "group_user"
        self.assertFalse(self.last.has_group("base.group_system"))
        self.assertIn(self.group, self.last.group_ids)
