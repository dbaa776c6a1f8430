"""The access matrix by the ORM: what each holder finds and reads."""

from pathlib import Path

from odoo.tests import tagged

from . import access_matrix as matrix
from .access_words import render
from .common import FULL
from .matrix_common import MatrixCommon
from .matrix_reading import NOT_EXPORTED, READINGS, group_by, spec_of


@tagged("post_install", "-at_install")
class TestMatrixReading(MatrixCommon):
    def test_every_way_finds_exactly_what_may_be_read(self):
        for holder in matrix.HOLDERS:
            self.env.invalidate_all()
            for model in matrix.MODELS:
                with self.subTest(holder=holder, model=model):
                    labels = matrix.allowed(model, "r", holder)
                    found = self._find_all_ways(model, holder)
                    expected = dict.fromkeys(READINGS, labels)
                    if model in NOT_EXPORTED:
                        expected["export_data"] = set()
                    for way, result in found.items():
                        if isinstance(result, int):
                            expected[way] = len(labels)
                    self.assertEqual(found, expected)

    def _find_all_ways(self, model, *holders):
        """What is found in each way: labels, or where it only counts, how many."""
        labelled = self._labelled(model, *holders)
        names = {record.id: label for label, record in labelled.items()}
        domain = [("id", "in", list(names))]
        records = self._as(holders[0], model)
        results = {}
        for way, find in READINGS.items():
            found = self._get(find, records, domain)
            if not isinstance(found, int):
                found = {names[each] for each in found}
            results[way] = found
        return results

    def test_what_may_not_be_read_is_refused_one_by_one(self):
        for holder in matrix.HOLDERS:
            self.env.invalidate_all()
            user = self.holders[holder]
            for model in matrix.MODELS:
                with self.subTest(holder=holder, model=model):
                    ways = self._ways_to_read_one(model)
                    found = {
                        way: {
                            label
                            for label, record in self._labelled(model, holder).items()
                            if self._get(read, record.with_user(user))
                        }
                        for way, read in ways.items()
                    }
                    labels = matrix.allowed(model, "r", holder)
                    self.assertEqual(found, dict.fromkeys(ways, labels))

    def test_the_readme_says_the_same(self):
        readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
        _before, _mark, rest = readme.partition("<!-- access table: ")
        table = rest.partition("-->")[2].partition("<!-- /access table -->")[0]
        expected = render(matrix.COLUMNS, matrix.MATRIX)
        self.assertEqual(table.strip(), expected.strip(), "run make access-table")

    def _ways_to_read_one(self, model):
        ways = {
            "read": lambda record: record.read([group_by(record)]),
            "has_access": lambda record: record.has_access("read"),
        }
        if FULL:
            ways |= {
                "web_read": lambda record: record.web_read(spec_of(record)),
                "display_name": lambda record: record.read(["display_name"]),
            }
        if FULL and model not in NOT_EXPORTED:
            ways["export"] = lambda record: record.export_data([group_by(record)])
        return ways
