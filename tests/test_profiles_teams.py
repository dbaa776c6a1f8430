"""The scope *team*: what belongs to the teams that one is in or leads."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .profiles_common import SCOPES, ProfilesCommon

EVERYTHING = (
    "crm.lead",
    "sale.order",
    "sale.order.line",
    "account.move",
    "account.move.line",
    "sale.report",
    "crm.activity.report",
)
MULTI = "sales_team.membership_multi"


class TeamScopeCommon(ProfilesCommon):
    """``member`` is in ``team`` with the scope team; ``sold`` is a colleague's there,
    ``sold_other`` another team's.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(MULTI, True)
        cls.member = cls._create_user("member", SCOPES["team"])
        cls.team.member_ids = [Command.link(cls.member.id)]
        cls.membership = cls.env["crm.team.member"].search(
            [("user_id", "=", cls.member.id)]
        )
        cls.sold = cls._create_sold(cls.user_sales, cls.team)
        cls.sold_other = cls._create_sold(cls.user_other_team, cls.team_other)

    def assertReaches(self, sold, models=EVERYTHING, user=None):
        self.assertEqual(self._reached(user or self.member, sold), set(models))


@tagged("post_install", "-at_install")
class TestTeamScope(TeamScopeCommon):
    def test_member_reaches_the_teams_and_no_other(self):
        self.assertReaches(self.sold)
        self.assertReaches(self.sold_other, ())

    def test_own_scope_reaches_nothing_of_the_team(self):
        own = self._create_user("own", SCOPES["own"])
        self.team.member_ids = [Command.link(own.id)]
        self.assertReaches(self.sold, (), user=own)

    def test_leader_reaches_the_teams_without_being_a_member(self):
        leader = self._create_user("leader", SCOPES["team"])
        self.assertReaches(self.sold_other, (), user=leader)
        self.team_other.user_id = leader
        self.assertReaches(self.sold_other, user=leader)
        self.assertReaches(self.sold, (), user=leader)

    def test_member_writes_the_teams_and_no_other(self):
        for model, values in (
            ("crm.lead", {"name": "Changed"}),
            ("sale.order", {"note": "Changed"}),
            ("sale.order.line", {"name": "Changed"}),
        ):
            with self.subTest(model):
                self.sold[model].with_user(self.member).write(values)
                other = self.sold_other[model].with_user(self.member)
                self._assert_refused(lambda r=other, v=values: r.write(v))
        lead = self.env["crm.lead"].with_user(self.member)
        made = lead.create({"name": "For a colleague", "team_id": self.team.id})
        made.user_id = self.user_sales
        self._assert_refused(
            lambda: lead.create(
                {
                    "name": "For another team",
                    "team_id": self.team_other.id,
                    "user_id": self.user_other_team.id,
                }
            ),
            self.sold["crm.lead"].with_user(self.member).unlink,
        )

    def test_of_invoices_only_those_to_customers(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self._create_customer("Supplier").id,
                "team_id": self.team.id,
            }
        )
        bills = bill.with_user(self.member)
        self.assertFalse(bills.search([("id", "=", bill.id)]))
        self._assert_refused(lambda: bills.read(["name"]))

    def test_company_comes_before_team(self):
        lead = self._create_lead(
            user_id=self.user_other_company.id,
            team_id=self.team.id,
            company_id=self.company_other.id,
        )
        seen = lead.with_user(self.member)
        self.assertFalse(seen.search([("id", "=", lead.id)]))
        self._assert_refused(lambda: seen.read(["name"]))
        self.member.company_ids = [Command.link(self.company_other.id)]
        companies = (self.env.company | self.company_other).ids
        seen.with_context(allowed_company_ids=companies).read(["name"])

    def test_several_teams(self):
        self.team_other.member_ids = [Command.link(self.member.id)]
        self.assertReaches(self.sold)
        self.assertReaches(self.sold_other)

    def test_where_one_team_at_most_joining_another_leaves_the_first(self):
        self.env["ir.config_parameter"].set_param(MULTI, False)
        self.assertReaches(self.sold)
        self.team_other.member_ids = [Command.link(self.member.id)]
        self.assertReaches(self.sold, ())
        self.assertReaches(self.sold_other)
        self.membership.action_unarchive()
        self.assertReaches(self.sold)
        self.assertReaches(self.sold_other, ())

    def test_gives_the_cached_rule_up_at_once(self):
        """Each way out of a team, after the rule was asked for and cached."""
        for name, leave in {
            "membership deleted": self.membership.unlink,
            "membership archived": self.membership.action_archive,
            "taken off the team": lambda: self.team.write(
                {"member_ids": [Command.unlink(self.member.id)]}
            ),
            "moved": lambda: self.membership.write({"crm_team_id": self.team_other.id}),
            "another user": lambda: self.membership.write(
                {"user_id": self.user_salesperson.id}
            ),
            "team archived": self.team.action_archive,
        }.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                self.assertReaches(self.sold)
                leave()
                self.assertReaches(self.sold, ())
                savepoint.rollback()
                # What the test takes back, no worker has seen.
                self.env.registry.clear_cache()
                self.env.invalidate_all()

    def test_leading_no_longer(self):
        leader = self._create_user("leader", SCOPES["team"])
        self.team.user_id = leader
        self.assertReaches(self.sold, user=leader)
        self.team.user_id = self.user_team_leader
        self.assertReaches(self.sold, (), user=leader)
        self.team.user_id = leader
        self.assertReaches(self.sold, user=leader)
        self.team.user_id = False
        self.assertReaches(self.sold, (), user=leader)

    def test_a_deleted_team_shows_nothing(self):
        team = self.env["crm.team"].create(
            {"name": "Short-lived", "member_ids": [Command.link(self.member.id)]}
        )
        lead = self._create_lead(team_id=team.id, user_id=self.user_sales.id)
        self.assertIn(team, self.member.playbook_team_ids)
        seen = lead.with_user(self.member)
        seen.read(["name"])
        lead.team_id = False
        self.env.flush_all()
        self.env["crm.team.member"].search([("crm_team_id", "=", team.id)]).unlink()
        team.unlink()
        self.assertNotIn(team.id, self.member.playbook_team_ids.ids)
        self._assert_refused(lambda: seen.read(["name"]))

    def test_rules_stay_cached_while_teams_stay(self):
        self._reached(self.member, self.sold)
        self.sold["crm.lead"].with_user(self.member).search([])
        with self._recorded_queries() as queries:
            self.sold["crm.lead"].with_user(self.member).search([])
        self.assertEqual(len(queries), 1)


