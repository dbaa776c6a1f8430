"""The script behind `make demo DATA=`: a small dataset, loaded twice."""

import importlib
import json
import os
import sys
import tempfile
import unittest
from datetime import date
from pathlib import Path
from unittest.mock import patch

from odoo.tests import tagged

from .processes import ProcessCase

CHECKOUT = Path(__file__).resolve().parents[1]
SCRIPT = CHECKOUT / "dev" / "scripts" / "load_dataset.py"
TEMPLATE = os.environ.get("CRM_PLAYBOOK_TEST_DB")
BAD = {
    "accounts.csv": [",1,1", '"Oak,1,1'],
    "sales-pipeline.csv": [
        "Elm,O5,Ana Sol,Won,Chair,2020-03-01,90,2020-02-01",
        "Acorn,O1,Ana Sol,Won,Chair,2020-03-01,90,2020-02-01",
        "Acorn,O6,Who,Won,Chair,2020-03-01,90,2020-02-01",
        "Acorn,O7,Ana Sol,Won,Chair,2020-01-31,90,2020-02-01",
        "Acorn,O8,Ana Sol,Won,Chair,2020-03-01,90,2020-02-30",
        "Acorn,O9,Ana Sol,Won,Chair,9999-03-01,much,2020-02-01",
        "Birch,O10,Bea Mar,In_Progress,Chair,,90,2020-02-01",
    ],
    "clicks.csv": ["2020-03-05,Email,Farming", "2020-03-05,Call,Farming,1"],
}
FIGURES = {
    "won": 2,
    "lost": 1,
    "pending": 2,
    "without": 1,
    "companies": 2,
    "users": 4,
    "teams": 2,
    "products": 2,
    "leads": 2,
}
REJECTED = {
    "accounts.csv": [4, 5],
    "sales-pipeline.csv": [6, 7, 8, 9, 10, 11],
    "clicks.csv": [4],
}


@tagged("post_install", "-at_install")
@unittest.skipUnless(TEMPLATE, "needs the databases that `make test` makes")
class TestDataset(ProcessCase):
    name = "dataset"
    template = TEMPLATE

    def _prepare(self, folder):
        """What `make demo` puts into ``folder`` for the script."""
        with patch.object(sys, "path", [str(CHECKOUT), *sys.path]):
            dataset, given_files = map(
                importlib.import_module, ("dev.dataset", "dev.tests.datasets")
            )
        given = folder / "given"
        given.mkdir()
        for name, text in given_files.FILES.items():
            rows = "".join(f"{row}\n" for row in BAD.get(name, ()))
            (given / name).write_text(text + rows, "utf-8")
        found = dataset.Dataset(given, clicks=True, today=date(2024, 5, 15))
        (folder / "people.json").write_text(json.dumps(found.get_people()), "utf-8")
        for name, content in found.get_tables(52).items():
            (folder / name).write_bytes(content)

    def _load(self, folder):
        output, errors = self._begin_script(SCRIPT, DATASET=str(folder)).communicate(
            timeout=300
        )
        lines = [line for line in output.splitlines() if "LOADED " in line]
        self.assertTrue(lines, output + errors)
        self.assertNotIn(" ERROR ", output + errors)
        return json.loads(lines[0].partition("LOADED ")[2])

    def test_loading_twice_makes_nothing_more(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self._prepare(folder)
        told = self._load(folder)
        numbers = {
            name: [line for line, _reason in lines]
            for name, lines in told["rejected"].items()
        }
        self.assertEqual(numbers, REJECTED, told)
        self.assertTrue(
            all(
                reason for lines in told["rejected"].values() for _line, reason in lines
            )
        )
        self.assertEqual(told["figures"], {**FIGURES, "created": 9})
        again = self._load(folder)
        self.assertEqual(again["figures"], {**FIGURES, "created": 0})
        self.assertEqual(again["rejected"], told["rejected"])
