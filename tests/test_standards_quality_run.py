"""The pass at night, and what cannot be asked."""

from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .quality_common import REFERRED, QualityRunCase

MIXIN = "odoo.addons.crm_playbook.models.standards.playbook_quality_mixin"


@tagged("post_install", "-at_install")
class TestQualityRun(QualityRunCase):
    def test_it_mends_what_changed_behind_it(self):
        self.env.cr.execute(
            "UPDATE res_partner SET phone = 'x' WHERE id = %s", self.partners[0].ids
        )
        self.env.cr.execute("DELETE FROM playbook_quality WHERE TRUE")
        self.env.invalidate_all()
        self._run()
        self.assertEqual(len(self._get_rows()), 5)
        self.assertEqual(self._get_row(self.partners[0])[:2], (3, 0))
        self.assertFalse(self._get_state())

    def test_it_writes_only_what_differs(self):
        self._run()
        self.env.cr.execute("SELECT xmin::text, id FROM playbook_quality ORDER BY id")
        before = self.env.cr.fetchall()
        self.env.cr.execute("UPDATE res_partner SET city = 'Rome' WHERE name = 'P3'")
        with self.env.cr.savepoint():
            self._run()
        self.env.cr.execute("SELECT xmin::text, id FROM playbook_quality ORDER BY id")
        after = self.env.cr.fetchall()
        changed = {key for xmin, key in after if (xmin, key) not in before}
        self.assertEqual(changed, set(self._get_rows(self.partners[3]).ids))

    def test_who_has_no_key_fields_any_more_has_no_row(self):
        self.assertEqual(len(self._get_rows()), 5)
        self.customers.state = "draft"
        self._run()
        self.assertFalse(self._get_rows())
        self.assertFalse(self.partners[0].with_user(self.salesperson).quality_level)

    def test_what_is_archived_asks_for_nothing(self):
        self.customers.active = False
        self._run()
        self.assertFalse(self._get_rows())

    def test_it_goes_on_where_it_stopped(self):
        self.env.cr.execute("DELETE FROM playbook_quality")
        self.env.invalidate_all()
        self._run(calls=1)
        first = self.Quality.search_count([])
        state = self._get_state()
        self.assertTrue(state)
        self._run(calls=1)
        self.assertNotEqual(self._get_state(), state)
        self.assertGreaterEqual(self.Quality.search_count([]), first)
        self._run()
        self.assertEqual(len(self._get_rows()), 5)
        self.assertFalse(self._get_state())

    def test_it_begins_anew_when_something_else_is_asked_for(self):
        self._run(batch=1, calls=3)
        before = self._get_state()
        self.assertTrue(before)
        self.customers.requirement_ids[0].unlink()
        self.assertEqual(self.Quality._read_state()["after"], 0)
        for nonsense in ("x", "{}", '{"begun": 3}', "[]", '{"begun": "2026-13-01"}'):
            self.env["ir.config_parameter"].set_param(
                "crm_playbook.quality_state", nonsense
            )
            self.assertEqual(self.Quality._read_state()["after"], 0)

    def _count_triggers(self, act):
        triggers = self.env["ir.cron.trigger"]
        domain = [("cron_id", "=", self.cron.id)]
        self._measure()
        before = triggers.search_count(domain)
        act()
        self._measure()
        return triggers.search_count(domain) - before

    def test_what_lies_behind_is_measured_soon(self):
        def settings(value):
            return self.env["res.config.settings"].create({"group_use_lead": value})

        acts = (
            lambda: self.middle.write({"sequence": self.begin.sequence - 1}),
            lambda: self.middle.write({"team_ids": False}),
            lambda: self.env["crm.stage"].create({"name": "Trial"}),
            lambda: settings(True).execute(),
            lambda: settings(False).execute(),
        )
        settings(False).execute()
        self.assertEqual([self._count_triggers(act) for act in acts], [0] * 5)
        self._make_procedure(
            state="observe", requirements=[REFERRED], stage_ids=self.begin.ids
        )
        self.assertEqual([self._count_triggers(act) for act in acts], [1] * 5)
        self.assertEqual(self._count_triggers(settings(False).execute), 0)
        self.assertEqual(
            self._count_triggers(lambda: self.middle.write({"name": "Talks"})), 0
        )

    def test_what_is_changed_is_measured_soon(self):
        count = self._count_triggers
        procedure = self.customers
        requirement = procedure.requirement_ids[0]
        for act in (
            lambda: procedure.write({"domain": "[('name', '!=', False)]"}),
            lambda: requirement.write({"only_if": "[('name', '!=', False)]"}),
            lambda: procedure.write({"state": "warn", "customer_kind": "people"}),
            lambda: procedure.with_user(self.manager).write({"state": "retired"}),
        ):
            self.assertEqual(count(act), 1)
        for act in (
            lambda: procedure.write({"domain": "[]"}),
            lambda: requirement.write({"only_if": "[]"}),
            lambda: procedure.write({"instruction": "<p>Other</p>"}),
        ):
            self.assertEqual(count(act), 0)

    def test_a_deleted_customer_and_two_that_are_merged(self):
        kept, merged, gone = self.partners[:3]
        gone.unlink()
        merged.city = "Rome"
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (kept | merged).ids, kept
        )
        self._measure()
        self.assertEqual(len(self._get_rows(kept)), 1)
        self._run()
        self.assertEqual(self._get_row(kept), self._get_plain(kept))

    def _get_plain(self, partner):
        count, valid, missing = self._get_expected(partner, self.env.company)
        return count, valid, missing


