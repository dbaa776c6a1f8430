"""What is only written otherwise is no change."""

from odoo.tests import tagged

from .loading_common import LoadingCase

HEADERS = ["Customer ID", "Name", "E-mail", "Phone", "Tax ID", "Website", "Country"]
WRITTEN = [
    *("N-1", "Notation  Ltd", "Info@Notation.example", "+34 91 123 45 67"),
    *("ESB12345674", "notation.example", "Spain"),
]
OTHERWISE = [
    *("N-1", "Notation Ltd", "info@notation.EXAMPLE", "911234567"),
    *("b-12.345.674", "https://Notation.example/", "Spain"),
]


@tagged("post_install", "-at_install")
class TestNotationChanges(LoadingCase):
    def test_written_otherwise(self):
        partner = self._get_records(self._load([HEADERS, WRITTEN]))
        self.assertEqual(partner.website, "http://notation.example")
        for line in (WRITTEN, OTHERWISE):
            self.assertVerdicts(self._look([HEADERS, line]), "unchanged")

    def test_website_changed(self):
        """Odoo adds to it: that is no change by a person."""
        rows = [["Customer ID", "Name", "Website"], ["W-1", "Web One", "webuno.es"]]
        partner = self._get_records(self._load(rows))
        rows[1][2] = "webdos.es"
        load = self._load(rows)
        self.assertVerdicts(load.line_ids, "update")
        self.assertEqual(partner.website, "http://webdos.es")

    def test_really_different(self):
        self._load([HEADERS, WRITTEN])
        for position, other in (
            (1, "NOTATION LTD"),
            (2, "other@notation.example"),
            (3, "+34 91 123 45 68"),
            (4, "ESA12345674"),
            (5, "notation.test"),
        ):
            line = [*WRITTEN]
            line[position] = other
            self.assertVerdicts(self._look([HEADERS, line]), "update")

    def test_lead(self):
        user = self.env.ref("base.user_admin")
        rows = [
            ["ID", "Name", "Company name", "Email", "Phone", "Web"],
            ["L-1", "Deal", "Notation", "A@b.example", "+34911234567", "b.example"],
        ]
        self._load(rows, "lead", user=user)
        rows[1][3:] = ["a@B.example", "+34 911 23 45 67", "http://b.example/"]
        self.assertVerdicts(self._look(rows, "lead", user=user), "unchanged")
