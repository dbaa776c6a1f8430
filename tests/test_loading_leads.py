"""Leads and opportunities with their history: stages, results, dates, people."""

from odoo.tests import new_test_user, tagged

from .common import INTERNAL
from .loading_common import LoadingCase

GROUPS = "crm_playbook.group_marketing,sales_team.group_sale_salesman_all_leads"


@tagged("post_install", "-at_install")
class TestLeads(LoadingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(
            cls.env, "loading_leads", f"{INTERNAL},{GROUPS}", tz="UTC"
        )
        cls.first, cls.second, cls.won = cls.env["crm.stage"].create(
            [
                {"name": "Loading first", "sequence": -40},
                {"name": "Loading second", "sequence": -30},
                {"name": "Loading won", "sequence": 90, "is_won": True},
            ]
        )

    def _load_lead(self, user=None, settings=None, **values):
        values = {"Name": "Deal", "Company_name": "Leads Ltd"} | values
        headers = [name.replace("_", " ") for name in values]
        load = self._load(
            [headers, [*values.values()]],
            "lead",
            user=user or self.user,
            **(settings or {}),
        )
        self.assertStates(load.line_ids, "loaded")
        return self._get_records(load)

    def _stays(self, lead):
        return self.env["playbook.transition"].search(
            [("lead_id", "=", lead.id)], order="date, id"
        )

    def test_won(self):
        lead = self._load_lead(
            Status="Won",
            Created_on="2017-04-24",
            Close_date="2017-05-06",
            Amount="500",
            Salesperson="Playbook sales",
        )
        self.assertRecordValues(
            lead,
            [
                {
                    "won_status": "won",
                    "probability": 100,
                    "active": True,
                    "user_id": self.user_sales.id,
                    "team_id": self.team.id,
                    "day_close": 12,
                    "expected_revenue": 500,
                }
            ],
        )
        self.assertEqual(str(lead.create_date), "2017-04-24 12:00:00")
        self.assertEqual(str(lead.date_open), "2017-04-24 12:00:00")
        self.assertEqual(str(lead.date_closed), "2017-05-06 12:00:00")
        self.assertEqual(str(lead.date_last_stage_update), "2017-05-06 12:00:00")

    def test_won_by_its_stage(self):
        lead = self._load_lead(Stage="Loading won", Close_date="2017-05-06")
        self.assertEqual((lead.won_status, lead.stage_id), ("won", self.won))
        self.assertEqual(str(lead.date_closed)[:10], "2017-05-06")

    def test_won_in_the_stage_that_it_says(self):
        lead = self._load_lead(Stage="Loading won", Status="Won")
        self.assertEqual(lead.stage_id, self.won)

    def test_lost(self):
        reason = self.env["crm.lost.reason"].create({"name": "Loading too dear"})
        lead = self._load_lead(
            Stage="Loading second",
            Status="lost",
            Lost_reason="loading TOO dear",
            Created_on="2017-05-19",
            Close_date="2017-08-03",
        )
        self.assertRecordValues(
            lead,
            [
                {
                    "won_status": "lost",
                    "active": False,
                    "probability": 0,
                    "stage_id": self.second.id,
                    "lost_reason_id": reason.id,
                }
            ],
        )
        self.assertEqual(str(lead.date_closed)[:10], "2017-08-03")
        self.assertEqual(lead.day_close, 76)

    def test_lost_by_its_stage(self):
        lead = self._load_lead(Stage="Perdida")
        self.assertEqual((lead.won_status, lead.active), ("lost", False))

    def test_open(self):
        lead = self._load_lead(
            Stage="Loading second", Status="In progress", Created_on="2017-06-15"
        )
        self.assertEqual((lead.won_status, lead.stage_id), ("pending", self.second))
        self.assertFalse(lead.date_closed)
        self.assertEqual(str(lead.date_last_stage_update)[:10], "2017-06-15")

    def test_history_of_open(self):
        lead = self._load_lead(Stage="Loading second", Created_on="2017-06-15")
        stay = self._stays(lead)
        self.assertEqual(stay.to_stage_id, self.second)
        self.assertEqual(str(stay.date)[:10], "2017-06-15")
        self.assertFalse(stay.date_left)

    def test_history_of_won(self):
        lead = self._load_lead(
            Status="Won", Created_on="2017-04-24", Close_date="2017-05-06"
        )
        last = self._stays(lead)[-1]
        self.assertEqual(str(last.date)[:10], "2017-05-06")

    def test_history_of_lost(self):
        lead = self._load_lead(
            Stage="Loading second",
            Status="Lost",
            Created_on="2017-05-19",
            Close_date="2017-08-03",
        )
        stay = self._stays(lead)[-1]
        self.assertEqual((stay.to_stage_id, stay.ending), (self.second, "lost"))
        self.assertEqual(str(stay.date)[:10], "2017-05-19")
        self.assertEqual(str(stay.date_left)[:10], "2017-08-03")

    def test_in_stage_since(self):
        lead = self._load_lead(
            Stage="Loading second",
            Created_on="2017-05-19",
            Stage_since="2017-06-20",
            Assigned_on="2017-05-20",
            Salesperson="Playbook sales",
        )
        self.assertEqual(str(lead.date_last_stage_update)[:10], "2017-06-20")
        self.assertEqual(str(lead.date_open)[:10], "2017-05-20")
        self.assertEqual(lead.day_open, 1)
        self.assertEqual(str(self._stays(lead)[-1].date)[:10], "2017-06-20")

    def test_without_dates(self):
        lead = self._load_lead(Status="Won")
        self.assertTrue(lead.date_closed)
        self.assertEqual(lead.day_close, 0)

    def test_without_salesperson(self):
        lead = self._load_lead()
        self.assertFalse(lead.user_id)
        self.assertFalse(lead.team_id)

    def test_team(self):
        lead = self._load_lead(Team="Other Team", Salesperson="playbook_sales")
        self.assertEqual(lead.team_id, self.team_other)
        self.assertEqual(lead.user_id, self.user_sales)

    def test_leads_and_opportunities(self):
        lead = self._load_lead(Record_type="Lead")
        self.assertEqual(lead.type, "lead")
        lead = self._load_lead(Record_type="Opportunity", Name="Other")
        self.assertEqual(lead.type, "opportunity")
        lead = self._load_lead(settings={"lead_type": "lead"}, Name="Third")
        self.assertEqual(lead.type, "lead")

    def test_nobody_is_told(self):
        lead = self._load_lead(Salesperson="Playbook sales", Status="Won")
        self.assertFalse(lead.message_ids)
        self.assertNotIn(self.user_sales.partner_id, lead.message_partner_ids)
        self.assertFalse(lead.activity_ids)

    def test_other_company(self):
        """Amounts are those of the company it is loaded into."""
        other = self.env["res.currency"].with_context(active_test=False)
        other = other.search([("id", "!=", self.env.company.currency_id.id)], limit=1)
        other.active = True
        self.company_other.currency_id = other
        self.user.company_ids += self.company_other
        values = {"Currency": other.name, "Amount": "7"}
        rows = [["Name", "Company name", *values], ["Deal", "Co", *values.values()]]
        self.assertVerdicts(self._look(rows, "lead", user=self.user), "invalid")
        load = self._load(
            rows, "lead", user=self.user, company_id=self.company_other.id
        )
        lead = self._get_records(load)
        self.assertStates(load.line_ids, "loaded")
        self.assertEqual(lead.company_id, self.company_other)
        self.assertEqual(lead.company_currency, other)

    def test_update_wins(self):
        rows = [
            ["ID", "Name", "Company name", "Status", "Created on", "Close date"],
            ["U-1", "Deal", "Leads Ltd", "Open", "2020-01-02", ""],
        ]
        lead = self._get_records(self._load(rows, "lead", user=self.user))
        rows[1][3], rows[1][5] = "Won", "2020-03-02"
        load = self._load(rows, "lead", user=self.user)
        self.assertVerdicts(load.line_ids, "update")
        self.assertEqual(lead.won_status, "won")
        self.assertEqual(str(lead.date_closed)[:10], "2020-03-02")
        self.assertEqual(lead.day_close, 60)
        self.assertVerdicts(self._look(rows, "lead", user=self.user), "unchanged")

    def test_update_loses(self):
        rows = [
            ["ID", "Name", "Company name", "Status", "Close date"],
            ["U-1", "Deal", "Leads Ltd", "Open", ""],
        ]
        lead = self._get_records(self._load(rows, "lead", user=self.user))
        rows[1][3], rows[1][4] = "Lost", "2020-03-02"
        load = self._load(rows, "lead", user=self.user)
        self.assertStates(load.line_ids, "loaded")
        self.assertEqual((lead.won_status, lead.active), ("lost", False))
        self.assertVerdicts(self._look(rows, "lead", user=self.user), "unchanged")

    def test_deleted_since(self):
        rows = [["ID", "Name", "Company name"], ["X-1", "Deal", "Leads Ltd"]]
        self._get_records(self._load(rows, "lead", user=self.user)).unlink()
        load = self._make_load(rows, "lead", user=self.user)
        lines = self._review(load)
        self.assertVerdicts(lines, "conflict")
        lines.action_load()
        load.action_load()
        self.assertStates(lines, "loaded")
        self.assertVerdicts(self._look(rows, "lead", user=self.user), "unchanged")
