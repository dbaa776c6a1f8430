"""Objectives in My Day, what is done about them, and their review."""

from odoo.fields import Date
from odoo.tests import tagged

from .objective_common import ObjectiveCase


@tagged("post_install", "-at_install")
class TestObjectiveDay(ObjectiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.objective = cls._activate(user_id=cls.salesperson.id)
        cls._put(cls.churn, 7, 20, 100)
        cls._put(cls.churn, 8, 20, 100)

    def _at_risk(self):
        self.assertEqual(self._update_on(self.objective, "2025-09-05"), "at_risk")

    def _day(self, user):
        return self.env["playbook.day"].with_user(user)

    def _lines(self, user, source="objective"):
        lines = self._day(user).get_my_day()["lines"]
        return [line for line in lines if line["source"] == source]

    def test_at_risk_stands_in_the_day_of_who_answers(self):
        with self._on("2025-09-05"):
            self.assertFalse(self._lines(self.salesperson))
            self._at_risk()
            (line,) = self._lines(self.salesperson)
            self.assertFalse(self._lines(self.manager))
        self.assertEqual(line["badge"], "20.0\xa0%, expected 18.3\xa0%")
        self.assertTrue(line["automatic"])

    def test_planning_something_takes_it_away_until_that_is_due(self):
        self._at_risk()
        with self._on("2025-09-05"):
            (line,) = self._lines(self.salesperson)
            answer = self._day(self.salesperson).finish_line(line["key"], 1)
            self.assertEqual(answer["action"]["res_model"], "mail.activity.schedule")
            wizard = (
                self.env["mail.activity.schedule"]
                .with_user(self.salesperson)
                .with_context(**answer["action"]["context"])
                .create(
                    {
                        "activity_type_id": self.env.ref(
                            "mail.mail_activity_data_todo"
                        ).id,
                        "summary": "Call those who complain",
                        "date_deadline": "2025-09-12",
                        "activity_user_id": self.salesperson.id,
                    }
                )
            )
            wizard.action_schedule_activities()
            self.assertFalse(self._lines(self.salesperson))
            self.assertEqual(self.objective.corrective_count, 1)
        activity = self.objective.activity_ids
        with self._on("2025-09-12"):
            activity.with_user(self.salesperson).action_feedback(feedback="Done so")
            self.objective.invalidate_recordset()
            self.assertEqual(self.objective.corrective_done_count, 1)
            self.assertTrue(self._lines(self.salesperson), "still at risk")
        action = self.objective.action_open_corrective()
        found = self.env["mail.activity"].with_context(active_test=False)
        self.assertEqual(found.search(action["domain"]), activity)

    def test_postponing_plans_to_look_at_it(self):
        self._at_risk()
        with self._on("2025-09-05"):
            (line,) = self._lines(self.salesperson)
            answer = self._day(self.salesperson).postpone_line(
                line["key"], "2025-09-09"
            )
            self.assertTrue(answer["done"], answer["message"])
            self.assertFalse(self._lines(self.salesperson))
        self.assertEqual(str(self.objective.activity_ids.date_deadline), "2025-09-09")

    def test_who_has_left_is_followed_by_management(self):
        self._at_risk()
        self.salesperson.sudo().action_archive()
        with self._on("2025-09-05"):
            (line,) = self._lines(self.manager)
        self.assertEqual(line["responsible"], "Sam Sales")

    def test_what_is_asked_stands_in_the_day_of_who_decides(self):
        self.env["ir.config_parameter"].set_param("crm_playbook.four_eyes", "True")
        decider = self.manager.copy({"login": "re_decider", "name": "Dana"})
        asked = self._write_objective(goal="value", amount=5, team_id=self._team().id)
        asked.action_ask_approval()
        self.assertFalse(self._lines(self.manager, "objective_approval"))
        (line,) = self._lines(decider, "objective_approval")
        day = self._day(decider)
        asked.amount = 6
        with self._on("2025-07-11"):
            asked.action_ask_approval()
            answer = day.finish_line(line["key"], 1)
            self.assertFalse(answer["done"], "somebody has changed it since")
            (line,) = self._lines(decider, "objective_approval")
            refuse = day.finish_line(line["key"], 2)
            self.assertEqual(refuse["action"]["res_model"], "playbook.objective.decide")
            answer = day.finish_line(line["key"], 1)
        self.assertTrue(answer["done"], answer["message"])
        self.assertEqual(asked.state, "active")

    def _team(self):
        return self.env["crm.team"].create({"name": "Asked"})

    def test_reviews(self):
        self.objective.review_date = "2025-07-20"
        Review = self.env["playbook.review"].with_user(self.salesperson)
        mine = Review._find_mine()[self.salesperson]
        self.assertIn(self.objective, [due.record for due in mine])
        Review._set_dates([(self.objective, Date.to_date("2025-12-01"))])
        self.assertEqual(str(self.objective.review_date), "2025-12-01")
        self.objective.action_close()
        self.objective.sudo().review_date = "2025-07-20"
        self.assertFalse(Review._find_mine().get(self.salesperson))

    def test_where_nobody_answers_sales_management_does(self):
        self._at_risk()
        # As written before that was refused.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE playbook_objective SET user_id = NULL WHERE id = %s",
            [self.objective.id],
        )
        self.env.invalidate_all()
        for user, expected in (
            (self.manager, self.objective),
            (self.salesperson, self.objective.browse()),
        ):
            found = self.env["playbook.objective"].with_user(user)._find_at_risk()
            self.assertEqual(found, expected)
