"""Lines that may be there already: told, compared, decided on by a person."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .loading_common import LoadingCase

HEADERS = ["Name", "City", "E-mail"]
ADDICT = ["Deco Adict Verdict", "Pleasanton", ""]


@tagged("post_install", "-at_install")
class TestDuplicates(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls._create_customer("Deco Addict Verdict", city="Reno")

    def _look_at_addict(self, *lines):
        load = self._make_load([HEADERS, *(lines or [ADDICT])])
        self._review(load)
        return load, load.line_ids.sorted("number")

    def test_similar_name(self):
        _load, line = self._look_at_addict()
        self.assertVerdicts(line, "duplicate")
        self.assertEqual(line.handling, "undecided")
        self.assertEqual([each["id"] for each in line.candidates], self.partner.ids)

    def test_compared(self):
        _load, line = self._look_at_addict()
        found = line.get_comparison()
        self.assertTrue(found["can_decide"])
        self.assertEqual([each["id"] for each in found["titles"]], [0, self.partner.id])
        self.assertIn("name", found["titles"][1]["how"].lower())
        rows = {row["label"]: row for row in found["rows"]}
        self.assertEqual(rows["City"]["values"], ["Pleasanton", "Reno"])
        self.assertTrue(rows["City"]["differs"])
        self.assertIs(found["chosen"], False)

    def test_it_is_this_one(self):
        load, line = self._look_at_addict()
        line.decide("load", self.partner.id)
        self.assertEqual((line.verdict, line.handling), ("update", "load"))
        self.assertEqual(line.get_comparison()["chosen"], self.partner.id)
        load.action_load()
        self.assertStates(line, "loaded")
        self.assertEqual(self.partner.city, "Pleasanton")
        _load, again = self._look_at_addict()
        self.assertVerdicts(again, "unchanged")

    def test_it_is_new(self):
        load, line = self._look_at_addict()
        line.decide("load")
        self.assertEqual((line.verdict, line.handling), ("new", "load"))
        load.action_load()
        self.assertStates(line, "loaded")
        self.assertTrue(line.created)
        self.assertEqual(self.partner.city, "Reno")
        _load, again = self._look_at_addict()
        self.assertVerdicts(again, "unchanged")

    def test_left_out(self):
        load, line = self._look_at_addict(ADDICT, ["Fir Verdict", "", ""])
        line[0].decide("leave")
        load.action_load()
        self.assertStates(line, "left_out", "loaded")
        self.assertEqual(load.rejected_count, 0, "a person has decided")

    def test_another_record_is_refused(self):
        other = self._create_customer("Quite another")
        _load, line = self._look_at_addict()
        with self.assertRaises(UserError):
            line.decide("load", other.id)

    def test_changed_mind(self):
        load, line = self._look_at_addict()
        line.decide("load", self.partner.id)
        line.decide("load")
        self.assertEqual(line.verdict, "new")
        line.decide("leave")
        self.assertEqual(line.handling, "leave")
        line.decide("load", self.partner.id)
        load.action_load()
        self.assertEqual(line.res_id, self.partner.id)

    def test_decision_outlives_the_next_review(self):
        load, line = self._look_at_addict()
        line.decide("load")
        load.action_change_columns()
        load.action_review()
        self.assertEqual((line.verdict, line.handling), ("new", "load"))

    def test_by_kind(self):
        load, line = self._look_at_addict(ADDICT, ["Fir Verdict", "", ""])
        load.with_context(
            load_verdict="duplicate", load_decision="load"
        ).action_decide_all()
        self.assertEqual(line.mapped("handling"), ["load", "load"])
        load.action_load()
        self.assertStates(line, "loaded", "loaded")

    def test_undecided_is_rejected(self):
        load, line = self._look_at_addict(ADDICT, ["Fir Verdict", "", ""])
        load.action_load()
        self.assertStates(line, "left_out", "loaded")
        self.assertEqual(load.rejected_count, 1)

    def test_same_as_a_record_of_another_key(self):
        rows = [["Customer ID", *HEADERS], ["K-1", "Ash Verdict", "", "a@ash.example"]]
        self._load(rows)
        rows[1][0] = "K-2"
        line = self._look(rows)
        self.assertVerdicts(line, "duplicate")
        self.assertIn("K-1", line.reason)


@tagged("post_install", "-at_install")
class TestEqualLines(LoadingCase):
    def test_without_key(self):
        rows = [HEADERS, ["Twin Verdict", "Leeds", ""], ["Twin Verdict", "Leeds", ""]]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertVerdicts(lines, "new", "duplicate")
        self.assertIn("line 2", lines[1].reason)
        load.action_load()
        self.assertStates(lines, "loaded", "left_out")
        again = self._load(rows)
        self.assertFalse(again.created_count)
        self.assertEqual(again.rejected_count, 1)

    def test_without_key_decided(self):
        rows = [HEADERS, *[["Twin Verdict", "Leeds", ""]] * 3]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertVerdicts(lines, "new", "duplicate", "duplicate")
        lines[1:].action_load()
        load.action_load()
        self.assertEqual(len(set(lines.mapped("res_id"))), 3)
        self.assertVerdicts(self._look(rows), *["unchanged"] * 3)

    def test_with_key(self):
        rows = [
            ["Customer ID", *HEADERS],
            ["T-1", "Twin Verdict", "Leeds", ""],
            ["T-2", "Twin Verdict", "Leeds", ""],
        ]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertVerdicts(lines, "new", "duplicate")
        lines[1].decide("load")
        load.action_load()
        self.assertEqual(len(set(lines.mapped("res_id"))), 2)
        self.assertVerdicts(self._look(rows), "unchanged", "unchanged")

    def test_contacts_with_one_email(self):
        """They would become one another: somebody has to say so."""
        rows = [
            ["Name", "E-mail"],
            ["Ann Verdict", "office@verdict.example"],
            ["Bob Verdict", "office@verdict.example"],
        ]
        load = self._make_load(rows, "contact")
        lines = self._review(load)
        self.assertVerdicts(lines, "new", "duplicate")
        lines[1].decide("load")
        load.action_load()
        self.assertEqual(
            self._get_records(load).mapped("name"), ["Ann Verdict", "Bob Verdict"]
        )
        self.assertVerdicts(self._look(rows, "contact"), "unchanged", "unchanged")

    def test_leads_without_key(self):
        user = self.env.ref("base.user_admin")
        rows = [["Name", "Company name"], *[["Desk", "Twin Verdict"]] * 2]
        load = self._make_load(rows, "lead", user=user)
        lines = self._review(load)
        self.assertVerdicts(lines, "new", "duplicate")
        lines[1].decide("load")
        load.action_load()
        self.assertEqual(load.created_count, 2)
        self.assertVerdicts(
            self._look(rows, "lead", user=user), "unchanged", "unchanged"
        )

    def test_across_batches(self):
        """The first is loaded when the second is looked at: it stays as reviewed."""
        rows = [
            ["Customer ID", *HEADERS],
            ["A-1", "One Verdict", "Leeds", "x@verdict.example"],
            ["A-2", "Two Verdict", "York", "y@verdict.example"],
        ]
        load = self._make_load(rows)
        lines = self._review(load)
        self._create_customer("Meanwhile", email="y@verdict.example", city="Hull")
        load.action_load()
        self.assertStates(lines, "loaded", "failed")
        self.assertIn("review", lines[1].reason.lower())
