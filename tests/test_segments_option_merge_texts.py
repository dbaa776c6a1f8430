"""Merged options in conditions that people wrote, and what forbids a merge."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .segmentation_common import SegmentationCommon


@tagged("post_install", "-at_install")
class TestOptionMergeTexts(SegmentationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Territory = cls.env["playbook.territory"].with_user(cls.user_configurator)
        cls.kept, cls.merged = Territory.create([{"name": "Kept"}, {"name": "Merged"}])

    def _merge(self):
        Merge = self.env["playbook.option.merge"].with_user(self.user_configurator)
        return Merge._merge(self.kept, self.merged)

    def _create_filter(self, domain, users=(), model="res.partner"):
        return self.env["ir.filters"].create(
            {
                "name": "North (test)",
                "model_id": model,
                "domain": domain,
                "user_ids": [Command.set([user.id for user in users])],
            }
        )

    def test_segments_choose_the_same_customers(self):
        customer = self._create_customer(territory_id=self.merged.id, is_prospect=True)
        self.env.flush_all()
        segment = self.env["playbook.segment"].create(
            {"name": "North", "domain": f"[('territory_id', '=', {self.merged.id})]"}
        )
        self.assertIn(segment, customer.segment_ids)
        note = self._merge().note
        self.assertEqual(segment.domain, f"[('territory_id', '=', {self.kept.id})]")
        self.assertIn(segment, customer.segment_ids)
        self.assertFalse(segment.problem)
        self.assertFalse(note)

    def test_ids_in_all_kinds_of_conditions(self):
        merged, kept = self.merged.id, self.kept.id
        for model, domain in (
            ("res.partner", "[('territory_id', 'in', [{0}, 0, False])]"),
            ("res.partner", "['|', ['territory_id.id', '!=', {0}], ('id', '=', {1})]"),
            ("res.partner", "[('parent_id', 'any', [('territory_id', '=', {0})])]"),
            (
                "crm.lead",
                "[\n('partner_id.territory_id', '=', {0}),\n('id', '>', {1})]",
            ),
            ("crm.lead", "[('name', '=', 'Málaga'), ('territory_id', 'in', ({0},))]"),
            (
                "crm.lead",
                "[('create_date', '>', context_today()), ('territory_id', '=', {0})]",
            ),
        ):
            with self.subTest(domain):
                saved = self._create_filter(domain.format(merged, merged), model=model)
                moved = self._find(saved, kept, merged)
                self.assertEqual(moved, domain.format(kept, merged))
                saved.unlink()

    def _find(self, saved, kept, merged):
        """Its condition after a merge that is then undone."""
        with self.env.cr.savepoint() as savepoint:
            self._merge()
            domain = saved.domain
            savepoint.rollback()
        self.env.invalidate_all()
        return domain

    def test_fields_of_the_same_name_are_left(self):
        """What loads is from a source of its own."""
        Source = self.env["utm.source"].with_user(self.user_configurator)
        self.kept, self.merged = Source.create([{"name": "A"}, {"name": "B"}])
        domain = f"[('source_id', '=', {self.merged.id})]"
        saved = self._create_filter(domain, model="playbook.load")
        self.assertFalse(self._merge().note)
        self.assertEqual(saved.domain, domain)

    def test_what_is_left_is_told_before_and_after(self):
        by_name = "[('territory_id.name', '=', 'Merged')]"
        self._create_filter(by_name)
        self._create_filter("[('territory_id', 'ilike', 'Merged')]", [self.user_sales])
        self._create_filter("[('territory_id', '=', ")
        Wizard = self.env["playbook.option.merge.wizard"].with_context(
            active_model=self.kept._name, active_ids=(self.kept | self.merged).ids
        )
        Wizard = Wizard.with_user(self.user_configurator)
        dialog = Wizard.browse(Wizard.action_open()["res_id"])
        self.assertEqual(dialog.note.count("North (test)"), 2)
        self.assertIn("themselves: 1", dialog.note)
        answer = dialog.action_merge()
        self.assertIn("North (test)", answer["params"]["message"])

    def test_nothing_is_lost_where_a_constraint_is_in_the_way(self):
        self.env.cr.execute(
            """
            CREATE TABLE playbook_test_merge (
                id SERIAL, territory_id INT REFERENCES playbook_territory, kind TEXT);
            INSERT INTO playbook_test_merge (territory_id, kind)
                 VALUES (%s, 'a'), (%s, 'A')
            """,
            [self.kept.id, self.merged.id],
        )
        for index in ("(territory_id, lower(kind))", "(kind, territory_id)"):
            self.env.cr.execute("UPDATE playbook_test_merge SET kind = lower(kind)")
            self.env.cr.execute(
                f"CREATE UNIQUE INDEX playbook_test_x ON playbook_test_merge {index}"
            )
            with self.subTest(index), self.assertRaisesRegex(UserError, "Nothing was"):
                self._merge()
            self.env.cr.execute(
                "SELECT territory_id FROM playbook_test_merge ORDER BY id"
            )
            rows = self.env.cr.fetchall()
            self.assertEqual(rows, [(self.kept.id,), (self.merged.id,)])
            self.env.cr.execute("DROP INDEX playbook_test_x")
