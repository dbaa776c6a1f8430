"""The access matrix from outside: by RPC, downloads and exports.

In short, for what matters most and two holders; in full, for everything.
"""

import base64
import csv
import io
import json
from datetime import timedelta

from odoo import fields, http
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from . import access_matrix as matrix
from .common import FULL
from .matrix_common import MatrixCommon
from .matrix_reading import NOT_EXPORTED, READINGS
from .matrix_remote import RefusedError, Remote, name_arguments
from .matrix_writing import text_of

HOLDERS = [each for each in matrix.HOLDERS if each != "public"]
MODELS = list(matrix.MODELS)
CHANGED = ("crm.lead", "sale.order", "account.move", "mail.activity", "res.partner")
if not FULL:
    HOLDERS, MODELS, CHANGED = ["sales_own", "marketing"], ["crm.lead"], ["crm.lead"]
# It asks for more than a request returns.
WAYS = {way: find for way, find in READINGS.items() if way != "read_progress_bar"}
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
LOUD = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.web")


def _read_name(records, _domain):
    return records.read(["display_name"])


@tagged("post_install", "-at_install")
class TestMatrixFromOutside(MatrixCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.enterContext(mute_logger(*LOUD, "odoo.addons.base.models.ir_model"))

    def _log_in(self, holder):
        login = self.holders[holder].login
        self.authenticate(login, login)

    # ------------------------------------------------------------------
    # Two kinds of RPC
    # ------------------------------------------------------------------

    def _send_call_kw(self, model, method, ids, args, kwargs):
        params = {
            "model": model,
            "method": method,
            "args": args if ids is None else [ids, *args],
            "kwargs": kwargs,
        }
        try:
            return self.make_jsonrpc_request("/web/dataset/call_kw", params)
        except JsonRpcException as error:
            self.assertIn("odoo.", str(error))
            raise RefusedError from error

    def _sender(self, holder):
        """A function that sends to ``/json/2`` with an API key of ``holder``."""
        user = self.holders[holder]
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate("rpc", "matrix", fields.Datetime.now() + timedelta(hours=12))
        )
        self.env.flush_all()

        def send(model, method, ids, args, kwargs):
            function = getattr(self.env[model], method)
            named = name_arguments(function, args, kwargs)
            response = self.url_open(
                f"/json/2/{model}/{method}",
                data=json.dumps({**named, **({} if ids is None else {"ids": ids})}),
                headers={
                    "Authorization": f"Bearer {key}",
                    "Content-Type": "application/json",
                },
            )
            if response.status_code != 200:
                self.assertIn(response.status_code, (403, 422), response.text[:500])
                raise RefusedError
            return response.json()

        return send

    def test_by_call_kw(self):
        for holder in HOLDERS:
            self._log_in(holder)
            self._check_reading(holder, self._send_call_kw)
            self._check_changing(holder, self._send_call_kw)

    def test_by_json_2(self):
        for holder in HOLDERS:
            send = self._sender(holder)
            self._check_reading(holder, send)
            self._check_changing(holder, send)

    def _check_reading(self, holder, send):
        for model in MODELS:
            with self.subTest(holder=holder, model=model):
                labels = matrix.allowed(model, "r", holder)
                labelled = self._labelled(model, holder)
                names = {record.id: label for label, record in labelled.items()}
                domain = [("id", "in", list(names))]
                for way, find in WAYS.items():
                    found = self._find(find, Remote(send, model), domain)
                    if isinstance(found, int):
                        self.assertEqual(found, len(labels), way)
                        continue
                    none = way == "export_data" and model in NOT_EXPORTED
                    expected = set() if none else labels
                    self.assertEqual({names[each] for each in found}, expected, way)
                read = {
                    label
                    for number, label in names.items()
                    if self._find(_read_name, Remote(send, model, [number]), domain)
                }
                self.assertEqual(read, labels)

    def _find(self, find, records, domain):
        try:
            return find(records, domain)
        except RefusedError:
            return ()

    def _check_changing(self, holder, send):
        """What may not be changed is not; what may be is left alone, but a text."""
        for model in CHANGED:
            with self.subTest(holder=holder, model=model):
                for label, record in self._labelled(model, holder).items():
                    remote = Remote(send, model, record.ids)
                    if label in matrix.allowed(model, "w", holder):
                        remote.write(text_of(record))
                        continue
                    for method, args in (
                        ("write", [text_of(record)]),
                        ("web_save", [text_of(record), {}]),
                        ("unlink", []),
                        *self._ways_to_copy(holder, model, label),
                    ):
                        with self.assertRaises(RefusedError, msg=(label, method)):
                            getattr(remote, method)(*args)

    def _ways_to_copy(self, holder, model, label):
        created = label in matrix.allowed(model, "c", holder)
        return [] if created else [("copy", [])]

    def test_private_methods(self):
        self._log_in("configurator")
        for method in ("_search", "_assign", "_reassign", "_check_profile"):
            with self.subTest(method), self.assertRaises(RefusedError):
                self._send_call_kw("crm.lead", method, None, [[]], {})

    # ------------------------------------------------------------------
    # Downloads and exports
    # ------------------------------------------------------------------

    def test_attachments(self):
        made = {
            record.id: self.env["ir.attachment"].create(
                {
                    "name": "secret.txt",
                    "raw": b"secret",
                    "res_model": "crm.lead",
                    "res_id": record.id,
                }
            )
            for case in self.cases.values()
            for record in [case.get("crm.lead", self.env["crm.lead"])]
            if record
        }
        self.env.flush_all()
        for holder in HOLDERS:
            self._log_in(holder)
            with self.subTest(holder=holder):
                labels = matrix.allowed("crm.lead", "r", holder)
                for label, record in self._labelled("crm.lead", holder).items():
                    url = f"/web/content/{made[record.id].id}"
                    told = self.url_open(url).content == b"secret"
                    self.assertEqual(told, label in labels, label)

    def test_images(self):
        pixel = base64.b64decode(PIXEL)
        partners = self._labelled("res.partner", "sales_own")
        for partner in partners.values():
            partner.image_1920 = PIXEL
        self.env.flush_all()
        for holder in HOLDERS:
            self._log_in(holder)
            readable = matrix.allowed("res.partner", "r", holder)
            for label, partner in partners.items():
                with self.subTest(holder=holder, label=label):
                    url = f"/web/image/res.partner/{partner.id}/image_1920"
                    told = self.url_open(url).content == pixel
                    self.assertEqual(told, label in readable)

    def test_exports(self):
        for holder in HOLDERS:
            self._log_in(holder)
            for model in ("crm.lead", "sale.order") if FULL else ("crm.lead",):
                with self.subTest(holder=holder, model=model):
                    self._check_exports(holder, model)

    def _check_exports(self, holder, model):
        labelled = self._labelled(model, holder)
        ids = [record.id for record in labelled.values()]
        labels = matrix.allowed(model, "r", holder)
        response = self._export("csv", model, domain=[("id", "in", ids)])
        rows = list(csv.reader(io.StringIO(response.text))) if response.ok else []
        expected = {str(labelled[label].id) for label in labels}
        self.assertEqual({row[0] for row in rows[1:]}, expected)
        # Asked for by their ids, all or nothing.
        for kind in ("csv", "xlsx"):
            response = self._export(kind, model, ids=ids)
            self.assertEqual(response.ok, labels == set(labelled))

    def _export(self, kind, model, ids=False, domain=()):
        columns = [
            {"name": ".id", "label": "ID", "type": "integer"},
            {"name": "display_name", "label": "Name", "type": "char"},
        ]
        data = {
            "model": model,
            "fields": columns,
            "ids": ids,
            "domain": list(domain),
            "import_compat": False,
            "context": {},
            "groupby": [],
        }
        return self.url_open(
            f"/web/export/{kind}",
            data={
                "data": json.dumps(data),
                "csrf_token": http.Request.csrf_token(self),
            },
        )