@tagged("post_install", "-at_install")
class TestConfiguratorAndTeams(TeamScopeCommon):
    """The Configurator makes teams, and shows nobody more by it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._create_user("own", SCOPES["own"])
        cls.all = cls._create_user("all", SCOPES["all"])
        cls.as_configurator = cls.env(user=cls.user_configurator)
        cls.Team = cls.as_configurator["crm.team"]
        cls.Member = cls.as_configurator["crm.team.member"]
        cls.other = cls.team_other.with_env(cls.as_configurator)

    def test_puts_nobody_of_team_scope_into_a_team(self):
        archived = self.env["crm.team.member"].create(
            {"crm_team_id": self.team_other.id, "user_id": self.member.id}
        )
        archived.active = False
        hidden = self.env["crm.team"].create(
            {"name": "Hidden", "member_ids": [Command.set(self.member.ids)]}
        )
        hidden.active = False
        own = self.Member.create(
            {"crm_team_id": self.team_other.id, "user_id": self.own.id}
        )
        link = [Command.link(self.member.id)]
        self._assert_refused(
            lambda: self.other.write({"member_ids": link}),
            lambda: self.other.write({"user_id": self.member.id}),
            lambda: self.Team.create({"name": "New", "member_ids": link}),
            lambda: self.Team.create({"name": "New", "user_id": self.member.id}),
            lambda: self.Team.create(
                {
                    "name": "New",
                    "crm_team_member_ids": [
                        Command.create({"user_id": self.member.id})
                    ],
                }
            ),
            lambda: self.membership.with_env(self.as_configurator).write(
                {"crm_team_id": self.team_other.id}
            ),
            lambda: own.write({"user_id": self.member.id}),
            archived.with_env(self.as_configurator).action_unarchive,
            hidden.with_env(self.as_configurator).action_unarchive,
            message="would show",
        )

    def test_does_not_widen_himself(self):
        self.user_configurator.group_ids = [
            Command.link(self.env.ref(SCOPES["team"]).id)
        ]
        me = self.user_configurator.id
        self._assert_refused(
            lambda: self.other.write({"member_ids": [Command.link(me)]}),
            lambda: self.other.write({"user_id": me}),
            message="would show",
        )

    def test_puts_people_of_own_or_all_scope_into_teams(self):
        both = self.own | self.all
        team = self.Team.create(
            {
                "name": "New",
                "user_id": self.all.id,
                "member_ids": [Command.set(both.ids)],
            }
        )
        self.other.member_ids = [Command.link(user.id) for user in both]
        self.other.user_id = self.own
        self.assertEqual(team.member_ids, both)
        self.assertReaches(self.sold_other, (), user=self.own)
        team.action_archive()
        team.action_unarchive()

    def test_removes_anybody(self):
        """And whoever else sees the team's documents stays where they are."""
        stays = self._create_user("stays", SCOPES["team"])
        self.team.write({"member_ids": [Command.link(stays.id)], "user_id": stays.id})
        team = self.team.with_env(self.as_configurator)
        team.write(
            {
                "member_ids": [Command.unlink(self.member.id)],
                "user_id": stays.id,
                "active": True,
            }
        )
        self.assertReaches(self.sold, ())
        self.assertReaches(self.sold, user=stays)
        team.user_id = False

    def test_who_gives_access_puts_anybody_into_teams(self):
        manager = self._create_user("manager", "sales_team.group_sale_manager")
        self.team_other.with_user(manager).member_ids = [Command.link(self.member.id)]
        self.assertReaches(self.sold_other)

    def test_a_colleague_with_customers_shows_them_to_service_of_the_team(self):
        service = self._create_user(
            "service_team", "crm_playbook.group_customer_service_team"
        )
        self.team_other.member_ids = [Command.link(service.id)]
        link = {"member_ids": [Command.link(self.own.id)]}
        with self.env.cr.savepoint() as savepoint:
            self.other.write(link)
            savepoint.rollback()
            self.env.registry.clear_cache()
            self.env.invalidate_all()
        self._create_customer("Theirs", service_user_id=self.own.id)
        with self.assertRaisesRegex(AccessError, "service_team"):
            self.other.write(link)
