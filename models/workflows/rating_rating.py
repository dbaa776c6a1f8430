from odoo import fields, models


class RatingRating(models.Model):
    """A rating that an e-mail of a workflow asked for."""

    _inherit = "rating.rating"

    playbook_action_id = fields.Many2one(
        "playbook.action",
        string="Action that is rated",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
    )
    playbook_customer_mail_id = fields.Many2one(
        "playbook.customer.mail",
        string="E-mail that asked",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_user",
    )
