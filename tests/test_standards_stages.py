"""Which stages may follow which, and that nothing becomes a dead end."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged, users

from .transition_common import TransitionCommon


class StagesCommon(TransitionCommon):
    """No stages but ours: what is refused depends on all of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ours = cls.first | cls.second | cls.third | cls.won
        others = cls.env["crm.stage"].search([("id", "not in", ours.ids)])
        leads = cls.env["crm.lead"].with_context(active_test=False)
        leads.search([("stage_id", "in", others.ids)]).stage_id = cls.first
        others.unlink()
        cls.env.flush_all()

    def _allow(self, stage, *following):
        stage.next_stage_ids = [Command.set([each.id for each in following])]

    def _assert_dead_end(self, change, *named):
        """``change`` is refused, and ``named`` are named."""
        with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
            change()
            self.env.flush_all()
        self.env.invalidate_all()
        for each in named:
            self.assertIn(each.name, str(caught.exception))
        return str(caught.exception)


@tagged("post_install", "-at_install")
class TestAllowedNextStages(StagesCommon):
    def test_everything_is_allowed_until_somebody_says_what(self):
        allowed = self.env["crm.stage"]._get_allowed_next()
        self.assertEqual(
            allowed, dict.fromkeys(self.env["crm.stage"].search([]).ids, None)
        )

    @users("playbook_sales")
    def test_what_is_listed_is_told_to_everybody(self):
        self._allow(self.first.sudo(), self.second, self.won)
        allowed = self.env["crm.stage"]._get_allowed_next()
        self.assertEqual(allowed[self.first.id], {self.second.id, self.won.id})
        self.assertIsNone(allowed[self.second.id])

    def test_asking_costs_two_queries_at_first_and_none_again(self):
        Stage = self.env["crm.stage"].with_user(self.user_sales)
        self.env.registry.clear_cache()
        few = self._count_queries(Stage._get_allowed_next)
        self.assertEqual(self._count_queries(Stage._get_allowed_next), 0)
        more = Stage.sudo().create([{"name": f"Step {each}"} for each in range(30)])
        more.next_stage_ids = self.won
        self.env.registry.clear_cache()
        self.assertEqual(self._count_queries(Stage._get_allowed_next), few)
        self.assertLessEqual(few, 2)

    def test_what_changes_is_told_anew(self):
        Stage = self.env["crm.stage"]
        Stage._get_allowed_next()
        self._allow(self.first, self.second)
        self.assertEqual(Stage._get_allowed_next()[self.first.id], {self.second.id})
        fourth = Stage.create({"name": "Fourth", "next_stage_ids": self.won.ids})
        self.assertEqual(Stage._get_allowed_next()[fourth.id], {self.won.id})
        self._allow(self.first, fourth, self.second)
        fourth.unlink()
        self.assertNotIn(fourth.id, Stage._get_allowed_next())
        self.assertEqual(Stage._get_allowed_next()[self.first.id], {self.second.id})

    def test_what_does_not_matter_leaves_the_cache_alone(self):
        Stage = self.env["crm.stage"].with_user(self.user_sales)
        Stage._get_allowed_next()
        self.first.requirements = "Call first"
        self.assertEqual(self._count_queries(Stage._get_allowed_next), 0)