@tagged("post_install", "-at_install")
class TestQualityBadInput(QualityRunCase):
    def _spoil(self, **columns):
        """What no constraint lets through, as if its addon had gone."""
        requirement = self.customers.requirement_ids[0]
        for column, value in columns.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE playbook_requirement SET %s = %s WHERE id = %s",
                    SQL.identifier(column),
                    value,
                    requirement.id,
                )
            )
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def _assert_left_out(self):
        self._run()
        self.assertEqual(self._get_row(self.partners[0])[:2], (2, 0))
        self.partners[0].email = "a@customer.example"
        self.assertEqual(self._get_row(self.partners[0])[:2], (2, 1))
        self.assertTrue(self.customers.problem)

    def test_a_field_that_is_gone(self):
        self._spoil(field_name="x_gone")
        self._assert_left_out()
        self.assertIn("x_gone", self.customers.problem)

    def test_a_condition_that_cannot_be_asked(self):
        for text in ("[('x_gone', '=', 1)]", "[('name', '=', nonsense)]", "[(", "[1]"):
            with self.subTest(text), mute_logger(MIXIN):
                self._spoil(condition=text)
                self._assert_left_out()
                self.partners[0].email = False

    def test_a_condition_of_the_procedure(self):
        self.env.cr.execute(
            "UPDATE playbook_procedure SET domain = %s WHERE id = %s",
            ["[('x', '=', 1)]", self.customers.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        with mute_logger(MIXIN):
            self._run()
            self.assertIsNone(self._get_row(self.partners[0]))
            self.partners[0].email = "a@customer.example"
            self._measure()

    def test_a_condition_that_fails_when_it_is_asked(self):
        failing = self.customers.requirement_ids[0]
        Mixin = type(self.Quality)
        get_status = Mixin._get_status

        def fail(records, key_field, *args):
            if key_field.requirement_id == failing.id:
                return SQL("1 / (LENGTH(res_partner.name) * 0) = 1")
            return get_status(records, key_field, *args)

        with (
            patch.object(Mixin, "_get_status", fail),
            mute_logger(MIXIN, "odoo.sql_db"),
        ):
            self._run()
            self.assertEqual(self._get_row(self.partners[0])[:2], (2, 0))
            self.partners[0].email = "a@customer.example"
            self._measure()
        self.assertEqual(self.partners[0].email, "a@customer.example")
        self.assertEqual(self._get_row(self.partners[0])[:2], (2, 1))

    def test_what_cannot_be_measured_is_saved_all_the_same(self):
        def fail(*_args):
            raise RuntimeError("Out of order")

        with patch.object(type(self.Quality), "_ask", fail), mute_logger(MIXIN):
            self.partners[0].city = "Rome"
            self._measure()
        self.env.invalidate_all()
        self.assertEqual(self.partners[0].city, "Rome")
