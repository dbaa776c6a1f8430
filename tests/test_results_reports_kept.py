"""What nobody gets by a report that they may not read, and what is not lost with it."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PROFILE_GROUPS
from .report_content_common import ReportContentCase

ADMIN = "base.group_erp_manager"
HIDDEN = (
    {"domain": "[('signup_type', '=', 'signup')]"},
    {"domain": "[('child_ids.signup_type', '=', 'signup')]"},
    {"domain": "[('child_ids', 'any', [('signup_type', '=', 'signup')])]"},
    {"sort": "signup_type desc"},
)


@tagged("post_install", "-at_install")
class TestReportsHidden(ReportContentCase):
    """Of what a person may not read, no report tells them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report.user_ids = cls.salesperson
        # Who may read more than Sales Management.
        cls.salesperson.group_ids += cls.env.ref(ADMIN)
        cls.leads = cls.env["crm.lead"].create(
            [
                {
                    "name": f"Deal {number}",
                    "type": "opportunity",
                    "user_id": cls.salesperson.id,
                    "expected_revenue": 1000 * number,
                }
                for number in (1, 2, 3)
            ]
        )
        cls.line = cls._add_line(
            "records",
            model="crm.lead",
            domain=f"[('id', 'in', {cls.leads.ids})]",
            sort="id",
            columns=["name", "expected_revenue"],
        )

    def _body(self, user):
        """The report as ``user`` sees that of the salesperson in the preview."""
        Preview = self.env["playbook.report.preview"].with_user(user)
        return Preview.create(
            {"report_id": self.report.id, "user_id": self.salesperson.id}
        ).body

    def test_conditions_are_searched_as_who_writes_them(self):
        configurator = new_test_user(
            self.env, "re_config", PROFILE_GROUPS["configurator"]
        )
        line = {"kind": "records", "model": "res.partner"}
        for user in (self.manager, configurator):
            report = self.report.with_user(user)
            for values in HIDDEN:
                with self.subTest(values), self.assertRaises(UserError):
                    report.line_ids = [Command.create(line | values)]
            report.line_ids = [Command.create(line | {"sort": "name desc"})]

    def test_a_preview_shows_what_both_may_read(self):
        self.assertIn("Deal 3", self._body(self.manager))
        self.env["ir.rule"].create(
            {
                "name": "One deal is hidden from the manager",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": f"[('id', '!=', {self.leads[2].id})] "
                f"if user.id == {self.manager.id} else [(1, '=', 1)]",
            }
        )
        body = self._body(self.manager)
        self.assertIn("Deal 2", body)
        self.assertNotIn("Deal 3", body)
        self.assertIn("Deal 3", self._body(self.salesperson))

    def test_a_preview_shows_no_column_that_one_may_not_read(self):
        self.assertIn("3,000", self._body(self.manager))
        field = self.env["crm.lead"]._fields["expected_revenue"]
        self.patch(field, "groups", ADMIN)
        body = self._body(self.manager)
        self.assertIn("Deal 3", body)
        self.assertNotIn("3,000", body)
        self.assertIn("3,000", self._body(self.salesperson))

    def test_a_preview_tells_nothing_by_which_records_there_are(self):
        field = self.env["crm.lead"]._fields["expected_revenue"]
        for values in (
            {"domain": "[('expected_revenue', '>', 2500)]"},
            {"sort": "expected_revenue desc"},
        ):
            self.line.write(values)
            self.assertIn("Deal 3", self._body(self.manager))
            with self.subTest(values), patch.object(field, "groups", ADMIN):
                self.assertNotIn("Deal", self._body(self.manager))
                self.assertIn("Deal 3", self._body(self.salesperson))
            self.line.write({"domain": "[]", "sort": "id"})

    def test_a_preview_without_access_to_such_records(self):
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "crm.lead")]
        ).perm_read = False
        self.env["ir.model.access"].create(
            {
                "name": "Administrators alone",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "group_id": self.env.ref(ADMIN).id,
                "perm_read": True,
            }
        )
        self.assertIn("Deal 3", self._body(self.salesperson))
        self.assertNotIn("Deal", self._body(self.manager))


@tagged("post_install", "-at_install")
class TestReportsKept(ReportContentCase):
    """What was sent, and what reports show, is not deleted without a word."""

    def _delivery(self, **values):
        return self.env["playbook.report.delivery"].create(
            {
                "report_id": self.report.id,
                "user_id": self.salesperson.id,
                "company_id": self.company.id,
                "frequency": "weekly",
                "date_from": "2026-03-02",
                "date_to": "2026-03-09",
                **values,
            }
        )

    def test_a_report_that_was_sent_is_archived(self):
        self._delivery(on_demand=True)
        sent = self._delivery(state="sent")
        report = self.report.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "The week.*Archive it"):
            report.unlink()
        report.active = False
        sent.unlink()
        report.unlink()
        self.assertFalse(self.report.exists())

    def test_an_indicator_that_a_report_shows(self):
        own = self.Indicator.create(
            {
                "name": "Deals of ours",
                "dimension": "process",
                "counted_model": "crm.lead",
                "date_field": "create_date",
            }
        )
        for values in (
            {"kind": "course", "indicator_id": own.id},
            {"kind": "figures", "indicator_ids": own.ids},
            {"kind": "table", "indicator_ids": own.ids},
        ):
            line = self._add_line(**values)
            own.active = False
            with (
                self.subTest(values),
                self.assertRaisesRegex(UserError, "Deals of ours.*The week"),
            ):
                own.with_user(self.manager).unlink()
            # What a part of another kind does not show is no reason.
            line.write({"kind": "verdict"})
        own.unlink()
        self.assertEqual(len(self.report.line_ids), 3)

    def test_built_in_indicators_are_not_tried(self):
        Try = self.env["playbook.indicator.try"].with_user(self.manager)
        dialog = Try.create({"indicator_id": self.won.id})
        with self.assertRaisesRegex(UserError, "built-in"):
            dialog.action_open_records()
