"""Which answers say nothing, and which only look like it."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .doubt_common import WEDNESDAY, DoubtCase


@tagged("post_install", "-at_install")
class TestAnswers(DoubtCase):
    def _get_evidence(self, values, partner=None, **requirement):
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
            self._answer_all(values, requirement["field_name"], partner)
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
            ["2027-12-01"] * 7 + days, field_name="date_deadline"
        )
        self.assertEqual(lines, {("same", "2027-12-01", 7)})
        # Deals are honestly expected by the end of a month.
        _evidence, lines = self._get_evidence(
            ["2027-12-31"] * 7 + days, field_name="date_deadline"
        )
        self.assertFalse(lines)

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
        self._get_evidence(
            [100, 200, 300], self.customer, field_name="expected_revenue"
        )
        self.procedure.requirement_ids.write(
            {"model": "res.partner", "field_name": "phone"}
        )
        self.procedure.requirement_ids.date_answers_from = False
        with freeze_time(WEDNESDAY):
            evidence = self.procedure.requirement_ids._find_evidence()
        self.assertEqual((evidence.answers, evidence.filler), (1, 1))

    def test_deals_of_one_customer(self):
        """They have the same contact, and that is honest."""
        values = ["Ann Smith"] * 10 + [f"Name {count}" for count in range(10)]
        _evidence, lines = self._get_evidence(
            values, self.customer, field_name="contact_name"
        )
        self.assertFalse(lines)
        _evidence, lines = self._get_evidence(
            ["Bob Jones"] * 10, field_name="contact_name"
        )
        self.assertEqual(lines, {("same", "Bob Jones", 10)})

    def test_what_people_type_instead(self):
        typed = ["asd", "qwe", "s/n", "por definir", "ya", "sí", "xx yy", "blah"]
        typed += ["ok", "asdasd", "sdf", "bla bla", "OK.", "jkl"]
        honest = ["Ask Ms Ruiz", "Anna", "Zoe", "Assa Abloy", "XYZ Ltd", "Were it so"]
        evidence, lines = self._get_evidence(typed + honest, field_name="contact_name")
        self.assertEqual({value for _kind, value, _count in lines}, set(typed))
        self.assertEqual(evidence.filler, len(typed))

    def test_variants_taken_together(self):
        """None makes up much of the answers; all of them do."""
        pasted = ["See mail", "As agreed", "Standard", "Calls back"] * 5
        _evidence, lines = self._get_evidence(
            pasted + [f"Wants {count} chairs" for count in range(40)],
            field_name="description",
        )
        self.assertEqual(len(lines), 4)
        _evidence, lines = self._get_evidence(
            pasted[:10] + [f"Wants {count} chairs" for count in range(70)],
            field_name="contact_name",
        )
        self.assertFalse(lines)

    def test_whom_it_does_not_bind(self):
        """Answers of those who were not asked do not count."""
        values = [1] * 8 + list(range(4000, 4010))
        evidence, _lines = self._get_evidence(values, field_name="expected_revenue")
        self.assertEqual(evidence.filler, 8)
        self.procedure.profile_ids = self.env.ref(
            "crm_playbook.profile_sales_management"
        )
        self.procedure.requirement_ids.date_answers_from = False
        with freeze_time(WEDNESDAY):
            evidence = self.procedure.requirement_ids._find_evidence()
        self.assertFalse(evidence.answers)
