import doctest

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from odoo.addons.crm_playbook.models.segments import territory_match

from .territory_common import TerritoryCommon


@tagged("post_install", "-at_install")
class TestTerritoryRules(TerritoryCommon):
    """What a rule is, and which of several counts."""

    def test_what_the_functions_say(self):
        self.assertEqual(doctest.testmod(territory_match).failed, 0)

    def _find(self, zip_code, country=None, state=None):
        rules = self.env["playbook.territory.rule"]._get_rules()
        found = rules.find((country or self.es).id, state and state.id, zip_code)
        return self.env["playbook.territory"].browse(found or [])

    def test_the_most_specific_counts(self):
        for zip_code, state, expected in (
            ("46001", None, self.spain),
            (False, None, self.spain),
            ("46001", self.state_madrid, self.madrid),
            ("28900", self.state_madrid, self.centre),
            ("28", None, self.centre),
            ("28413", self.state_madrid, self.south),
            (" 28-013 ", None, self.south),
            ("28500", None, self.centre),
            ("2", None, self.spain),
        ):
            with self.subTest(zip_code, state=state):
                self.assertEqual(self._find(zip_code, state=state), expected)
        self.assertEqual(self._find("75001", self.fr), self.paris)
        self.assertFalse(self._find("69001", self.fr))
        self.assertFalse(self._find("75001", self.env.ref("base.pt")))

    def test_a_state_narrows_a_postcode(self):
        self.other.rule_ids = [
            (0, 0, {"state_id": self.state_madrid.id, "zip_from": "28"})
        ]
        self.assertEqual(self.other.rule_ids.country_id, self.es)
        self.assertEqual(self._find("28900", state=self.state_madrid), self.other)
        self.assertEqual(self._find("28900"), self.centre)
        self.assertEqual(self._find("28100", state=self.state_madrid), self.south)

    def test_letters(self):
        uk = self.env.ref("base.uk")
        wide = self._create_territory("SW", country_id=uk.id, zip_from="sw")
        narrow = self._create_territory(
            "West", country_id=uk.id, zip_from="sw 1a", zip_to="SW1-c"
        )
        self.assertEqual(narrow.rule_ids.mapped("zip_from"), ["SW1A"])
        self.assertEqual(narrow.rule_ids.zip_to, "SW1C")
        for zip_code, expected in (
            ("SW1A 1AA", narrow),
            ("sw1b", narrow),
            ("SW1D 1AA", wide),
            ("SW19", wide),
            ("SW1", wide),
            ("E1", self.env["playbook.territory"]),
        ):
            with self.subTest(zip_code):
                self.assertEqual(self._find(zip_code, uk), expected)

    def test_hostile_addresses_are_in_some_territory_or_none(self):
        for zip_code in ("28" * 100_000, "'; DROP TABLE", "２８", "\x00", "%", "ß28"):
            self.assertIn(self._find(zip_code), self.spain | self.centre | self.south)

    def test_a_range_narrower_than_a_longer_beginning_counts(self):
        portugal = self.env.ref("base.pt")
        values = {"country_id": portugal.id}
        broad = self._create_territory("A", zip_from="1", zip_to="4", **values)
        exact = self._create_territory("B", zip_from="28", **values)
        self.assertEqual(self._find("2800", portugal), exact)
        self.assertEqual(self._find("2900", portugal), broad)

    def test_overlaps_are_refused_with_both_named(self):
        for values, named in (
            ({}, "“Spain” of"),
            ({"state_id": self.state_madrid.id}, "Madrid"),
            ({"zip_from": "28"}, "Spain, 28” of"),
            ({"zip_from": "2 8"}, "“Centre”"),
            ({"zip_from": "280", "zip_to": "284"}, "280–284"),
            ({"zip_from": "282", "zip_to": "286"}, "“South”"),
        ):
            with self.subTest(values), self.assertRaises(ValidationError) as raised:
                self._create_territory("Rival", **values)
            self.assertIn(named, str(raised.exception))
            self.assertIn("Rival", str(raised.exception))

    def test_neighbours_and_rules_of_one_territory_are_fine(self):
        self._create_territory("Next", zip_from="285", zip_to="289")
        self._create_territory("Inside", zip_from="282")
        self.centre.rule_ids = [(0, 0, {"country_id": self.es.id, "zip_from": "28"})]
        self.assertEqual(self._find("28999"), self._find("28500"))
        self.assertEqual(self._find("28200").name, "Inside")

    def test_a_rule_moved_or_changed_is_checked(self):
        rule = self.centre.rule_ids
        rule.copy({"zip_from": "27"})
        rule.territory_id = self.spain
        self.assertEqual(self._find("28900"), self.spain)
        with self.assertRaises(ValidationError):
            self.paris.rule_ids.write({"country_id": self.es.id, "zip_from": "28"})

    def test_an_archived_territory_claims_nothing(self):
        self.centre.action_archive()
        self.assertEqual(self._find("28900"), self.spain)
        rival = self._create_territory("Rival", zip_from="28")
        with self.assertRaisesRegex(ValidationError, "Rival"):
            self.centre.action_unarchive()
        rival.unlink()
        self.centre.action_unarchive()
        self.assertEqual(self._find("28900"), self.centre)

    def test_what_is_no_rule_is_refused(self):
        for values, message in (
            ({"country_id": False, "zip_from": "28"}, "no country"),
            ({"country_id": self.fr.id, "state_id": self.state_madrid.id}, "not lie"),
            ({"zip_from": "289", "zip_to": "281"}, "no range"),
            ({"zip_from": "28", "zip_to": "281"}, "no range"),
            ({"zip_to": "28"}, "no range"),
            ({"zip_from": "---"}, "no postcode"),
            ({"zip_from": "２８"}, "no postcode"),
            ({"zip_from": "1" * 100_000}, "no postcode"),
            ({"zip_from": "'; DROP TABLE res_partner"}, "no postcode"),
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(ValidationError, f"^.{{,400}}{message}"),
            ):
                self._create_territory("Wrong", **values)

    def test_changes_count_at_once(self):
        rule = self.paris.rule_ids
        rule.zip_from = "69"
        self.assertEqual(self._find("69001", self.fr), self.paris)
        rule.unlink()
        self.assertFalse(self._find("69001", self.fr))
        self.spain.unlink()
        self.assertFalse(self._find("46001"))

    def test_made_on_the_form(self):
        Territory = self.env["playbook.territory"].with_user(self.user_configurator)
        with Form(Territory) as form:
            form.name = "Barcelona"
            with form.rule_ids.new() as rule:
                rule.state_id = self.state_other
                self.assertEqual(rule.country_id, self.es)
        self.assertIn("Spain, Barcelona", form.record.rule_text)
