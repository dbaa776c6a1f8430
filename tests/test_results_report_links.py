"""The links of a scheduled report, into Odoo."""

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .report_content_common import ReportContentCase

SHOWS_THE_DEAL = """
    (async () => {
        for (let tries = 0; tries < 100; tries++) {
            const row = document.querySelector(".o_list_view .o_data_row");
            if (row && row.innerText.includes("A deal of Sam")) {
                console.log("test successful");
                return;
            }
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        console.error(`no such row: ${location.href}`);
    })()
"""


@tagged("post_install", "-at_install")
class TestReportLinks(ReportContentCase, HttpCase):
    def _leads_line(self, **values):
        return self._add_line(
            "records", model="crm.lead", domain="[('user_id', '!=', False)]", **values
        )

    def _open(self, line, user):
        Line = self.env["playbook.report.line"].with_user(user)
        number = line._get_part_number(self.period)
        return Line.with_context(active_id=number).action_open_part()

    def test_the_link_of_a_part_opens_the_same(self):
        line = self._leads_line(name="Deals", only_own=True)
        section = self._section(line, self.salesperson)
        self.assertIsNone(section["url"])
        for user in (self.salesperson, self.manager):
            self._make_lead(user)
            action = self._open(line, user)
            Model = self.env[action["res_model"]].with_user(user)
            self.assertEqual(
                Model.search_count(action["domain"]),
                len(self._section(line, user)["rows"]),
            )
        self.assertEqual(action["name"], "Deals")

    def test_the_link_leads_to_the_company_of_the_report(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids |= other
        line = self._leads_line()
        here = self._make_lead(self.manager)
        there = self._make_lead(self.manager)
        here.company_id, there.company_id = self.company, other
        action = self._open(line, self.manager)
        Lead = self.env["crm.lead"].with_user(self.manager)
        Lead = Lead.with_context(allowed_company_ids=(self.company | other).ids)
        self.assertEqual(Lead.search(action["domain"]) & (here | there), here)

    def test_the_link_of_figures_opens_their_course(self):
        for kind, view in (
            ("figures", "pivot"),
            ("table", "pivot"),
            ("course", "graph"),
        ):
            line = self._add_line(
                kind, indicators=[self.won, self.revenue], indicator_id=self.won.id
            )
            self._write_figure(self.won, self.week, 1, 2, user=self.salesperson)
            action = self._open(line, self.salesperson)
            self.assertEqual(action["views"][0][1], view)
            rows = self.Measurement.with_user(self.salesperson).formatted_read_group(
                action["domain"],
                action["context"]["pivot_row_groupby"]
                + action["context"]["pivot_column_groupby"],
                ["value:avg"],
            )
            self.assertEqual([row["value:avg"] for row in rows], [50])
            self.env["playbook.measurement"].search([]).unlink()

    def test_a_part_that_is_no_more(self):
        line = self._add_line("objectives", name="Objectives")
        action = self._open(line, self.salesperson)
        self.assertEqual(action["res_model"], "playbook.objective")
        line.unlink()
        with self.assertRaisesRegex(UserError, "was taken out"):
            self._open(line, self.salesperson)

    def test_the_link_in_a_browser(self):
        self._make_lead(self.salesperson, name="A deal of Sam")
        self._make_lead(self.manager)
        line = self._leads_line()
        (url,) = {self._section(line, self.salesperson)["url"]}
        path = url.removeprefix(line.get_base_url())
        self.browser_js(path, SHOWS_THE_DEAL, login="re_sales")

    def _make_lead(self, user, name="A deal"):
        return self.env["crm.lead"].create(
            {"name": name, "type": "opportunity", "user_id": user.id}
        )
