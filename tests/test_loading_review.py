"""From a file to records: what each line is judged to be, and what comes of it."""

from odoo.tests import tagged

from .loading_common import LoadingCase

COMPANIES = [
    ["Account ID", "Company", "E-mail", "City", "Revenue"],
    ["A-1", "Loadable Ltd", "info@loadable.example", "Leeds", "12.5"],
    ["A-2", "Acción S.L.", "", "Vigo", ""],
]


@tagged("post_install", "-at_install")
class TestLoading(LoadingCase):
    def _get_partners(self, load):
        return self.env["res.partner"].browse(
            load.line_ids.sorted("number").mapped("res_id")
        )

    def test_companies(self):
        load = self._make_load(COMPANIES)
        self.assertEqual(load.state, "columns")
        targets = {each.column_name: (each.target, each.is_key) for each in load.column_ids}
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
        lines = self._review(load)
        self.assertEqual(load.state, "reviewed", load.error)
        self.assertEqual(
            lines.mapped("verdict"), ["new", "new"], lines.mapped("reason")
        )
        load.action_load()
        self.assertEqual(load.state, "done", load.error)
        self.assertEqual(
            lines.mapped("state"), ["loaded", "loaded"], lines.mapped("reason")
        )
        partners = self._get_partners(load)
        self.assertEqual(partners.mapped("name"), ["Loadable Ltd", "Acción S.L."])
        self.assertEqual(partners.mapped("city"), ["Leeds", "Vigo"])
        again = self._make_load(COMPANIES)
        lines = self._review(again)
        self.assertEqual(
            lines.mapped("verdict"), ["unchanged"] * 2, lines.mapped("reason")
        )
        again.action_load()
        self.assertEqual(self._get_partners(again), partners)
        rows = [
            *COMPANIES[:2],
            ["A-2", "Acción S.L.", "hola@accion.example", "Lugo", ""],
        ]
        changed = self._make_load(rows)
        lines = self._review(changed)
        self.assertEqual(lines.mapped("verdict"), ["unchanged", "update"])
        self.assertIn("Vigo → Lugo", lines[1].changes)
        changed.action_load()
        self.assertEqual(partners[1].city, "Lugo")
        self.assertEqual(lines[1].values_before, {"email": False, "city": "Vigo"})

    def test_leads(self):
        user = self.env.ref("base.user_admin")
        rows = [
            [
                "Opportunity_ID",
                "Account",
                "Product",
                "Deal_Stage",
                "Close_Value",
                "Created_On",
                "Close_Date",
                "Sales_Agent",
            ],
            [
                "O1",
                "Loadable Ltd",
                "Desk",
                "Won",
                "500.0",
                "2017-04-24",
                "2017-05-06",
                "Playbook sales",
            ],
            ["O2", "", "Desk", "In_Progress", "", "2017-06-15", "", "Playbook sales"],
            [
                "O3",
                "Nowhere",
                "Chair",
                "Lost",
                "0.0",
                "2017-05-19",
                "2017-08-03",
                "Nobody",
            ],
        ]
        self._review(self._make_load(COMPANIES, user=user)).load_id.action_load()
        load = self._make_load(rows, "lead", user=user)
        lines = self._review(load)
        self.assertEqual(load.state, "reviewed", load.error)
        self.assertEqual(
            lines.mapped("verdict"),
            ["new", "invalid", "invalid"],
            lines.mapped("reason"),
        )
        values = {each.text: each for each in load.value_ids}
        self.assertEqual(values["Lost"].option_value, "lost")
        stage = self.env["crm.stage"].search([("is_won", "=", False)], limit=1)
        values["In_Progress"].option_value = str(stage.id)
        values["Nobody"].treatment = "empty"
        load.on_missing = "without"
        load.action_review()
        self.assertEqual(lines.mapped("verdict"), ["new"] * 3, lines.mapped("reason"))
        load.action_load()
        self.assertEqual(lines.mapped("state"), ["loaded"] * 3, lines.mapped("reason"))
        leads = (
            self.env["crm.lead"]
            .with_context(active_test=False)
            .browse(lines.mapped("res_id"))
        )
        self.assertEqual(leads.mapped("won_status"), ["won", "pending", "lost"])
        self.assertEqual(leads.mapped("expected_revenue"), [500.0, 0, 0])
        self.assertEqual(str(leads[0].create_date)[:10], "2017-04-24")
        self.assertEqual(str(leads[0].date_closed)[:10], "2017-05-06")
        self.assertEqual(leads[0].day_close, 12)
        self.assertEqual(str(leads[0].date_last_stage_update)[:10], "2017-05-06")
        self.assertEqual(leads[2].partner_name, "Nowhere")
        again = self._make_load(rows, "lead", user=user, on_missing="without")
        lines = self._review(again)
        self.assertEqual(
            lines.mapped("verdict"), ["unchanged"] * 3, lines.mapped("reason")
        )
