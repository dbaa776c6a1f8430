"""What a line is judged to be: new, an update, unchanged, a conflict, not valid."""

from odoo.tests import tagged

from .loading_common import LoadingCase

HEADERS = ["Customer ID", "Name", "City", "E-mail", "Phone"]
PINE = ["P-1", "Pine Verdict Ltd", "Leeds", "pine@verdict.example", "0113 496 0000"]


@tagged("post_install", "-at_install")
class TestVerdicts(LoadingCase):
    def _pine(self, **values):
        """The line of Pine, otherwise in some columns."""
        line = dict(zip(HEADERS, PINE, strict=True)) | values
        return [line[header] for header in HEADERS]

    def _load_pine(self):
        return self._get_records(self._load([HEADERS, PINE]))

    def test_update_says_what_it_changes(self):
        partner = self._load_pine()
        load = self._make_load([HEADERS, self._pine(City="York", Name="Pine Ltd")])
        lines = self._review(load)
        self.assertVerdicts(lines, "update")
        self.assertIn("City: Leeds → York", lines.changes.split("\n"))
        self.assertEqual(partner.city, "Leeds", "review writes nothing")
        load.action_load()
        self.assertRecordValues(partner, [{"city": "York", "name": "Pine Ltd"}])
        self.assertEqual(
            lines.values_before, {"name": "Pine Verdict Ltd", "city": "Leeds"}
        )
        self.assertEqual(lines.values_after, {"name": "Pine Ltd", "city": "York"})
        self.assertFalse(lines.created)

    def test_new_says_what_it_wrote(self):
        lines = self._load([HEADERS, PINE]).line_ids
        self.assertTrue(lines.created)
        self.assertEqual(lines.values_before, {})
        self.assertEqual(lines.values_after["city"], "Leeds")

    def test_empty_cell_empties_nothing(self):
        partner = self._load_pine()
        lines = self._look([HEADERS, ["P-1", "Pine Verdict Ltd", "", "", ""]])
        self.assertVerdicts(lines, "unchanged")
        lines.load_id.action_load()
        self.assertEqual(partner.city, "Leeds")

    def test_changed_in_odoo_stays(self):
        """The file says what it said; a person has corrected the record since."""
        partner = self._load_pine()
        partner.city = "Bradford"
        for _time in range(2):
            load = self._load([HEADERS, PINE])
            self.assertVerdicts(load.line_ids, "unchanged")
            self.assertEqual(partner.city, "Bradford")

    def test_changed_on_both_sides(self):
        partner = self._load_pine()
        partner.city = "Bradford"
        load = self._make_load([HEADERS, self._pine(City="York")])
        lines = self._review(load)
        self.assertVerdicts(lines, "conflict")
        self.assertIn("City", lines.reason)
        self.assertEqual(lines.handling, "undecided")
        lines.action_load()
        self.assertEqual(lines.handling, "load")
        load.action_load()
        self.assertStates(lines, "loaded")
        self.assertEqual(partner.city, "York")
        self.assertEqual(lines.values_before, {"city": "Bradford"})

    def test_both_made_the_same_change(self):
        partner = self._load_pine()
        partner.city = "York"
        self.assertVerdicts(self._look([HEADERS, self._pine(City="York")]), "unchanged")

    def test_fill(self):
        rows = [HEADERS, self._pine(Phone="")]
        partner = self._get_records(self._load(rows))
        changed = self._pine(City="York", Phone="0113 496 0001")
        load = self._load([HEADERS, changed], on_match="fill")
        self.assertEqual(partner.city, "Leeds")
        self.assertIn("0001", partner.phone)
        self.assertVerdicts(load.line_ids, "update")
        self.assertEqual(load.line_ids.values_before, {"phone": False})

    def test_keep(self):
        partner = self._load_pine()
        load = self._load(
            [HEADERS, self._pine(City="York"), ["P-2", "Oak Verdict", "", "", ""]],
            on_match="keep",
        )
        self.assertVerdicts(load.line_ids, "unchanged", "new")
        self.assertEqual(partner.city, "Leeds")

    def test_kept_file_counts_as_read(self):
        """What was kept out once is not forced in later as if it had been loaded."""
        partner = self._load_pine()
        changed = [HEADERS, self._pine(City="York")]
        self._load(changed, on_match="keep")
        self._load(changed)
        self.assertEqual(partner.city, "York")

    def test_several_options_only_add(self):
        own, other = self.env["res.partner.category"].create(
            [{"name": "Verdict own"}, {"name": "Verdict other"}]
        )
        rows = [["Customer ID", "Name", "Tags"], ["T-1", "Tagged Co", "Verdict own"]]
        partner = self._get_records(self._load(rows))
        self.assertEqual(partner.category_id, own)
        partner.category_id = other
        rows[1][2] = "Verdict own; Verdict other"
        self.assertVerdicts(self._look(rows), "conflict")
        partner.category_id = own + other
        self.assertVerdicts(self._look(rows), "unchanged")

    def test_several_options_are_added(self):
        own, other = self.env["res.partner.category"].create(
            [{"name": "Verdict own"}, {"name": "Verdict other"}]
        )
        partner = self._create_customer("Tagged Co", vat="", email="t@tagged.example")
        partner.category_id = other
        rows = [["Name", "Email", "Tags"], ["Tagged Co", "t@tagged.example", own.name]]
        lines = self._load(rows).line_ids
        self.assertEqual(partner.category_id, own + other)
        self.assertEqual(lines.values_before, {"category_id": other.ids})

    def test_found_by_email(self):
        partner = self._create_customer("Pine", email="PINE@verdict.example")
        lines = self._look([HEADERS, PINE])
        self.assertVerdicts(lines, "update")
        self.assertEqual(lines.res_id, partner.id)


