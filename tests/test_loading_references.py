"""Lines that name other records: by key, name or e-mail; parents in the same file."""

from unittest.mock import patch

from odoo.tests import tagged

from .loading_common import LoadingCase

CONTACTS = ["Contact ID", "Name", "Company"]


@tagged("post_install", "-at_install")
class TestReferences(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_loaded = cls._create_customer("Reference Ltd")

    def _look_at_contact(self, company, **vals):
        return self._look([CONTACTS, ["C-1", "Ann Ref", company]], "contact", **vals)

    def _load_contact(self, company, **vals):
        return self._load([CONTACTS, ["C-1", "Ann Ref", company]], "contact", **vals)

    def test_by_name(self):
        load = self._load_contact("reference, LTD.")
        self.assertEqual(self._get_records(load).parent_id, self.company_loaded)
        self.assertVerdicts(self._look_at_contact("Reference Ltd"), "unchanged")

    def test_by_key(self):
        company = self._get_records(self._load([["ID", "Name"], ["A-7", "Keyed Ref"]]))
        load = self._load_contact("A-7")
        self.assertEqual(self._get_records(load).parent_id, company)

    def test_key_of_another_source(self):
        self._load([["ID", "Name"], ["A-7", "Keyed Ref"]])
        other = self.source.copy({"name": "Another"})
        lines = self._look_at_contact("A-7", source_id=other.id)
        self.assertVerdicts(lines, "invalid")

    def test_by_email(self):
        self.company_loaded.email = "office@reference.example"
        load = self._load_contact("office@reference.example")
        self.assertEqual(self._get_records(load).parent_id, self.company_loaded)

    def test_ambiguous(self):
        self._create_customer("Reference Ltd")
        lines = self._look_at_contact("Reference Ltd")
        self.assertVerdicts(lines, "invalid")
        self.assertIn("Reference Ltd", lines.reason)

    def test_unknown_is_rejected(self):
        lines = self._look_at_contact("Nowhere Ref")
        self.assertVerdicts(lines, "invalid")
        self.assertIn("“Company”", lines.reason)
        self.assertIn("Nowhere Ref", lines.reason)

    def test_unknown_is_created_once(self):
        rows = [
            CONTACTS,
            ["C-1", "Ann Ref", "Nowhere Ref"],
            ["C-2", "Bob Ref", "Nowhere Ref"],
        ]
        load = self._load(rows, "contact", on_missing="create")
        people = self._get_records(load)
        company = people.parent_id
        self.assertRecordValues(company, [{"name": "Nowhere Ref", "is_company": True}])
        made = [line.made_with for line in load.line_ids.sorted("number")]
        self.assertEqual(made, [[["res.partner", company.id]], False])
        lines = self._look(rows, "contact", on_missing="create")
        self.assertVerdicts(lines, "unchanged", "unchanged")

    def test_unknown_is_left_out(self):
        load = self._load_contact("Nowhere Ref", on_missing="without")
        self.assertStates(load.line_ids, "loaded")
        self.assertIn("Nowhere Ref", load.line_ids.reason)
        self.assertFalse(self._get_records(load).parent_id)

    def test_company_of_others_is_not_told(self):
        """What this user may not read is as if it were not there."""
        self._create_customer("Secret Ref", company_id=self.company_other.id)
        self.assertVerdicts(self._look_at_contact("Secret Ref"), "invalid")


@tagged("post_install", "-at_install")
class TestParents(LoadingCase):
    def _names(self, partner):
        while partner:
            yield partner.name
            partner = partner.parent_id

    def test_chain_in_any_order(self):
        numbers = [3, 5, 1, 4, 2]
        rows = [["ID", "Name", "Parent company"]]
        rows += [
            [f"C-{n}", f"Chain {n}", f"C-{n - 1}" if n > 1 else ""] for n in numbers
        ]
        load = self._make_load(rows)
        self.assertVerdicts(self._review(load), *["new"] * 5)
        load.action_load()
        self.assertStates(load.line_ids, *["loaded"] * 5)
        deepest = self._get_records(load).filtered(lambda each: each.name == "Chain 5")
        self.assertEqual(
            list(self._names(deepest)), [f"Chain {n}" for n in (5, 4, 3, 2, 1)]
        )
        self.assertVerdicts(self._look(rows), *["unchanged"] * 5)

    def test_by_name_without_keys(self):
        rows = [
            ["Name", "Parent company"],
            ["Branch Ref", "Head Ref"],
            ["Head Ref", ""],
        ]
        partners = self._get_records(self._load(rows))
        self.assertEqual(partners[0].parent_id, partners[1])
        self.assertVerdicts(self._look(rows), "unchanged", "unchanged")

    def test_circle(self):
        rows = [
            ["ID", "Name", "Parent company"],
            ["R-1", "Round 1", "R-3"],
            ["R-2", "Round 2", "R-1"],
            ["R-3", "Round 3", "R-2"],
            ["R-4", "Straight", ""],
        ]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertVerdicts(lines, "invalid", "invalid", "invalid", "new")
        self.assertIn("“Parent company”", lines[0].reason)
        load.action_load()
        self.assertStates(lines, *["left_out"] * 3, "loaded")

    def test_child_of_a_circle(self):
        rows = [
            ["ID", "Name", "Parent company"],
            ["R-1", "Round 1", "R-2"],
            ["R-2", "Round 2", "R-1"],
            ["R-3", "Round 3", "R-2"],
        ]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertVerdicts(lines[:2], "invalid", "invalid")
        self.assertEqual(load.state, "reviewed")

    def test_own_parent(self):
        rows = [["ID", "Name", "Parent company"], ["R-1", "Round 1", "R-1"]]
        lines = self._look(rows)
        self.assertVerdicts(lines, "invalid")
        self.assertIn("“Parent company”", lines.reason)

    def test_circle_with_what_is_there(self):
        """The file alone is no circle; with what was loaded before it is."""
        rows = [
            ["ID", "Name", "Parent company"],
            ["R-1", "Up", ""],
            ["R-2", "Low", "R-1"],
        ]
        self._load(rows)
        load = self._make_load([rows[0], ["R-1", "Up", "R-2"]])
        self._review(load)
        load.action_load()
        self.assertStates(load.line_ids, "failed")
        self.assertTrue(load.line_ids.reason)

    def test_parent_not_loaded(self):
        """The parent is not valid: its child says so."""
        rows = [
            ["ID", "Name", "Parent company", "Created on"],
            ["P-1", "Bad parent", "", "9999-01-01"],
            ["P-2", "Good child", "P-1", ""],
        ]
        load = self._load(rows)
        self.assertStates(load.line_ids, "left_out", "failed")
        self.assertIn("P-1", load.line_ids.sorted("number")[1].reason)


@tagged("post_install", "-at_install")
class TestRelatedFiles(LoadingCase):
    """Accounts, contacts and deals, all reviewed before any of them is loaded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def _review_all(self):
        accounts = self._make_load(
            [["Account ID", "Name"], ["A-1", "Related Ltd"]], user=self.admin
        )
        contacts = self._make_load(
            [["Contact ID", "Name", "Account ID"], ["P-1", "Ann Related", "A-1"]],
            "contact",
            user=self.admin,
            previous_id=accounts.id,
        )
        deals = self._make_load(
            [["Deal ID", "Name", "Account"], ["D-1", "Desk", "A-1"]],
            "lead",
            user=self.admin,
            previous_id=contacts.id,
        )
        for load in (accounts, contacts, deals):
            self.assertVerdicts(self._review(load), "new")
        return accounts, contacts, deals

    def test_in_order(self):
        accounts, contacts, deals = self._review_all()
        for load in (accounts, contacts, deals):
            load.action_load()
            self.assertEqual(load.state, "done")
        company = self._get_records(accounts)
        self.assertEqual(self._get_records(contacts).parent_id, company)
        self.assertEqual(self._get_records(deals).partner_id, company)

    def test_all_at_once(self):
        """Those that come later wait, and go on when it is their turn."""
        accounts, contacts, deals = self._review_all()
        for load in (deals, contacts):
            load.action_load()
            self.assertEqual(load.state, "loading")
        self.assertIn(contacts.display_name, deals.get_progress()["text"])
        with patch.object(type(accounts), "_trigger") as trigger:
            accounts.action_load()
        self.assertEqual(accounts.state, "done")
        self.assertTrue(trigger.called, "what waited is not told to go on")
        self._run()
        self.assertEqual((contacts.state, deals.state), ("done", "done"))
        self.assertEqual(
            self._get_records(deals).partner_id, self._get_records(contacts).parent_id
        )
