"""Requests from outside end activities as people do."""

import json

from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .actions_common import ActionsCommon


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
