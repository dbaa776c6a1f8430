from odoo import fields, models


class PlaybookWorkflowStep(models.Model):
    """What its condition is about: the records of its workflow."""

    _inherit = "playbook.workflow.step"

    res_model = fields.Char(related="workflow_id.res_model")
