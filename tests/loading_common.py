"""What the tests of loading share."""

import base64
import csv
import io

from odoo.addons.crm_playbook.models.loading.playbook_load import MODELS

from .common import CrmPlaybookCommon

CRON = "crm_playbook.playbook_load_cron"


def to_csv(rows, separator=","):
    """Rows as the bytes of a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


class LoadingCase(CrmPlaybookCommon):
    """Loads by somebody of Marketing, who has nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Load = cls.env["playbook.load"]
        cls.source = cls.env["playbook.load.source"].create({"name": "Old system"})

    def _make_load(self, rows, kind="company", user=None, **vals):
        """A load whose file is read.

        :param rows: of the file, the headers first; or its bytes.
        """
        content = rows if isinstance(rows, bytes) else to_csv(rows)
        load = self.Load.with_user(user or self.user_marketing).create(
            {
                "kind": kind,
                "source_id": self.source.id,
                "file": base64.b64encode(content),
                "file_name": vals.pop("file_name", "customers.csv"),
                **vals,
            }
        )
        load.action_read()
        return load

    def _review(self, load, **targets):
        """Give columns to fields where a test says so, and review.

        :param targets: from headers (blanks as ``_``) to targets.
        """
        for column in load.column_ids:
            name = column.column_name.replace(" ", "_")
            if name in targets:
                column.target = targets[name]
        load.action_review()
        return load.line_ids.sorted("number")

    def _load(self, rows, kind="company", targets=None, **vals):
        """A load whose file is loaded, as far as its review lets it."""
        load = self._make_load(rows, kind, **vals)
        self._review(load, **(targets or {}))
        load.action_load()
        self.assertEqual(load.state, "done", load.error)
        return load

    def _get_records(self, load):
        """What was loaded, in the order of the file."""
        Model = self.env[MODELS[load.kind]].with_context(active_test=False)
        return Model.browse(load.line_ids.sorted("number").mapped("res_id"))

    def _look(self, rows, kind="company", **vals):
        """The lines of a file that is reviewed."""
        targets = vals.pop("targets", {})
        return self._review(self._make_load(rows, kind, **vals), **targets)

    def _run(self):
        """Run the scheduled action as Odoo's cron worker does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _get_value(self, load, text):
        return load.value_ids.filtered(lambda value: value.text == text)

    def assertVerdicts(self, lines, *verdicts):
        """``lines`` are judged so, in the order of the file."""
        lines = lines.sorted("number")
        reasons = lines.mapped(lambda line: (line.number, line.reason))
        self.assertEqual(lines.mapped("verdict"), [*verdicts], reasons)

    def assertStates(self, lines, *states):
        lines = lines.sorted("number")
        reasons = lines.mapped(lambda line: (line.number, line.reason))
        self.assertEqual(lines.mapped("state"), [*states], reasons)