@tagged("post_install", "-at_install")
class TestConflicts(LoadingCase):
    def test_two_records_match(self):
        one = self._create_customer("Elm", email="elm@verdict.example")
        two = self._create_customer("Elm", vat="", phone="+34911234567")
        rows = [
            ["Customer ID", "Name", "E-mail", "Phone"],
            ["E-1", "Elm", "elm@verdict.example", "+34911234567"],
        ]
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertVerdicts(lines, "conflict")
        self.assertCountEqual(
            [each["id"] for each in lines.candidates], (one + two).ids
        )
        lines.decide("load", two.id)
        self.assertEqual((lines.verdict, lines.handling), ("update", "load"))
        load.action_load()
        self.assertEqual(two.email, "elm@verdict.example")
        self.assertVerdicts(self._look(rows), "unchanged")

    def test_deleted_since(self):
        """Who is deleted does not come back without somebody saying so."""
        rows = [["Customer ID", "Name"], ["D-1", "Deleted Verdict"]]
        partner = self._get_records(self._load(rows))
        partner.unlink()
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertVerdicts(lines, "conflict")
        lines.action_load()
        self.assertEqual(lines.verdict, "new")
        load.action_load()
        self.assertTrue(self._get_records(load).exists())
        self.assertVerdicts(self._look(rows), "unchanged")

    def test_archived(self):
        rows = [["Customer ID", "Name", "City"], ["D-1", "Archived Verdict", "Leeds"]]
        partner = self._get_records(self._load(rows))
        partner.active = False
        rows[1][2] = "York"
        load = self._make_load(rows)
        lines = self._review(load)
        self.assertVerdicts(lines, "conflict")
        lines.action_load()
        load.action_load()
        self.assertStates(lines, "loaded")
        self.assertRecordValues(partner, [{"city": "York", "active": False}])

    def test_archived_and_unchanged(self):
        rows = [["Customer ID", "Name"], ["D-1", "Archived Verdict"]]
        partner = self._get_records(self._load(rows))
        partner.active = False
        self.assertVerdicts(self._look(rows), "unchanged")

    def test_same_key_twice(self):
        rows = [
            ["Customer ID", "Name"],
            ["S-1", "Same Verdict"],
            ["S-1", "Other Verdict"],
        ]
        load = self._load(rows)
        lines = load.line_ids.sorted("number")
        self.assertVerdicts(lines, "new", "conflict")
        self.assertIn("Line 2", lines[1].reason)
        self.assertStates(lines, "loaded", "left_out")
        self.assertEqual(load.rejected_count, 1)

    def test_same_key_twice_decided(self):
        rows = [
            ["Customer ID", "Name"],
            ["S-1", "Same Verdict"],
            ["S-1", "Other Verdict"],
        ]
        load = self._make_load(rows)
        lines = self._review(load)
        lines[1].action_load()
        load.action_load()
        self.assertStates(lines, "loaded", "loaded")
        self.assertEqual(lines[0].res_id, lines[1].res_id, "a key means one record")
