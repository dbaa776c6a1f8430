"""Who may bring in files: nobody else comes near them, in no way."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .loading_common import LoadingCase

MODELS = (
    *("playbook.load", "playbook.load.column", "playbook.load.value"),
    *("playbook.load.line", "playbook.load.key"),
)
# What can be called on a record, from outside, and with what.
METHODS = {
    "playbook.load": {
        **dict.fromkeys(
            (
                *("action_read", "action_change_file", "action_review", "action_load"),
                *("action_change_columns", "action_pause", "action_resume"),
                *("action_stop", "action_open_lines", "action_open_records"),
                "action_load_rest",
                *("action_decide_all", "action_load_rejected", "get_progress"),
                *("action_download_rejected", "action_settle_values"),
            ),
            (),
        ),
        "copy": (),
        "write": ({"name": "Taken"},),
        "unlink": (),
    },
    "playbook.load.column": {"get_choices": (), "write": ({"target": "name"},)},
    "playbook.load.value": {"get_choices": (), "write": ({"option_value": "1"},)},
    "playbook.load.line": {
        **dict.fromkeys(("action_load", "action_leave", "get_comparison"), ()),
        "decide": ("load", False),
        "write": ({"summary": "Taken"},),
        "unlink": (),
    },
    "playbook.load.key": {"write": ({"key": "Taken"},), "unlink": ()},
}
READINGS = {
    "search": ([],),
    "search_count": ([],),
    "search_read": ([],),
    "name_search": ("",),
    "formatted_read_group": ([], ["create_uid"], ["__count"]),
    "web_read_group": ([], ["create_uid"]),
    "web_search_read": ([], {"id": {}}),
}
SECRET = "Zanzibar Trading"
LOUD = ("odoo.http", "odoo.addons.base.models.ir_model")
LOUD += ("odoo.addons.base.models.ir_rule",)


class SecurityCase(LoadingCase):
    def setUp(self):
        super().setUp()
        rows = [["Key", "Name", "Industry"], ["Z-1", SECRET, "Spice"]]
        self.load = self._make_load(rows)
        self._review(self.load, Industry="industry_id")
        self.load.value_ids.treatment = "empty"
        self.load.action_review()
        self.load.action_load()
        self.key = self.env["playbook.load.key"].search([("key", "=", "Z-1")])
        self.records = {
            "playbook.load": self.load,
            "playbook.load.column": self.load.column_ids[:1],
            "playbook.load.value": self.load.value_ids[:1],
            "playbook.load.line": self.load.line_ids,
            "playbook.load.key": self.key,
        }
        self.refused = {
            user.login: user
            for user in (
                *(self.user_sales, self.user_customer_service),
                *(self.user_sales_management, self.user_configurator),
                *(self.user_without_profile, self.user_salesperson),
                *(self.user_portal, self.user_public),
            )
        }


@tagged("post_install", "-at_install")
class TestWhoIsRefused(SecurityCase):
    def test_it_is_there(self):
        """Otherwise nothing would be proved."""
        self.assertEqual(self.load.state, "done", self.load.error)
        for model, record in self.records.items():
            self.assertEqual(len(record), 1, model)

    def test_methods(self):
        for login, user in self.refused.items():
            for model, methods in METHODS.items():
                record = self.records[model].with_user(user)
                for method, arguments in methods.items():
                    with self.subTest(login=login, model=model, method=method):
                        self.env.invalidate_all()
                        with (
                            mute_logger(*LOUD),
                            self.assertRaises(AccessError),
                        ):
                            getattr(record, method)(*arguments)

    def test_every_method_is_tried(self):
        for model, record in self.records.items():
            found = {
                name
                for cls in type(record).mro()
                if "crm_playbook.models.loading" in cls.__module__
                for name, value in vars(cls).items()
                if callable(value) and not name.startswith("_")
            }
            known = {*METHODS[model], "create", "get_template"}
            self.assertEqual(found - known, set(), model)

    def test_reading(self):
        """The Configurator, who may load, finds nothing of another's."""
        for login, user in self.refused.items():
            for model in MODELS:
                for method, arguments in READINGS.items():
                    with self.subTest(login=login, model=model, method=method):
                        self._check_finds_nothing(user, model, method, arguments)

    def _check_finds_nothing(self, user, model, method, arguments):
        records = self.env[model].with_user(user)
        try:
            with mute_logger(*LOUD):
                found = getattr(records, method)(*arguments)
        except AccessError:
            return
        self.assertEqual(user, self.user_configurator)
        if isinstance(found, dict):
            found = found.get("records", found.get("groups"))
        self.assertFalse(found)

    def test_cells_are_not_found_by_what_they_hold(self):
        paths = (
            ("playbook.load.line", "cells"),
            ("playbook.load.line", "summary"),
            ("playbook.load.line", "key"),
            ("playbook.load", "line_ids.summary"),
            ("playbook.load.source", "load_ids.name"),
            ("playbook.load.source", "load_ids.line_ids.summary"),
            ("res.users", "create_uid.name"),
        )
        self.load.name = SECRET
        self.env.flush_all()
        for login, user in self.refused.items():
            for model, path in paths:
                with self.subTest(login=login, path=path):
                    records = self.env[model].with_user(user)
                    try:
                        with mute_logger(*LOUD):
                            found = records.search([(path, "ilike", SECRET)])
                            groups = records._read_group(
                                [(path, "ilike", SECRET)], [], ["__count"]
                            )
                    except (AccessError, UserError):
                        continue
                    self.assertFalse(found)
                    self.assertFalse(groups[0][0])

    def test_source_does_not_tell_its_loads(self):
        self.user_sales.group_ids |= self.env.ref("base.group_allow_export")
        source = self.source.with_user(self.user_sales)
        with mute_logger(*LOUD), self.assertRaises(AccessError):
            source.read(["load_ids"])
        with mute_logger(*LOUD), self.assertRaises(AccessError):
            source.export_data(["load_ids/name"])

    def test_export(self):
        user = self.user_sales
        user.group_ids |= self.env.ref("base.group_allow_export")
        for model in MODELS:
            with mute_logger(*LOUD), self.assertRaises(AccessError):
                self.records[model].with_user(user).export_data(["create_uid"])

    def test_creating(self):
        for login, user in self.refused.items():
            if user == self.user_configurator:
                continue
            with self.subTest(login=login), mute_logger(*LOUD):
                with self.assertRaises(AccessError):
                    self.Load.with_user(user).create({"source_id": self.source.id})
                with self.assertRaises(AccessError):
                    self.Load.with_user(user).get_template("company")

    def test_nobody_makes_lines_or_keys(self):
        """Not even who may load: what was loaded is not forged."""
        user = self.user_marketing
        for model, values in (
            ("playbook.load.line", {"load_id": self.load.id, "number": 9}),
            ("playbook.load.column", {"load_id": self.load.id, "number": 9}),
            ("playbook.load.key", {"key": "x", "kind": "company", "res_id": 1}),
        ):
            with mute_logger(*LOUD), self.assertRaises(AccessError):
                self.env[model].with_user(user).create(values)
        mine = self.load.with_user(user)
        for command in ((0, 0, {"number": 9}), (2, self.load.line_ids.id, 0)):
            with mute_logger(*LOUD), self.assertRaises(AccessError):
                mine.write({"line_ids": [command]})
        vals = {"line_ids": [(1, self.load.line_ids.id, {"res_id": 1})]}
        with mute_logger(*LOUD), self.assertRaises(AccessError):
            mine.write(vals)


