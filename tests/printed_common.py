"""Printed reports as text, and measurements for them."""

from lxml import html

from odoo.addons.crm_playbook.models.results.periods import MONTH, period_of

from .sources_common import SourcesCommon

TODAY = "2026-03-11 12:00:00"


class PrintedCommon(SourcesCommon):
    def _print(self, name, records, user, data=None):
        """The text of the report, as ``user`` prints it with all their companies."""
        self.env.flush_all()
        self.env.invalidate_all()
        report = (
            self.env["ir.actions.report"]
            .with_user(user)
            .with_context(allowed_company_ids=(user.company_id | user.company_ids).ids)
        )
        content, _kind = report._render_qweb_html(
            f"crm_playbook.{name}", records.ids, data=data
        )
        # Hard spaces too become plain ones.
        return " ".join(html.fromstring(content).text_content().split())

    def _measured(self, code, month, value, **parts):
        """A measurement as if it had been measured."""
        indicator = self.env.ref(f"crm_playbook.indicator_{code}")
        period = period_of(MONTH, month)
        runs = self.env["playbook.measurement.run"]._ensure(
            indicator, self.env.company, [period]
        )
        runs.date_measured = "2026-03-01 00:00:00"
        numerator, denominator = value if isinstance(value, tuple) else (value, False)
        return self.env["playbook.measurement"].create(
            {
                "run_id": runs.id,
                "indicator_id": indicator.id,
                "company_id": self.env.company.id,
                "cut": "main",
                "numerator": numerator,
                "denominator": denominator,
                "version": 1,
                **period._asdict(),
                **parts,
            }
        )
