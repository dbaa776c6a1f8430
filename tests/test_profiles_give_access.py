"""The dialogs of profiles are for who manages access rights; and they are quick."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .profile_common import PROFILES
from .test_profiles_give import ALL_DOCUMENTS, GiveCommon

DIALOGS = (
    "playbook.profile.give",
    "playbook.profile.give.line",
    "playbook.profile.create",
    "playbook.profile.create.line",
)


@tagged("post_install", "-at_install")
class TestDialogAccess(GiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = (ALL_DOCUMENTS, "crm_playbook.group_sales")
        cls.many = cls.env["res.users"].union(
            *(cls._user(f"many_{number}", *groups) for number in range(30))
        )

    def _others(self):
        yield from (getattr(self, f"user_{name}") for name in PROFILES)
        yield self.user_without_profile
        yield self.user_portal
        yield self.user_public

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_others_reach_nothing_by_rpc(self):
        sales = self._profile("sales")
        give = self._open(self.wide)
        calls = [
            *((model, "create", [[{}]]) for model in DIALOGS),
            *((model, "search_read", [[], ["id"]]) for model in DIALOGS),
            ("playbook.profile.give", "read", [give.ids, ["line_ids"]]),
            ("playbook.profile.give", "action_confirm", [give.ids]),
            ("playbook.profile.give", "action_propose", []),
            ("playbook.profile.give", "action_give_selected", []),
            ("playbook.profile.give.line", "read", [give.line_ids.ids, ["beyond"]]),
            ("playbook.profile", "action_give", [sales.ids]),
            ("playbook.profile", "action_open_access", [sales.ids]),
        ]
        for user in self._others():
            for model, method, arguments in calls:
                with (
                    self.subTest(user.login, model=model, method=method),
                    self.assertRaises(AccessError),
                ):
                    call_kw(self.env[model].with_user(user), method, arguments, {})
            action = self.env.ref("crm_playbook.playbook_profile_give_action_selected")
            with self.assertRaises(AccessError):
                action.with_user(user).with_context(active_ids=self.wide.ids).run()

    def test_private_methods_are_not_reached_by_rpc(self):
        give = self._open(self.wide)
        sales = self._profile("sales")
        calls = (
            ("playbook.profile.give", "_open_with", [{}]),
            ("playbook.profile.give.line", "_take_beyond_away", [give.line_ids.ids]),
            ("playbook.profile", "_link_members", [sales.ids, self.wide.ids]),
            ("playbook.profile", "_take_from", [sales.ids, self.wide.ids]),
            ("res.groups", "_get_granted", [sales.group_id.ids]),
            ("res.groups", "_unlink_made_for_profile", [sales.group_id.ids]),
            ("res.users", "_get_access_beyond", [self.wide.ids, sales.ids]),
        )
        for model, method, arguments in calls:
            with self.subTest(model, method=method), self.assertRaises(AccessError):
                call_kw(self.env[model].with_user(self.manager), method, arguments, {})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_somebody_elses_dialog_is_out_of_reach(self):
        colleague = new_test_user(
            self.env, "colleague", groups="base.group_user,base.group_erp_manager"
        )
        give = self._open(self.wide)
        line = give.line_ids
        for record in (give, line):
            other = record.with_user(colleague)
            with self.assertRaises(AccessError):
                other.read([])
            with self.assertRaises(AccessError):
                other.unlink()
        with self.assertRaises(AccessError):
            line.with_user(colleague).take_away = True
        with self.assertRaises(AccessError):
            give.with_user(colleague).action_confirm()

    def test_many_people_cost_no_query_each(self):
        def read(users):
            give = self._open(users)
            give.line_ids.profile_ids = self._profile("marketing")
            self.env.flush_all()
            fields = {"beyond": {}, "is_changed": {}}

            def call():
                give.web_read({"change_count": {}, "line_ids": {"fields": fields}})

            return self._count_queries(call)

        read(self.many[:3])
        few, many = read(self.many[:3]), read(self.many)
        self.assertLessEqual(many - few, 5)

    def test_user_lists_cost_no_query_for_each_person(self):
        people = self.many.with_user(self.manager)

        def read(users):
            fields = {"playbook_beyond": {}, "playbook_profile_ids": {}}
            return self._count_queries(lambda: users.web_read(fields))

        read(people[:3])
        few, many = read(people[:3]), read(people)
        self.assertLessEqual(many - few, 5)

    def test_opening_for_many_costs_little_for_each(self):
        few = self._count_queries(lambda: self._open(self.many[:3]))
        many = self._count_queries(lambda: self._open(self.many))
        self.assertLessEqual(many - few, 10)

    def test_confirming_for_many(self):
        give = self._open(self.many)
        for line in give.line_ids:
            line.write(
                {
                    "profile_ids": [Command.set(self._profile("sales").ids)],
                    "take_away": True,
                }
            )
        give.action_confirm()
        self.assertEqual(self.many.playbook_profile_ids, self._profile("sales"))
        self.assertFalse(any(user.has_group(ALL_DOCUMENTS) for user in self.many))
