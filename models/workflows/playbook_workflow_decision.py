from odoo import api, fields, models

from .targets import LEAD, PARTNER

DECISION_MARKETING = "crm_playbook.decision_workflow_live_marketing"
# What Marketing decides on as well.
MARKETING_TARGETS = (LEAD, PARTNER)


class PlaybookWorkflow(models.Model):
    """Who may switch it live depends on whom it is for."""

    _inherit = "playbook.workflow"

    may_shape = fields.Boolean(
        string="May be changed by me",
        compute="_compute_may_shape",
        help="Marketing changes those for leads and customers, Sales Management and "
        "the Configurator all.",
    )

    @api.depends("target")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_may_shape(self):
        mine = self._origin._filtered_access("write")
        may_create = self.browse().has_access("create")
        for workflow in self:
            known = workflow._origin
            workflow.may_shape = known in mine if known else may_create

    def _get_live_decision(self):
        """The decision type that switching it live is."""
        if self and self.target in MARKETING_TARGETS:
            return self.env.ref(DECISION_MARKETING)
        return super()._get_live_decision()
