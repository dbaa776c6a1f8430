"""What does not fit into the dialog is answered clearly, and leaves one row or none."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .actions_common import ActionsCommon


@tagged("post_install", "-at_install")
class TestBadDialog(ActionsCommon):
    def setUp(self):
        super().setUp()
        self.foreign = self.env["playbook.outcome"].create(
            {"name": "Of others", "activity_type_ids": self.kind_next.ids}
        )
        self.activity = self._plan().with_user(self.user_sales)

    def test_the_dialog_of_who_comes_second(self):
        log = self._open(self.activity)
        self.activity.with_user(self.user_all).action_playbook_finish(self.neutral.id)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Playbook all, Perhaps"):
            log.action_save()
        self.assertEqual(self._actions_of(self.activity).outcome_id, self.neutral)

    def test_the_dialog_whose_activity_was_deleted(self):
        log = self._open(self.activity)
        self.activity.sudo().unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            log.action_save()

    def _open(self, activity, **values):
        Log = self.env["playbook.action.log"].with_user(self.user_sales)
        values = {"outcome_id": self.positive.id, **values}
        return Log.create({"activity_ids": activity.ids, **values})

    def test_the_same_dialog_twice(self):
        Log = self.env["playbook.action.log"].with_user(self.user_sales)
        log = Log.create(
            {
                "lead_id": self.lead.id,
                "activity_type_id": self.kind.id,
                "outcome_id": self.neutral.id,
            }
        )
        log.action_save()
        with self.assertRaises(UserError), self.cr.savepoint():
            log.action_save()
        actions = self.env["playbook.action"].search([("lead_id", "=", self.lead.id)])
        self.assertEqual(len(actions), 1)

    def _log(self, **values):
        Log = self.env["playbook.action.log"].with_user(self.user_sales)
        return Log.create(
            {
                "lead_id": self.lead.id,
                "activity_type_id": self.kind.id,
                "outcome_id": self.neutral.id,
                **values,
            }
        )

    def _assert_not_logged(self, words, **values):
        before = self.env["playbook.action"].search_count([])
        with (
            mute_logger("odoo.addons.base.models.ir_rule", "odoo.sql_db"),
            self.assertRaisesRegex(UserError, words),
            self.cr.savepoint(),
        ):
            self._log(**values).action_save()
        self.env.invalidate_all()
        self.assertEqual(self.env["playbook.action"].search_count([]), before)

    def test_what_has_not_happened_yet(self):
        now = fields.Datetime.now()
        self._assert_not_logged("not happened yet", date_done=now + timedelta(hours=1))
        # Clocks differ.
        log = self._log(date_done=now + timedelta(minutes=2))
        log.action_save()
        action = self.env["playbook.action"].search([("lead_id", "=", self.lead.id)])
        self.assertLessEqual(action.date_done, fields.Datetime.now())

    def test_nobody_and_nothing(self):
        self._assert_not_logged("which customer", lead_id=False)
        self._assert_not_logged("without an outcome|an outcome", outcome_id=False)

    def test_what_is_not_offered(self):
        self._assert_not_logged("Of others", outcome_id=self.foreign.id)
        self._assert_not_logged("few words", outcome_id=self.negative.id, note="  ")

    def test_documents_that_one_does_not_reach(self):
        hidden = self._create_lead(
            user_id=self.user_other_company.id,
            company_id=self.company_other.id,
            team_id=False,
        )
        others = self._create_lead(user_id=self.user_other_team.id, team_id=False)
        for lead in hidden | others:
            self._assert_not_logged("not allowed|access|restrict", lead_id=lead.id)
            activity = self._plan(lead, user_id=self.user_other_team.id)
            self._assert_not_logged(
                "not allowed|access|restrict|security",
                lead_id=False,
                activity_ids=activity.ids,
            )
            self.assertTrue(activity.active)

    def test_hostile_values_in_what_is_reported(self):
        self.env["playbook.reported.field"].create(
            [
                {
                    "activity_type_id": self.kind.id,
                    "field_name": name,
                    "required": False,
                }
                for name in ("expected_revenue", "date_deadline", "source_id")
            ]
        )
        name = self.lead.name
        # Neither a list nor a text is what a client sends.
        for reported in ([1], "x", 7, {"crm.lead": [1]}, {"crm.lead": "x"}):
            with self.subTest(reported=reported):
                self._log(reported=reported).action_save()
        for values in (
            {"expected_revenue": "much"},
            {"expected_revenue": {"a": 1}},
            {"date_deadline": "soon"},
            {"date_deadline": [1]},
            {"source_id": 2**30},
        ):
            with self.subTest(**values):
                self._assert_not_logged(
                    "Expected Revenue|Expected Closing|Source",
                    reported={"crm.lead": values},
                )
        # What is not asked for is not written.
        self._log(
            reported={"crm.lead": {"name": "X", "user_id": 1}, "res.users": {"id": 1}}
        ).action_save()
        self.assertEqual(self.lead.name, name)
        self.assertEqual(self.lead.user_id, self.user_sales)
