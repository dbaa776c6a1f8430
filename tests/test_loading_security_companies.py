"""What who loads may not read is not matched, named, shown or proposed."""

import json

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import INTERNAL
from .loading_common import LoadingCase

SECRET = "Zanzibar Trading"
EMAIL = "info@zanzibar.example"
VAT = "US987654321"
ROWS = [
    ["Key", "Name", "Email", "Phone", "Parent"],
    ["Z-1", SECRET, EMAIL, "", ""],
    ["Z-2", f"{SECRET} Ltd", "", "", ""],
    ["Z-3", "Child", "", "", SECRET],
]


@tagged("post_install", "-at_install")
class TestHidden(LoadingCase):
    """``both`` is at work in both companies, ``user_marketing`` in one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        companies = cls.env.company | cls.company_other
        cls.both = new_test_user(
            cls.env,
            "loading_both",
            groups=f"{INTERNAL},crm_playbook.group_marketing",
            company_ids=[Command.set(companies.ids)],
        )
        cls.everywhere = cls.Load.with_user(cls.both).with_context(
            allowed_company_ids=companies.ids
        )
        cls.theirs = cls._create_customer(
            SECRET, email=EMAIL, vat=VAT, company_id=cls.company_other.id
        )

    def _check_untold(self, load, but=()):
        """Nothing of ``theirs`` is in what a load shows, apart from the file itself."""
        lines = load.line_ids.sorted("number")
        told = json.dumps(
            [
                *([line.reason, line.changes, line.candidates] for line in lines),
                *([line.res_id, line.values_before] for line in lines),
            ]
        )
        for word in (VAT, "Zanzibar Trading Co", *but):
            self.assertNotIn(word, told)
        for line in lines:
            self.assertNotIn(
                self.theirs.id, [each["id"] for each in line.candidates or ()]
            )
            self.assertNotEqual(line.res_id, self.theirs.id)
            comparison = line.get_comparison()
            self.assertNotIn(
                self.theirs.id, [each["id"] for each in comparison["titles"]]
            )
        return lines

    def test_customer_of_another_company(self):
        load = self._make_load(ROWS)
        lines = self._review(load, Parent="parent")
        self.assertEqual(lines[0].verdict, "new", lines[0].reason)
        # What stands in the file itself.
        self._check_untold(load)
        load.action_load()
        lines.invalidate_recordset()
        # The second is like the first, in the file itself.
        states = ["loaded", "left_out", "loaded"]
        self.assertEqual(lines.mapped("state"), states, lines.mapped("reason"))
        self.assertNotIn(self.theirs.id, lines.mapped("res_id"))

    def test_who_works_in_both_loads_into_one(self):
        """Who works in one reads what came of a load of both."""
        load = self._make_load(ROWS).with_env(self.everywhere.env)
        lines = self._review(load, Parent="parent")
        self.assertEqual(load.user_id, self.both)
        self.assertEqual(lines[0].verdict, "new", lines[0].reason)
        self._check_untold(load)
        lines[1].decide("load")
        self._check_untold(load)
        load.action_load()
        lines.invalidate_recordset()
        self._check_untold(load)
        self.assertNotIn(self.theirs.id, lines.mapped("res_id"))

    def test_key_of_another_company(self):
        """A key known in another company is told to be taken, and nothing else."""
        load = self._make_load(ROWS[:2])
        load = load.sudo().copy({"company_id": self.company_other.id}).sudo(False)
        self.env["playbook.load.key"].create(
            {
                "source_id": self.source.id,
                "kind": "company",
                "key": "Z-1",
                "res_model": "res.partner",
                "res_id": self.theirs.id,
                "load_id": load.id,
                "loaded": {"name": SECRET, "vat": VAT},
            }
        )
        load = self._make_load(ROWS)
        lines = self._review(load, Parent="parent")
        self.assertEqual(lines[0].verdict, "invalid")
        self.assertIn("may not see", lines[0].reason)
        self._check_untold(load)
        key = self.env["playbook.load.key"].with_user(self.user_marketing)
        self.assertFalse(key.search([("key", "=", "Z-1")]))

    def test_load_of_another_company(self):
        load = self.everywhere.create(
            {"source_id": self.source.id, "company_id": self.company_other.id}
        )
        Load = self.Load.with_user(self.user_marketing)
        self.assertNotIn(load, Load.search([]))
        self.assertNotIn(load, self.source.with_user(self.user_marketing).load_ids)
        with mute_logger("odoo.addons.base.models.ir_rule"):
            with self.assertRaises(AccessError):
                load.with_user(self.user_marketing).read(["name"])
            with self.assertRaises(AccessError):
                load.with_user(self.user_marketing).get_progress()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_not_given_to_another_company(self):
        other = self.company_other.id
        load = self.Load.with_user(self.user_marketing).create(
            {"source_id": self.source.id}
        )
        with self.assertRaises(AccessError):
            load.write({"company_id": other})
        with self.assertRaises(AccessError):
            load.create({"source_id": self.source.id, "company_id": other})
        with self.assertRaises(AccessError):
            load.with_context(default_company_id=other).create(
                {"source_id": self.source.id}
            )

    def test_options_of_another_company(self):
        self.team_other.member_ids = False
        self.team_other.write({"company_id": self.company_other.id, "name": SECRET})
        rows = [["Key", "Name", "Team"], ["L-1", "A lead", SECRET]]
        load = self._make_load(rows, "lead", lead_type="lead")
        load = load.with_env(self.everywhere.env)
        self._review(load)
        value = load.value_ids
        self.assertEqual(value.treatment, "reject")
        for search in ("", SECRET):
            choices = {each["value"] for each in value.get_choices(search)}
            self.assertNotIn(str(self.team_other.id), choices)
        value.option_value = str(self.team_other.id)
        value.invalidate_recordset()
        self.assertNotIn(SECRET, value.option_label or "")
        load.action_review()
        self.assertEqual(load.line_ids.verdict, "invalid")

    def test_record_hidden_by_a_rule(self):
        """A company that hides some of its customers and leads from everybody."""
        hidden = self._create_customer(SECRET + " Spain", email="es@zanzibar.example")
        lead = self._create_lead(hidden, name="Secret deal", type="lead")
        for model, record in (("res.partner", hidden), ("crm.lead", lead)):
            self.env["ir.rule"].create(
                {
                    "name": "Hidden",
                    "model_id": self.env["ir.model"]._get_id(model),
                    "domain_force": [("id", "!=", record.id)],
                }
            )
        rows = [
            ["Key", "Name", "Email"],
            ["H-1", hidden.name, "es@zanzibar.example"],
            ["H-2", hidden.name, ""],
        ]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertEqual(lines[0].verdict, "new", lines[0].reason)
        for line in lines:
            self.assertNotEqual(line.res_id, hidden.id)
            self.assertFalse(line.candidates)
        rows = [
            ["Key", "Name", "Customer", "Email"],
            ["D-1", "Secret deal", hidden.name, ""],
            ["D-2", "Secret deal", "", "es@zanzibar.example"],
        ]
        load = self._make_load(rows, "lead", lead_type="lead")
        lines = self._review(load)
        self.assertEqual(lines[0].verdict, "invalid")
        self.assertIn("not there", lines[0].reason)
        for line in lines:
            self.assertFalse(line.candidates)
            self.assertFalse(line.res_id)

    def test_who_decides_sees_with_their_own_eyes(self):
        """What a colleague's review has found is told to who may read it."""
        mine = self._create_customer(SECRET + " Iberia")
        rows = [["Key", "Name"], ["I-1", mine.name]]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertEqual(lines.candidates[0]["id"], mine.id)
        mine.company_id = self.company_other
        lines.invalidate_recordset()
        self.assertEqual(len(lines.get_comparison()["titles"]), 1)
        lines.decide("load", mine.id)
        self.assertEqual(lines.verdict, "invalid")
        self.assertFalse(lines.changes)
        before = mine.write_date
        load.action_load() if load.to_load_count else None
        self.assertEqual(mine.write_date, before)
