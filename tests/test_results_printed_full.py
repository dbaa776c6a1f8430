"""Printing for real: what ``wkhtmltopdf`` makes of the reports."""

import io
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from odoo.addons.base.models.ir_actions_report import IrActionsReport
from odoo.addons.crm_playbook.models.results.report_periods import (
    MONTHLY,
    report_period_of,
)

from .common import FULL
from .printed_common import TODAY, PrintedCommon

# With fonts that are fetched, Debian's draws letters, which nobody can read again.
READABLE = "<style>* { font-family: sans-serif !important; }</style></head>"

if FULL:

    @tagged("post_install", "-at_install")
    @freeze_time(TODAY)
    class TestPrintedForReal(PrintedCommon):
        def setUp(self):
            super().setUp()
            if self.env["ir.actions.report"].get_wkhtmltopdf_state() == "install":
                self.fail(
                    "wkhtmltopdf is not installed: nothing was printed. Install it "
                    "(apt-get install wkhtmltopdf), then run the tests again."
                )
            of = {"team_id": self.team.id, "user_id": self.user_sales.id}
            for month, amount in ((2, 4321), (1, 2000)):
                self._measured("revenue_won", date(2026, month, 1), amount, **of)

        def _print_pdf(self, name, records, user):
            """How many pages there are, and the text on them."""
            self.env.flush_all()
            run = IrActionsReport._run_wkhtmltopdf

            def readable(report, bodies, **how):
                bodies = [body.replace("</head>", READABLE, 1) for body in bodies]
                return run(report, bodies, **how)

            printer = self.env["ir.actions.report"].with_user(user)
            printer = printer.with_context(
                force_report_rendering=True,
                allowed_company_ids=user.company_ids.ids,
            )
            patched = patch.object(IrActionsReport, "_run_wkhtmltopdf", readable)
            with self.allow_pdf_render(), patched:
                pdf, kind = printer._render_qweb_pdf(
                    f"crm_playbook.{name}", records.ids
                )
            self.assertEqual(kind, "pdf")
            return self._read_pdf(pdf)

        def _read_pdf(self, pdf):
            pages = PdfFileReader(io.BytesIO(pdf)).pages
            text = " ".join(page.extract_text() for page in pages)
            return len(pages), " ".join(text.split())

        def test_the_review_of_a_team(self):
            pages, text = self._print_pdf("team_review", self.team, self.user_leader)
            self.assertLessEqual(pages, 3)
            for each in (self.team.name, "February 2026", "4,321", "2,000"):
                self.assertIn(each, text)

        def test_the_customer_sheet(self):
            pages, text = self._print_pdf(
                "customer_sheet", self.customer, self.user_sales_management
            )
            self.assertLessEqual(pages, 4)
            for each in (self.customer.name, "Customer sheet", "What is missing"):
                self.assertIn(each, text)

        def test_the_results_of_a_month(self):
            pages, text = self._print_pdf(
                "monthly_results", self.env.company, self.user_sales_management
            )
            self.assertLessEqual(pages, 5)
            for each in ("February 2026", "4,321", "2,000", self.team.name):
                self.assertIn(each, text)

        def test_what_is_attached_to_a_scheduled_report(self):
            report = self.env.ref("crm_playbook.report_monthly")
            period = report_period_of(MONTHLY, date(2026, 2, 1))
            content = report._get_content(self.user_sales_management, period)
            with self.allow_pdf_render():
                pdf = report._render_pdf(content)
            pages, text = self._read_pdf(pdf)
            self.assertLessEqual(pages, 8)
            for each in (content["title"], "4,321", "2,000"):
                self.assertIn(each, text)
