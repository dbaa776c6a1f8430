"""The indicators of selling on the CRM dataset, counted from its file."""

import csv
import os
from collections import defaultdict
from datetime import date
from pathlib import Path

from odoo.tests import tagged

from .common import FULL
from .results_common import ResultsCase

# Where the dataset stands, as `make demo DATA=` takes it.
FOLDER = Path(os.environ.get("CRM_PLAYBOOK_DATA", "/work/shared/data/crm-dataset"))
PIPELINE = FOLDER / "sales-pipeline.csv"


if FULL and PIPELINE.exists():

    @tagged("post_install", "-at_install")
    class TestDataset(ResultsCase):
        def test_deals_of_each_month(self):
            rows = list(csv.DictReader(PIPELINE.read_text("utf-8").splitlines()))
            self._insert_deals(rows)
            closed = [row for row in rows if row["Close_Date"]]
            days = {row["Close_Date"][:7] for row in closed}
            months = [self._month(*map(int, day.split("-"))) for day in sorted(days)]
            expected = self._count(closed)
            for code, told in expected.items():
                indicator = self._indicator(code)
                self._measure(indicator, *months)
                for month in months:
                    figure = self._figure(indicator, month)
                    numerator, denominator = told[month.date_from]
                    with self.subTest(code, month=month.date_from):
                        self.assertAlmostEqual(figure.numerator, numerator, places=2)
                        self.assertAlmostEqual(
                            figure.denominator, denominator, places=2
                        )
            self.assertGreater(len(closed), 1000)

        def _insert_deals(self, rows):
            """As a load leaves them: with their dates, and no stages passed."""
            self.env.cr.executemany(
                """
                INSERT INTO crm_lead (name, type, active, company_id, won_status,
                       expected_revenue, create_date, date_closed)
                VALUES (%s, 'opportunity', %s, %s, %s, %s, %s, %s)
                """,
                [
                    (
                        row["Opportunity_ID"],
                        row["Deal_Stage"] != "Lost",
                        self.company.id,
                        {"Won": "won", "Lost": "lost"}.get(
                            row["Deal_Stage"], "pending"
                        ),
                        row["Close_Value"] or 0,
                        f"{row['Created_On']} 12:00:00",
                        f"{row['Close_Date']} 12:00:00" if row["Close_Date"] else None,
                    )
                    for row in rows
                ],
            )
            self.env.invalidate_all()

        def _count(self, closed):
            """The numerator and the denominator of each month, by indicator."""
            told = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))

            def add(code, month, numerator, denominator):
                told[code][month][0] += numerator
                told[code][month][1] += denominator

            for row in closed:
                end, begin = (
                    date.fromisoformat(row[name])
                    for name in ("Close_Date", "Created_On")
                )
                month, value = end.replace(day=1), float(row["Close_Value"] or 0)
                won = row["Deal_Stage"] == "Won"
                add("win_rate", month, won, 1)
                add("win_rate_value", month, won * value, value)
                add("sales_cycle", month, won * max(0, (end - begin).days), won)
                worth = won and value > 0
                add("average_deal", month, worth * value, worth)
            return told
