"""Nobody gives themselves or others more than their profile lets them give."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import INTERNAL
from .matrix_common import REFUSALS, MatrixCommon

WHO = ("configurator", "sales_management", "marketing", "service_all", "sales_all")


@tagged("post_install", "-at_install")
class TestNobodyRaisesAnybody(MatrixCommon):
    wanted = {"other_team", ("mine", "service_own")}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.more = env.ref("sales_team.group_sale_salesman_all_leads")
        cls.profile = env.ref("crm_playbook.profile_sales")
        cls.victim = cls.holders["without_profile"]
        cls.decision = cls.plain["playbook.decision.type"]["any"]
        cls.lead_model = env["ir.model"]._get_id("crm.lead")
        cls.another_team = env["crm.team"].create({"name": "Another"})

    def _assert_all_refused(self, holder, attempts):
        """Every attempt is refused, and changes nobody's groups."""
        watched = self.holders[holder] | self.victim
        before = {user: user.all_group_ids for user in watched}
        self._act_as(holder)
        for name, attempt in attempts.items():
            with self.subTest(holder=holder, attempt=name):
                with (
                    mute_logger(*REFUSALS),
                    self.assertRaises(UserError),
                    self._undone(),
                ):
                    attempt()
                    self.env.flush_all()
                self.env.invalidate_all()
                self.assertEqual(before, {u: u.all_group_ids for u in watched})

    def test_groups_rules_and_access_lines(self):
        for holder in WHO:
            self._assert_all_refused(holder, self._access_attempts(holder))

    def _access_attempts(self, holder):
        env = self.env(user=self.holders[holder])
        # The environment's own user is a superuser.
        me, more = env["res.users"].browse(env.uid), self.more
        link = {"group_ids": [Command.link(more.id)]}
        rule = self.env.ref("crm_playbook.crm_lead_rule_read_all").with_env(env)
        line = self.env["ir.model.access"].search([], limit=1).with_env(env)
        values = {"name": "Mine", "model_id": self.lead_model}
        group = more.with_env(env)
        make = {
            model: env[model].create
            for model in ("res.groups", "ir.rule", "ir.model.access", "res.users")
        }
        return {
            "own groups": lambda: me.write(link),
            "groups of another": lambda: self.victim.with_env(env).write(link),
            "a role": lambda: me.write({"role": "group_system"}),
            "users of a group": lambda: group.write(
                {"user_ids": [Command.link(me.id)]}
            ),
            "what a group implies": lambda: env.ref(INTERNAL).write(
                {"implied_ids": [Command.link(more.id)]}
            ),
            "a new group": lambda: make["res.groups"](
                {"name": "Mine", "user_ids": [Command.link(me.id)]}
            ),
            "a new user": lambda: make["res.users"]({"name": "X", "login": "x"} | link),
            "a new rule": lambda: make["ir.rule"](values),
            "a rule": lambda: rule.write({"domain_force": "[]"}),
            "no rule": rule.unlink,
            "a new line": lambda: make["ir.model.access"]({**values, "perm_read": 1}),
            "a line": lambda: line.write({"perm_write": True}),
            "the settings": lambda: env["res.config.settings"].create({}).execute(),
            "a parameter": lambda: env["ir.config_parameter"].set_param("a", "b"),
        }

    def test_code_that_others_run(self):
        for holder in WHO:
            env = self.env(user=self.holders[holder])
            code = "{{ object.env.user.sudo().write({}) }}"
            action = {"name": "Mine", "model_id": self.lead_model, "state": "code"}
            default = {"field_id": self.env.ref("crm.field_crm_lead__name").id}
            view = self.env.ref("crm.crm_lead_view_form").with_env(env)
            self._assert_all_refused(
                holder,
                {
                    "a server action": lambda env=env, values=action: env[
                        "ir.actions.server"
                    ].create(values),
                    "a template": lambda env=env, code=code: env[
                        "mail.template"
                    ].create(
                        {"name": "M", "model_id": self.lead_model, "subject": code}
                    ),
                    "a default for all": lambda env=env, values=default: env[
                        "ir.default"
                    ].create({**values, "json_value": '"x"', "user_id": False}),
                    "a scheduled action": lambda env=env: env["ir.cron"].create(
                        {"name": "M", "model_id": self.lead_model, "code": "1"}
                    ),
                    "a view": lambda view=view: view.write({"priority": 1}),
                    "a filter of another": lambda env=env: env["ir.filters"].create(
                        {
                            "name": "M",
                            "model_id": "crm.lead",
                            "user_ids": [Command.set(self.victim.ids)],
                        }
                    ),
                },
            )

    def test_profiles_and_decisions(self):
        for holder in WHO:
            env = self.env(user=self.holders[holder])
            self._assert_all_refused(
                holder,
                {
                    **self._profile_attempts(env),
                    **self._decision_attempts(env),
                },
            )

    def _profile_attempts(self, env):
        profile = self.profile.with_env(env)
        members = {"user_ids": [Command.link(env.uid)]}
        department = self.plain["playbook.department"]["any"].with_env(env)
        nested = [Command.update(profile.id, members)]
        decision = self.decision.with_env(env)
        return {
            "members": lambda: profile.write(members),
            "its group": lambda: profile.write({"group_id": self.more.id}),
            "its level": lambda: profile.write({"given_group_id": self.more.id}),
            "what it was made after": lambda: profile.write({"model_id": profile.id}),
            "a profile": lambda: env["playbook.profile"].create(
                {"name": "M", "group_id": self.more.id}
            ),
            "a copy": lambda: profile.copy(),
            "through a department": lambda: department.write({"profile_ids": nested}),
            "through a decision": lambda: decision.write({"consulted_ids": nested}),
            "a table of profiles": lambda: env["playbook.profile.give"].create({}),
            "the button": profile.action_give,
            "the proposal": env["playbook.profile.give"].action_propose,
            "a new one": lambda: env["playbook.profile.create"].create({"name": "M"}),
        }

    def _decision_attempts(self, env):
        other = self.env.ref("crm_playbook.profile_marketing")
        decision, link = self.decision.with_env(env), [Command.link(other.id)]
        profile = other.with_env(env)
        decides = {"decision_type_ids": [Command.link(decision.id)]}
        nested = {"decider_ids": link}
        makes = {"decision_type_ids": [Command.create({"name": "M"})]}
        updates = {"decision_type_ids": [Command.update(decision.id, nested)]}
        workflow = self.workflow.with_env(env)
        return {
            "who decides": lambda: decision.write(nested),
            "a decision": lambda: decision.create({"name": "M", **nested}),
            "what a profile decides": lambda: profile.write(decides),
            "a decision of a profile": lambda: profile.write(makes),
            "who decides, nested": lambda: profile.write(updates),
            "in whose name": lambda: workflow.write({"run_as_id": self.victim.id}),
        }

    def test_who_shapes_teams_widens_nobodys_scope(self):
        """Neither by making a member nor by making a leader, however it is written."""
        people = (self.holders["sales_team"], self.holders["service_team"])
        for person in people:
            with self._undone():
                self._assert_all_refused("configurator", self._team_attempts(person))
        self.holders["configurator"].group_ids = [
            Command.link(self.env.ref("crm_playbook.group_sale_salesman_team").id)
        ]
        myself = self._team_attempts(self.holders["configurator"])
        self._assert_all_refused("configurator", myself)

    def _team_attempts(self, person):
        env = self.env(user=self.holders["configurator"])
        team, Team = self.another_team.with_env(env), env["crm.team"]
        Member, own = env["crm.team.member"], self.matrix_team.with_env(env)
        values = {"user_id": person.id, "crm_team_id": team.id}
        plain = self.env["crm.team.member"].create({**values, "active": False})
        archived = plain.with_env(env)
        other = self.env["crm.team.member"].create(
            {"user_id": self.victim.id, "crm_team_id": team.id}
        )
        member = [Command.create({"user_id": person.id})]
        people = {"member_ids": [Command.link(person.id)]}
        return {
            "a member": lambda: Member.create(values),
            "an archived one": lambda: archived.write({"active": True}),
            "unarchived": lambda: archived.action_unarchive(),
            "another person": lambda: other.with_env(env).write({"user_id": person.id}),
            "the leader": lambda: team.write({"user_id": person.id}),
            "the people": lambda: team.write(people),
            "nested": lambda: team.write({"crm_team_member_ids": member}),
            "a team with a leader": lambda: Team.create(
                {"name": "M", "user_id": person.id}
            ),
            "a team with people": lambda: Team.create({"name": "M", **people}),
            "a team with members": lambda: Team.create(
                {"name": "M", "crm_team_member_ids": member}
            ),
            "a copy of a team that they lead": lambda: own.copy({"user_id": person.id}),
            "from the user": lambda: person.with_env(env).write(
                {"crm_team_ids": [Command.link(team.id)]}
            ),
        }

    def test_who_shapes_teams_makes_colleagues_of_nobody_who_sees_theirs(self):
        """A new colleague's customers would be seen by who serves the team's."""
        env = self.env(user=self.holders["configurator"])
        team = self.matrix_team.with_env(env)
        served = self.holders["service_own"]
        self._assert_all_refused(
            "configurator",
            {"a member": lambda: team.write({"member_ids": [Command.link(served.id)]})},
        )

    # ------------------------------------------------------------------
    # Who serves only their customers makes no colleague's theirs
    # ------------------------------------------------------------------

    def test_who_serves_own_customers_takes_nobody_elses_over(self):
        theirs = self.cases["other_team"]["crm.lead"].partner_id
        contact = self._create_contact(theirs)
        own = self.cases["mine", "service_own"]["crm.lead"].partner_id
        self.holders["service_own"].group_ids += self.env.ref(
            "base.group_partner_manager"
        )
        env = self._act_as("service_own")
        theirs, contact, own = (each.with_env(env) for each in (theirs, contact, own))
        mine = {"service_user_id": env.uid}
        attempts = {
            "the responsible": lambda: theirs.write(mine),
            "nobody": lambda: theirs.write({"service_user_id": False}),
            "by the form": lambda: theirs.web_save(mine, {}),
            "on a contact": lambda: contact.write(mine),
            "another company": lambda: contact.write({"parent_id": own.id}),
            "below mine": lambda: theirs.write({"parent_id": own.id}),
            "a company of its own": lambda: contact.write(
                {"parent_id": False, "is_company": True, **mine}
            ),
            "linked": lambda: own.write({"child_ids": [Command.link(contact.id)]}),
            "linked to a new one": lambda: own.create(
                {"name": "New", **mine, "child_ids": [Command.link(contact.id)]}
            ),
            "nested": lambda: own.write(
                {"child_ids": [Command.update(theirs.id, mine)]}
            ),
            "set": lambda: own.write({"child_ids": [Command.set(contact.ids)]}),
            "imported": lambda: self._import(env, theirs),
            "merged": lambda: self._merge(env, own | theirs, own),
            "a contact merged": lambda: self._merge(env, own | contact, own),
        }
        for name, attempt in attempts.items():
            with self.subTest(name):
                with self.assertRaises(UserError), self._undone():
                    attempt()
                    self.env.flush_all()
                self.env.invalidate_all()

    def _import(self, env, partner):
        result = env["res.partner"].load(
            [".id", "service_user_id/.id"], [[str(partner.id), str(env.uid)]]
        )
        if result["messages"]:
            raise AccessError(result["messages"][0]["message"])

    def _merge(self, env, partners, kept):
        wizard = env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": partners.ids, "dst_partner_id": kept.id}
        )
        wizard.action_merge()

    def test_a_new_contact_follows_its_company(self):
        theirs = self.cases["other_team"]["crm.lead"].partner_id
        env = self.env(user=self.holders["service_own"])
        contact = env["res.partner"].create(
            {"name": "New", "parent_id": theirs.id, "service_user_id": env.uid}
        )
        self.env.flush_all()
        self.assertEqual(theirs.service_user_id, self.user_other_team)
        self.assertEqual(contact.sudo().service_user_id, self.user_other_team)
