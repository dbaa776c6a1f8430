"""Loaded people who are erased or merged: what is kept of them, and what is not."""

import json

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import INTERNAL
from .loading_common import LoadingCase

PEOPLE = [
    ["Contact ID", "Name", "Email", "City"],
    ["P-1", "Bob Person", "bob@person.example", "Soria"],
    ["P-2", "Eve Colleague", "eve@person.example", "Vigo"],
]
LEADS = [
    ["Deal ID", "Name", "Customer", "Type"],
    ["D-1", "Bob's desk", "Bob Person", "Lead"],
    ["D-2", "Eve's desk", "Eve Colleague", "Lead"],
]
WORDS = ("Bob", "bob@", "P-1", "Soria", "D-1")


@tagged("post_install", "-at_install")
class TestErased(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref(INTERNAL)._apply_group(cls.env.ref("crm.group_use_lead"))
        cls.admin = new_test_user(
            cls.env, "loading_admin", groups=f"{INTERNAL},base.group_system"
        )
        cls.admin.group_ids = [
            Command.link(cls.env.ref("base.group_partner_manager").id)
        ]

    def _load(self, rows, kind, **vals):
        load = self._make_load(rows, kind, **vals)
        self._review(load)
        load.action_load()
        lines = load.line_ids.sorted("number")
        lines.invalidate_recordset()
        self.assertEqual(set(lines.mapped("state")), {"loaded"}, lines.mapped("reason"))
        return load

    def _erase(self, people):
        wizard = (
            self.env["playbook.person.erase"]
            .with_user(self.admin)
            .with_context(active_ids=people.ids)
            .create({})
        )
        wizard.action_erase()
        self.env.flush_all()
        self.env.invalidate_all()

    def _get_all_told(self, loads):
        loads = loads.sudo()
        keys = self.env["playbook.load.key"].search([("load_id", "in", loads.ids)])
        records = (loads.line_ids, loads.column_ids, loads.value_ids, keys)
        return json.dumps([each.read() for each in records], default=str)

    def test_what_files_said_is_gone(self):
        load = self._load(PEOPLE, "contact")
        changed = [PEOPLE[0], [*PEOPLE[1][:3], "Burgos"], PEOPLE[2]]
        again = self._load(changed, "contact")
        deals = self._load(LEADS, "lead", lead_type="lead")
        loads = load | again | deals
        told = self._get_all_told(loads)
        for word in (*WORDS, "Burgos"):
            self.assertIn(word, told)
        figures = self._get_figures(loads)
        bob = self.env["res.partner"].browse(load.line_ids.sorted("number")[0].res_id)
        self._erase(bob)
        told = self._get_all_told(loads)
        for word in (*WORDS, "Burgos"):
            self.assertNotIn(word, told)
        # The others are as they were.
        for word in ("Eve", "P-2", "D-2"):
            self.assertIn(word, told)
        self.assertFalse(any(loads.mapped("file")))
        self.assertEqual(self._get_figures(loads), figures)

    def _get_figures(self, loads):
        self.env.invalidate_all()
        names = [name for name in loads._fields if name.endswith("_count")]
        names.remove("unknown_count")
        return [each[name] for each in loads for name in names]

    def test_what_was_only_proposed_is_gone_too(self):
        bob = self.env["res.partner"].create(
            {"name": "Bob Person", "city": "Soria", "is_company": True}
        )
        load = self._make_load([["Name", "City"], ["Bob Person", "Lugo"]])
        lines = self._review(load)
        self.assertEqual(lines.candidates[0]["id"], bob.id, lines.verdict)
        lines.action_load()
        self._erase(bob)
        self.assertNotIn("Bob", self._get_all_told(load))
        # It is not loaded any more, nor does it stop anything.
        load.action_review()
        self.assertEqual(load.state, "reviewed", load.error)
        self.assertFalse(load.to_load_count)
        self.assertEqual(lines.verdict, "invalid")
        self.assertTrue(load.reject_file)

    def test_line_that_waits_is_not_loaded(self):
        self._load(PEOPLE, "contact")
        changed = [PEOPLE[0], [*PEOPLE[1][:3], "Burgos"], PEOPLE[2]]
        load = self._make_load(changed, "contact")
        lines = self._review(load)
        self.assertEqual(lines.mapped("handling"), ["load", "load"])
        bob = self.env["res.partner"].browse(lines[0].res_id)
        self._erase(bob)
        load.action_load()
        lines.invalidate_recordset()
        self.assertEqual(lines.mapped("state"), ["left_out", "loaded"])
        self.assertFalse(bob.city or bob.active)

    def test_parents_of_erased_lines(self):
        """Lines that are empty are no parents, and stop no review."""
        bob = self._create_customer("Bob Person", email="bob@person.example")
        rows = [
            ["Account ID", "Name", "Parent", "Email"],
            ["A-1", "Bob Person", "", "bob@person.example"],
            ["A-2", "Child", "A-1", ""],
        ]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertEqual(lines[0].res_id, bob.id)
        self._erase(bob)
        load.action_review()
        self.assertEqual(load.state, "reviewed", load.error)
        self.assertEqual(lines.mapped("verdict"), ["invalid", "invalid"])

    # ------------------------------------------------------------------
    # Merging
    # ------------------------------------------------------------------

    def test_merged_partners(self):
        load = self._load(PEOPLE, "contact")
        bob, eve = self.env["res.partner"].browse(
            load.line_ids.sorted("number").mapped("res_id")
        )
        self.env["base.partner.merge.automatic.wizard"]._merge((bob | eve).ids, eve)
        self.env.invalidate_all()
        self.assertFalse(bob.exists())
        self.assertEqual(set(load.line_ids.mapped("res_id")), {eve.id})
        self.assertEqual(eve.playbook_loaded_from, "Old system: P-1, Old system: P-2")
        # The next file changes the one that is left, and makes no other.
        again = self._make_load(PEOPLE, "contact")
        lines = self._review(again)
        self.assertEqual(set(lines.mapped("res_id")), {eve.id}, lines.mapped("reason"))

    def test_merged_leads(self):
        self._load(PEOPLE, "contact")
        load = self._load(LEADS, "lead", lead_type="lead")
        one, two = self.env["crm.lead"].browse(
            load.line_ids.sorted("number").mapped("res_id")
        )
        (one | two).write({"partner_id": one.partner_id.id})
        kept = (one | two).merge_opportunity()
        self.env.invalidate_all()
        self.assertEqual(set(load.line_ids.mapped("res_id")), {kept.id})
        self.assertEqual(kept.playbook_loaded_from, "Old system: D-1, Old system: D-2")
        again = self._make_load(LEADS, "lead", lead_type="lead")
        lines = self._review(again)
        self.assertEqual(set(lines.mapped("res_id")), {kept.id}, lines.mapped("reason"))

    def test_known_elsewhere(self):
        load = self._load(PEOPLE, "contact")
        bob = self.env["res.partner"].browse(load.line_ids.sorted("number")[0].res_id)
        told = bob.with_user(self.user_sales).playbook_loaded_from
        self.assertEqual(told, "Old system: P-1")
        self._erase(bob)
        self.assertFalse(bob.playbook_loaded_from)
