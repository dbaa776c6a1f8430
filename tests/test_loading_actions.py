"""Past actions: written once, as loaded, and not changed afterwards."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .loading_common import LoadingCase

HEADERS = [
    *("Activity ID", "Customer", "Type", "Date", "Subject", "Done by", "Purpose"),
    *("Outcome", "Notes"),
]


@tagged("post_install", "-at_install")
class TestPastActions(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer("Past Ltd")
        cls.call = cls.env.ref("mail.mail_activity_data_call")
        cls.purpose = cls.env["playbook.purpose"].create(
            {"name": "Loading look around", "purpose_family": "sale"}
        )
        cls.outcome = cls.env["playbook.outcome"].create(
            {"name": "Loading liked it", "result": "positive"}
        )

    def _line(self, **values):
        line = {
            "Activity ID": "T-1",
            "Customer": "Past Ltd",
            "Type": "Call",
            "Date": "2020-03-04 10:00",
            "Subject": "Asked about desks",
            "Done by": "Playbook sales",
            "Purpose": "loading look around",
            "Outcome": "Loading liked it",
            "Notes": "They want <ten>",
        } | values
        return [line[header] for header in HEADERS]

    def _load_action(self, **values):
        rows = [HEADERS, self._line(**values)]
        load = self._load(rows, "action")
        self.assertStates(load.line_ids, "loaded")
        return self._get_records(load)

    def test_written(self):
        self.user_marketing.tz = "UTC"
        action = self._load_action()
        self.assertRecordValues(
            action,
            [
                {
                    "origin": "loaded",
                    "name": "Asked about desks",
                    "activity_type_id": self.call.id,
                    "partner_id": self.customer.id,
                    "commercial_partner_id": self.customer.id,
                    "user_id": self.user_sales.id,
                    "purpose_id": self.purpose.id,
                    "purpose_family": "sale",
                    "outcome_id": self.outcome.id,
                    "result": "positive",
                }
            ],
        )
        self.assertEqual(str(action.date_done), "2020-03-04 10:00:00")
        self.assertEqual(action.note, "They want <ten>")

    def test_least(self):
        rows = [
            ["Customer", "Activity type", "Date"],
            ["Past Ltd", "Call", "2020-03-04"],
        ]
        load = self._load(rows, "action")
        self.assertStates(load.line_ids, "loaded")
        action = self._get_records(load)
        self.assertEqual(action.name, self.call.name)
        self.assertFalse(action.user_id)

    def test_last_contact(self):
        self._load_action()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(str(self.customer.last_contact_date)[:10], "2020-03-04")

    def test_of_an_opportunity(self):
        admin = self.env.ref("base.user_admin")
        rows = [["Deal ID", "Name", "Customer"], ["D-1", "Desks", "Past Ltd"]]
        lead = self._get_records(self._load(rows, "lead", user=admin))
        rows = [
            ["Activity ID", "Opportunity", "Type", "Date"],
            ["T-1", "D-1", "Call", "2020-03-04"],
            ["T-2", "D-404", "Call", "2020-03-04"],
        ]
        load = self._load(rows, "action", user=admin)
        self.assertVerdicts(load.line_ids, "new", "invalid")
        action = self._get_records(load)[0]
        self.assertEqual((action.lead_id, action.partner_id), (lead, self.customer))

    def test_not_changed_afterwards(self):
        action = self._load_action()
        lines = self._look([HEADERS, self._line(Notes="Other")], "action")
        self.assertVerdicts(lines, "invalid")
        with self.assertRaises(AccessError), self.cr.savepoint():
            action.with_user(self.user_marketing).write({"name": "Other"})

    def test_not_valid(self):
        for values, text in (
            ({"Date": "2098-01-01"}, "2098"),
            ({"Date": ""}, "Nothing says"),
            ({"Type": "Pigeon"}, "“Type”"),
            ({"Outcome": "Exploded"}, "“Outcome”"),
            ({"Customer": "Nowhere Past"}, "Nowhere Past"),
            ({"Customer": ""}, "Nothing says"),
            ({"Done by": "Nobody"}, "“Done by”"),
        ):
            lines = self._look([HEADERS, self._line(**values)], "action")
            self.assertVerdicts(lines, "invalid")
            self.assertIn(text, lines.reason)
