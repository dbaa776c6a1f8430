"""The access matrix by the ORM: what each holder writes, creates, copies, deletes."""

from odoo.tests import tagged

from . import access_matrix as matrix
from .common import FULL
from .matrix_common import MatrixCommon
from .matrix_writing import NOT_COPIED, UNIQUE_NAMES, text_of, values_of


@tagged("post_install", "-at_install")
class TestMatrixWriting(MatrixCommon):
    def test_what_may_be_written_and_nothing_else(self):
        self._check_all("w", self._write)

    def test_what_may_be_created_and_nothing_else(self):
        self._check_all("c", self._create)

    def test_what_may_be_deleted_and_nothing_else(self):
        self._check_all("d", self._delete)

    def test_what_may_be_copied_and_nothing_else(self):
        """Copying is reading and creating."""
        for holder in matrix.HOLDERS:
            for model in set(matrix.MODELS) - NOT_COPIED:
                expected = matrix.allowed(model, "r", holder)
                expected &= matrix.allowed(model, "c", holder)
                with self.subTest(holder=holder, model=model):
                    self._check(holder, model, self._copy, expected)

    def _check_all(self, right, attempt):
        for holder in matrix.HOLDERS:
            for model in matrix.MODELS:
                with self.subTest(holder=holder, model=model):
                    expected = matrix.allowed(model, right, holder)
                    self._check(holder, model, attempt, expected)

    def _check(self, holder, model, attempt, expected):
        user = self.holders[holder]
        labelled = list(self._labelled(model, holder).items())
        if not FULL and not matrix.MODELS[model].rights.get(holder):
            # Refused for the model: the first record stands for all.
            labelled = labelled[:1]
        found = {label for label, record in labelled if attempt(record, user)}
        self.assertEqual(found, expected)

    def _write(self, record, user):
        mine = record.with_user(user)
        written = self._try(mine.write, text_of(record))
        if FULL and not written:
            self.assertFalse(self._try(mine.web_save, text_of(record), {}))
        self.assertEqual(mine.has_access("write"), written)
        return written

    def _create(self, record, user):
        values = values_of(record, user)
        return self._try(record.with_user(user).browse().create, values)

    def _delete(self, record, user):
        mine = record.with_user(user)
        deleted = self._try(mine.unlink)
        self.assertEqual(mine.has_access("unlink"), deleted)
        return deleted

    def _copy(self, record, user):
        named = {"name": "Copied"} if record._name in UNIQUE_NAMES else {}
        return self._try(record.with_user(user).copy, named)
