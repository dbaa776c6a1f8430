from odoo import models


class PlaybookLeadQuality(models.Model):
    """How complete a lead is, where it is now."""

    _name = "playbook.lead.quality"
    _description = "Quality of a lead"
    _inherit = ["playbook.quality.mixin", "playbook.mirror.mixin"]
    _rec_name = "lead_id"

    _measured = "crm.lead"
    _link = "lead_id"
    _by_company = False

    _one_row = models.Constraint(
        "UNIQUE(lead_id)",
        "A lead has one quality.",
    )
    _by_level = models.Index("(level)")
