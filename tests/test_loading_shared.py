"""Addresses, tax IDs and names that several lines or records share."""

from odoo.tests import tagged

from .loading_common import LoadingCase

HEADERS = ["Customer ID", "Name", "City", "E-mail", "Tax ID"]
SHARED = "info@shared.example"


@tagged("post_install", "-at_install")
class TestShared(LoadingCase):
    def test_email_of_another_name(self):
        """Nobody is renamed for having the same address as somebody else."""
        partner = self._create_customer("Birch Shared", email=SHARED)
        load = self._make_load([HEADERS, ["S-1", "Quite Other SL", "", SHARED, ""]])
        line = self._review(load)
        self.assertVerdicts(line, "duplicate")
        self.assertIn("e-mail", line.reason)
        self.assertIn("Birch Shared", line.reason)
        self.assertEqual(
            [(each["id"], each["how"]) for each in line.candidates],
            [(partner.id, "email")],
        )
        line.decide("load", partner.id)
        load.action_load()
        self.assertEqual(partner.name, "Quite Other SL")
        again = self._look([HEADERS, ["S-1", "Quite Other SL", "", SHARED, ""]])
        self.assertVerdicts(again, "unchanged")

    def test_tax_id_of_another_name(self):
        self._create_customer("Birch Shared", vat="ESB12345674")
        lines = self._look([HEADERS, ["S-1", "Quite Other", "", "", "ESB12345674"]])
        self.assertVerdicts(lines, "duplicate")

    def test_alike_name(self):
        self._create_customer("Birch Shared", email=SHARED, city="Leeds")
        lines = self._look([HEADERS, ["S-1", "BIRCH SHARED, S.L.", "York", SHARED, ""]])
        self.assertVerdicts(lines, "update")

    def test_contacts_of_a_switchboard(self):
        person = self._create_customer("Ann Shared", email=SHARED, is_company=False)
        rows = [["Name", "E-mail"], ["Bob Shared", SHARED], ["", SHARED]]
        lines = self._look(rows, "contact")
        self.assertVerdicts(lines, "duplicate", "unchanged")
        self.assertEqual([each["id"] for each in lines[0].candidates], person.ids)

    def test_two_lines_of_one_record(self):
        partner = self._create_customer("Birch Shared", email=SHARED)
        partner.vat = "ESB12345674"
        rows = [
            ["Name", "City", "E-mail", "Tax ID"],
            ["Birch Shared", "Leeds", SHARED, ""],
            ["Birch Shared", "York", "", "ESB12345674"],
        ]
        lines = self._look(rows)
        self.assertVerdicts(lines, "update", "conflict")
        self.assertIn("Line 2", lines[1].reason)

    def test_key_comes_first(self):
        rows = [HEADERS, ["S-1", "Birch Shared", "Leeds", SHARED, ""]]
        self._load(rows)
        lines = self._look([HEADERS, ["", "Birch Shared", "", SHARED, ""], rows[1]])
        self.assertVerdicts(lines, "conflict", "unchanged")


@tagged("post_install", "-at_install")
class TestSharedInTheFile(LoadingCase):
    def _reasons(self, *lines, kind="company"):
        return [
            line.reason or "" for line in self._look([HEADERS, *map(list, lines)], kind)
        ]

    def test_names(self):
        for cities in (
            ("", "", "", ""),
            ("Leeds", "Leeds", "LEEDS", "Leeds"),
            ("Leeds", "", "", "Leeds"),
        ):
            names = (
                "Dup Uno SL",
                "DUP UNO S.L.",
                "Dup Uno Sociedad Limitada",
                "Dup uno",
            )
            rows = [
                [f"D-{n}", name, city, "", ""]
                for n, (name, city) in enumerate(zip(names, cities, strict=False))
            ]
            first, *others = self._reasons(*rows)
            self.assertFalse(first)
            for reason in others:
                self.assertEqual(reason, "It has the same name as line 2.")

    def test_elsewhere(self):
        self.assertEqual(
            self._reasons(
                ("D-1", "Dup Uno SL", "Leeds", "", ""),
                ("D-2", "Dup Uno", "York", "", ""),
            ),
            ["", ""],
        )

    def test_what_is_the_same(self):
        for lines, reason in (
            ((("", "Fir", "", "", ""),) * 2, "It says the same as line 2."),
            (
                (("A", "Fir", "", SHARED, ""), ("B", "Oak", "", SHARED, "")),
                "It has the same e-mail as line 2.",
            ),
            (
                (("A", "Fir", "", "", "B12345674"), ("B", "Oak", "", "", "B-12345674")),
                "It has the same tax ID as line 2.",
            ),
        ):
            self.assertEqual(self._reasons(*lines), ["", reason])

    def test_one_with_an_email(self):
        reasons = self._reasons(
            ("A", "Fir Uno", "", SHARED, ""), ("B", "Fir Uno SL", "", "", "")
        )
        self.assertEqual(reasons[1], "It has the same name as line 2.")

    def test_zeros(self):
        rows = [("9001", "Fir Uno", "", "", ""), ("09001", "Fir Uno", "", "", "")]
        reason = self._reasons(*rows)[1]
        self.assertIn("9001", reason)
        self.assertIn("09001", reason)
        self._load([HEADERS, ["9001", "Oak Uno", "", SHARED, ""]])
        reason = self._reasons(("09001", "Oak Uno", "", SHARED, ""))[0]
        self.assertIn("“09001”", reason)
