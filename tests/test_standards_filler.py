"""What counts as filled in: the same in Python and in the database."""

from odoo.tests import tagged

from .standards_common import StandardsCase

FILLERS = (
    *(
        "x",
        "X",
        "xx",
        "aaaa",
        "1",
        "111",
        "000000",
        "123",
        "12345",
        "-",
        "--",
        "...",
        "?",
    ),
    *("n/a", "N/A", "na", "n.a.", "n / a", "none", "None", "unknown", "tbd", "TBD"),
    *(
        "test",
        "asdf",
        "asdfff",
        " ",
        "\t",
        "  x  ",
        "pendiente",
        "No aplica",
        "sin datos",
    ),
    *("_", "***", "'", '"', "(", "%"),
)
ANSWERS = (
    *(
        "Ana",
        "20 chairs",
        "No",
        "yes",
        "Sí",
        "0",
        "A1",
        "ok",
        "3M",
        "Nadal",
        "Testarossa",
    ),
    *(
        "王伟",
        "Ив",
        "Ñu",
        "12 €",
        "x-ray",
        "none of them decides",
        "123 Main Street",
        "ab",
    ),
)


@tagged("post_install", "-at_install")
class TestFiller(StandardsCase):
    def _met(self, name, values, **requirement):
        """Those of ``values`` that count as filled in, in Python and in SQL."""
        procedure = self._make_procedure(
            requirements=[{"field_name": name, **requirement}]
        )
        domain = procedure.requirement_ids._get_met_domain("crm.lead")
        leads = self.env["crm.lead"].create(
            [{"name": "Lead", name: value} for value in values]
        )
        self.env.flush_all()
        in_python = leads.filtered_domain(domain)
        in_sql = leads.search([("id", "in", leads.ids), *domain], order="id")
        self.assertEqual(in_python.sorted("id"), in_sql.sorted("id"))
        return [
            value for lead, value in zip(leads, values, strict=True) if lead in in_sql
        ]

    def test_texts(self):
        answers = [each for each in ANSWERS if each != "0"]
        self.assertEqual(self._met("referred", [*FILLERS, False, ""]), [])
        self.assertEqual(self._met("referred", answers), answers)

    def test_html(self):
        values = [f"<p>{each}</p>" for each in ("x", "<br>", "&nbsp;", "n/a")]
        self.assertEqual(self._met("description", [*values, False]), [])
        good = ["<p>20 chairs</p>", "<ul><li>Ana</li></ul>"]
        self.assertEqual(self._met("description", good), good)

    def test_addresses(self):
        bad = ["ann", "ann@", "@example.com", "a b@example.com", "ann@example", False]
        good = ["ann@example.com", "Ann.B+c@mail.example.co"]
        self.assertEqual(self._met("email_from", [*bad, *good]), good)
        bad = ["12345", "call me", "1111111", False]
        good = ["+34 600 123 456", "(0511) 12-34-56"]
        self.assertEqual(self._met("phone", [*bad, *good]), good)

    def test_numbers(self):
        self.assertEqual(self._met("expected_revenue", [0, 5]), [0, 5])
        self.assertEqual(self._met("expected_revenue", [0, 5], zero_counts=False), [5])

    def test_what_makes_it_valid(self):
        condition = "[('expected_revenue', '<', 100)]"
        self.assertEqual(
            self._met("expected_revenue", [5, 500], condition=condition), [5]
        )

    def test_references(self):
        source = self.env["utm.source"].search([], limit=1).id
        self.assertEqual(self._met("source_id", [False, source]), [source])
