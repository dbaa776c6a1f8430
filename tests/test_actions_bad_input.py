"""What does not fit is answered clearly, and leaves one row or none."""

import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .actions_common import ActionsCommon


@tagged("post_install", "-at_install")
class TestBadInput(ActionsCommon):
    def setUp(self):
        super().setUp()
        self.foreign = self.env["playbook.outcome"].create(
            {"name": "Of others", "activity_type_ids": self.kind_next.ids}
        )
        self.activity = self._plan().with_user(self.user_sales)

    def _ways(self, activity, outcome):
        def written_before():
            activity.playbook_outcome_id = outcome
            activity.action_feedback()

        return {
            "ours": lambda: activity.action_playbook_finish(outcome.id),
            "write": lambda: activity.write(
                {"playbook_outcome_id": outcome.id, "active": False}
            ),
            "before": written_before,
            "save": lambda: activity.web_save(
                {"playbook_outcome_id": outcome.id, "active": False}, {}
            ),
        }

    def _assert_refused(self, outcome, words, activity=None):
        activity = activity or self.activity
        for name, way in self._ways(activity, outcome).items():
            with self.subTest(name):
                with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                    way()
                for word in words:
                    self.assertIn(word, str(caught.exception))
                self.env.invalidate_all()
                self.assertTrue(activity.active)
                self.assertFalse(activity.playbook_outcome_id)
                self.assertFalse(self._actions_of(activity))

    def test_an_outcome_of_another_type(self):
        self._assert_refused(self.foreign, ("Of others", "Ring them up", "Perhaps"))

    def test_an_outcome_of_another_type_where_nothing_is_asked(self):
        plain = self._plan(activity_type_id=self.kind_plain.id)
        plain = plain.with_user(self.user_sales)
        self._assert_refused(self.positive, ("They want it", "Ring them up"), plain)

    def test_an_outcome_of_another_purpose(self):
        self.foreign.write(
            {
                "activity_type_ids": self.kind.ids,
                "purpose_ids": self.purpose.ids,
            }
        )
        self._assert_refused(self.foreign, ("Of others", "Perhaps"))
        self.activity.playbook_purpose_id = self.purpose
        self.assertTrue(self.activity.action_playbook_finish(self.foreign.id)["done"])

    def test_an_outcome_retired_meanwhile(self):
        self.neutral.active = False
        self._assert_refused(self.neutral, ("no longer used", "They want it"))

    def test_an_outcome_deleted_meanwhile(self):
        gone = self.neutral.id
        self.neutral.unlink()
        with self.assertRaisesRegex(UserError, "deleted meanwhile"):
            self.activity.action_playbook_finish(gone)
        self.assertTrue(self.activity.active)

    def test_an_activity_that_is_gone(self):
        self.activity.sudo().unlink()
        for way in ("action_playbook_finish", "action_feedback"):
            with self.subTest(way), self.assertRaises(UserError):
                getattr(self.activity, way)()

    def test_a_document_that_is_gone(self):
        """By the database, past Odoo: the activity is left behind."""
        lead = self._create_lead(user_id=self.user_sales.id)
        for outcome in (self.positive, self.neutral):
            with self.subTest(outcome.name):
                lead = self._create_lead(user_id=self.user_sales.id)
                activity = self._plan(lead, summary="Left").with_user(self.user_sales)
                self.env.flush_all()
                self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [lead.id])
                self.env.invalidate_all()
                answer = activity.action_playbook_finish(outcome.id, "Said")
                self.assertTrue(answer["done"])
                action = self.env["playbook.action"].search([("name", "=", "Left")])
                self.assertRecordValues(
                    action[:1],
                    [
                        {
                            "state": "done",
                            "lead_id": False,
                            "outcome_id": outcome.id,
                            "user_id": self.user_sales.id,
                            "next_activity_id": False,
                        }
                    ],
                )
        self.assertEqual(len(action), 2)

    def test_a_document_that_is_gone_asks_all_the_same(self):
        lead = self._create_lead(user_id=self.user_sales.id)
        activity = self._plan(lead).with_user(self.user_sales)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM crm_lead WHERE id = %s", [lead.id])
        self.env.invalidate_all()
        with self.assertRaises(ValidationError), self.cr.savepoint():
            activity.action_feedback()
        answer = activity.action_playbook_finish()
        self.assertEqual(answer["action"]["res_model"], "playbook.action.log")

    def test_an_archived_document(self):
        self.lead.write({"active": False})
        activity = self._plan().with_user(self.user_sales)
        activity.action_playbook_finish(self.neutral.id)
        self.assertEqual(self._actions_of(activity).lead_id, self.lead)
        self.customer.active = False
        activity = self._plan(self.customer).with_user(self.user_sales)
        activity.action_playbook_finish(self.neutral.id)
        self.assertEqual(self._actions_of(activity).partner_id, self.customer)

    def test_an_activity_that_changes_its_document_while_it_ends(self):
        """Whatever one request changes with it: what it is about then counts."""
        Model = self.env["ir.model"]
        elsewhere = self._plan(self.product).with_user(self.user_sales)
        moved = {"res_model_id": Model._get_id("crm.lead"), "res_id": self.lead.id}
        with self.assertRaises(ValidationError), self.cr.savepoint():
            elsewhere.write({**moved, "active": False})
        away = {
            "res_model_id": Model._get_id("product.product"),
            "res_id": self.product.id,
        }
        self.activity.write({**away, "active": False})
        self.assertFalse(self.activity.active)
        self.assertFalse(self._actions_of(self.activity))

    # ------------------------------------------------------------------
    # Twice
    # ------------------------------------------------------------------

    def test_finished_by_somebody_else_meanwhile(self):
        self.activity.with_user(self.user_all).action_playbook_finish(self.neutral.id)
        for way in (
            lambda: self.activity.action_playbook_finish(self.positive.id),
            lambda: self.activity.action_feedback(),
            lambda: self.activity.action_feedback_schedule_next(),
        ):
            with self.assertRaisesRegex(UserError, "Playbook all, Perhaps"):
                way()
        # What asks for nothing more changes nothing.
        self.activity.write({"active": False, "playbook_outcome_id": self.positive.id})
        self.activity.action_done()
        self.assertEqual(self._actions_of(self.activity).outcome_id, self.neutral)

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

    def test_several_of_which_one_is_finished(self):
        other = self._plan()
        other.with_user(self.user_sales).action_playbook_finish(self.neutral.id)
        both = self.activity | other.with_user(self.user_sales)
        with self.assertRaisesRegex(UserError, "finished already"):
            both.action_playbook_finish(self.neutral.id)
        self.assertTrue(self.activity.active)

    # ------------------------------------------------------------------
    # The dialog
    # ------------------------------------------------------------------

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

    def test_ids_that_are_none(self):
        for outcome_id in ("1 OR 1=1", [self.positive.id], {"a": 1}, -1, 2**40, 1.5):
            with (
                self.subTest(outcome_id=outcome_id),
                mute_logger("odoo.sql_db"),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                self.activity.action_playbook_finish(outcome_id)
        self.assertTrue(self.activity.active)

    def test_a_field_that_cannot_be_reported(self):
        for name in ("id", "create_uid", "no_such", "activity_ids", "day_close"):
            with (
                self.subTest(name),
                self.assertRaises(ValidationError),
                self.cr.savepoint(),
            ):
                self.kind.playbook_field_ids = [(0, 0, {"field_name": name})]

    def test_a_field_to_be_reported_is_taken_off_again(self):
        self.kind.playbook_field_ids = [(0, 0, {"field_name": "referred"})]
        self.kind.playbook_field_ids.unlink()
        self.assertFalse(self.kind._get_policy().reported)


@tagged("post_install", "-at_install")
class TestFromOutside(ActionsCommon, HttpCase):
    """No request can say that it is the software, or that it finishes otherwise."""

    def setUp(self):
        super().setUp()
        self.authenticate(self.user_sales.login, self.user_sales.login)

    def _call(self, method, records, *args, context=None, model="mail.activity"):
        self.env.flush_all()
        try:
            return self.make_jsonrpc_request(
                "/web/dataset/call_kw",
                {
                    "model": model,
                    "method": method,
                    "args": [records.ids, *args],
                    "kwargs": {"context": context or {}},
                },
            )
        finally:
            self.env.invalidate_all()

    def test_context_keys_change_nothing(self):
        contexts = (
            {"playbook_automatic": True},
            {"playbook_automatic": {"class": "Automatic"}},
            {"playbook_ending": ["logged", "2020-01-01", False, False]},
            {"playbook_ending": {"origin": "logged", "date_done": "2020-01-01"}},
            {"playbook_ending": "logged", "playbook_automatic": 1, "su": True},
        )
        for context in contexts:
            for method, args in (
                ("action_feedback", ()),
                ("action_archive", ()),
                ("write", ({"active": False},)),
            ):
                with self.subTest(context=context, method=method):
                    activity = self._plan()
                    with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                        self._call(method, activity, *args, context=context)
                    self.assertTrue(activity.active)
            activity = self._plan()
            values = {"active": False, "playbook_outcome_id": self.neutral.id}
            self._call("write", activity, values, context=context)
            action = self._actions_of(activity)
            self.assertEqual(action.origin, "planned")
            self.assertGreater(action.date_done.year, 2020)

    def test_defaults_of_a_request_do_not_leak_into_the_row(self):
        activity = self._plan()
        context = {
            "default_note": "Mine",
            "default_state": "cancelled",
            "default_user_id": self.user_other_team.id,
            "default_reported": "All",
            "default_result": "positive",
            "default_activity_type_id": self.kind_plain.id,
        }
        values = {"active": False, "playbook_outcome_id": self.neutral.id}
        self._call("write", activity, values, context=context)
        self.assertRecordValues(
            self._actions_of(activity),
            [
                {
                    "note": False,
                    "state": "done",
                    "user_id": self.user_sales.id,
                    "result": "neutral",
                    "reported": False,
                    "activity_type_id": self.kind.id,
                }
            ],
        )

    def test_private_methods_are_out_of_reach(self):
        activity = self._plan()
        for method in ("_end_as", "_finish_with", "_action_done", "_record_cancelled"):
            with (
                self.subTest(method),
                mute_logger("odoo.http"),
                self.assertRaises(JsonRpcException),
            ):
                self._call(method, activity)
        self.assertTrue(activity.active)

    def test_the_answer_can_be_sent(self):
        answer = self._call("action_playbook_finish", self._plan(), self.neutral.id)
        self.assertTrue(answer["done"])
        self.assertTrue(json.dumps(self._call("activity_format", self._plan())))