@tagged("post_install", "-at_install")
class TestWhoIsRefusedFromOutside(SecurityCase, HttpCase):
    def _call(self, model, method, ids, arguments):
        params = {
            "model": model,
            "method": method,
            "args": [ids, *arguments] if ids else list(arguments),
            "kwargs": {},
        }
        return self.make_jsonrpc_request("/web/dataset/call_kw", params)

    def test_by_rpc(self):
        self.env.flush_all()
        for login in ("playbook_sales", "playbook_portal", "playbook_configurator"):
            self.authenticate(login, login)
            for model, methods in METHODS.items():
                for method, arguments in methods.items():
                    with self.subTest(login=login, model=model, method=method):
                        ids = self.records[model].ids
                        with (
                            mute_logger(*LOUD),
                            self.assertRaises(JsonRpcException) as caught,
                        ):
                            self._call(model, method, ids, arguments)
                        self.assertIn("AccessError", str(caught.exception))

    def test_private_methods(self):
        self.env.flush_all()
        self.authenticate("playbook_marketing", "playbook_marketing")
        for model, method in (
            *(("playbook.load", "_set"), ("playbook.load", "_cron_run")),
            *(("playbook.load.line", "_update_lines"), ("playbook.load", "_as")),
            ("playbook.load.matcher", "_find_partners"),
        ):
            with mute_logger(*LOUD), self.assertRaises(JsonRpcException):
                self._call(model, method, self.load.ids, ())

    def test_files(self):
        """The file, the template and the rejected lines, by their addresses."""
        line = {"id": self.load.line_ids.id, "state": "failed"}
        self.load.line_ids._update_lines([line], {"state": "text"})
        self.env.flush_all()
        for login, is_told in (
            *(("playbook_marketing", True), ("playbook_sales", False)),
            *(("playbook_configurator", False), ("playbook_portal", False)),
            (None, False),
        ):
            self.authenticate(login, login)
            for field in ("file", "reject_file"):
                with self.subTest(login=login, field=field), mute_logger(*LOUD):
                    url = f"/web/content/playbook.load/{self.load.id}/{field}"
                    response = self.url_open(url)
                    self.assertEqual(response.ok, is_told, response.status_code)
                    self.assertEqual(SECRET in response.text, is_told)
            with mute_logger(*LOUD):
                url = f"/web/content/playbook.load/{self.load.id}/template_file"
                self.assertEqual(self.url_open(url).ok, is_told)

    def test_attachment_of_the_file(self):
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "playbook.load"),
                ("res_id", "=", self.load.id),
                ("res_field", "=", "file"),
            ]
        )
        self.assertEqual(len(attachment), 1)
        self.env.flush_all()
        self.authenticate("playbook_sales", "playbook_sales")
        with mute_logger(*LOUD):
            response = self.url_open(f"/web/content/{attachment.id}")
        self.assertNotIn(SECRET, response.text)
        with mute_logger(*LOUD), self.assertRaises(JsonRpcException):
            self._call("ir.attachment", "read", attachment.ids, [["raw"]])

    def test_default_of_a_request(self):
        """Nobody gives a load another's rights, or a state, by the context."""
        self.env.flush_all()
        self.authenticate("playbook_marketing", "playbook_marketing")
        admin = self.env.ref("base.user_admin")
        context = {"default_user_id": admin.id, "default_state": "loading"}
        params = {
            "model": "playbook.load",
            "method": "create",
            "args": [[{"source_id": self.source.id}]],
            "kwargs": {"context": context},
        }
        made = self.make_jsonrpc_request("/web/dataset/call_kw", params)
        load = self.Load.browse(json.loads(json.dumps(made)))
        self.assertEqual(load.user_id, self.user_marketing)
        self.assertEqual(load.state, "draft")
