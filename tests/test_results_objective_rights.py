"""Who reads which objectives, and what one that is active holds fast."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .objective_common import ObjectiveCase


@tagged("post_install", "-at_install")
class TestObjectiveRights(ObjectiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = new_test_user(
            cls.env, "re_leader", PROFILE_GROUPS["sales"].split(",")[0]
        )
        cls.mine, cls.theirs = cls.env["crm.team"].create(
            [
                {"name": "Mine", "user_id": cls.leader.id},
                {"name": "Theirs"},
            ]
        )
        cls.env["crm.team.member"].create(
            {"crm_team_id": cls.mine.id, "user_id": cls.salesperson.id}
        )
        keep = {"goal": "keep", "amount": 50, "user_id": cls.manager.id}
        for team in (cls.mine, cls.theirs):
            cls._put(cls.churn, 6, 1, 9, team=team)
        cls.of_all = cls._activate(title="All", **keep)
        cls.of_mine = cls._activate(title="Ours", team_id=cls.mine.id, **keep)
        cls.of_theirs = cls._activate(title="Theirs", team_id=cls.theirs.id, **keep)
        cls.every = cls.of_all | cls.of_mine | cls.of_theirs

    def _read(self, user):
        found = self.env["playbook.objective"].with_user(user)
        return found.search([("id", "in", self.every.ids)]).with_env(self.every.env)

    def test_another_teams_figures_are_not_told_by_its_objective(self):
        own = self.of_all | self.of_mine
        self.assertEqual(self._read(self.salesperson), own)
        self.assertEqual(self._read(self.leader), own)
        self.assertEqual(self._read(self.configurator), self.of_all)
        self.assertEqual(self._read(self.manager), self.every)
        with self.assertRaises(AccessError):
            self.of_theirs.with_user(self.salesperson).read(["baseline_value"])

    def test_who_answers_for_it_reads_it(self):
        self.of_theirs.sudo().user_id = self.salesperson
        self.assertEqual(self._read(self.salesperson), self.every)

    def test_one_of_a_person_in_another_team_is_that_persons(self):
        self.of_theirs.sudo().write({"figures_user_id": self.salesperson.id})
        self.assertEqual(self._read(self.salesperson), self.every)
        self.assertNotIn(self.of_theirs, self._read(self.configurator))

    def test_what_serves_or_is_served_by_what_one_may_not_read(self):
        self.of_mine.sudo().write(
            {"parent_id": self.of_theirs.id, "level": "initiative"}
        )
        read = self.of_mine.with_user(self.salesperson)
        spec = {name: {} for name in ("title", "standing_words", "children_words")}
        spec["parent_id"] = {"fields": {"display_name": {}}}
        self.assertEqual(read.web_read(spec)[0]["title"], "Ours")

    def test_what_an_active_one_is_about_is_not_archived(self):
        churn = self.churn.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "“(All|Ours|Theirs)”"):
            churn.active = False
        (self.of_all | self.of_mine).sudo().state = "closed"
        with self.assertRaises(UserError) as refused:
            self.churn.with_user(self.configurator).active = False
        self.assertNotIn("Theirs", str(refused.exception))
        self.assertIn("Sales Management", str(refused.exception))
        self.of_theirs.sudo().state = "closed"
        churn.active = False
        self.assertFalse(self.churn.active)
