from odoo import fields, models


class CrmLead(models.Model):
    """The segments of a lead are those of its customer."""

    _inherit = "crm.lead"

    main_segment_id = fields.Many2one(
        related="partner_id.main_segment_id",
        string="Main segment",
        groups="crm_playbook.group_user",
    )
    segment_ids = fields.Many2many(
        related="partner_id.segment_ids",
        string="Segments",
        groups="crm_playbook.group_user",
    )
