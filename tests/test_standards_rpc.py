"""Programs and the import screen meet the same requirements, by real requests."""

import json
import xmlrpc.client
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .standards_common import StandardsCase

EXCEPTION = "odoo.addons.crm_playbook.models.standards.gate_error.PlaybookGateError"


@tagged("post_install", "-at_install")
class TestFromOutside(StandardsCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.procedure = self._make_procedure()
        self.lead = self._make_lead()
        self.env.flush_all()

    def _assert_not_moved(self):
        self.env.invalidate_all()
        self.assertEqual(self.lead.stage_id, self.begin)

    def _assert_moved(self):
        self.env.invalidate_all()
        self.assertEqual(self.lead.stage_id, self.proposal)

    def _assert_understood(self, message):
        for word in ("Chairs", "Standard", "crm.lead.expected_revenue"):
            self.assertIn(word, message)

    def _call_kw(self, method, *args, **context):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": "crm.lead",
                "method": method,
                "args": [self.lead.ids, *args],
                "kwargs": {"context": context},
            },
        )

    def test_web_client(self):
        self.authenticate(self.salesperson.login, self.salesperson.login)
        vals = {"stage_id": self.proposal.id}
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException) as caught:
            self._call_kw("web_save", vals, {})
        self.assertIn(EXCEPTION, str(caught.exception))
        self._assert_not_moved()
        answers = {"values": {"crm.lead": {"expected_revenue": 3}}, "reason": False}
        self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": "crm.lead",
                "method": "web_save",
                "args": [self.lead.ids, vals],
                "kwargs": {
                    "specification": {},
                    "context": {"playbook_answers": answers},
                },
            },
        )
        self._assert_moved()
        self.assertEqual(self._get_stay(self.lead).channel, "screen")

    def test_who_may_be_asked_is_told_to_the_client(self):
        self.authenticate(self.salesperson.login, self.salesperson.login)
        response = self.url_open(
            "/web/dataset/call_kw",
            data=json.dumps(
                {
                    "params": {
                        "model": "crm.lead",
                        "method": "write",
                        "args": [self.lead.ids, {"stage_id": self.proposal.id}],
                        "kwargs": {},
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        error = response.json()["error"]["data"]
        self.assertEqual(error["name"], EXCEPTION)
        self._assert_understood(error["message"])
        payload = error["context"]["playbook"]
        self.assertEqual(payload["ask"], "Lea Leader")
        self.assertFalse(payload["may_continue"])
        self.assertEqual(payload["put_back"], ["stage_id"])

    def test_json_2(self):
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.salesperson)
            ._generate("rpc", "test", fields.Datetime.now() + timedelta(days=1))
        )
        headers = {
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
            "X-Odoo-Database": self.env.cr.dbname,
        }
        vals = {"stage_id": self.proposal.id}

        def call(vals):
            return self.url_open(
                "/json/2/crm.lead/write",
                data=json.dumps({"ids": self.lead.ids, "vals": vals}),
                headers=headers,
            )

        response = call(vals)
        self.assertEqual(response.status_code, 422)
        self.assertEqual(response.json()["name"], EXCEPTION)
        self._assert_understood(response.json()["message"])
        self._assert_not_moved()
        self.assertEqual(call({**vals, "expected_revenue": 3}).status_code, 200)
        self._assert_moved()
        self.assertEqual(self._get_stay(self.lead).channel, "program")

    def test_xml_rpc(self):
        def call(vals):
            return self.xmlrpc_object.execute_kw(
                self.env.cr.dbname,
                self.salesperson.id,
                self.salesperson.login,
                "crm.lead",
                "write",
                [self.lead.ids, vals],
            )

        with self.assertRaises(xmlrpc.client.Fault) as caught:
            call({"stage_id": self.proposal.id})
        self._assert_understood(caught.exception.faultString)
        self._assert_not_moved()
        call({"stage_id": self.proposal.id, "expected_revenue": 3})
        self._assert_moved()


@tagged("post_install", "-at_install")
class TestImportScreen(StandardsCase):
    def _import(self, dry=False):
        content = b"name,stage_id,team_id,type\nImported,Proposal,Team,opportunity\n"
        wizard = (
            self.env["base_import.import"]
            .with_user(self.salesperson)
            .create(
                {
                    "res_model": "crm.lead",
                    "file": content,
                    "file_type": "text/csv",
                    "file_name": "leads.csv",
                }
            )
        )
        fields = ["name", "stage_id", "team_id", "type"]
        options = {"quoting": '"', "separator": ",", "has_headers": True}
        return wizard.execute_import(fields, fields, options, dryrun=dry)

    def test_as_set_on_the_procedure(self):
        procedure = self._make_procedure()
        result = self._import()
        lead = self.env["crm.lead"].browse(result["ids"])
        self.assertEqual(lead.stage_id, self.proposal)
        self.assertTrue(self._get_findings(lead))
        procedure.on_import = "refuse"
        # A dry run rolls back what is not written yet.
        self.env.flush_all()
        for dry in (True, False):
            result = self._import(dry)
            self.assertFalse(result["ids"])
            message = result["messages"][0]["message"]
            self.assertIn("Expected Revenue", message)
            self.assertIn("Imported", message)
