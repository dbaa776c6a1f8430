"""Values that are written in several ways, and unknown ones settled at once."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .loading_common import LoadingCase


@tagged("post_install", "-at_install")
class TestSettle(LoadingCase):
    def _reviewed(self, *texts, header="Industry", **vals):
        rows = [["Name", header], *([f"S {n}", each] for n, each in enumerate(texts))]
        load = self._make_load(rows, **vals)
        self._review(load)
        return load

    def _settle(self, load, treatment, column=None):
        load.with_context(
            load_treatment=treatment, load_column=column and column.id
        ).action_settle_values()

    def test_one_value(self):
        load = self._reviewed(
            "software", "Software", "SOFTWARE ", "Software", "C#", "C++"
        )
        values = load.value_ids
        self.assertEqual(
            sorted(values.mapped(lambda each: (each.text, each.occurrences))),
            [("C#", 1), ("C++", 1), ("Software", 4)],
        )
        industry = self.env["res.partner.industry"].create({"name": "Programs"})
        self._get_value(load, "Software").option_value = str(industry.id)
        load.action_review()
        self.assertVerdicts(load.line_ids, *["new"] * 4, "invalid", "invalid")
        self.assertEqual(
            self._get_value(load, "Software").option_value, str(industry.id)
        )
        load.action_load()
        self.assertEqual(self._get_records(load)[:4].industry_id, industry)

    def test_all_at_once(self):
        load = self._reviewed("Unheard of", "Never seen")
        column = load.column_ids[1]
        self._settle(load, "empty", column)
        self.assertEqual(set(load.value_ids.mapped("treatment")), {"empty"})
        load.action_review()
        self.assertVerdicts(load.line_ids, "new", "new")
        self._settle(load, "reject")
        self.assertEqual(set(load.value_ids.mapped("treatment")), {"reject"})
        self._settle(load, "empty", load.column_ids[0])
        self.assertEqual(set(load.value_ids.mapped("treatment")), {"reject"})

    def test_created_by_who_may(self):
        admin = self.env.ref("base.user_admin")
        load = self._reviewed("Fresh one", "Fresh two", header="Tags", user=admin)
        self._settle(load, "create")
        self.assertEqual(set(load.value_ids.mapped("treatment")), {"create"})
        load = self._reviewed("Unheard of")
        with self.assertRaises(UserError), self.cr.savepoint():
            self._settle(load, "create")
        with self.assertRaises(UserError), self.cr.savepoint():
            self._settle(load, "map")
