"""The access matrix by the ORM: what each holder writes, creates, copies, deletes."""

from odoo.tests import tagged

from . import access_matrix as matrix
from .common import FULL
from .matrix_common import MatrixCommon
from .matrix_writing import NOT_COPIED, UNIQUE_NAMES, text_of, values_of


@tagged("post_install", "-at_install")
class TestMatrixWriting(MatrixCommon):
    def test_what_may_be_changed_and_nothing_else(self):
        for holder in matrix.HOLDERS:
            user = self.holders[holder]
            for model in matrix.MODELS:
                with self.subTest(holder=holder, model=model):
                    attempts = self._attempts(model)
                    found = {
                        right: {
                            label
                            for label, record in self._tried(model, holder)
                            if attempt(record, user)
                        }
                        for right, attempt in attempts.items()
                    }
                    expected = {x: matrix.allowed(model, x, holder) for x in "rwcd"}
                    # Copying is reading and creating.
                    expected["copy"] = expected.pop("r") & expected["c"]
                    self.assertEqual(found, {x: expected[x] for x in attempts})

    def _attempts(self, model):
        copying = {"copy": self._copy}
        if not FULL or model in NOT_COPIED:
            # Copying is reading and creating, which the everyday run tries as well.
            copying = {}
        return {"w": self._write, "c": self._create, "d": self._delete, **copying}

    def _tried(self, model, holder):
        labelled = list(self._labelled(model, holder).items())
        if not FULL and not matrix.MODELS[model].rights.get(holder):
            # Refused for the model: the first record stands for all.
            return labelled[:1]
        return labelled

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
