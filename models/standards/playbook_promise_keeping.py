from odoo import fields, models

OPEN, KEPT, LATE, BROKEN, OVER = "open", "kept", "late", "broken", "over"
STATES = [
    (OPEN, "Still to be kept"),
    (KEPT, "Kept"),
    (LATE, "Kept too late"),
    (BROKEN, "Not kept"),
    (OVER, "No longer needed"),
]


class PlaybookPromiseKeeping(models.Model):
    """What was promised to a customer: by when, and whether it was kept.

    One row for each time that the moment of a procedure with a promise came. Written
    by the addon alone.
    """

    _name = "playbook.promise.keeping"
    _description = "Promise to a customer"
    _inherit = ["playbook.customer.mirror.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "procedure_id"
    _check_company_auto = True

    procedure_id = fields.Many2one(
        "playbook.procedure", required=True, ondelete="cascade", readonly=True
    )
    version = fields.Integer(readonly=True, help="Of the procedure, at that time.")
    origin = fields.Char(
        required=True,
        readonly=True,
        exportable=False,
        help="What made it begin to run: a model and an id.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Whose",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    team_id = fields.Many2one(
        "crm.team", string="Sales team", ondelete="set null", readonly=True
    )
    company_id = fields.Many2one("res.company", ondelete="cascade", readonly=True)
    date_from = fields.Datetime(string="Since", required=True, readonly=True)
    date_due = fields.Datetime(string="Until", required=True, readonly=True)
    date_kept = fields.Datetime(
        string="Answered",
        readonly=True,
        help="When the customer was reached, or what was promised was done.",
    )
    state = fields.Selection(STATES, required=True, default=OPEN, readonly=True)
    hours_taken = fields.Float(
        string="Working hours taken",
        readonly=True,
        aggregator="avg",
        help="From the moment to the answer.",
    )
    in_time = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Of those that are decided, how many were kept in time.",
    )

    _once = models.UniqueIndex(
        "(procedure_id, origin)", "A promise begins to run once."
    )
    _open_of_user = models.Index("(user_id, date_due) WHERE date_kept IS NULL")
    _unanswered = models.Index("(procedure_id, id) WHERE date_kept IS NULL")
