"""What the tests of loading share."""

import base64
import csv
import io

from .common import CrmPlaybookCommon


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
