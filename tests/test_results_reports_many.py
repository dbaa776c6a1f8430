"""A shipped report, with its real contents, for as many as a company has."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.crm_playbook.models.results.playbook_report_run import BATCH

from .common import FULL, PROFILE_GROUPS
from .report_content_common import ReportContentCase
from .smtp_common import SmtpMixin

MONDAY = "2026-03-16 07:00:00"
COUNT = 1000 if FULL else 24
# So many batches are made before the first run has no more time.
BEFORE_THE_END = COUNT // BATCH // 2
# Two commits of a batch: that it is begun, and that it is done.
COMMITS = 2


@tagged("post_install", "-at_install")
class TestReportsOfMany(SmtpMixin, ReportContentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "no_reset_password": True})
        cls.people = cls.env["res.users"].create(
            [
                {
                    "name": f"Reader {number}",
                    "login": f"many_{number}",
                    "email": f"many{number}@many.x",
                    "tz": "UTC",
                    "group_ids": [
                        Command.set(cls.env.ref(PROFILE_GROUPS["sales"]).ids)
                    ],
                }
                for number in range(COUNT)
            ]
        )
        cls.env["crm.lead"].create(
            [
                {
                    "name": f"Deal of {person.name}",
                    "type": "opportunity",
                    "user_id": person.id,
                    "expected_revenue": 1000 + number,
                }
                for number, person in enumerate(cls.people)
            ]
        )
        for number, person in enumerate(cls.people[:20]):
            cls._write_figure(cls.revenue, cls.week, 100 + number, user=person)
        cls.Report = cls.env["playbook.report"]
        cls.Report.search([]).state = "paused"
        cls.shipped = cls.env.ref("crm_playbook.report_sales")
        cls.shipped.state = "active"
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE playbook_report SET date_activated = '2026-01-01'")
        cls.env.cr.execute("UPDATE res_users SET create_date = '2026-01-01'")
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        self.commits = []
        self.stop_after = 1 + COMMITS * BEFORE_THE_END
        report = type(self.Report)
        recipients = report._get_recipients
        # Others of this database get nothing; figures are those of the test.
        self.patch(
            report,
            "_get_recipients",
            lambda each: recipients(each) & self.people.with_env(each.env),
        )
        self.patch(type(self.Run), "_measure_now", lambda *_args: None)
        self.patch(type(self.env["ir.cron"]), "_commit_progress", self._commit)

    def _commit(self, processed=0, *, remaining=None):
        """Stands in for a commit; time is left until ``stop_after`` of them."""
        self.env.flush_all()
        self.commits.append((processed, remaining))
        return 60 if len(self.commits) < self.stop_after else 0

    def _rows(self):
        return self.env["playbook.report.delivery"].search(
            [("report_id", "=", self.shipped.id), ("user_id", "in", self.people.ids)]
        )

    @freeze_time(MONDAY)
    def test_each_gets_theirs_once(self):
        """In bounded batches; a run that has no more time goes on where it was."""
        self._queue().unlink()
        self.Report._cron_send()
        made = BEFORE_THE_END * BATCH
        rows = self._rows()
        self.assertEqual(len(rows), COUNT)
        self.assertEqual(len(rows.filtered(lambda row: row.state == "queued")), made)
        self.assertEqual(len(self._queue()), made)
        self.stop_after = COMMITS * COUNT
        before = self.env.cr.sql_log_count
        self.Report._cron_send()
        queries = (self.env.cr.sql_log_count - before) / (COUNT - made)
        self.assertEqual(self._rows(), rows)
        self.assertEqual(set(rows.mapped("state")), {"queued"})
        self.assertEqual(max(done for done, _left in self.commits), BATCH)
        # Each once, and no run more does it again.
        self.Report._cron_send()
        self.assertEqual(self._rows(), rows)
        self.assertEqual(
            sorted(self._queue().mapped("email_to")),
            sorted(self.people.mapped("email_formatted")),
        )
        self.assertLess(queries, 80)
        self._check_contents(rows)

    def _check_contents(self, rows):
        """Each reads their own figures and deals, and nobody else's."""
        for number, person in enumerate(self.people[:20]):
            row = rows.filtered(lambda each, person=person: each.user_id == person)
            self.assertFalse(row.problems)
            body = row.with_user(person).body
            self.assertRegex(body, rf"\D{100 + number}\D")
            self.assertIn(f"Deal of {person.name}<", body)
            self.assertEqual(body.count("Deal of "), 1)
