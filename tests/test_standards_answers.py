"""Which answers say nothing, and which only look like it."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .doubt_common import WEDNESDAY, DoubtCase


@tagged("post_install", "-at_install")
class TestAnswers(DoubtCase):
    def _get_evidence(self, values, moment="stage_entered", **requirement):
        with freeze_time(WEDNESDAY):
            self.procedure.write(
                {
                    "requirement_ids": [
                        Command.clear(),
                        Command.create({"reason": "R", **requirement}),
                    ]
                }
            )
            self.procedure.requirement_ids.date_answers_from = False
            # As what came in by programs and imports, too.
            self.procedure.state = "observe"
            self._answer_all(values, requirement["field_name"])
            self.procedure.state = "enforce"
            self.procedure.date_enforced = "2027-02-01"
            evidence = self.procedure.requirement_ids._find_evidence()
        lines = {
            (line["kind"], line["value"], line["count"]) for line in evidence.lines
        }
        return evidence, lines

    def test_texts(self):
        evidence, lines = self._get_evidence(
            [
                *("n/a", "N/A", "x", "---", "111 111 111", "12345678", "Ask Ms Ruiz"),
                *["See mail"] * 3,
                *("see  MAIL", "<p>See mail</p>"),
                *(f"Wants {count} chairs" for count in range(30)),
            ],
            field_name="description",
        )
        self.assertEqual(evidence.answers, 42)
        self.assertEqual(
            {(kind, value.lower(), count) for kind, value, count in lines},
            {
                ("word", "n/a", 2),
                ("repeated", "x", 1),
                ("repeated", "111 111 111", 1),
                ("repeated", "12345678", 1),
                ("same", "see mail", 5),
                ("word", "---", 1),
            },
        )
        self.assertEqual(evidence.filler, 11)

    def test_numbers(self):
        _evidence, lines = self._get_evidence(
            [0, 1, 7, 22, 50, 777, 1000, 1200, *[3000] * 6, *range(10, 20)],
            field_name="expected_revenue",
        )
        self.assertEqual(
            lines,
            {
                *(("repeated", text, 1) for text in ("1", "7", "22", "777", "11")),
            },
        )

    def test_the_same_number(self):
        _evidence, lines = self._get_evidence(
            [3000] * 9 + list(range(1000, 1020)), field_name="expected_revenue"
        )
        self.assertEqual(lines, {("same", "3000", 9)})

    def test_the_same_day(self):
        days = [f"2027-05-{day:02}" for day in range(1, 15)]
        _evidence, lines = self._get_evidence(
            ["2027-12-31"] * 7 + days, field_name="date_deadline"
        )
        self.assertEqual(lines, {("same", "2027-12-31", 7)})

    def test_neighbours(self):
        """Many honest answers are the same."""
        evidence, lines = self._get_evidence(["Lugo"] * 10 + ["x"], field_name="city")
        self.assertEqual((evidence.answers, lines), (11, {("repeated", "x", 1)}))

    def test_choices_are_not_doubted(self):
        self.procedure.state = "observe"
        source = self.env["utm.source"].create({"name": "Fair"})
        self._answer_all([source.id] * 20, "source_id")
        self.procedure.state = "enforce"
        self.procedure.requirement_ids = [
            Command.clear(),
            Command.create({"field_name": "source_id", "reason": "R"}),
        ]
        self.assertFalse(self.procedure.requirement_ids._can_be_doubted())

    def test_other_scripts(self):
        names = ["Иван Петров", "王", "محمد", "Ζωή Παππά"]
        _evidence, lines = self._get_evidence(names * 1, field_name="contact_name")
        self.assertFalse(lines)

    def test_of_the_customer(self):
        """Each customer answers once, whatever number of deals there are."""
        self.customer.phone = "111 111 111"
        self._get_evidence([100, 200, 300], field_name="expected_revenue")
        self.procedure.requirement_ids.write(
            {"model": "res.partner", "field_name": "phone"}
        )
        self.procedure.requirement_ids.date_answers_from = False
        with freeze_time(WEDNESDAY):
            evidence = self.procedure.requirement_ids._find_evidence()
        self.assertEqual((evidence.answers, evidence.filler), (1, 1))
