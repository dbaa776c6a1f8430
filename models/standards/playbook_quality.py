from odoo import fields, models


class PlaybookQuality(models.Model):
    """How complete a customer is, as a company asks for it."""

    _name = "playbook.quality"
    _description = "Quality of a customer's record"
    _inherit = ["playbook.quality.mixin"]
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", index=True, readonly=True
    )

    # A constraint and no unique index: of two customers who are merged, one row stays.
    _one_row = models.Constraint(
        "UNIQUE(partner_id, company_id)",
        "A customer has one quality with a company.",
    )
    _by_level = models.Index("(company_id, level)")
