"""Scheduled reports of the access matrix, by their labels."""

from odoo.fields import Command

from . import access_matrix as matrix


class MatrixReports:
    """Adds to ``plain``: from a model to its records by label."""

    @classmethod
    def _make_reports(cls):
        """Reports of two companies, which somebody else has got."""
        companies = (cls.company, cls.company_other)
        reports = cls._make_reports_named("Matrix report", companies)
        # What was sent is not deleted.
        sent = cls._make_reports_named("Matrix report that was sent", companies)
        people = (cls.user_other_team, cls.user_other_company)
        deliveries = cls.env["playbook.report.delivery"].create(
            [
                {
                    "report_id": report.id,
                    "user_id": user.id,
                    "company_id": report.company_id.id,
                    "frequency": "weekly",
                    "date_from": "2026-01-05",
                    "date_to": "2026-01-12",
                }
                for report, user in zip(sent, people, strict=True)
            ]
        )
        snapshots = cls.env["playbook.report.snapshot"].create(
            [
                {"delivery_id": row.id, "user_id": row.user_id.id, "body": "Secret"}
                for row in deliveries
            ]
        )
        lines = reports.line_ids
        for records in (reports, lines, lines.column_ids, deliveries, snapshots):
            labelled = dict(zip(matrix.OF_COMPANIES, records, strict=True))
            cls.plain[records._name] = labelled

    @classmethod
    def _make_reports_named(cls, name, companies):
        column = {"column_ids": [Command.create({"field_name": "name"})]}
        return cls.env["playbook.report"].create(
            [
                {
                    "name": name,
                    "company_id": company.id,
                    "line_ids": [Command.create(column)],
                }
                for company in companies
            ]
        )
