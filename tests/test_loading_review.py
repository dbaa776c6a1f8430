"""From a file to records: what each line is judged to be, and what comes of it."""

from odoo.tests import tagged

from .loading_common import LoadingCase

COMPANIES = [
    ["Account ID", "Company", "E-mail", "City", "Revenue"],
    ["A-1", "Loadable Ltd", "info@loadable.example", "Leeds", "12.5"],
    ["A-2", "Acción S.L.", "", "Vigo", ""],
]


LEADS = [
    [
        *("Opportunity_ID", "Account", "Product", "Deal_Stage", "Close_Value"),
        *("Created_On", "Close_Date", "Sales_Agent"),
    ],
    [
        *("O1", "Loadable Ltd", "Desk", "Won", "500.0", "2017-04-24", "2017-05-06"),
        "Playbook sales",
    ],
    ["O2", "", "Desk", "In_Progress", "", "2017-06-15", "", "Playbook sales"],
    ["O3", "Nowhere", "Chair", "Lost", "0.0", "2017-05-19", "2017-08-03", "Nobody"],
]


@tagged("post_install", "-at_install")
class TestLoading(LoadingCase):
    def _get_partners(self, load):
        return self._get_records(load)

    def test_columns_are_recognised(self):
        load = self._make_load(COMPANIES)
        self.assertEqual(load.state, "columns")
        targets = {
            each.column_name: (each.target, each.is_key) for each in load.column_ids
        }
        self.assertEqual(
            targets,
            {
                "Account ID": (False, True),
                "Company": ("name", False),
                "E-mail": ("email", False),
                "City": ("city", False),
                "Revenue": (False, False),
            },
        )

    def test_companies(self):
        load = self._make_load(COMPANIES)
        lines = self._review(load)
        self.assertEqual(load.state, "reviewed", load.error)
        self.assertVerdicts(lines, "new", "new")
        load.action_load()
        self.assertEqual(load.state, "done", load.error)
        self.assertStates(lines, "loaded", "loaded")
        partners = self._get_records(load)
        self.assertEqual(partners.mapped("name"), ["Loadable Ltd", "Acción S.L."])
        self.assertEqual(partners.mapped("city"), ["Leeds", "Vigo"])
        again = self._make_load(COMPANIES)
        self.assertVerdicts(self._review(again), "unchanged", "unchanged")
        again.action_load()
        self.assertEqual(self._get_records(again), partners)

    def test_later_file_changes_them(self):
        partners = self._get_records(self._load(COMPANIES))
        rows = [
            *COMPANIES[:2],
            ["A-2", "Acción S.L.", "hola@accion.example", "Lugo", ""],
        ]
        changed = self._make_load(rows)
        lines = self._review(changed)
        self.assertVerdicts(lines, "unchanged", "update")
        self.assertIn("Vigo → Lugo", lines[1].changes)
        changed.action_load()
        self.assertEqual(partners[1].city, "Lugo")
        self.assertEqual(lines[1].values_before, {"email": False, "city": "Vigo"})

    def _review_leads(self):
        """The load of ``LEADS``, with all that is not known said."""
        user = self.env.ref("base.user_admin")
        self._load(COMPANIES, user=user)
        load = self._make_load(LEADS, "lead", user=user)
        lines = self._review(load)
        self.assertEqual(load.state, "reviewed", load.error)
        self.assertVerdicts(lines, "new", "invalid", "invalid")
        values = {each.text: each for each in load.value_ids}
        self.assertEqual(values["Lost"].option_value, "lost")
        stage = self.env["crm.stage"].search([("is_won", "=", False)], limit=1)
        values["In_Progress"].option_value = str(stage.id)
        values["Nobody"].treatment = "empty"
        load.on_missing = "without"
        load.action_review()
        self.assertVerdicts(lines, "new", "new", "new")
        return load

    def test_leads(self):
        load = self._review_leads()
        load.action_load()
        self.assertStates(load.line_ids, "loaded", "loaded", "loaded")
        leads = self._get_records(load)
        self.assertEqual(leads.mapped("won_status"), ["won", "pending", "lost"])
        self.assertEqual(leads.mapped("expected_revenue"), [500.0, 0, 0])
        self.assertEqual(str(leads[0].create_date)[:10], "2017-04-24")
        self.assertEqual(str(leads[0].date_closed)[:10], "2017-05-06")
        self.assertEqual(leads[0].day_close, 12)
        self.assertEqual(str(leads[0].date_last_stage_update)[:10], "2017-05-06")
        self.assertEqual(leads[2].partner_name, "Nowhere")
        again = self._make_load(LEADS, "lead", user=load.user_id, on_missing="without")
        self.assertVerdicts(self._review(again), *["unchanged"] * 3)
