from odoo import api, fields, models
from odoo.tools import format_datetime, format_time

from .playbook_procedure import LOST

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

    def _get_words(self):
        """By when it is to be kept, or when it was."""
        self.ensure_one()
        own = self.sudo()  # whoever reads the record is told
        if own.state == OPEN:
            return self.env._("until %(time)s", time=self._format(own.date_due))
        if own.state == BROKEN:
            return self.env._(
                "not kept until %(time)s", time=self._format(own.date_due)
            )
        if own.state == KEPT:
            return self.env._("kept on %(time)s", time=self._format(own.date_kept))
        if own.state == LATE:
            return self.env._(
                "kept late, on %(time)s", time=self._format(own.date_kept)
            )
        return ""

    def _is_over(self):
        """Nobody is to be answered any more, whether that is noted yet or not."""
        self.ensure_one()
        own = self.sudo()  # whoever reads the record is told
        if own.order_id.state == "cancel":
            return True
        if own.partner_id and not own.partner_id.active:
            return True
        if own.order_id or own.procedure_id.moment == LOST:
            return False
        return bool(own.lead_id) and not own.lead_id.active

    @api.model
    def _format(self, moment):
        """As the user reads it; without the day, where that is today."""
        Day = self.env["playbook.day"]
        tz = self.env.user.tz or "UTC"
        if Day._local_day(moment) == Day._today():
            return format_time(self.env, moment, tz=tz, time_format="short")
        return format_datetime(self.env, moment, tz=tz, dt_format="EEE d MMM, HH:mm")
