# stub of helper D
from odoo import fields, models


class PlaybookWorkflow(models.Model):
    """What the triggers of issue 11 ask for."""

    _inherit = "playbook.workflow"

    segment_ids = fields.Many2many(
        "playbook.segment",
        "playbook_workflow_segment_rel",
        "workflow_id",
        "segment_id",
        string="Segments",
    )
    rfm_group_ids = fields.Many2many(
        "playbook.rfm.group",
        "playbook_workflow_rfm_group_rel",
        "workflow_id",
        "group_id",
        string="RFM groups",
    )
    purpose_ids = fields.Many2many(
        "playbook.purpose",
        "playbook_workflow_purpose_rel",
        "workflow_id",
        "purpose_id",
        string="Purposes",
    )