@tagged("post_install", "-at_install")
class TestDeadEnds(StagesCommon):
    def test_a_chain_to_the_won_stage_is_fine(self):
        self._allow(self.first, self.second)
        self._allow(self.second, self.first, self.third)
        self._allow(self.third, self.won)

    def test_a_stage_without_a_list_leads_everywhere(self):
        self._allow(self.first, self.second)
        self.assertFalse(self.second.next_stage_ids)

    def test_a_circle_is_refused_by_name(self):
        self._allow(self.first, self.second)
        text = self._assert_dead_end(
            lambda: self._allow(self.second, self.first), self.first, self.second
        )
        self.assertNotIn(self.third.name, text)
        self.assertIn("leads to a won stage", text)

    def test_one_is_not_created(self):
        values = {"name": "Limbo", "team_ids": self.team.ids}
        self._set_teams(self.won, self.team_other)
        with self.assertRaisesRegex(ValidationError, "Limbo"), self.env.cr.savepoint():
            self.env["crm.stage"].create({**values, "next_stage_ids": self.first.ids})
        self.assertTrue(self.env["crm.stage"].create(values))

    def test_the_won_stage_is_not_given_up(self):
        self._allow(self.first, self.won)
        self._assert_dead_end(lambda: self.won.write({"is_won": False}), self.first)
        self.second.is_won = True
        self._allow(self.first, self.second)
        self.won.is_won = False

    def test_the_way_out_is_not_deleted(self):
        self._allow(self.first, self.second)
        self._assert_dead_end(self.second.unlink, self.first)
        self._allow(self.first, self.second, self.won)
        self.second.unlink()
        self.assertEqual(self.first.next_stage_ids, self.won)

    def test_without_lists_everything_may_go(self):
        self.won.unlink()
        self.assertFalse(self.won.exists())

    @users("playbook_configurator")
    def test_a_form_says_so_to_the_configurator(self):
        stage = self.first.with_env(self.env)
        with Form(stage, "crm.crm_stage_form") as form:
            form.next_stage_ids.add(self.second)
        self.assertEqual(stage.next_stage_ids, self.second)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.second.with_env(self.env).next_stage_ids = self.first
        stage.next_stage_ids = False

    def test_nobody_else_says_so(self):
        for user in (self.user_sales, self.user_sales_management, self.user_marketing):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.first.with_user(user).next_stage_ids = self.second

    def test_who_has_no_profile_sees_nothing_of_it(self):
        group = self.env.ref("sales_team.group_sale_manager")
        self.user_without_profile.group_ids += group
        for view in ("crm.crm_stage_form", "crm.crm_stage_tree"):
            view = self.env.ref(view)
            for user in (self.user_without_profile, self.user_configurator):
                Stage = self.env["crm.stage"].with_user(user)
                arch = Stage.get_view(view.id, view.type)["arch"]
                seen = user == self.user_configurator
                with self.subTest(view.name, user=user.login):
                    self.assertEqual("next_stage_ids" in arch, seen)

    def test_checking_costs_the_same_for_few_and_many(self):
        more = self.env["crm.stage"].create(
            [
                {"name": f"Step {each}", "next_stage_ids": self.won.ids}
                for each in range(33)
            ]
        )
        teams = self.team | self.team_other
        more[3:].write({"team_ids": [Command.set(teams.ids)]})
        few = self._count_queries(
            lambda: more[:3].write({"next_stage_ids": [Command.link(self.third.id)]})
        )
        many = self._count_queries(
            lambda: more[3:].write({"next_stage_ids": [Command.link(self.third.id)]})
        )
        self.assertEqual(few, many)


@tagged("post_install", "-at_install")
class TestNextStagesOfTeams(StagesCommon):
    def test_a_stage_does_not_follow_itself(self):
        self._assert_dead_end(
            lambda: self._allow(self.first, self.first, self.won), self.first
        )

    def test_stages_without_a_common_team_do_not_follow_each_other(self):
        self._set_teams(self.first, self.team)
        self._set_teams(self.second, self.team_other)
        text = self._assert_dead_end(
            lambda: self._allow(self.first, self.second, self.won),
            self.first,
            self.second,
        )
        self.assertIn("no sales team uses both", text)
        self._set_teams(self.second, self.team | self.team_other)
        self._allow(self.first, self.second)
        self._assert_dead_end(
            lambda: self._set_teams(self.second, self.team_other),
            self.first,
            self.second,
        )
        self._set_teams(self.second, self.env["crm.team"])

    def test_the_way_out_of_another_team_is_none(self):
        self._set_teams(self.second, self.team_other)
        text = self._assert_dead_end(
            lambda: self._allow(self.first, self.second), self.first
        )
        self.assertNotIn(self.team_other.name, text)
        self.assertIn("of the sales team", text)
        self._allow(self.first, self.second, self.third)

    def test_a_team_without_a_won_stage_reaches_none(self):
        self._set_teams(self.won, self.team_other)
        self._set_teams(self.first, self.team)
        text = self._assert_dead_end(
            lambda: self._allow(self.first, self.second), self.first
        )
        self.assertIn(self.team.name, text)

    def test_teams_of_companies_one_is_not_in_count(self):
        theirs = self.env["crm.team"].create(
            {"name": "Elsewhere", "company_id": self.company_other.id}
        )
        self._set_teams(self.second, theirs)
        self._set_teams(self.first, self.team)
        configurator = self.first.with_user(self.user_configurator)
        self.assertNotIn(self.company_other.id, configurator.env.user.company_ids.ids)
        self._assert_dead_end(
            lambda: self._allow(configurator, self.second, self.won),
            self.first,
            self.second,
        )
