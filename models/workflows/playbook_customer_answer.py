from odoo import fields, models

YES, LATER, NO = "yes", "later", "no"


class PlaybookCustomerMail(models.Model):
    """What customers answer with a click."""

    _inherit = "playbook.customer.mail"

    customer_answer = fields.Selection(
        [(YES, "Yes"), (LATER, "Not now"), (NO, "No")], readonly=True
    )
    answer_date = fields.Datetime(string="Answered on", readonly=True)
    answer_until = fields.Date(string="Not before", readonly=True)
    answer_comment = fields.Text(string="What they wrote", readonly=True)
    answer_count = fields.Integer(
        string="How often they answered", readonly=True, exportable=False
    )
    answer_lost_reason_id = fields.Many2one(
        "crm.lost.reason", string="Why not", readonly=True, ondelete="set null"
    )
    answer_activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", exportable=False
    )
    answer_open = fields.Boolean(
        string="Answer waits",
        readonly=True,
        exportable=False,
        help="They said no, and nobody has decided yet what becomes of it.",
    )
    answer_last_day = fields.Date(
        compute="_compute_answer_last_day",
        store=True,
        exportable=False,
        help="How long they may answer.",
    )
    rating_id = fields.Many2one(
        "rating.rating",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        exportable=False,
    )

    _answers_open = models.Index("(id) WHERE answer_open IS TRUE")
