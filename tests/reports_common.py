"""Scheduled reports whose contents are made by the test: no figures are needed."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import PROFILE_GROUPS
from .results_common import ResultsCase


class Rendering:
    """Stands in for what makes contents: each method of ``playbook.report``.

    ``broken``: from ids of lines to what went wrong with them; ``failing``: recipients
    for whom nothing can be made.
    """

    def __init__(self):
        self.made = []
        self.broken = {}
        self.failing = set()

    def get_content(self, report, recipient, period, viewer=None):
        if recipient in self.failing:
            raise ValueError("Nothing can be made of this.")
        self.made.append((report, recipient, period))
        return {
            "title": report.with_context(lang=recipient.lang).name,
            "date_from": period.date_from,
            "date_to": period.date_to,
            "recipient": recipient,
            "sections": [
                {"line_id": line.id, "rows": [["secret"]], "empty": None}
                for line in report.line_ids
            ],
            "problems": list(self.broken.items()),
        }

    def methods(self):
        return {
            "_get_content": lambda *args: self.get_content(*args),
            "_render_html": self._render_html,
            "_render_subject": lambda _self, content: content["title"],
            "_render_xlsx": lambda _self, content: b"xlsx",
            "_render_pdf": lambda _self, content: None,
        }

    @staticmethod
    def _render_html(report, content, link):
        rows = [row for section in content["sections"] for row in section["rows"]]
        told = "".join(cell for row in rows for cell in row)
        return f"<p>{content['recipient'].name}: {told} <a href='{link}'>Open</a></p>"


class ReportsCase(ResultsCase):
    """A report for nobody but whom a test names; those that are shipped are paused."""

    # A run has no more time after so many commits.
    stop_after = 1000

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nobody is invited to come in.
        cls.env = cls.env(context={**cls.env.context, "no_reset_password": True})
        cls.env["mail.mail"].search([("state", "=", "outgoing")]).unlink()
        cls.Report = cls.env["playbook.report"]
        cls.Delivery = cls.env["playbook.report.delivery"]
        cls.Report.search([]).state = "paused"
        cls.rendering = Rendering()
        for name, method in cls.rendering.methods().items():
            cls.startClassPatcher(
                patch.object(type(cls.Report), name, method, create=True)
            )
        cls.startClassPatcher(
            patch.object(type(cls.Run), "_measure_now", lambda *args: None)
        )
        cls.commits = []
        cls.startClassPatcher(
            patch.object(
                type(cls.env["ir.cron"]),
                "_commit_progress",
                lambda _cron, *args, **kwargs: cls._commit(*args, **kwargs),
            )
        )
        # On the partner: Odoo writes to users whose own address is changed.
        for user in (cls.salesperson, cls.manager):
            user.partner_id.write({"tz": "UTC", "email": f"{user.login}@sales.x"})
        cls.report = cls._create_report("Week", cls.salesperson)

    def setUp(self):
        super().setUp()
        self.rendering.__init__()
        self.commits.clear()

    @classmethod
    def _commit(cls, processed=0, *, remaining=None):
        """Stands in for a commit; time is left until ``stop_after`` of them."""
        cls.commits.append((processed, remaining))
        return 60 if len(cls.commits) < cls.stop_after else 0

    @classmethod
    def _create_report(cls, name, users, **values):
        """An active weekly report for ``users``, on Mondays from 7:00 on."""
        return cls.Report.create(
            {
                "name": name,
                "user_ids": [Command.set(users.ids)],
                "state": "active",
                "responsible_id": cls.manager.id,
                "line_ids": [
                    Command.create(
                        {
                            "kind": "figures",
                            "indicator_ids": cls._indicator("new_customers").ids,
                        }
                    )
                ],
                **values,
            }
        )

    @classmethod
    def _since(cls, moment, *reports):
        """As if these had been in force since ``moment``, and the people here."""
        reports = cls.Report.union(*reports) or cls.report
        for record, column in (
            (reports, "date_activated"),
            (cls._people(), "create_date"),
        ):
            cls.env.flush_all()
            cls.env.cr.execute(
                f"UPDATE {record._table} SET {column} = %s "  # noqa: S608
                "WHERE id = ANY(%s)",
                [moment, record.ids],
            )
            record.invalidate_recordset()

    @classmethod
    def _people(cls):
        return cls.env["res.users"].search([])

    @classmethod
    def _create_seller(cls, login, **values):
        values = {"tz": "UTC", "email": f"{login}@sales.x", **values}
        context = {"no_reset_password": True}
        return new_test_user(
            cls.env, login, PROFILE_GROUPS["sales"], context=context, **values
        )

    def _send(self, **how):
        """What the scheduled action does; returns the rows that are new."""
        before = self.Delivery.search([])
        self.Report._cron_send(**how)
        self.env.flush_all()
        return self.Delivery.search([]) - before
