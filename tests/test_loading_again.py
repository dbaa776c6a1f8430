"""The same file twice, and a third time after people have worked with the records."""

from odoo.tests import tagged
from odoo.tools import SQL

from .loading_common import LoadingCase

TABLES = ("res_partner", "crm_lead", "playbook_action", "playbook_transition")
COMPANIES = [
    *("Name", "VAT", "City", "Zip", "Country", "Tags", "Created on", "Prospect"),
    *("Notes", "Website", "Phone", "Email"),
]
COMPANY = [
    *("Again Ltd", "", "Leeds", "01234", "Spain", "", "2019-05-06", "yes"),
    *("Likes  tea\nand cake", "again.example", "912345678", "Info@Again.example"),
]
CONTACTS = ["Name", "Company", "Email", "Phone", "Job", "Language"]
LEADS = [
    *(
        "Name",
        "Customer",
        "Amount",
        "Status",
        "Created on",
        "Close date",
        "Salesperson",
    ),
    *("Email", "Notes", "Probability", "Expected closing"),
]
ACTIONS = ["Customer", "Type", "Date", "Subject", "Notes", "Outcome"]
TABLES_OF = {
    "company": [COMPANIES, COMPANY, ["Again too", *[""] * 11]],
    "contact": [
        CONTACTS,
        ["Ann Again", "Again Ltd", "ANN@again.example", "911111111", "CEO", "es_ES"],
        ["Bob Again", "", "", "", "", ""],
    ],
    "lead": [
        LEADS,
        [
            *("Desk", "Again Ltd", "12.5", "Won", "2020-01-02", "2020-02-03"),
            *("Playbook sales", "a@again.example", "Big <deal>", "", ""),
        ],
        ["Chair", "Again Ltd", "", "Lost", "", "", "", "", "", "", ""],
        ["Lamp", "", "7", "Open", "", "", "", "b@x.example", "", "30", "2030-01-01"],
    ],
    "action": [
        ACTIONS,
        ["Again Ltd", "Call", "2020-01-02", "Asked", "Not in\nthe office", ""],
        ["Again Ltd", "Meeting", "2020-01-02 10:30", "", "", ""],
    ],
}


@tagged("post_install", "-at_install")
class TestAgain(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")
        cls.env["res.lang"]._activate_lang("es_ES")

    def _rows(self, kind, keyed):
        lines = TABLES_OF[kind]
        if not keyed:
            return [list(line) for line in lines]
        name = {"company": "Customer ID", "action": "Activity ID"}.get(kind, "ID")
        keys = [name, *(f"{kind}-{number}" for number in range(len(lines) - 1))]
        return [[key, *line] for key, line in zip(keys, lines, strict=True)]

    def _count_rows(self):
        """How many rows there are, and when the last was written, and how often."""
        self.env.flush_all()
        return {
            table: self.env.execute_query(
                SQL(
                    "SELECT id, xmin::text, ctid::text FROM %s ORDER BY id",
                    SQL.identifier(table),
                )
            )
            for table in TABLES
        }

    def _load_as(self, kind, rows):
        user = self.user_marketing if kind in ("company", "contact") else self.admin
        return self._load(rows, kind, user=user)

    def _check_again(self, kind, keyed):
        if kind != "company":
            self._load_as("company", self._rows("company", keyed))
        rows = self._rows(kind, keyed)
        count = len(rows) - 1
        first = self._load_as(kind, rows)
        self.assertStates(first.line_ids, *["loaded"] * count)
        self.assertEqual(first.created_count, count)
        before = self._count_rows()
        again = self._load_as(kind, rows)
        self.assertVerdicts(again.line_ids, *["unchanged"] * count)
        self.assertStates(again.line_ids, *["loaded"] * count)
        self.assertEqual(self._get_records(again), self._get_records(first))
        self.assertEqual(self._count_rows(), before, "a row was written again")
        return rows, self._get_records(first)

    def test_companies(self):
        rows, partners = self._check_again("company", keyed=False)
        partners[0].write({"city": "York", "comment": "Mine", "name": "Renamed"})
        self.assertVerdicts(self._load_as("company", rows).line_ids, *["unchanged"] * 2)
        self.assertRecordValues(partners[0], [{"city": "York", "name": "Renamed"}])

    def test_companies_with_key(self):
        rows, partners = self._check_again("company", keyed=True)
        partners[0].write({"city": "York", "email": False, "name": "Renamed"})
        self.assertVerdicts(self._load_as("company", rows).line_ids, *["unchanged"] * 2)
        self.assertRecordValues(partners[0], [{"city": "York", "email": False}])

    def test_contacts(self):
        rows, people = self._check_again("contact", keyed=False)
        people[0].write({"email": "else@again.example", "parent_id": False})
        again = self._load_as("contact", rows)
        self.assertVerdicts(again.line_ids, *["unchanged"] * 2)
        self.assertFalse(people[0].parent_id)

    def test_contacts_with_key(self):
        self._check_again("contact", keyed=True)

    def test_leads(self):
        rows, leads = self._check_again("lead", keyed=False)
        self._work_on(leads)
        before = leads.read(["stage_id", "active", "expected_revenue", "won_status"])
        self.assertVerdicts(self._load_as("lead", rows).line_ids, *["unchanged"] * 3)
        self.env.invalidate_all()
        self.assertEqual(
            leads.read(["stage_id", "active", "expected_revenue", "won_status"]), before
        )

    def _work_on(self, leads):
        """What salespeople do: one is lost meanwhile, one moves, one is worth more."""
        stage = self.env["crm.stage"].search([("is_won", "=", False)], limit=2)[-1]
        leads[0].expected_revenue = 99
        leads[1].action_unarchive()
        leads[2].stage_id = stage

    def test_leads_with_key(self):
        rows, leads = self._check_again("lead", keyed=True)
        self._work_on(leads)
        leads[2].action_set_lost()
        self.assertVerdicts(self._load_as("lead", rows).line_ids, *["unchanged"] * 3)
        self.assertEqual(leads[2].won_status, "lost")
        self.assertEqual(leads[1].won_status, "pending")

    def test_actions(self):
        self._check_again("action", keyed=False)

    def test_actions_with_key(self):
        rows, actions = self._check_again("action", keyed=True)
        rows[1][4] = "Something else"
        load = self._load_as("action", [*rows, ["a-9", *rows[2][1:]]])
        self.assertVerdicts(load.line_ids, "invalid", "unchanged", "new")
        self.assertEqual(actions[0].name, "Asked")

    def test_equal_actions(self):
        """Two calls on a day may well be two calls."""
        self._load_as("company", self._rows("company", keyed=False))
        line = ["Again Ltd", "Call", "2020-01-02", "", "", ""]
        load = self._make_load([ACTIONS, line, line], "action", user=self.admin)
        lines = self._review(load)
        self.assertVerdicts(lines, "new", "duplicate")
        lines[1].action_load()
        load.action_load()
        self.assertEqual(load.created_count, 2)
        again = self._load_as("action", [ACTIONS, line, line])
        self.assertVerdicts(again.line_ids, "unchanged", "unchanged")
