from odoo import fields, models


class PlaybookRfmHistory(models.Model):
    """The RFM scores and group that a customer of a company got on a day.

    One row for each day on which they changed; without a group where the customer had
    no purchase any more. Written by the addon alone, with the scores.
    """

    _name = "playbook.rfm.history"
    _description = "History of RFM scores"
    _rec_name = "partner_id"
    _order = "date desc, id desc"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", readonly=True
    )
    date = fields.Date(required=True, readonly=True)
    recency = fields.Integer(readonly=True, aggregator="avg")
    frequency = fields.Integer(readonly=True, aggregator="avg")
    monetary = fields.Integer(readonly=True, aggregator="avg")
    score = fields.Integer(string="RFM score", readonly=True, aggregator="avg")
    group_id = fields.Many2one(
        "playbook.rfm.group",
        string="RFM group",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
    )
    previous_group_id = fields.Many2one(
        "playbook.rfm.group",
        string="RFM group before",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
    )

    # Its index also answers in which group who was on a day.
    _one_row = models.Constraint(
        "UNIQUE(partner_id, company_id, date)",
        "The RFM scores of a customer change once a day.",
    )
    _by_date = models.Index("(company_id, partner_id, date DESC)")
