"""Whether the work with customers gets anywhere, as a part of a report."""

from odoo import models

from .periods import period_of


class PlaybookReportLine(models.Model):
    _inherit = "playbook.report.line"

    def _make_verdict(self, reading):
        """The section of the verdict and what it rests on: of a quarter, that of its
        last month.
        """
        period = period_of(reading.period.kind, reading.period.last_day)
        Indicator = self.env["playbook.indicator"].with_env(reading.env)
        verdict = Indicator._get_verdict(reading.company, period)
        title = self.env._(
            "%(title)s: %(verdict)s", title=self._get_title(), verdict=verdict.label
        )
        texts = filter(None, (self.text, verdict.text))
        return {"title": title, "text": " ".join(texts)}
