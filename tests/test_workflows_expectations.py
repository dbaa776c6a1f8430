"""What workflows expect of people stands in My Role."""

from odoo.tests import tagged

from .workflow_common import WorkflowCommon


@tagged("post_install", "-at_install")
class TestExpectations(WorkflowCommon):
    def _expected(self, user, profile):
        record = self.env.ref(f"crm_playbook.profile_{profile}").with_user(user)
        record.invalidate_recordset()
        return record.expectations

    def test_only_what_is_live_and_only_of_who_sells(self):
        self.assertNotIn("Test workflow", self._expected(self.user_sales, "sales"))
        self._go_live()
        expected = self._expected(self.user_sales, "sales")
        self.assertIn("Test workflow", expected)
        self.assertIn("14 days", expected)
        expected = self._expected(self.user_marketing, "marketing")
        self.assertNotIn("Test workflow", expected)

    def test_not_of_another_company(self):
        self._go_live()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE playbook_workflow SET company_id = %s WHERE id = %s",
            [self.company_other.id, self.workflow.id],
        )
        self.env.invalidate_all()
        self.assertNotIn("Test workflow", self._expected(self.user_sales, "sales"))
