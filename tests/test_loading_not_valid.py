"""Lines that are not valid: each reason names the column; nothing is lost."""

from odoo.tests import tagged

from .loading_common import LoadingCase

LEAD_HEADERS = [
    *("Deal ID", "Name", "Company name", "Created on", "Close date", "Stage"),
    *("Status", "Currency", "Amount", "Salesperson"),
]


@tagged("post_install", "-at_install")
class TestNotValid(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def _lead(self, **values):
        line = {"Deal_ID": "L-1", "Name": "Deal", "Company_name": "Somewhere"} | values
        headers = [header.replace(" ", "_") for header in LEAD_HEADERS]
        return [line.get(header, "") for header in headers]

    def _look_at_lead(self, **values):
        rows = [LEAD_HEADERS, self._lead(**values)]
        return self._look(rows, "lead", user=self.admin)

    def _assert_reason(self, lines, *texts):
        self.assertVerdicts(lines, "invalid")
        self.assertEqual(lines.handling, "leave")
        for text in texts:
            self.assertIn(text, lines.reason)

    def test_no_name(self):
        lines = self._look([["Name", "City"], ["", "Leeds"]])
        self._assert_reason(lines, "Name")

    def test_contact_without_name_or_email(self):
        lines = self._look([["Name", "Email", "City"], ["", "", "Leeds"]], "contact")
        self._assert_reason(lines, "Name", "Email")

    def test_unknown_salesperson(self):
        lines = self._look_at_lead(Salesperson="Nobody Known")
        self._assert_reason(lines, "“Salesperson”", "Nobody Known")

    def test_unknown_stage(self):
        lines = self._look_at_lead(Stage="No such stage")
        self._assert_reason(lines, "“Stage”", "No such stage")

    def test_unknown_currency(self):
        lines = self._look_at_lead(Currency="XXQ")
        self._assert_reason(lines, "“Currency”", "XXQ")

    def test_other_currency(self):
        currency = self.env["res.currency"].with_context(active_test=False)
        other = currency.search(
            [("id", "!=", self.env.company.currency_id.id)], limit=1
        )
        other.active = True
        lines = self._look_at_lead(Currency=other.name, Amount="5")
        self._assert_reason(lines, self.env.company.currency_id.name)

    def test_own_currency(self):
        own = self.env.company.currency_id
        lines = self._look_at_lead(Currency=own.name, Amount="5")
        self.assertVerdicts(lines, "new")

    def test_dates_of_old_systems(self):
        for date in ("31/12/1899", "9999-12-31", "1899-12-30 00:00:00"):
            lines = self._look_at_lead(Created_on=date)
            self._assert_reason(lines, "“Created on”", date[:10])

    def test_unread_is_not_missing(self):
        rows = [["Customer", "Type", "Date"], ["Somebody", "Call", "9999-01-01"]]
        lines = self._look(rows, "action")
        self._assert_reason(lines, "“Date”", "Somebody")
        self.assertNotIn("Nothing says", lines.reason)

    def test_no_date(self):
        lines = self._look_at_lead(Created_on="30/02/2020")
        self._assert_reason(lines, "“Created on”", "30/02/2020")

    def test_no_number(self):
        lines = self._look_at_lead(Amount="plenty")
        self._assert_reason(lines, "“Amount”", "plenty")

    def test_endless_number(self):
        lines = self._look_at_lead(Amount="1e999")
        self._assert_reason(lines, "“Amount”")

    def test_closed_before_created(self):
        lines = self._look_at_lead(
            Created_on="2020-05-06", Close_date="2020-05-05", Status="Won"
        )
        self._assert_reason(lines, "2020-05-06", "2020-05-05")

    def test_closed_the_same_day(self):
        lines = self._look_at_lead(
            Created_on="2020-05-06 18:30:00", Close_date="2020-05-06", Status="Won"
        )
        self.assertVerdicts(lines, "new")

    def test_not_yet(self):
        lines = self._look_at_lead(
            Created_on="2020-01-01", Close_date="2098-05-05", Status="Lost"
        )
        self._assert_reason(lines, "2098-05-05")

    def test_lost_and_won(self):
        lines = self._look_at_lead(Stage="Lost", Status="Won")
        self._assert_reason(lines, "lost")

    def test_won_stage_and_open(self):
        stage = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        lines = self._look_at_lead(Stage=stage.name, Status="Open")
        self._assert_reason(lines, "won")

    def test_several_reasons(self):
        lines = self._look_at_lead(Amount="plenty", Created_on="9999-01-01")
        self._assert_reason(lines, "“Amount”", "“Created on”")

    def test_neither_yes_nor_no(self):
        lines = self._look([["Name", "Prospect"], ["Maybe Co", "perhaps"]])
        self._assert_reason(lines, "“Prospect”", "perhaps")

    def test_more_cells_than_headers(self):
        lines = self._look(b"Name,City\nMany Co,Leeds,and more\nFew Co\n")
        self.assertVerdicts(lines, "invalid", "new")
        self.assertEqual(lines.mapped("number"), [2, 3])

    def test_cell_that_is_not_loaded(self):
        """What is wrong in a column that goes nowhere stands in nobody's way."""
        rows = [["Name", "Blob"], ["Fine Co", "x" * 40000]]
        load = self._make_load(rows)
        self.assertVerdicts(self._review(load), "new")
        load.action_change_columns()
        load.column_ids[1].target = "comment"
        self.assertVerdicts(self._review(load), "invalid")

    def test_long_key(self):
        text = "".join(chr(0x4E00 + (n * 7919) % 20000) for n in range(9000))
        lines = self._look([["Customer ID", "Name"], [text, "Long Co"]])
        self._assert_reason(lines, "“Customer ID”")

    def test_key_is_told_of_the_record_itself(self):
        """The valid lines of a file load, the others are kept with their reason."""
        rows = [
            ["Customer ID", "Name", "Created on"],
            ["N-1", "Good Co", "2020-01-01"],
            ["N-2", "Bad Co", "9999-01-01"],
        ]
        load = self._load(rows)
        self.assertStates(load.line_ids, "loaded", "left_out")
        self.assertEqual((load.loaded_count, load.rejected_count), (1, 1))
        self.assertEqual(load.invalid_count, 1)
