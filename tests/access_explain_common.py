"""Who gives access, whose access is explained, and what is told then."""

from lxml import html

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import INTERNAL, PROFILE_GROUPS
from .sales_management_common import SalesManagementCommon


class AccessExplainCommon(SalesManagementCommon):
    """``manager`` gives access; ``asked``: those who are asked about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            login="playbook_access_manager",
            groups=f"{INTERNAL},base.group_erp_manager",
        )
        cls.user_all = new_test_user(
            cls.env,
            login="playbook_all_documents",
            groups=f"{PROFILE_GROUPS['sales']},sales_team.group_sale_salesman_all_leads",
        )
        cls.user_both = new_test_user(
            cls.env,
            login="playbook_both_companies",
            groups=f"{PROFILE_GROUPS['sales']},sales_team.group_sale_manager",
            company_id=cls.company_other.id,
            company_ids=[Command.set((cls.company | cls.company_other).ids)],
        )
        cls.asked = (
            cls.user_sales
            | cls.user_all
            | cls.user_both
            | cls.user_sales_management
            | cls.user_configurator
            | cls.user_without_profile
            | cls.user_other_company
            | cls.user_portal
            | cls.user_public
            | cls.manager
        )

    def _explain(self, user, record, operation="read"):
        Explain = self.env["playbook.access.explain"].with_user(self.manager)
        return Explain.with_context(active_model=record._name).create(
            {
                "user_id": user.id,
                "record_ref": f"{record._name},{record.id}",
                "operation": operation,
            }
        )

    def _tell(self, *args, **kwargs):
        """The explanation as one line of text."""
        explanation = self._explain(*args, **kwargs).explanation
        return " ".join(html.fromstring(explanation).text_content().split())

    def _add_rule(self, domain, **values):
        return self.env["ir.rule"].create(
            {
                "name": "Playbook rule",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "domain_force": domain,
                **values,
            }
        )
