"""Records of the room *results*, by their labels."""

import itertools
from datetime import date, timedelta

from . import access_matrix as matrix
from .matrix_reports import MatrixReports

FIRST_DAY = date(2026, 1, 1)


class MatrixResults(MatrixReports):
    """Adds to ``plain``: from a model to its records by label; and the figures of whom
    sells a lead.
    """

    @classmethod
    def _make_results_plain(cls):
        """What belongs to a company."""
        cls._make_reports()
        board = cls.env["playbook.team.activity"]
        cls.plain[board._name] = {"any": board.browse(cls.colleague.id)}
        cls.measured_days = (FIRST_DAY + timedelta(n) for n in itertools.count())
        companies = (cls.company, cls.company_other)
        indicators = cls.env["playbook.indicator"].create(
            [
                {
                    "name": "Matrix indicator",
                    "dimension": "process",
                    "company_id": company.id,
                }
                for company in companies
            ]
        )
        runs = [
            cls._make_run(indicator, company)
            for indicator, company in zip(indicators, companies, strict=True)
        ]
        cls.matrix_indicator = indicators[0].copy({"company_id": False, "name": "All"})
        # An indicator with an objective cannot be deleted.
        revenue = cls.env.ref("crm_playbook.indicator_revenue_won")
        objectives = cls.env["playbook.objective"].create(
            [
                {"indicator_id": revenue.id, "company_id": company.id}
                for company in companies
            ]
        )
        for records in (indicators, runs, objectives):
            cls.plain[records[0]._name] = dict(
                zip(matrix.OF_COMPANIES, records, strict=True)
            )

    @classmethod
    def _make_run(cls, indicator, company):
        day = next(cls.measured_days)
        return cls.env["playbook.measurement.run"].create(
            {
                "indicator_id": indicator.id,
                "company_id": company.id,
                "kind": "week",
                "date_from": day,
                "date_to": day + timedelta(7),
            }
        )

    @classmethod
    def _make_results_of_lead(cls, lead, action):
        """:return: from a model to the figures of whoever sells ``lead``, and to the
        rows of reports that stand for it and for ``action``.
        """
        run = cls._make_run(cls.matrix_indicator, lead.company_id or cls.company)
        figures = cls.env["playbook.measurement"].create(
            {
                "run_id": run.id,
                "indicator_id": run.indicator_id.id,
                "company_id": run.company_id.id,
                "kind": run.kind,
                "date_from": run.date_from,
                "date_to": run.date_to,
                "cut": "main",
                "team_id": lead.team_id.id,
                "user_id": lead.user_id.id,
                "numerator": 100,
            }
        )
        sales, actions = (
            cls.env[f"playbook.{name}.report"] for name in ("sales", "action")
        )
        return {
            figures._name: figures,
            sales._name: sales.browse(lead.id * 2),
            actions._name: actions.browse(action.id),
        }
